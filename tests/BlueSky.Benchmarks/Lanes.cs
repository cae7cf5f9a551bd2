using System.Diagnostics;
using BlueSky.Simulator;
using BlueSky.Sources;

namespace BlueSky.Benchmarks;

/// <summary>
/// Sends observations to the ingest grains as a gateway does: a fixed number of calls in flight per shard, a batch a call. One
/// round gives every source one observation; event time of a round is the same for all.
/// </summary>
internal sealed class Lanes
{
    private const int PerShard = 2;
    private readonly (IIngestGrain Grain, string[] Sources)[] _lanes;

    public Lanes(IGrainFactory grains, IReadOnlyList<SourceRegistration> sources)
    {
        _lanes = [.. sources
            .GroupBy(s => (Shard: IngestShard.Of(s.Id), Lane: s.Id[^1] % PerShard))
            .Select(g => (grains.GetGrain<IIngestGrain>(g.Key.Shard), g.Select(s => s.Id).ToArray()))];
    }

    /// <summary>Sends rounds until the time is over or the rounds are done.</summary>
    /// <param name="first">Event time of the first round; every further one is a second later.</param>
    /// <param name="duration">Time after which no further batch begins.</param>
    /// <param name="rounds">Most rounds.</param>
    /// <param name="batch">Observations in one call.</param>
    /// <returns>Observations answered, and the wait of each call.</returns>
    /// <exception cref="InvalidOperationException">One was not stored: then the rate would be one of refusals.</exception>
    public async Task<(long Stored, LatencyHistogram Latency)> Send(DateTimeOffset first, TimeSpan duration, int rounds, int batch)
    {
        var stored = 0L;
        var latency = new LatencyHistogram();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(_lanes.Select(lane => Task.Run(async () =>
        {
            for (var round = 0; round < rounds; round++)
            {
                var at = first.AddSeconds(round);
                foreach (var part in lane.Sources.Chunk(batch))
                {
                    if (watch.Elapsed > duration) return;
                    var begun = Stopwatch.GetTimestamp();
                    var results = await lane.Grain.Ingest(Array.ConvertAll(part, id => new RoutedObservation(id, Packets.Make("MN" + id, at, round))));
                    latency.Record(Stopwatch.GetElapsedTime(begun));
                    if (Array.FindIndex(results, r => r != IngestResult.Stored) is var odd and >= 0)
                        throw new InvalidOperationException($"{part[odd]} at {at:O}: {results[odd]}");
                    Interlocked.Add(ref stored, part.Length);
                }
            }
        })));
        return (stored, latency);
    }
}
