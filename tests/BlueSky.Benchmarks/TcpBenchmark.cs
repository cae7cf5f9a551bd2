using System.Globalization;
using BlueSky.Districts;
using BlueSky.Simulator;
using BlueSky.Testing;

namespace BlueSky.Benchmarks;

/// <summary>
/// The whole way: HJ 212 packets of six factors over TCP to a node process, each answered after its commit. Node, generator
/// and database share the machine.
/// </summary>
internal static class TcpBenchmark
{
    private const double SustainedP99 = 250;
    private static readonly int[] Steps = [5_000, 10_000, 15_000, 20_000, 25_000, 30_000];

    public static async IAsyncEnumerable<Row> Run(BenchmarkOptions options, EngineKind engine)
    {
        await using var store = await Store.Create(engine);
        if (store is null) yield break;
        string[] more = ["--register", "load:" + options.Sources.ToString(CultureInfo.InvariantCulture), .. options.ProfileGrains ? ["--profile-grains"] : Array.Empty<string>()];
        await using var node = new NodeProcess(store.Data, store.Postgres, more);
        await node.Start();
        var district = DistrictSeed.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "lanshan"));
        var runs = new Runs(options, store, node, LoadRegister.Create(district, options.Sources).Devices);
        await runs.WarmUp();

        var best = 0;
        foreach (var rate in options.Rate > 0 ? [options.Rate] : Steps)
        {
            var row = await runs.One(rate, options.Seconds, "TCP, answered after commit");
            yield return row;
            if (row.P99 > SustainedP99 || row.Rate < 0.97 * rate) break;
            best = rate;
        }

        if (options.Sustain == 0 || best == 0) yield break;
        yield return await runs.One(best, options.Sustain, "TCP, sustained over rolls");
        yield return await StoredSize.Of(store);
    }

    /// <summary>The runs against one node; event time only goes forward, so that no packet is a duplicate of an earlier run.</summary>
    private sealed class Runs(BenchmarkOptions options, Store store, NodeProcess node, IReadOnlyList<LoadDevice> devices)
    {
        private DateTimeOffset _next = DateTimeOffset.MinValue;

        /// <summary>
        /// Packets of every device, slowly, until all of a round are answered: admission (a password hash each), activation,
        /// compilation; then a short load.
        /// </summary>
        public async Task WarmUp()
        {
            var rate = Math.Min(1_000, devices.Count);
            LoadReport report;
            var tries = 0;
            do
            {
                if (++tries > 5) throw new InvalidOperationException($"The node answers not even {rate}/s.{Environment.NewLine}{node.Output()}");
                report = await Send(rate, (devices.Count / rate) + 1, TimeSpan.FromSeconds(60));
            }
            while (report.Unanswered > 0);
            await Send(5_000, 5, TimeSpan.FromSeconds(60));
        }

        public async Task<Row> One(int rate, int seconds, string what)
        {
            var (own, of, server) = (CpuClock.Own(), CpuClock.Of(node.ProcessId), CpuClock.OfPostgres(store.Postmaster));
            var report = await Send(rate, seconds, TimeSpan.FromSeconds(10));
            var count = Math.Max(1, report.Answered);
            return new Row($"{what}, {rate:N0}/s asked, {seconds} s", Store.NameOf(store.Postgres is null ? EngineKind.Sqlite : EngineKind.Postgres))
            {
                Rate = report.AnsweredPerSecond,
                P50 = report.Latency.Percentile(0.5).TotalMilliseconds,
                P99 = report.Latency.Percentile(0.99).TotalMilliseconds,
                Cpu = (CpuClock.Of(node.ProcessId) - of).TotalMicroseconds / count,
                GeneratorCpu = (CpuClock.Own() - own).TotalMicroseconds / count,
                PostgresCpu = (CpuClock.OfPostgres(store.Postmaster) - server)?.TotalMicroseconds / count,
                Note = FormattableString.Invariant($"{report.Unanswered} unanswered; load {Machine.Load()}"),
            };
        }

        private async Task<LoadReport> Send(int rate, int seconds, TimeSpan timeout)
        {
            var now = TimeProvider.System.GetUtcNow();
            var rounds = ((double)rate * seconds / devices.Count) + 1;
            var first = now.AddSeconds(-Math.Min(rounds, 240));
            if (first < _next) first = _next;
            _next = first.AddSeconds(rounds + 1);
            return await LoadGenerator.Run(
                new LoadPlan
                {
                    Gateway = node.Gateway,
                    Devices = devices,
                    Connections = options.Connections,
                    Rate = rate,
                    InFlight = Math.Max(options.Connections, 8_000),
                    Duration = TimeSpan.FromSeconds(seconds),
                    AnswerTimeout = timeout,
                    FirstDataTime = first,
                },
                CancellationToken.None);
        }
    }
}
