namespace BlueSky.Sources;

/// <summary>
/// The door of one shard of sources (see <see cref="IngestShard"/>): takes batches from gateways, hands each source its part
/// and answers when all are committed. Sources activate beside it.
/// </summary>
[Alias("ingest")]
public interface IIngestGrain : IGrainWithIntegerKey
{
    /// <summary>Stores a batch; one result per entry, in order. Entries of one source keep their order.</summary>
    Task<IngestResult[]> Ingest([Immutable] RoutedObservation[] batch);
}

/// <summary>Which shard a source belongs to. All nodes must agree, so the count is part of the message contract.</summary>
public static class IngestShard
{
    /// <summary>Number of shards.</summary>
    public const int Count = 16;

    /// <summary>The shard of a source: FNV-1a over its id, the same on every node and in every run.</summary>
    public static int Of(string sourceId)
    {
        ArgumentNullException.ThrowIfNull(sourceId);
        var hash = 2166136261u;
        foreach (var c in sourceId) hash = (hash ^ c) * 16777619u;
        return (int)(hash % Count);
    }
}
