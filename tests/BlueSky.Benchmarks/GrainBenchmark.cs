using System.Diagnostics;

namespace BlueSky.Benchmarks;

/// <summary>Grain call alone: ingest grain, source grain, duplicates, rules; the journal only counts.</summary>
internal static class GrainBenchmark
{
    private static readonly int[] Batches = [100, 10, 1];

    public static async IAsyncEnumerable<Row> Run(BenchmarkOptions options)
    {
        await using var store = (await Store.Create(EngineKind.Sqlite))!;
        var journal = new CountingJournal();
        await using var silo = await BenchmarkSilo.Start(store.Data, journal);
        var lanes = new Lanes(silo.Grains, await silo.Enter(options.Sources));

        // Live data at any speed: event time runs from a few minutes ago to a few minutes ahead, which is as far as it may.
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-4);
        await lanes.Send(at, TimeSpan.FromMinutes(5), rounds: 50, batch: 100);
        at = at.AddSeconds(50);
        foreach (var batch in Batches)
        {
            var cpu = CpuClock.Own();
            var watch = Stopwatch.StartNew();
            var (stored, latency) = await lanes.Send(at, TimeSpan.FromSeconds(options.Seconds), rounds: 100, batch);
            var elapsed = watch.Elapsed;
            at = at.AddSeconds(100);
            yield return new Row($"grain call alone, rules on, {batch} a call", "")
            {
                Values = Packets.Values,
                Rate = stored / elapsed.TotalSeconds,
                P50 = latency.Percentile(0.5).TotalMilliseconds,
                P99 = latency.Percentile(0.99).TotalMilliseconds,
                Cpu = (CpuClock.Own() - cpu).TotalMicroseconds / stored,
                Note = "32 calls in flight; makes its own observations",
            };
        }
    }
}
