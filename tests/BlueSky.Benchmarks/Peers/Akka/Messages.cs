using Akka.Actor;
using BlueSky.Sources;

namespace BlueSky.Benchmarks.Peers;

/// <summary>From a connection to the entity of a source.</summary>
/// <param name="SourceId">The entity.</param>
/// <param name="Shard">Its shard.</param>
/// <param name="Observation">What the device says.</param>
/// <param name="Answer">What the device gets when it is stored.</param>
internal sealed record Packet(string SourceId, string Shard, Observation Observation, byte[] Answer);

/// <summary>From the entity to the connection: the packet is safe.</summary>
internal sealed record Stored(byte[] Answer);

/// <summary>From the entity to the connection: nothing can be promised, the device is to send again.</summary>
internal sealed record Withheld
{
    /// <summary>The only one.</summary>
    public static Withheld Instance { get; } = new();
}

/// <summary>From the entity to the journal's actor; comes back as <see cref="Ended"/>.</summary>
internal sealed record Append(string SourceId, Pending Pending);

/// <summary>From the journal's actor to the entity: an append ended.</summary>
internal sealed record Ended(Pending Pending, bool IsSafe);

/// <summary>From the journal to the entity: the hour that a packet needs to be judged by; null when it could not be read.</summary>
internal sealed record HourOf(Packet Packet, IActorRef Line, HourRead? Hour);

/// <summary>From the entity to itself: all that waited for a book that could not be loaded is refused, try again.</summary>
internal sealed record LoadAgain
{
    /// <summary>The only one.</summary>
    public static LoadAgain Instance { get; } = new();
}
