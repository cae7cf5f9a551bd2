using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>
/// From the hours of stations to the inputs of an assessment: days, validity, statistics of the period and of the period compared
/// with. Pure and linear in hours. One unit's hours are held at a time, so a country needs no more memory than a town beside the
/// inputs themselves. Sand-dust is not deducted here: hours that an authority's document removes are removed before.
/// </summary>
public static class AssessmentInputs
{
    /// <summary>
    /// The period that a policy compares with: 同比 the same period a year before, 环比 the one before (<see cref="Policy.Comparison"/>).
    /// </summary>
    public static Period ComparedWith(Policy policy, Period period)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(period);
        return policy.Comparison.Value == "环比" ? period.Preceding() : period.YearEarlier();
    }

    /// <summary>
    /// The tier of a unit: where the policy names it a member (by code or name), else the tier of the register's name, else the only
    /// tier there is; null when the policy has no place for it.
    /// </summary>
    public static string? TierOf(Policy policy, string code, string name, string registered)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if ((policy.TierOf(code) ?? policy.TierOf(name)) is { } member) return member.Id;
        if (policy.FindTier(registered) is not null) return registered;
        return policy.Tiers.Count == 1 ? policy.Tiers[0].Id : null;
    }

    /// <summary>Inputs of many units, one after the other as they are asked for.</summary>
    public static IEnumerable<UnitStatistics> Of(Policy policy, Period period, IEnumerable<UnitSeries> units, ValidityRules? rules = null)
    {
        ArgumentNullException.ThrowIfNull(units);
        return units.Select(u => Of(policy, period, u, rules));
    }

    /// <summary>
    /// The input of one unit. Concentrations are rounded once, from the exact statistic, to the digits of the policy's index rule
    /// (GB/T 8170; HJ 663-2013: integers, CO 0.1): period means, CO the 95th percentile of daily means, O3 the 90th of daily largest 8 h
    /// means. A pollutant that is not valid is missing; a unit without any valid pollutant in the period is left out (数据无效).
    /// </summary>
    /// <param name="policy">Its index rule names statistics and digits, its comparison the other period.</param>
    /// <param name="period">Assessed period.</param>
    /// <param name="unit">The unit with its hours; those outside the two periods are not used.</param>
    /// <param name="rules">What is valid; null takes the standards' numbers.</param>
    /// <exception cref="ArgumentException">An hour is there twice or its label is no full hour.</exception>
    public static UnitStatistics Of(Policy policy, Period period, UnitSeries unit, ValidityRules? rules = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(unit);
        rules ??= ValidityRules.Standard;
        var current = new Summary(policy, period, [.. unit.Stations.Select(s => new StationPeriod(s.Station, period, s.Current))], rules);
        var before = ComparedWith(policy, period);
        var last = new Summary(policy, before, [.. unit.Stations.Select(s => new StationPeriod(s.Station, before, s.Last))], rules);
        var input = new UnitInput(unit.Unit, unit.Tier)
        {
            Current = current.Values,
            Last = last.Values,
            GoodDays = current.GoodDays,
            GoodDaysLast = last.GoodDays,
            Excluded = current.HasAny ? null : $"数据无效（{string.Join("；", current.Coverage.Notes.Distinct())}）",
        };
        return new UnitStatistics(input, current.Coverage, last.Coverage);
    }

    private static AirPeriod ToAirPeriod(Period period) => new(
        period.Type switch
        {
            PeriodType.Day => AirPeriodKind.Day,
            PeriodType.Month => AirPeriodKind.Month,
            // A half year is judged as a quarter is: every month must be valid (our default).
            PeriodType.Quarter or PeriodType.HalfYear => AirPeriodKind.Quarter,
            PeriodType.Year => AirPeriodKind.Year,
            _ => AirPeriodKind.Part,
        },
        period.First, period.Last);

    /// <summary>One unit in one period.</summary>
    private sealed class Summary
    {
        internal Summary(Policy policy, Period period, IReadOnlyList<StationPeriod> stations, ValidityRules rules)
        {
            var air = ToAirPeriod(period);
            var days = new StationDay[period.Days];
            for (var day = 0; day < days.Length; day++)
            {
                days[day] = stations.Count == 1
                    ? stations[0].Day(day, rules)
                    : UnitMean.Day(period.First.AddDays(day), [.. stations.Select(s => s.Day(day, rules))], rules);
            }

            var values = new decimal?[Pollutants.All.Count];
            var notes = new List<string>();
            var (least, needed) = (int.MaxValue, 0);
            foreach (var term in policy.IndexRule.Value.Terms)
            {
                var statistic = PeriodStatistic.Of(air, term.Pollutant, days, rules);
                (least, needed) = (Math.Min(least, statistic.ValidDays), statistic.NeededDays);
                if (statistic.IsValid) values[(int)term.Pollutant] = Value(statistic, term);
                else notes.Add(Note(statistic));
            }

            Values = Concentrations.Of(values);
            HasAny = values.Any(v => v is not null);
            var counts = DayCounts.Of(air, days);
            // The ratio says something of the period only when the period has the days it needs.
            GoodDays = counts.Valid >= needed ? counts.GoodRatio : null;
            Coverage = new UnitCoverage(stations.Sum(s => s.Filled), period.Days * 24 * stations.Count, least, needed, notes);
        }

        internal Concentrations Values { get; }

        internal bool HasAny { get; }

        internal decimal? GoodDays { get; }

        internal UnitCoverage Coverage { get; }

        private static decimal? Value(PeriodStatistic statistic, CompositeTermRule term) =>
            (term.Statistic == CompositeStatistic.Mean ? statistic.ExactMean : statistic.ExactPercentile) is { } exact
                ? Rounding.Statistic(exact, term.Digits)
                : null;

        private static string Note(PeriodStatistic statistic) =>
            statistic.ValidDays < statistic.NeededDays
                ? $"{statistic.Pollutant.Print()}有效{statistic.ValidDays}天，不足{statistic.NeededDays}天"
                : $"{statistic.Pollutant.Print()}有效天数不足的月份：{statistic.Invalid}";
    }
}
