using BlueSky.Violations;

namespace BlueSky.Sources;

/// <summary>
/// The stored form of a source: written when something changes that others must know, and once an hour of data, never per
/// reading. Readings after <see cref="SourceCondition.AppliedArrival"/> are replayed from the journal.
/// </summary>
internal sealed class SourceState
{
    public SourceRegistration? Registration { get; set; }

    public List<BoundDevice> Devices { get; set; } = [];

    public SourceCondition Condition { get; set; } = new();

    /// <summary>Version of the summary; grows with every write.</summary>
    public long Version { get; set; }

    /// <summary>Steps of problems that may not have reached their violation grains yet. Delivering one twice is harmless.</summary>
    public List<RuleTransition> Outbox { get; set; } = [];

    /// <summary>
    /// Hours (label of each: its end) whose values the lists may not have yet: late data were added, or they were not published
    /// when the state was written. Computing and publishing one twice is harmless.
    /// </summary>
    public List<DateTimeOffset> HoursToRecompute { get; set; } = [];

    /// <summary>Start of the newest hour that has data: a later hour can have no duplicates.</summary>
    public DateTimeOffset NewestHour { get; set; }

    /// <summary>Newest event time per device and period, for gap detection: a handful, so a list.</summary>
    public List<NewestData> Newest { get; set; } = [];
}

/// <summary>The newest event time of one device and period.</summary>
internal sealed class NewestData
{
    public required string Mn { get; init; }

    public required Period Period { get; init; }

    public DateTimeOffset At { get; set; }
}

/// <summary>A device that reports to this source.</summary>
/// <param name="Mn">MN.</param>
/// <param name="ReportSeconds">Seconds between two reports.</param>
/// <param name="BoundAt">When it was bound: packets are expected of the hours after it.</param>
internal sealed record BoundDevice(string Mn, int ReportSeconds, DateTimeOffset BoundAt);
