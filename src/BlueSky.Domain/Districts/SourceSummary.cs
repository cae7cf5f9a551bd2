using BlueSky.Sources;

namespace BlueSky.Districts;

/// <summary>
/// What a source tells its town. Carries a version that only grows, so a repeated or late message changes nothing and a
/// town can always ask again; nothing is counted by incrementing.
/// </summary>
public sealed record SourceSummary
{
    /// <summary>The source.</summary>
    public required string SourceId { get; init; }

    /// <summary>Name, so that the town can show its worst sources without asking.</summary>
    public required string Name { get; init; }

    /// <summary>Town code.</summary>
    public required string Town { get; init; }

    /// <summary>Kind code.</summary>
    public required string Kind { get; init; }

    /// <summary>Version, from 1; the greater one is the truth.</summary>
    public required long Version { get; init; }

    /// <summary>Status at <see cref="AsOf"/>.</summary>
    public required SourceStatus Status { get; init; }

    /// <summary>True while the source is silent (离线), also when a worse status hides it.</summary>
    public bool IsSilent { get; init; }

    /// <summary>True when a device is bound, so that online rates count it.</summary>
    public required bool HasDevice { get; init; }

    /// <summary>Open problems by severity, index = <see cref="Severity"/>; always 4 entries.</summary>
    public required int[] OpenBySeverity { get; init; }

    /// <summary>Worst ratio of a value to its limit among open problems, e.g. 1.62; 0 when none has figures.</summary>
    public decimal WorstRatio { get; init; }

    /// <summary>Event time of the newest reading that this summary knows of; null when there was never one.</summary>
    public DateTimeOffset? LastDataAt { get; init; }

    /// <summary>Packets expected in the last closed hour by the devices' reporting interval; 0 when none is bound.</summary>
    public int Expected { get; init; }

    /// <summary>Distinct packets received for that hour, at most <see cref="Expected"/>.</summary>
    public int Received { get; init; }

    /// <summary>Of those, packets whose values are all usable.</summary>
    public int Usable { get; init; }

    /// <summary>The moment this summary speaks of.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>True for demonstration data.</summary>
    public bool IsDemo { get; init; }
}
