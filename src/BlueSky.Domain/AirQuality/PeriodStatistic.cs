using System.Globalization;

namespace BlueSky.AirQuality;

/// <summary>The statistics of one pollutant over a period, from its valid daily values.</summary>
/// <param name="Period">The period.</param>
/// <param name="Pollutant">The pollutant.</param>
/// <param name="ExactMean">Mean of the valid daily values, exact; null without any.</param>
/// <param name="ExactPercentile">The percentile HJ 663 evaluates (O3 90th, CO and particles 95th, SO2 and NO2 98th), exact.</param>
/// <param name="ValidDays">Valid days in the period.</param>
/// <param name="NeededDays">Valid days it needs.</param>
/// <param name="Invalid">Why the statistics may not be used; null when they may.</param>
public sealed record PeriodStatistic(
    AirPeriod Period, Pollutant Pollutant, decimal? ExactMean, decimal? ExactPercentile, int ValidDays, int NeededDays, string? Invalid)
{
    /// <summary>True when the statistics may be used.</summary>
    public bool IsValid => Invalid is null;

    /// <summary>The mean, rounded once by HJ 663 of the period's last day; null when not valid.</summary>
    public decimal? Mean => Rounded(ExactMean);

    /// <summary>The percentile, rounded once by HJ 663 of the period's last day; null when not valid.</summary>
    public decimal? PercentileValue => Rounded(ExactPercentile);

    /// <summary>Statistics of one pollutant over the days of a period.</summary>
    /// <param name="period">The period.</param>
    /// <param name="pollutant">The pollutant.</param>
    /// <param name="days">Days of one station or unit, each once; those outside the period are not used.</param>
    /// <param name="rules">What is valid.</param>
    public static PeriodStatistic Of(AirPeriod period, Pollutant pollutant, IEnumerable<StationDay> days, ValidityRules rules)
    {
        var valid = new List<decimal>();
        var perMonth = new Dictionary<int, int>();
        var sum = 0m;
        foreach (var day in days)
        {
            if (day.Day < period.First || day.Day > period.Last || day[pollutant].Valid is not { } value) continue;
            valid.Add(value);
            sum += value;
            var month = (day.Day.Year * 12) + day.Day.Month;
            perMonth[month] = perMonth.GetValueOrDefault(month) + 1;
        }
        var needed = Needed(period, rules);
        return new PeriodStatistic(
            period, pollutant, valid.Count == 0 ? null : sum / valid.Count,
            Percentile.Of(valid, StatisticRule.On(period.Last, pollutant).YearPercentile),
            valid.Count, needed, Fault(period, valid.Count, needed, perMonth, rules));
    }

    /// <summary>
    /// Day 1; month 27, February 25; quarter the sum of its months (each month must be valid, our default); year 324 (and every
    /// month); part of a month a share of its days (our default).
    /// </summary>
    private static int Needed(AirPeriod period, ValidityRules rules) => period.Kind switch
    {
        AirPeriodKind.Day => 1,
        AirPeriodKind.Year => rules.YearDays,
        AirPeriodKind.Part => Math.Max(1, rules.DaysForPart(period.Days)),
        _ => period.Months.Sum(m => rules.DaysFor(m.Month)),
    };

    private static string? Fault(AirPeriod period, int days, int needed, Dictionary<int, int> perMonth, ValidityRules rules)
    {
        if (period.Kind is AirPeriodKind.Quarter or AirPeriodKind.Year)
            foreach (var month in period.Months)
                if (perMonth.GetValueOrDefault((month.Year * 12) + month.Month) is var has && has < rules.DaysFor(month.Month))
                    return string.Create(
                        CultureInfo.InvariantCulture, $"{month:yyyy-MM} has {has} valid days of {rules.DaysFor(month.Month)} needed");
        return days < needed ? string.Create(CultureInfo.InvariantCulture, $"{days} valid days of {needed} needed") : null;
    }

    private decimal? Rounded(decimal? exact) =>
        IsValid && exact is { } value ? Rounding.Statistic(value, StatisticRule.On(Period.Last, Pollutant).Digits) : null;
}
