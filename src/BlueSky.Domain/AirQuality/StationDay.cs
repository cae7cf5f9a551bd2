using BlueSky.Tables;

namespace BlueSky.AirQuality;

/// <summary>One natural day (自然日, hours 01:00 … 24:00) of one station, or of a unit made of several stations.</summary>
/// <param name="Day">The day.</param>
/// <param name="Values">The daily values in the order of <see cref="Pollutant"/>.</param>
/// <param name="LargestOzoneHour">Largest 1 h mean of O3; null when no hour is valid.</param>
public sealed record StationDay(DateOnly Day, IReadOnlyList<DailyValue> Values, decimal? LargestOzoneHour)
{
    private const int Hours = 24;
    private const int WindowHours = 8;
    private const int CertainAbove = 100;

    /// <summary>The value of <paramref name="pollutant"/>.</summary>
    public DailyValue this[Pollutant pollutant] => Values[(int)pollutant];

    /// <summary>
    /// True when the day's AQI is certain: all six pollutants valid, or an AQI above 100 from those that are (a missing one could only
    /// raise it; so HJ 633-2026 5.3, and our default for 2012).
    /// </summary>
    public bool IsValid => Values.All(v => v.IsValid) || EvaluateAqi().Value > CertainAbove;

    /// <summary>The daily AQI from the valid statistics, by the edition of the day (or of <paramref name="standard"/>).</summary>
    public AqiResult EvaluateAqi(AqiStandard? standard = null)
    {
        var scheme = AqiScheme.Of(standard ?? AqiStandard.On(Day), AqiMode.Strict, AqiReport.Daily);
        var set = new ConcentrationSet();
        foreach (var pollutant in Pollutants.All)
            if (this[pollutant].Valid is { } exact)
                set[pollutant, pollutant == Pollutant.O3 ? Averaging.EightHours : Averaging.Day] = Entering(exact, pollutant);
        if (LargestOzoneHour is { } hour) set[Pollutant.O3, Averaging.OneHour] = Entering(hour, Pollutant.O3);
        return Aqi.Evaluate(scheme, set);

        // 2026 rounds inside, once, from the exact value; 2012 takes the published statistic of HJ 663-2013.
        decimal Entering(decimal exact, Pollutant pollutant) =>
            scheme.Standard.RoundsFirst ? exact : Rounding.Statistic(exact, StatisticRule.Of2013(pollutant).Digits);
    }

    /// <summary>The day from its hours.</summary>
    /// <param name="day">The natural day.</param>
    /// <param name="hours">Hours of one station, each label once; those of other days are not used.</param>
    /// <param name="rules">What is valid.</param>
    /// <param name="limits">Limits for the O3 rule of HJ 663 6.1.2; null takes those in force on the day, grade II.</param>
    public static StationDay From(DateOnly day, IEnumerable<AirHour> hours, ValidityRules rules, AirLimits? limits = null)
    {
        var values = new decimal?[Pollutants.All.Count * Hours];
        foreach (var hour in hours)
        {
            if (hour.Day != day) continue;
            for (var p = 0; p < Pollutants.All.Count; p++) values[(p * Hours) + hour.Label.HourOfNaturalDay() - 1] = hour.Values[p];
        }
        return From(day, values.AsSpan(), rules, limits);
    }

    /// <summary>The day from 6 × 24 values, for many stations at once.</summary>
    /// <param name="day">The natural day.</param>
    /// <param name="values">
    /// Pollutant by pollutant in the order of <see cref="Pollutant"/>, in each the hours 01:00 to 24:00; null where missing.
    /// </param>
    /// <param name="rules">What is valid.</param>
    /// <param name="limits">Limits for the O3 rule of HJ 663 6.1.2; null takes those in force on the day, grade II.</param>
    /// <exception cref="ArgumentException">There are not 144 values.</exception>
    public static StationDay From(DateOnly day, ReadOnlySpan<decimal?> values, ValidityRules rules, AirLimits? limits = null)
    {
        if (values.Length != Pollutants.All.Count * Hours) throw new ArgumentException("A day has 6 × 24 values.", nameof(values));
        var daily = new DailyValue[Pollutants.All.Count];
        foreach (var pollutant in Pollutants.All)
        {
            var hours = values.Slice((int)pollutant * Hours, Hours);
            daily[(int)pollutant] = pollutant == Pollutant.O3
                ? Ozone(hours, rules, (limits ?? AirLimits.On(day)).Limit(Pollutant.O3, LimitPeriod.EightHours, AirGrade.Second))
                : Mean(hours, rules.DayHours);
        }
        decimal? largest = null;
        foreach (var hour in values.Slice((int)Pollutant.O3 * Hours, Hours))
            if (hour > (largest ?? -1)) largest = hour;
        return new StationDay(day, daily, largest);
    }

    private static DailyValue Mean(ReadOnlySpan<decimal?> hours, int needed)
    {
        var (mean, count) = MeanOf(hours);
        return new DailyValue(mean, count, needed, count >= needed);
    }

    /// <summary>
    /// O3: largest of the 8 h means that end 08:00 … 24:00 and have at least 6 hours; 14 such means are needed, with fewer the result
    /// counts only when it exceeds the limit (HJ 663-2013 6.1.2).
    /// </summary>
    private static DailyValue Ozone(ReadOnlySpan<decimal?> hours, ValidityRules rules, decimal? limit)
    {
        decimal? largest = null;
        var windows = 0;
        for (var end = WindowHours; end <= Hours; end++)
        {
            var (mean, count) = MeanOf(hours[(end - WindowHours)..end]);
            if (mean is null || count < rules.OzoneWindowHours) continue;
            windows++;
            if (mean > (largest ?? -1)) largest = mean;
        }
        var exceeds = largest is { } value && Rounding.Statistic(value, StatisticRule.Of2013(Pollutant.O3).Digits) > limit;
        return new DailyValue(largest, windows, rules.OzoneDayWindows, largest is not null && (windows >= rules.OzoneDayWindows || exceeds));
    }

    private static (decimal? Mean, int Count) MeanOf(ReadOnlySpan<decimal?> hours)
    {
        var (sum, count) = (0m, 0);
        foreach (var hour in hours)
        {
            if (hour is not { } value) continue;
            sum += value;
            count++;
        }
        return (count == 0 ? null : sum / count, count);
    }
}
