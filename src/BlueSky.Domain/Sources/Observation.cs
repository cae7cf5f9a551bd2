namespace BlueSky.Sources;

/// <summary>What span of time the values of an observation stand for, and by what kind of message they came.</summary>
public enum Period
{
    /// <summary>实时: a momentary value (HJ 212 CN 2011); DataTime is the moment.</summary>
    Instant = 0,

    /// <summary>分钟: a mean over the device's minute interval (CN 2051); DataTime is the START of the interval.</summary>
    Minute = 1,

    /// <summary>小时: an hourly mean computed by the device (CN 2061); DataTime is the START of the hour.</summary>
    Hour = 2,

    /// <summary>日: a daily mean computed by the device (CN 2031); DataTime is the START of the day.</summary>
    Day = 3,

    /// <summary>设备状态: states of treatment equipment (CN 2021), valid from DataTime on.</summary>
    State = 4,

    /// <summary>运行时间: running hours of the day (CN 2041); DataTime is the START of the day.</summary>
    Runtime = 5,

    /// <summary>事件记录: one event such as a refuelling, a road survey or an inspection; DataTime is its end.</summary>
    Record = 6,
}

/// <summary>
/// One value of one channel. A channel is <c>factor[@point]-Field</c>, e.g. <c>a34002-Rtd</c>, <c>AL@003-Rtd</c>:
/// factor code, measuring point where a source has several (a nozzle), HJ 212 field.
/// </summary>
/// <param name="Channel">The channel, at most 64 characters.</param>
/// <param name="Value">The value in the unit of the kind's factor table, after the device profile's scale.</param>
/// <param name="Quality">What speaks against the value.</param>
public readonly record struct Reading(string Channel, decimal Value, Quality Quality)
{
    /// <summary>The factor with its point, e.g. <c>AL@003</c>: the channel up to its last hyphen.</summary>
    public string FactorAtPoint => Channel.LastIndexOf('-') is var i and > 0 ? Channel[..i] : Channel;

    /// <summary>The HJ 212 field, e.g. <c>Rtd</c>, <c>Avg</c>; empty when the channel has none.</summary>
    public string Field => Channel.LastIndexOf('-') is var i and > 0 ? Channel[(i + 1)..] : "";
}

/// <summary>A value that is no number, kept as it came.</summary>
/// <param name="Channel">The channel as in <see cref="Reading"/>.</param>
/// <param name="Text">The text as sent, at most 1,024 characters.</param>
public readonly record struct TextReading(string Channel, string Text);

/// <summary>
/// What one device said of one moment or period: the unit that is journaled, deduplicated and applied to the rules.
/// The identity of a value is (<see cref="Mn"/>, <see cref="Period"/>, <see cref="DataTime"/>, channel).
/// Arrays are never changed after construction.
/// </summary>
public sealed class Observation
{
    /// <summary>The device's MN, or <c>station:CODE</c> for a reference station, or <c>manual:…</c> for people.</summary>
    public required string Mn { get; init; }

    /// <summary>What the values stand for.</summary>
    public required Period Period { get; init; }

    /// <summary>Event time as the device stamped it (after the profile's start/end switch), whole seconds.</summary>
    public required DateTimeOffset DataTime { get; init; }

    /// <summary>When the gateway or API had the whole packet.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The request number (QN) as sent; empty when there was none. Never part of the identity.</summary>
    public string Qn { get; init; } = "";

    /// <summary>Length of the period in seconds; 0 for <see cref="Period.Instant"/>, states and records.</summary>
    public int PeriodSeconds { get; init; }

    /// <summary>Numbers.</summary>
    public required Reading[] Readings { get; init; }

    /// <summary>Values that are no numbers, unknown suffixes, log texts.</summary>
    public TextReading[] Texts { get; init; } = [];

    /// <summary>
    /// Position of this observation in the life of its source, from 1, without gaps: given by the source grain before
    /// the append; 0 until then. Replay runs in this order.
    /// </summary>
    public long Arrival { get; init; }

    /// <summary>End of what the values stand for: DataTime for moments, DataTime plus the period for means.</summary>
    public DateTimeOffset End => DataTime.AddSeconds(PeriodSeconds);

    /// <summary>A copy with another place and other readings (the source grain drops what it already has).</summary>
    public Observation Stamped(long arrival, Reading[] readings, TextReading[] texts) => new()
    {
        Mn = Mn, Period = Period, DataTime = DataTime, ReceivedAt = ReceivedAt, Qn = Qn, PeriodSeconds = PeriodSeconds,
        Readings = readings, Texts = texts, Arrival = arrival,
    };
}
