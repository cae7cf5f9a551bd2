using System.Text.Json.Serialization;
using BlueSky.Devices;
using BlueSky.Violations;

namespace BlueSky.Sources;

/// <summary>
/// The stored form of a source: written when something changes that others must know, and once an hour of data, never per
/// reading. Readings after <see cref="SourceCondition.AppliedArrival"/> are replayed from the journal.
/// </summary>
internal sealed class SourceState
{
    public SourceRegistration? Registration { get; set; }

    /// <summary>Version of the entry; null in a state that was written before versions were kept.</summary>
    public EntryVersion? Entry { get; set; }

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

/// <summary>Which version of its entry a source has.</summary>
/// <param name="Number">See <see cref="Registers.RegisterEntry.Number"/>.</param>
/// <param name="At">When it was entered.</param>
/// <param name="Actor">Who entered it.</param>
/// <param name="IsKept">True once it is among the versions that are kept for good; until then it is published again.</param>
internal sealed record EntryVersion(int Number, DateTimeOffset At, string Actor, bool IsKept);

/// <summary>The newest event time of one device and period.</summary>
internal sealed class NewestData
{
    public required string Mn { get; init; }

    public required Period Period { get; init; }

    public DateTimeOffset At { get; set; }

    /// <summary>Its packets by day; null for what comes at no interval, and for a device that is not bound here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PacketTally? Tally { get; set; }
}

/// <summary>A device that reports to this source.</summary>
/// <param name="Mn">MN.</param>
/// <param name="ReportSeconds">Seconds between two reports.</param>
/// <param name="BoundAt">When it was bound: packets are expected of the hours after it.</param>
internal sealed record BoundDevice(string Mn, int ReportSeconds, DateTimeOffset BoundAt);
