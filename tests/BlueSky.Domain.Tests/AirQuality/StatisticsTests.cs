using BlueSky.Time;

namespace BlueSky.AirQuality.Tests;

/// <summary>Percentiles, composite index, limits and the rest of HJ 663 and GB 3095.</summary>
public class StatisticsTests
{
    [Fact]
    public void HJ_663_annex_A_the_90th_percentile_of_30_daily_O3_values_is_191()
    {
        decimal[] values =
        [
            95, 102, 110, 118, 121, 125, 130, 133, 140, 141, 144, 150, 151, 155, 158, 160, 162, 165, 166, 168, 170, 171, 175, 178, 180, 184, 190, 201, 210, 224,
        ];
        Assert.Equal(191.1m, Percentile.Of(values.Reverse(), 90));
        Assert.Equal(191, Rounding.Statistic(Percentile.Of(values, 90)!.Value, 0));
    }

    [Fact]
    public void HJ_663_annex_A_the_95th_percentile_of_1_to_31_is_29_5_and_rounds_to_30()
    {
        Assert.Equal(29.5m, Percentile.Of(Enumerable.Range(1, 31).Select(i => (decimal)i), 95));
        Assert.Equal(30, Rounding.Statistic(29.5m, 0));
        Assert.Equal((7m, 7m, null), (Percentile.Of([7m], 0), Percentile.Of([7m], 100), Percentile.Of([], 50)));
    }

    [Theory] // standards reference, 8.3
    [InlineData(14, 33, 92, 47, 1.3, 175, "0.23 0.82 1.31 1.34 0.32 1.09", 5.11, 5.13)]
    [InlineData(16, 35, 99, 52, 1.5, 170, "0.27 0.88 1.41 1.49 0.38 1.06", 5.49, 5.48)]
    [InlineData(9, 25, 77, 38, 0.9, 182, "0.15 0.62 1.10 1.09 0.22 1.14", 4.32, 4.32)]
    public void The_composite_index_has_rounded_terms_and_a_plain_sum(
        double so2, double no2, double pm10, double pm25, double co, double o3, string terms, double index, double unrounded)
    {
        decimal?[] concentrations = [(decimal)so2, (decimal)no2, (decimal)pm10, (decimal)pm25, (decimal)co, (decimal)o3];
        var composite = CompositeIndex.Of(concentrations);
        Assert.Equal(terms, string.Join(' ', composite.Terms.Select(t => Tables.PlainNumber.Fixed(t!.Value, 2))));
        Assert.Equal((decimal)index, composite.Value);
        Assert.Equal((decimal)unrounded, CompositeIndex.Of(concentrations, CompositeRule.National2018 with { RoundsTerms = false }).Value);
    }

    [Fact]
    public void The_composite_index_rounds_concentrations_first_half_to_even()
    {
        Assert.Equal(
            CompositeIndex.Of([14, 34, 92, 46, 1.2m, 174]).Terms, CompositeIndex.Of([14.5m, 33.5m, 92.5m, 46.5m, 1.25m, 174.5m]).Terms);
    }

    [Fact]
    public void A_missing_pollutant_leaves_no_index_and_the_largest_term_names_the_main_pollutant()
    {
        var missing = CompositeIndex.Of([14, null, 92, 47, 1.3m, 175]);
        Assert.Null(missing.Value);
        Assert.Null(missing[Pollutant.NO2]);
        Assert.Equal(1.34m, missing[Pollutant.PM25]);
        Assert.Empty(missing.Main);
        Assert.Equal([Pollutant.PM25], CompositeIndex.Of([14, 33, 92, 47, 1.3m, 175]).Main);
        Assert.Equal([Pollutant.PM10, Pollutant.PM25], CompositeIndex.Of([6, 4, 70, 35, 0.4m, 16]).Main);
    }

    [Fact]
    public void The_weights_of_2026_are_a_rule_beside_the_default()
    {
        Assert.Equal(0.23m + (0.82m * 2) + 1.31m + (1.34m * 3) + 0.32m + (1.09m * 2), CompositeIndex.Of([14, 33, 92, 47, 1.3m, 175], CompositeRule.Weighted2026).Value);
    }

    [Fact]
    public void Improvement_is_positive_when_the_index_fell()
    {
        Assert.Equal(6.9m, CompositeIndex.Improvement(5.49m, 5.11m));
        Assert.Equal(-7.4m, CompositeIndex.Improvement(5.11m, 5.49m));
        Assert.Equal(0m, CompositeIndex.Improvement(5m, 5m));
        Assert.Null(CompositeIndex.Improvement(0m, 5m));
        Assert.Null(CompositeIndex.Improvement(null, 5m));
        Assert.Equal("0.0", Tables.PlainNumber.Fixed(CompositeIndex.Improvement(1000m, 1000.1m)!.Value, 1));
    }

    [Fact]
    public void GB_3095_limits_follow_the_date_of_the_data()
    {
        static (decimal?, decimal?) Pm25Year(int year, int month, int day)
        {
            var limits = AirLimits.On(new DateOnly(year, month, day));
            return (limits.Limit(Pollutant.PM25, LimitPeriod.Year, AirGrade.First), limits.Limit(Pollutant.PM25, LimitPeriod.Year, AirGrade.Second));
        }
        Assert.Equal((15m, 35m), Pm25Year(2026, 2, 28));
        Assert.Equal((15m, 30m), Pm25Year(2026, 3, 1));
        Assert.Equal((15m, 30m), Pm25Year(2030, 12, 31));
        Assert.Equal((10m, 25m), Pm25Year(2031, 1, 1));
        var of2031 = AirLimits.On(new DateOnly(2031, 1, 1));
        Assert.Equal((20m, 50m, 70m, 0.0025m), (
            of2031.Limit(Pollutant.SO2, LimitPeriod.Year, AirGrade.Second), of2031.Limit(Pollutant.NO2, LimitPeriod.Day, AirGrade.Second),
            of2031.Limit("nox", LimitPeriod.Day, AirGrade.First), of2031.Limit("bap", LimitPeriod.Day, AirGrade.Second)));
        Assert.Null(of2031.Limit(Pollutant.CO, LimitPeriod.Year, AirGrade.Second));
    }

    [Fact]
    public void Every_grade_II_daily_limit_is_the_breakpoint_of_100_of_its_edition()
    {
        foreach (var (standard, day) in new[] { (AqiStandard.Hj633Of2012, new DateOnly(2021, 1, 1)), (AqiStandard.Hj633Of2026, new DateOnly(2026, 3, 1)) })
            foreach (var pollutant in Pollutants.All)
            {
                var (period, column) = pollutant == Pollutant.O3 ? (LimitPeriod.EightHours, Averaging.EightHours) : (LimitPeriod.Day, Averaging.Day);
                Assert.Equal(Breakpoints.Of(standard, pollutant, column).Concentrations[2], AirLimits.On(day).Limit(pollutant, period, AirGrade.Second));
            }
    }

    [Fact]
    public void The_exceedance_multiple_has_two_decimals()
    {
        Assert.Equal(0.34m, AirLimits.ExceedanceMultiple(47, 35));
        Assert.Equal(0m, AirLimits.ExceedanceMultiple(35, 35));
    }

    [Fact]
    public void GB_3095_amendment_of_2018_gases_go_to_298_K_particles_stay()
    {
        var before = ReferenceState.On(new DateOnly(2018, 8, 31));
        var after = ReferenceState.On(new DateOnly(2018, 9, 1));
        Assert.Equal(100m * 273.15m / 298.15m, before.Convert(Pollutant.NO2, 100, after));
        Assert.Equal(100m, before.Convert(Pollutant.PM10, 100, after));
        Assert.Equal(100m, after.Convert(Pollutant.NO2, 100, after));
    }

    [Fact]
    public void A_concentration_is_turned_into_the_pollutant_s_unit()
    {
        Assert.Equal(1.3m, new Concentration(1300, ConcentrationUnit.MicrogramPerCubicMetre).For(Pollutant.CO));
        Assert.Equal(35m, new Concentration(0.035m, ConcentrationUnit.MilligramPerCubicMetre).For(Pollutant.PM25));
    }

    [Fact]
    public void Sand_dust_takes_only_the_particles_of_its_hours_and_stations()
    {
        var start = new DateTimeOffset(2021, 3, 15, 0, 0, 0, ChinaTime.Offset);
        var interval = new SandInterval(start.AddHours(2), start.AddHours(3), new HashSet<string> { "A" }, "the bureau", "1");
        AirHour Hour(string station, int hour) => new(station, start.AddHours(hour), [1, 2, 3, 4, 5, 6]);
        var deducted = SandDust.Deduct([Hour("A", 1), Hour("A", 2), Hour("A", 3), Hour("A", 4), Hour("B", 2)], [interval]).ToList();
        Assert.Equal([3m, null, null, 3m, 3m], deducted.Select(h => h[Pollutant.PM10]));
        Assert.Equal([4m, null, null, 4m, 4m], deducted.Select(h => h[Pollutant.PM25]));
        Assert.All(deducted, h => Assert.Equal(6m, h[Pollutant.O3]));
    }

    [Fact]
    public void The_good_day_ratio_is_over_valid_days_not_calendar_days()
    {
        var first = new DateOnly(2021, 6, 1);
        StationDay Day(int day, decimal pm25, bool complete = true) => new(
            first.AddDays(day), [.. Pollutants.All.Select(p => new DailyValue(p == Pollutant.PM25 ? pm25 : 1m, 24, 20, complete || p == Pollutant.PM25))], 1m);
        var month = AirPeriod.Containing(first, AirPeriodKind.Month);
        var counts = DayCounts.Of(month, [Day(0, 75), Day(1, 76), Day(2, 151), Day(3, 75, false), Day(4, 76, false), Day(40, 10)]);
        Assert.Equal(new DayCounts(4, 1, 1), counts); // an incomplete day counts only when it is certainly polluted
        Assert.Equal((25.0m, 25.0m), (counts.GoodRatio, counts.HeavyRatio));
        Assert.Null(new DayCounts(0, 0, 0).GoodRatio);
    }
}
