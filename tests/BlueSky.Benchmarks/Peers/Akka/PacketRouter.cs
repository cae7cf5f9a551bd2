using Akka.Cluster.Sharding;

namespace BlueSky.Benchmarks.Peers;

/// <summary>Where a packet belongs: the register has worked it out, so nothing is hashed and no string is made a message.</summary>
internal sealed class PacketRouter : IMessageExtractor
{
    /// <inheritdoc/>
    public string? EntityId(object message) => (message as Packet)?.SourceId;

    /// <inheritdoc/>
    public object? EntityMessage(object message) => message;

    /// <inheritdoc/>
    public string? ShardId(object message) => (message as Packet)?.Shard;

    /// <inheritdoc/>
    public string ShardId(string entityId, object? messageHint = null) =>
        (messageHint as Packet)?.Shard ?? throw new NotSupportedException("Entities are started by packets alone.");
}
