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
    private const int Attempts = 10;
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
    /// <exception cref="InvalidOperationException">One was not stored at last: then the rate would be one of refusals.</exception>
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
                    await Ingest(lane.Grain, Array.ConvertAll(part, id => new RoutedObservation(id, Packets.Make("MN" + id, at, round))));
                    latency.Record(Stopwatch.GetElapsedTime(begun));
                    Interlocked.Add(ref stored, part.Length);
                }
            }
        })));
        return (stored, latency);
    }

    // A source that is still being read from its store holds nobody up: the shard says that it is not available, and the gateway asks again. What came
    // through meanwhile is then known already.
    private static async Task Ingest(IIngestGrain grain, RoutedObservation[] batch)
    {
        var results = await grain.Ingest(batch);
        Check(batch, results, r => r is IngestResult.Stored or IngestResult.Unavailable);
        for (var attempt = 1; attempt < Attempts && Array.IndexOf(results, IngestResult.Unavailable) >= 0; attempt++)
        {
            batch = [.. batch.Where((_, i) => results[i] == IngestResult.Unavailable)];
            results = await grain.Ingest(batch);
        }

        Check(batch, results, r => r.IsAnswerable());
    }

    private static void Check(RoutedObservation[] batch, IngestResult[] results, Func<IngestResult, bool> isRight)
    {
        if (Array.FindIndex(results, r => !isRight(r)) is var odd and >= 0)
            throw new InvalidOperationException($"{batch[odd].SourceId} at {batch[odd].Observation.DataTime:O}: {results[odd]}");
    }
}
