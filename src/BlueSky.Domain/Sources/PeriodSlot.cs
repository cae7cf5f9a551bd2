using System.Text.Json.Serialization;

namespace BlueSky.Sources;

/// <summary>Sums over usable values of one kind of message within a period of at most an hour.</summary>
public sealed class Accumulator
{
    /// <summary>Sum of value × weight; the weight of a moment is 1, of a mean its minutes.</summary>
    public decimal Sum { get; set; }

    /// <summary>Sum of the weights.</summary>
    public int Weight { get; set; }

    /// <summary>Number of values.</summary>
    public int Count { get; set; }

    /// <summary>Smallest value.</summary>
    public decimal Min { get; set; }

    /// <summary>Largest value.</summary>
    public decimal Max { get; set; }

    /// <summary>One bit for each minute of the period that is covered, from its start.</summary>
    public ulong Minutes { get; set; }

    /// <summary>Minutes covered.</summary>
    [JsonIgnore]
    public int Covered => System.Numerics.BitOperations.PopCount(Minutes);

    internal void Add(decimal value, int firstMinute, int minutes, int length)
    {
        var weight = Math.Max(1, minutes);
        Sum += value * weight;
        Weight += weight;
        Min = Count == 0 || value < Min ? value : Min;
        Max = Count == 0 || value > Max ? value : Max;
        Count++;
        for (var m = firstMinute; m < firstMinute + weight && m < length; m++) Minutes |= 1UL << m;
    }
}

/// <summary>
/// Sums of one series over one clock-aligned period (an hour, or n minutes). Moments and minute means are kept apart: the
/// finer data, moments, decide when they cover at least as many minutes.
/// </summary>
public sealed class PeriodSlot
{
    /// <summary>Start of the period, China time.</summary>
    public DateTimeOffset Start { get; set; }

    /// <summary>Momentary values; null while none came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Accumulator? Moments { get; set; }

    /// <summary>Minute means; null while none came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Accumulator? Means { get; set; }

    /// <summary>The device's own mean of the period; null while it sent none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Device { get; set; }

    /// <summary>True once event time passed its end.</summary>
    public bool Closed { get; set; }

    /// <summary>True once the hourly rules saw it: they see each hour once.</summary>
    public bool Judged { get; set; }

    /// <summary>Mean that daily statistics have of it, so that a correction can replace it; null while they have none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Told { get; set; }

    /// <summary>True when data of this hour came before the slot existed, so its sums are not the whole hour.</summary>
    public bool Incomplete { get; set; }

    /// <summary>How its values were converted, the worst of all: 0 raw, 1 by us, 2 by the device, 3 not possible.</summary>
    public int Conversion { get; set; }

    internal void Note(Rules.Converted how) => Conversion = Math.Max(Conversion, (int)how);

    internal Accumulator? Best => Means is null ? Moments
        : Moments is null || Means.Covered > Moments.Covered ? Means : Moments;

    internal void Add(Period period, decimal value, DateTimeOffset time, int periodSeconds, int length)
    {
        var first = (int)((time.UtcTicks - Start.UtcTicks) / TimeSpan.TicksPerMinute);
        if (period == Period.Instant) (Moments ??= new()).Add(value, first, 1, length);
        else (Means ??= new()).Add(value, first, Math.Min(periodSeconds / 60, length), length);
    }

    /// <summary>Mean over the better data, not rounded; null without data.</summary>
    internal decimal? OwnMean => Best is { Weight: > 0 } best ? best.Sum / best.Weight : null;

    /// <summary>The mean that hourly rules and statistics use, not rounded; null when the hour is not valid.</summary>
    internal decimal? ValidMean(int minimumMinutes) =>
        Best is { } best && best.Covered >= minimumMinutes ? OwnMean : Device;

    internal HourlyValue ToHourly(string sourceId, string factor, int digits, int minimumMinutes, long version)
    {
        var best = Best;
        var covered = best?.Covered ?? 0;
        var own = covered >= minimumMinutes;
        var mean = ValidMean(minimumMinutes);
        return new HourlyValue(
            sourceId, factor, Start.AddHours(1),
            mean is { } m ? decimal.Round(m, digits, MidpointRounding.ToEven) : null,
            best?.Min, best?.Max, best?.Count ?? 0, covered, own, !own && Device is not null, version);
    }
}
