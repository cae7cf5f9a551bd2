using BlueSky.Audit;

namespace BlueSky.AirQuality;

/// <summary>The stored form of a station: its revision. The hours are with its months.</summary>
internal sealed class StationState
{
    /// <summary>The newest revision whose hours are complete: what readers see.</summary>
    public long Revision { get; set; }

    /// <summary>
    /// The newest revision that was begun. Greater than <see cref="Revision"/> while an entry is on its way, or when a crash cut one off:
    /// no number is ever given to two entries.
    /// </summary>
    public long Begun { get; set; }

    /// <summary>Audit entries that may not have been written yet.</summary>
    public List<AuditEntry> Outbox { get; set; } = [];
}

/// <summary>The stored form of one month of a station.</summary>
internal sealed class StationMonthState
{
    /// <summary>The entries that brought hours of this month, by revision.</summary>
    public List<MonthEntry> Entries { get; set; } = [];

    /// <summary>All versions of all hours, by hour, then by revision. Only ever added to.</summary>
    public List<MonthHour> Hours { get; set; } = [];
}

/// <summary>What the hours of one entry have in common.</summary>
[GenerateSerializer, Immutable]
internal sealed record MonthEntry(
    [property: Id(0)] long Revision, [property: Id(1)] DataStage Stage, [property: Id(2)] DateTimeOffset At, [property: Id(3)] string Actor,
    [property: Id(4)] string Reason, [property: Id(5)] bool IsDemo);

/// <summary>One version of one hour.</summary>
/// <param name="Hour">Hours from the start of the month to the label, from 1: 00:00 after the last day is the last one.</param>
/// <param name="Revision">Revision, which names the <see cref="MonthEntry"/>.</param>
/// <param name="Values">Six values in the order of <see cref="Pollutant"/>.</param>
internal sealed record MonthHour(int Hour, long Revision, decimal?[] Values);
