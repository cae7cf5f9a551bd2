using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using BlueSky.Districts;
using BlueSky.Simulator;
using BlueSky.Testing;
using BlueSky.Time;

namespace BlueSky.Benchmarks;

/// <summary>
/// Ten times what is sustainable: is memory bounded, is everything stored that was answered, how soon are answers quick again,
/// and does one device that sends ten times its share keep others waiting.
/// </summary>
internal static class OverloadBenchmark
{
    private const int Times = 10;
    private const int Greedy = 20;
    private const int UsualRate = 20_000;
    private const int LookedUp = 100;
    private const int Return = 8;   // seconds in which all devices come back on new connections
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    public static async IAsyncEnumerable<Row> Run(BenchmarkOptions options, EngineKind engine)
    {
        await using var store = await Store.Create(engine);
        if (store is null) yield break;
        await using var node = new NodeProcess(store.Data, store.Postgres, "--register", "load:" + options.Sources.ToString(CultureInfo.InvariantCulture));
        await node.Start();
        var register = LoadRegister.Create(DistrictSeed.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "lanshan")), options.Sources);
        var runs = new Phases(options, node, register, Store.NameOf(engine));

        // The first time a device comes its PW is hashed, two milliseconds and more of a core each.
        yield return await runs.Of("usual load", register.Devices, runs.Usual, Window, Math.Max(Return, options.Sources / 250));
        yield return await runs.Of(FormattableString.Invariant($"{Times} times the load"), register.Devices, Times * runs.Usual, TimeSpan.FromSeconds(options.Seconds), Return, isChecked: true);
        yield return await runs.Of("usual load, from 8 s after on", register.Devices, runs.Usual, Window, Return);

        var share = runs.Usual / (double)options.Sources;
        var greedy = runs.Of(
            FormattableString.Invariant($"{Greedy} devices at {Times} times their share"), [.. register.Devices.Take(Greedy)], (int)Math.Ceiling(Greedy * Times * share), Window, Return);
        yield return await runs.Of("all others meanwhile", [.. register.Devices.Skip(Greedy)], runs.Usual, Window, Return);
        yield return await greedy;

        await node.Stop();
        yield return await runs.Check(store);
    }

    private sealed class Phases(BenchmarkOptions options, NodeProcess node, LoadRegister register, string engine)
    {
        private readonly ConcurrentDictionary<(string Source, DateTimeOffset At), byte> _answered = new();
        // A device sends more than one packet a second here, and a packet says whole seconds: its clock begins behind ours by what it gains.
        // Further back than that its data would be late, for which each source computes its hours anew. An hour that closes for all sources
        // at once is a load of its own as well: a run that crosses one says so.
        private DateTimeOffset _next = TimeProvider.System.GetUtcNow().AddMinutes(-6);

        public int Usual { get; } = options.Rate > 0 ? options.Rate : UsualRate;

        public async Task<Row> Of(string what, IReadOnlyList<LoadDevice> devices, int rate, TimeSpan duration, int warmUp, bool isChecked = false)
        {
            var first = _next;
            using var ended = new CancellationTokenSource();
            var greatest = GreatestWorkingSet(ended.Token);
            var report = await LoadGenerator.Run(
                new LoadPlan
                {
                    Gateway = node.Gateway,
                    Devices = devices,
                    Connections = options.Connections,
                    Rate = rate,
                    WarmUp = TimeSpan.FromSeconds(warmUp),
                    WarmUpRate = devices.Count / (double)warmUp,
                    InFlight = 20 * rate,
                    Duration = duration,
                    AnswerTimeout = TimeSpan.FromSeconds(10),
                    FirstDataTime = first,
                    Answered = isChecked ? Note : null,
                },
                CancellationToken.None);
            // A device's clock never goes back.
            _next = report.LastDataTime >= _next ? report.LastDataTime.AddSeconds(1) : _next;
            await ended.CancelAsync();
            var crossed = first.HourStart() == report.LastDataTime.HourStart() ? "" : "; an hour closed";
            return new Row($"{what}: {rate:N0}/s asked", engine)
            {
                Rate = report.AnsweredPerSecond,
                P50 = report.Latency.Percentile(0.5).TotalMilliseconds,
                P99 = report.Latency.Percentile(0.99).TotalMilliseconds,
                Note = FormattableString.Invariant($"{report.Sent} sent, {report.Unanswered} of them unanswered; at most {await greatest >> 20} MiB{crossed}; load {Machine.Load()}"),
            };
        }

        /// <summary>Looks every answered packet of one source in a hundred up in the stopped node's store.</summary>
        public async Task<Row> Check(Store store)
        {
            await using var opened = await OpenedJournal.Open(store);
            var (missing, stored) = (0, 0);
            foreach (var source in _answered.Keys.GroupBy(a => a.Source))
            {
                var times = await opened.TimesOf(source.Key);
                stored += times.Count;
                missing += source.Count(a => !times.Contains(a.At));
            }

            return new Row("answered under overload and looked up in the store", engine)
            {
                Note = FormattableString.Invariant($"{_answered.Count} looked up, {missing} missing, {stored} stored for these sources in all"),
            };
        }

        private void Note(int device, DateTimeOffset at)
        {
            if (device % LookedUp == 0) _answered[(register.Sources[device].Id, at)] = 0;
        }

        private async Task<long> GreatestWorkingSet(CancellationToken ended)
        {
            var greatest = 0L;
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            try
            {
                do
                {
                    using var process = Process.GetProcessById(node.ProcessId);
                    greatest = Math.Max(greatest, process.WorkingSet64);
                }
                while (await timer.WaitForNextTickAsync(ended));
            }
            catch (OperationCanceledException)
            {
                // The run is over.
            }

            return greatest;
        }
    }
}
