using System.Text.Json.Serialization;

namespace BlueSky.Sources;

/// <summary>The last value of one channel.</summary>
/// <param name="Channel">The channel; converted values have the channel <c>factor.zs-Rtd</c>.</param>
/// <param name="Value">Value in the factor's unit.</param>
/// <param name="At">Event time (DataTime).</param>
/// <param name="Quality">What speaks against it; a converted value that could not be converted has <see cref="Quality.Fault"/>.</param>
/// <param name="Period">Kind of message it came by.</param>
public readonly record struct LastValue(string Channel, decimal Value, DateTimeOffset At, Quality Quality, Period Period);

/// <summary>An open problem of a source.</summary>
/// <param name="RuleId">Rule of the kind.</param>
/// <param name="Point">Measuring point; empty for the whole source.</param>
/// <param name="Start">Event time it began.</param>
/// <param name="At">Event time of its last step.</param>
/// <param name="Severity">Severity now.</param>
/// <param name="Step">Number of its last step, from 1.</param>
/// <param name="Factor">Factor that decided; empty for none.</param>
/// <param name="Value">Figure of the last step.</param>
/// <param name="Limit">Limit of the last step.</param>
/// <param name="Unit">Unit of both.</param>
/// <param name="Ratio">Worst ratio of value to limit told so far; 0 without figures.</param>
public sealed record OpenProblem(
    string RuleId, string Point, DateTimeOffset Start, DateTimeOffset At, Severity Severity, int Step,
    string Factor, decimal? Value, decimal? Limit, string Unit, decimal Ratio);

/// <summary>Packets of one hour, for the transmission rate 传输有效率.</summary>
public sealed class HourCoverage
{
    /// <summary>Start of the hour, China time.</summary>
    public DateTimeOffset Start { get; set; }

    /// <summary>Distinct momentary packets.</summary>
    public int Received { get; set; }

    /// <summary>Of those, all of whose values are usable.</summary>
    public int Usable { get; set; }

    /// <summary>Stamp of the packet counted last.</summary>
    public DateTimeOffset LastAt { get; set; }

    /// <summary>Device of the packet counted last.</summary>
    public string LastMn { get; set; } = "";

    /// <summary>True when the packet counted last is in <see cref="Usable"/>.</summary>
    public bool LastUsable { get; set; }
}

/// <summary>One factor at one point: its running and its last hour.</summary>
public sealed class SeriesState
{
    /// <summary>Factor with point, e.g. <c>a34002</c>, <c>a21026.zs</c>.</summary>
    public string Factor { get; set; } = "";

    /// <summary>The newer hour; null before any data.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PeriodSlot? Running { get; set; }

    /// <summary>The hour before; null when it has no data.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PeriodSlot? Last { get; set; }
}

/// <summary>
/// The whole mutable state of one source: restored and fed the same observations it goes on as if never interrupted.
/// Serialised by System.Text.Json as it stands; written only by <see cref="SourceMonitor"/>, one caller at a time.
/// </summary>
public sealed class SourceCondition
{
    /// <summary>Version of this layout.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Layout it was written with.</summary>
    public int Version { get; set; } = CurrentVersion;

    /// <summary>Arrival of the last observation that this condition covers; replay starts after it.</summary>
    public long AppliedArrival { get; set; }

    /// <summary>Event time the engine has reached: only live observations of devices and the clock move it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Clock { get; set; }

    /// <summary>Event time of the newest value of any kind.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LastDataAt { get; set; }

    /// <summary>Newest end of a live observation of a device: silence counts from it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? HeardAt { get; set; }

    /// <summary>
    /// Period in seconds of what was heard: 0 once moments, states, records or means up to ten minutes came, and then hourly
    /// and daily messages no longer count against silence; else the shortest period of a device that sends only long ones.
    /// </summary>
    public int HeardPeriod { get; set; }

    /// <summary>True while rules rest (maintenance, suspended).</summary>
    public bool Resting { get; set; }

    /// <summary>Start of the newest hour for which late data came before their time; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AheadUntil { get; set; }

    /// <summary>Start of the sand-dust interval in force or last in force.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SandDustFrom { get; set; }

    /// <summary>End of it; null while in force.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SandDustTo { get; set; }

    /// <summary>Last hours of the reference station, at most a few.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<ReferenceHour>? Reference { get; set; }

    /// <summary>Last value of each channel.</summary>
    public List<LastValue> Values { get; set; } = [];

    /// <summary>Hours of each series.</summary>
    public List<SeriesState> Series { get; set; } = [];

    /// <summary>Open problems in the order they opened.</summary>
    public List<OpenProblem> Open { get; set; } = [];

    /// <summary>Packets of the running hour.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HourCoverage? CoverageRunning { get; set; }

    /// <summary>Packets of the hour before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HourCoverage? CoverageLast { get; set; }

    /// <summary>Runs of readings, windows, hours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<RunState>? Runs { get; set; }

    /// <summary>n-minute windows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<WindowState>? Windows { get; set; }

    /// <summary>Daily counts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<DayState>? Days { get; set; }

    /// <summary>Hourly means of the last day, for jumps.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<MeansState>? Means { get; set; }

    /// <summary>Own hours that wait for the reference station.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<PendingHour>? Pending { get; set; }

    /// <summary>True when nothing holds any state yet.</summary>
    [JsonIgnore]
    public bool IsNew => AppliedArrival == 0 && Clock is null && Values.Count == 0;
}
