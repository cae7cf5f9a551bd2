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
    private const int Lanes = 4;

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
            Note = FormattableString.Invariant($"{InFlight:N0} calls in flight, waits are of {InFlight / Lanes} together; nothing received, judged or kept"),
        };
    }

    // Each lane sends its share at once: lanes that wait for single calls would run one after another on the pool's threads.
    private static async Task<(long Count, LatencyHistogram Latency)> Call(IBareGrain[] grains, TimeSpan duration)
    {
        var (count, latency, watch) = (0L, new LatencyHistogram(), Stopwatch.StartNew());
        var observation = Packets.Make("DF37130239", TimeProvider.System.GetUtcNow(), 1);
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(async () =>
        {
            var calls = new Task[InFlight / Lanes];
            for (var first = lane * calls.Length; watch.Elapsed < duration; first = (first + InFlight) % grains.Length)
            {
                var begun = Stopwatch.GetTimestamp();
                for (var i = 0; i < calls.Length; i++) calls[i] = grains[(first + i) % grains.Length].Take(observation);
                await Task.WhenAll(calls);
                latency.Record(Stopwatch.GetElapsedTime(begun));
                Interlocked.Add(ref count, calls.Length);
            }
        })));
        return (count, latency);
    }
}
