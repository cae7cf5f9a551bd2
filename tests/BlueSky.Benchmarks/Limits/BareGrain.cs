using System.Diagnostics;
using BlueSky.Simulator;
using BlueSky.Sources;

namespace BlueSky.Benchmarks;

/// <summary>A grain that does nothing with an observation.</summary>
public interface IBareGrain : IGrainWithStringKey
{
    Task Take([Immutable] Observation observation);
}

/// <summary>What an actor costs by itself.</summary>
public sealed class BareGrain : Grain, IBareGrain
{
    public Task Take(Observation observation) => Task.CompletedTask;
}

/// <summary>Calls of one observation each to grains of their own that do nothing, from within the silo, as the node's gateway calls.</summary>
internal static class BareGrainBenchmark
{
    private const int InFlight = 1_000;

    public static async IAsyncEnumerable<Row> Run(BenchmarkOptions options)
    {
        await using var store = (await Store.Create(EngineKind.Sqlite))!;
        await using var silo = await BenchmarkSilo.Start(store.Data, new CountingJournal());
        var grains = Enumerable.Range(0, options.Sources).Select(i => silo.Grains.GetGrain<IBareGrain>($"371302-load-{i:D6}")).ToArray();
        await Call(grains, TimeSpan.FromSeconds(3));
        var (cpu, watch) = (CpuClock.Own(), Stopwatch.StartNew());
        var (count, latency) = await Call(grains, TimeSpan.FromSeconds(options.Seconds));
        yield return new Row("bare grain call, 1 observation a call", "")
        {
            Values = Packets.Values,
            Rate = count / watch.Elapsed.TotalSeconds,
            P50 = latency.Percentile(0.5).TotalMilliseconds,
            P99 = latency.Percentile(0.99).TotalMilliseconds,
            Cpu = (CpuClock.Own() - cpu).TotalMicroseconds / count,
            Note = FormattableString.Invariant($"{InFlight:N0} calls in flight; nothing received, judged or kept"),
        };
    }

    private static async Task<(long Count, LatencyHistogram Latency)> Call(IBareGrain[] grains, TimeSpan duration)
    {
        var (count, latency, watch) = (0L, new LatencyHistogram(), Stopwatch.StartNew());
        var observation = Packets.Make("DF37130239", TimeProvider.System.GetUtcNow(), 1);
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(lane => Task.Run(async () =>
        {
            for (var i = lane; watch.Elapsed < duration; i = (i + InFlight) % grains.Length)
            {
                var begun = Stopwatch.GetTimestamp();
                await grains[i].Take(observation);
                latency.Record(Stopwatch.GetElapsedTime(begun));
                Interlocked.Increment(ref count);
            }
        })));
        return (count, latency);
    }
}
