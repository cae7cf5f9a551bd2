using System.Text.Json.Serialization;

namespace BlueSky.Sources;

/// <summary>What every state of a rule has: whose it is.</summary>
public abstract class RuleState
{
    /// <summary>Rule id.</summary>
    public string Rule { get; set; } = "";

    /// <summary>Measuring point; empty for the whole source.</summary>
    public string Point { get; set; } = "";
}

/// <summary>A run of periods over the limit, or below it after a problem opened.</summary>
public sealed class RunState : RuleState
{
    /// <summary>Start of the first period of the run over the limit; null when not in one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Start of the last period looked at.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Last { get; set; }

    /// <summary>Periods in a row over the limit.</summary>
    public int Over { get; set; }

    /// <summary>Periods below since the problem opened.</summary>
    public int Calm { get; set; }

    /// <summary>Start of the calm.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? CalmSince { get; set; }

    /// <summary>Value that stands, for constant values.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Value { get; set; }
}

/// <summary>The running n-minute window of a rule.</summary>
public sealed class WindowState : RuleState
{
    /// <summary>Its sums.</summary>
    public PeriodSlot Slot { get; set; } = new();
}

/// <summary>Counts of a natural day and days in a row.</summary>
public sealed class DayState : RuleState
{
    /// <summary>Start of the running day, China time.</summary>
    public DateTimeOffset Day { get; set; }

    /// <summary>Values counted, with those carried over.</summary>
    public int Count { get; set; }

    /// <summary>Bad values among them.</summary>
    public int Bad { get; set; }

    /// <summary>Sum, for daily means.</summary>
    public decimal Sum { get; set; }

    /// <summary>Warning days in a row.</summary>
    public int DaysInRow { get; set; }

    /// <summary>Start of the last day closed; equal to <see cref="Day"/> while no newer value came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LastDay { get; set; }

    /// <summary>Good days since the problem opened.</summary>
    public int Calm { get; set; }

    /// <summary>Start of the run that goes on (dwell, extreme ratio).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Last value of that run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LastAt { get; set; }
}

/// <summary>Hourly means of the last 24 hours.</summary>
public sealed class MeansState : RuleState
{
    /// <summary>Start of the newest hour in it.</summary>
    public DateTimeOffset Newest { get; set; }

    /// <summary>Means by hours before <see cref="Newest"/>; null where the hour was not valid. At most 24.</summary>
    public List<decimal?> Hours { get; set; } = [];

    /// <summary>Median of them; null while there are too few.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Median { get; set; }
}

/// <summary>An own hour that waits for the reference station's.</summary>
public sealed class PendingHour : RuleState
{
    /// <summary>Start of the hour.</summary>
    public DateTimeOffset Start { get; set; }

    /// <summary>Own mean.</summary>
    public decimal Mean { get; set; }
}

/// <summary>One hour of the reference station.</summary>
/// <param name="Factor">Factor code.</param>
/// <param name="Start">Start of the hour.</param>
/// <param name="Mean">Its mean.</param>
public sealed record ReferenceHour(string Factor, DateTimeOffset Start, decimal Mean);
