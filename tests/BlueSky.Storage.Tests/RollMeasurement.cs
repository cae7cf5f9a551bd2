using System.Diagnostics;
using System.Globalization;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Testing;

namespace BlueSky.Storage;

/// <summary>
/// How fast the roller is, by the number of sources: a measurement, run when asked for
/// (<c>BlueSky.Storage.Tests -explicit only -showLiveOutput -class '*RollMeasurement'</c>). The figures are in the README of BlueSky.Storage.
/// </summary>
public sealed class RollMeasurement(ITestOutputHelper output)
{
    private const int Observations = 400_000;
    private const int AnAppend = 100;

    [Theory(Explicit = true)]
    [InlineData(false, 2_000)]
    [InlineData(false, 100_000)]
    [InlineData(true, 2_000)]
    [InlineData(true, 100_000)]
    public async Task Observations_of_six_values_rolled_a_second(bool onPostgres, int sources)
    {
        await using var server = onPostgres ? await PostgresFixture.OwnServer() : null;
        await using Home home = server is null ? new SqliteHome() : new PostgresHome(await server.NewDatabase());
        await using var store = await home.Open(new StorageOptions { QueueLength = int.MaxValue / 2, QueueBytes = long.MaxValue / 2 });
        var arrivals = new long[sources];
        for (var round = 0; round < Observations / AnAppend / 100; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).SelectMany(i => Enumerable.Range(0, AnAppend).Select(j =>
            {
                var s = ((round * 100 * AnAppend) + (i * AnAppend) + j) % sources;
                var n = ++arrivals[s];
                return store.Journal.Append($"371302-load-{s:D6}", [Packet(s, n)]).AsTask();
            })));
        }

        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var rolled = await store.Roller.RollAll(CancellationToken.None);
        var took = watch.Elapsed;
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(onPostgres ? "PostgreSQL" : "SQLite")}, {sources} sources: {rolled / took.TotalSeconds:0} observations/s rolled, {cpu.TotalMicroseconds / rolled:0.0} us CPU each in the node"));
        Assert.Equal(Observations, rolled);
    }

    private static Observation Packet(int source, long n) => new()
    {
        Mn = $"DF37130239{source:D14}",
        Period = Period.Instant,
        DataTime = Some.Noon.AddSeconds(n * 2),
        ReceivedAt = Some.Noon.AddSeconds(n * 2).AddMilliseconds(300),
        Qn = "20260301120000001",
        Readings =
        [
            new Reading("a34001-Rtd", 120.5m + (n % 50), Quality.Valid), new Reading("a34002-Rtd", 61.9m + (n % 40), Quality.Valid),
            new Reading("a34004-Rtd", 30.2m + (n % 30), Quality.Valid), new Reading("LA-Rtd", 55.1m, Quality.Valid),
            new Reading("a01001-Rtd", 21.3m, Quality.Valid), new Reading("a01002-Rtd", 45.0m, Quality.Valid),
        ],
        Arrival = n,
    };
}
