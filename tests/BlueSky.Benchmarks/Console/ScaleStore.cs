using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using BlueSky.Access;
using BlueSky.AirQuality;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Time;
using BlueSky.Violations;
using Npgsql;

namespace BlueSky.Benchmarks;

/// <summary>
/// Fills a store with a district at scale, by a silo in this process that ends before a node begins. Sources, open problems, hours of stations and
/// the viewer are entered through their grains, so that every page opens; what is over is rows and audit entries alone, as their grains published
/// them: nobody opens a hundred thousand old problems.
/// </summary>
internal static class ScaleStore
{
    /// <summary>Sign-in name of the viewer, of the command centre (指挥部).</summary>
    public const string Viewer = "yace";

    /// <summary>Problems that are still handled.</summary>
    public const int Open = 500;

    private const int AtOnce = 256, Batch = 500;
    private const string Actor = "benchmark";
    private static readonly string Seeds = Path.Combine(AppContext.BaseDirectory, "seeds");

    /// <summary>Fills it.</summary>
    /// <returns>The viewer's password, and what was entered how quickly.</returns>
    public static async Task<(string Password, Row Row)> Fill(Store store, BenchmarkOptions options, string engine)
    {
        var watch = Stopwatch.StartNew();
        var now = TimeProvider.System.GetUtcNow();
        var clock = new ShiftedClock(-ScaleRows.OpenSince);
        await using var silo = await BenchmarkSilo.Start(store.Data, clock: clock, postgres: store.Postgres);
        var (district, publication) = (silo.Service<District>(), silo.Service<IPublication>());
        var rows = new ScaleRows(district, DistrictBoundary.Load(Path.Combine(Seeds, "lanshan")), silo.Service<SourceKindCatalog>(), now);
        var sources = rows.Sources(options.Sources);
        await Each(sources, source => silo.Grains.GetGrain<ISourceGrain>(source.Id).Register(source, Actor));
        var open = await EnterOpen(silo, rows, sources, clock);
        await EnterEnded(publication, rows, sources, options.Violations - Open);
        await PublishSummaries(silo.Service<IQueries>(), publication, rows, open);
        await Each(district.Stations, station => EnterHours(silo, station, clock));
        await Vacuum(store);
        var password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(15));
        await silo.Grains.GetGrain<IUserGrain>(Viewer).Create(
            new Appointment("演示压测人员", Position.CommandCentre, Unit.CommandCode, Role.Lead), password, mustChange: false, ChangedBy.System);
        return (password, new Row("store made: sources, problems and their audit entries", engine)
        {
            Rate = (options.Sources + (2.0 * options.Violations)) / watch.Elapsed.TotalSeconds,
            Note = string.Create(CultureInfo.InvariantCulture, $"{options.Sources:N0} sources, {options.Violations:N0} problems, {Open:N0} of them open; {watch.Elapsed.TotalSeconds:0} s"),
        });
    }

    // A store that grew for a year has been vacuumed long ago; this one is seconds old.
    private static async Task Vacuum(Store store)
    {
        if (store.Postgres is null) return;
        await using var connection = new NpgsqlConnection(store.Postgres + ";Pooling=False;Command Timeout=120");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("VACUUM ANALYZE", connection);
        await command.ExecuteNonQueryAsync();
    }

    // Each at the moment of its first step, so that some deadlines have passed.
    private static async Task<ILookup<string, Severity>> EnterOpen(BenchmarkSilo silo, ScaleRows rows, IReadOnlyList<SourceRegistration> sources, ShiftedClock clock)
    {
        var steps = Enumerable.Range(0, Open).Select(i => (Source: sources[i * (sources.Count / Open)], Number: i))
            .Select(o => (Step: rows.Open(o.Source, o.Number), Place: rows.Place(o.Source))).OrderBy(o => o.Step.Start).ToList();
        foreach (var (step, place) in steps)
        {
            clock.MoveTo(step.Start);
            await silo.Grains.GetGrain<IViolationGrain>(step.ViolationId).Take(step, place);
        }

        clock.Run();
        return steps.ToLookup(s => s.Step.SourceId, s => s.Step.Severity, StringComparer.Ordinal);
    }

    private static Task EnterEnded(IPublication publication, ScaleRows rows, IReadOnlyList<SourceRegistration> sources, int count) =>
        Each(Enumerable.Range(0, count).Select(i => (Source: sources[i % sources.Count], Number: i)).Chunk(Batch), async some =>
        {
            var ended = some.Select(s => rows.Ended(s.Source, s.Number)).ToList();
            await Task.WhenAll(ended.Select(row => publication.Publish(row.First.ViolationId, row, null, [])));
            await publication.Append([.. ended.Select(ScaleRows.Closing)]);
        }, 4);

    private static async Task PublishSummaries(IQueries queries, IPublication publication, ScaleRows rows, ILookup<string, Severity> open)
    {
        for (var (number, seen) = (1, 0); ; number++)
        {
            var page = await queries.Sources(new Queries.SourceFilter(), new PageRequest(number, Batch), CancellationToken.None);
            await Task.WhenAll(page.Items.Select((row, i) => publication.Publish(rows.With(row, [.. open[row.Registration.Id]], seen + i), null)));
            seen += page.Items.Count;
            if (page.Items.Count < Batch) return;
        }
    }

    private static async Task EnterHours(BenchmarkSilo silo, AirStation station, TimeProvider clock)
    {
        foreach (var month in DemoAir.MonthsAt(clock.GetUtcNow()).Where(m => m.To > new DateTimeOffset(m.First, TimeOnly.MinValue, ChinaTime.Offset)))
            await silo.Grains.GetGrain<IStationGrain>(station.Code).Enter([.. DemoAir.Hours(station.Code, month)], DataStage.Reviewed, Actor, "", isDemo: true);
    }

    private static Task Each<T>(IEnumerable<T> items, Func<T, Task> enter, int atOnce = AtOnce) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (item, _) => await enter(item));

    // Never goes back: what a silo has scheduled by it would be in the past.
    private sealed class ShiftedClock(TimeSpan shift) : TimeProvider
    {
        private TimeSpan _shift = shift;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _shift;

        public void MoveTo(DateTimeOffset at)
        {
            var shift = at - base.GetUtcNow();
            if (shift > _shift) _shift = shift;
        }

        public void Run() => _shift = TimeSpan.Zero;
    }
}
