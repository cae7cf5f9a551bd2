using System.Runtime.InteropServices;
using BlueSky.Store;
using Orleans.Concurrency;

namespace BlueSky.Sources;

/// <summary>
/// The door of one shard: brings a batch into the sources beside it and gives the results back in the batch's order. Sources
/// prefer to live on this silo; one that is active here is visited (<see cref="IngestVisit"/>), one that is not, is busy, or
/// must look into the journal first is called. Reentrant, since it only waits.
/// </summary>
[Reentrant]
internal sealed class IngestGrain(ActiveSources active, IReadingJournal journal, TimeProvider clock) : Grain, IIngestGrain
{
    // A call to a source on a silo that just died is answered by nobody until the cluster knows of the death; the others of the batch
    // must not wait for that. Shorter than a gateway's attempt, which would lose all of them.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    // Touched only on this grain's scheduler. Bounded by the number of sources of the shard.
    private readonly Dictionary<string, ISourceGrain> _sources = new(StringComparer.Ordinal);

    public async Task<IngestResult[]> Ingest(RoutedObservation[] batch)
    {
        var results = new IngestResult[batch.Length];
        var visit = new IngestVisit(journal, batch.Length);
        Dictionary<string, List<int>>? toCall = null;
        List<(Task<IngestResult[]?> Call, List<int> Places)> calls = [];
        try
        {
            for (var i = 0; i < batch.Length; i++)
            {
                // Once a source is called, all the rest for it goes by that call: its order is kept.
                var (id, observation) = batch[i];
                if (toCall?.ContainsKey(id) != true && active.Find(id)?.TryTake(observation, visit, out results[i]) == true) continue;
                ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(toCall ??= new(StringComparer.Ordinal), id, out _);
                (places ??= new List<int>(1)).Add(i);
            }

            foreach (var (id, places) in toCall ?? []) calls.Add((Outcome(Call(id, batch, places)), places));
        }
        finally
        {
            if (!await visit.Commit()) Withhold(results);
        }

        if (calls.Count > 0) await Answered(Task.WhenAll(calls.Select(c => c.Call)));
        foreach (var (call, places) in calls)
        {
            var part = call.IsCompletedSuccessfully ? call.Result : null;
            for (var i = 0; i < places.Count; i++) results[places[i]] = part?[i] ?? IngestResult.Unavailable;
        }

        return results;
    }

    private async Task Answered(Task all)
    {
        try
        {
            await all.WaitAsync(Patience, clock);
        }
        catch (TimeoutException)
        {
            // What has not answered by now has an unknown outcome.
        }
    }

    private static void Withhold(IngestResult[] results)
    {
        for (var i = 0; i < results.Length; i++)
            if (results[i].IsAnswerable()) results[i] = IngestResult.Unavailable;
    }

    private Task<IngestResult[]> Call(string id, RoutedObservation[] batch, List<int> places)
    {
        var part = new Observation[places.Count];
        for (var i = 0; i < part.Length; i++) part[i] = batch[places[i]].Observation;
        return SourceOf(id).Ingest(part);
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

    private ISourceGrain SourceOf(string id)
    {
        if (_sources.TryGetValue(id, out var source)) return source;
        source = GrainFactory.GetGrain<ISourceGrain>(id);
        _sources.Add(id, source);
        return source;
    }
}
