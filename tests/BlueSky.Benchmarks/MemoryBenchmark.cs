using System.Diagnostics;

namespace BlueSky.Benchmarks;

/// <summary>
/// What an active source costs: all are entered, the silo is started anew, and what the first packets add to its memory is
/// shared out. Includes everything the silo holds because of them: activations, catalog, directory, unrolled journal.
/// </summary>
internal static class MemoryBenchmark
{
    private const int Batch = 100;

    public static async IAsyncEnumerable<Row> Run(BenchmarkOptions options)
    {
        await using var store = (await Store.Create(EngineKind.Sqlite))!;
        IReadOnlyList<Sources.SourceRegistration> sources;
        var watch = Stopwatch.StartNew();
        await using (var first = await BenchmarkSilo.Start(store.Data)) sources = await first.Enter(options.Active);
        yield return new Row($"entering {options.Active:N0} sources", "SQLite") { Rate = options.Active / watch.Elapsed.TotalSeconds, Note = "register entry, row, town, audit" };

        await using var silo = await BenchmarkSilo.Start(store.Data);
        var lanes = new Lanes(silo.Grains, sources);
        var (heap, working) = Measure();
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-4);
        watch.Restart();
        var cpu = CpuClock.Own();
        var (stored, latency) = await lanes.Send(at, TimeSpan.FromMinutes(10), rounds: 1, Batch);
        var elapsed = watch.Elapsed;
        await Settled();
        var used = CpuClock.Own() - cpu;
        yield return Say($"first packet of {stored:N0} sources: activation from the store", stored, elapsed, used, latency);

        watch.Restart();
        cpu = CpuClock.Own();
        (var more, latency) = await lanes.Send(at.AddMinutes(1), TimeSpan.FromMinutes(10), rounds: 4, Batch);
        elapsed = watch.Elapsed;
        await Settled();
        yield return Say("four more packets each", more, elapsed, CpuClock.Own() - cpu, latency);

        Row Say(string what, long count, TimeSpan took, TimeSpan cpuUsed, Simulator.LatencyHistogram wait)
        {
            var now = Measure();
            var each = FormattableString.Invariant(
                $"{(now.Heap - heap) / (double)options.Active / 1024:0.00} KiB heap, {(now.Working - working) / (double)options.Active / 1024:0.00} KiB working set an active source; {now.Heap / 1048576:0} MiB heap in all");
            return new Row(what, "SQLite")
            {
                Rate = count / took.TotalSeconds,
                P50 = wait.Percentile(0.5).TotalMilliseconds,
                P99 = wait.Percentile(0.99).TotalMilliseconds,
                Cpu = cpuUsed.TotalMicroseconds / count,
                Note = each,
            };
        }
    }

    /// <summary>
    /// The first packet makes every source write its state and tell its town after the answer; what is measured is the memory
    /// once that is over. It is over when the process is nearly idle.
    /// </summary>
    private static async Task Settled()
    {
        using var look = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var before = CpuClock.Own();
        for (var second = 0; second < 120 && await look.WaitForNextTickAsync(); second++)
        {
            var now = CpuClock.Own();
            if ((now - before).TotalMilliseconds < 100) return;
            before = now;
        }
    }

    private static (long Heap, long Working) Measure()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(false), process.WorkingSet64);
    }
}
