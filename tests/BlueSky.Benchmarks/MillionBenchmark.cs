using System.Diagnostics;
using System.Globalization;
using BlueSky.Districts;
using BlueSky.Simulator;
using BlueSky.Testing;

namespace BlueSky.Benchmarks;

/// <summary>
/// A million registered sources, a tenth of which send: how long they take to enter, how long a node on them takes to start, what memory
/// it holds before and after they send, and when the first packet is answered.
/// </summary>
internal static class MillionBenchmark
{
    private const int UsualRate = 10_000;
    private const int FirstRate = 500;    // admission hashes a PW, two milliseconds and more of a core each
    private const int WarmUpRate = 4_000;

    public static async IAsyncEnumerable<Row> Run(BenchmarkOptions options, EngineKind engine)
    {
        await using var store = await Store.Create(engine);
        if (store is null) yield break;
        var name = Store.NameOf(engine);
        var (registered, active) = (options.Registered, Math.Min(options.Active, options.Registered));
        await using var node = new NodeProcess(
            store.Data, store.Postgres, "--register", string.Create(CultureInfo.InvariantCulture, $"load:{registered}:{active}")) { StartWithin = TimeSpan.FromHours(1) };
        var watch = Stopwatch.StartNew();
        await node.Start();
        yield return new Row($"entering {registered:N0} sources and {active:N0} devices", name) { Rate = (registered + active) / watch.Elapsed.TotalSeconds, Note = Say(watch.Elapsed, node) };
        await node.Stop(TimeSpan.FromMinutes(5));

        node.More = [];
        watch.Restart();
        await node.Start();
        yield return new Row("the next start, until ready", name) { Note = Say(watch.Elapsed, node) };

        watch.Restart();
        using (var district = await node.Http.GetAsync(new Uri("/api/v1/towns", UriKind.Relative))) district.EnsureSuccessStatusCode();
        yield return new Row("the counts of all towns", name) { Note = Say(watch.Elapsed, node) };

        var devices = LoadRegister.Create(DistrictSeed.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "lanshan")), registered, active).Devices;
        var report = await Send([devices[0]], 1, 3, 0);
        yield return new Row("a device's first packets, its admission in them", name) { P99 = report.Latency.Percentile(0.99).TotalMilliseconds, Note = $"{report.Answered} answered; {Say(null, node)}" };

        var rate = options.Rate > 0 ? options.Rate : UsualRate;
        watch.Restart();
        report = await Send(devices, FirstRate, active / FirstRate, 0);
        yield return new Row($"the first packet of {active:N0} sources, {FirstRate:N0}/s", name)
        {
            Rate = report.AnsweredPerSecond, P50 = report.Latency.Percentile(0.5).TotalMilliseconds, P99 = report.Latency.Percentile(0.99).TotalMilliseconds,
            Note = $"{report.Unanswered} unanswered; {Say(watch.Elapsed, node)}",
        };
        report = await Send(devices, rate, options.Seconds, active / WarmUpRate);
        yield return new Row($"then {rate:N0}/s of them", name)
        {
            Rate = report.AnsweredPerSecond, P50 = report.Latency.Percentile(0.5).TotalMilliseconds, P99 = report.Latency.Percentile(0.99).TotalMilliseconds,
            Note = $"{report.Unanswered} unanswered; {Say(null, node)}",
        };

        // DataTime is of now and goes forward with the clock, so no packet is like an earlier one.
        Task<LoadReport> Send(IReadOnlyList<LoadDevice> some, int packets, int seconds, int warmUp) => LoadGenerator.Run(
            new LoadPlan
            {
                Gateway = node.Gateway, Devices = some, Connections = Math.Max(options.Connections, active / 1_000), Rate = packets, InFlight = Math.Max(8_000, active),
                WarmUp = TimeSpan.FromSeconds(warmUp), WarmUpRate = WarmUpRate, Duration = TimeSpan.FromSeconds(seconds), AnswerTimeout = TimeSpan.FromSeconds(60),
                FirstDataTime = TimeProvider.System.GetUtcNow(),
            },
            CancellationToken.None);
    }

    private static string Say(TimeSpan? took, NodeProcess node)
    {
        using var process = Process.GetProcessById(node.ProcessId);
        var memory = FormattableString.Invariant($"{process.WorkingSet64 >> 20} MiB");
        return took is { } time ? FormattableString.Invariant($"{time.TotalSeconds:0.0} s; {memory}") : memory;
    }
}
