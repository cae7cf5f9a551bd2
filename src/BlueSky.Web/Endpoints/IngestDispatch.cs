using BlueSky.Sources;
using Microsoft.Extensions.Logging;

namespace BlueSky.Web;

/// <summary>Hands observations to the shards of their sources and waits for the commits.</summary>
internal sealed class IngestDispatch(IGrainFactory grains, ILogger<IngestDispatch> logger)
{
    /// <summary>One result per observation, in order. What could not be handed over is <see cref="IngestResult.Unavailable"/>.</summary>
    public async Task<IngestResult[]> Send(RoutedObservation[] batch)
    {
        var results = new IngestResult[batch.Length];
        var shards = Enumerable.Range(0, batch.Length).GroupBy(i => IngestShard.Of(batch[i].SourceId));
        await Task.WhenAll(shards.Select(shard => Send(shard.Key, [.. shard], batch, results)));
        return results;
    }

    private async Task Send(int shard, int[] places, RoutedObservation[] batch, IngestResult[] results)
    {
        try
        {
            var answers = await grains.GetGrain<IIngestGrain>(shard).Ingest([.. places.Select(i => batch[i])]);
            for (var i = 0; i < places.Length; i++) results[places[i]] = answers[i];
        }
        catch (Exception e) when (FailureAnswers.IsOutage(e))
        {
            logger.IngestUnavailable(shard, places.Length, e);
            foreach (var place in places) results[place] = IngestResult.Unavailable;
        }
    }
}
