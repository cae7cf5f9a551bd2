using Orleans.Concurrency;

namespace BlueSky.Sources;

/// <summary>
/// The door of one shard: groups a batch by source, calls the sources at once and gives the results back in the batch's order.
/// Reentrant, since it only waits; sources prefer to live beside it, so the hop to them is a local one.
/// </summary>
[Reentrant]
internal sealed class IngestGrain : Grain, IIngestGrain
{
    // A call to a source on a silo that just died is answered by nobody until the cluster knows of the death; the others of the batch
    // must not wait for that. Shorter than a gateway's attempt, which would lose all of them.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    // Touched only on this grain's scheduler. Bounded by the number of sources of the shard.
    private readonly Dictionary<string, ISourceGrain> _sources = new(StringComparer.Ordinal);

    public async Task<IngestResult[]> Ingest(RoutedObservation[] batch)
    {
        var results = new IngestResult[batch.Length];
        var calls = new List<(Task<IngestResult[]?> Call, List<int> Places)>();
        foreach (var (sourceId, places) in PlacesBySource(batch))
        {
            var part = new Observation[places.Count];
            for (var i = 0; i < part.Length; i++) part[i] = batch[places[i]].Observation;
            calls.Add((Outcome(SourceOf(sourceId).Ingest(part)), places));
        }

        await Answered(Task.WhenAll(calls.Select(c => c.Call)));
        foreach (var (call, places) in calls)
        {
            var part = call.IsCompletedSuccessfully ? call.Result : null;
            for (var i = 0; i < places.Count; i++) results[places[i]] = part?[i] ?? IngestResult.Unavailable;
        }

        return results;
    }

    private static async Task Answered(Task all)
    {
        try
        {
            await all.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            // What has not answered by now has an unknown outcome.
        }
    }

    // One source that fails (its node died, its state cannot be read) must not take the answers of the others with it:
    // the outcome of its part is unknown, so nothing of it may be answered.
    private static async Task<IngestResult[]?> Outcome(Task<IngestResult[]> call)
    {
        try
        {
            return await call;
        }
        catch (Exception e) when (e is Messages.BlueSkyException or OrleansException or TimeoutException)
        {
            return null;
        }
    }

    private static Dictionary<string, List<int>> PlacesBySource(RoutedObservation[] batch)
    {
        var places = new Dictionary<string, List<int>>(batch.Length, StringComparer.Ordinal);
        for (var i = 0; i < batch.Length; i++)
        {
            if (!places.TryGetValue(batch[i].SourceId, out var list)) places.Add(batch[i].SourceId, list = new List<int>(1));
            list.Add(i);
        }

        return places;
    }

    private ISourceGrain SourceOf(string id)
    {
        if (_sources.TryGetValue(id, out var source)) return source;
        source = GrainFactory.GetGrain<ISourceGrain>(id);
        _sources.Add(id, source);
        return source;
    }
}
