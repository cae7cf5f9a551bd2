using BlueSky.Time;

namespace BlueSky.AirQuality.Tests;

/// <summary>GB 3095 table 4 and HJ 663: what a statistic needs (worked examples of the standards reference, 8.4).</summary>
public class ValidityTests
{
    private static readonly ValidityRules Rules = ValidityRules.Standard;

    /// <summary>A day whose hour h (1-24) has the values that <paramref name="value"/> gives; null leaves the hour out.</summary>
    private static StationDay Day(DateOnly day, Func<int, decimal?> value) => StationDay.From(
        day,
        from hour in Enumerable.Range(1, 24)
        where value(hour) is not null
        select new AirHour("X", new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), ChinaTime.Offset).AddHours(hour), [.. Enumerable.Repeat(value(hour), 6)]),
        Rules);

    private static StationDay Plain(DateOnly day, bool valid = true) => Day(day, h => valid || h > 12 ? 10m : null);

    private static readonly DateOnly July = new(2021, 7, 1);

    [Fact]
    public void GB_3095_table_4_an_hour_needs_45_minutes()
    {
        Assert.False(Rules.IsHourValid(44));
        Assert.True(Rules.IsHourValid(45));
    }

    [Fact]
    public void GB_3095_table_4_a_day_needs_20_hourly_means()
    {
        var nineteen = Day(July, h => h <= 19 ? 30 : null)[Pollutant.PM25];
        var twenty = Day(July, h => h <= 20 ? 30 : null)[Pollutant.PM25];
        Assert.Equal((19, false, null), (nineteen.Count, nineteen.IsValid, nineteen.Valid));
        Assert.Equal((20, true, 30m), (twenty.Count, twenty.IsValid, twenty.Valid));
    }

    [Fact]
    public void A_natural_day_has_the_hours_01_to_24_and_midnight_belongs_to_the_day_before()
    {
        var midnight = new DateTimeOffset(2021, 7, 2, 0, 0, 0, ChinaTime.Offset);
        var hours = new[] { midnight.AddHours(-24), midnight.AddHours(-23), midnight, midnight.AddHours(1) }
            .Select((label, i) => new AirHour("X", label, [.. Enumerable.Repeat<decimal?>(i + 1, 6)]));
        var day = StationDay.From(July, hours, Rules with { DayHours = 1 });
        Assert.Equal(2, day[Pollutant.SO2].Count);
        Assert.Equal(2.5m, day[Pollutant.SO2].Exact); // the second and third of them
    }

    [Theory] // HJ 663-2013 6.1.2; windows end 08:00-24:00 and need 6 of 8 hours
    [InlineData(19, 150, 14, true)] // windows ending 08:00 … 21:00
    [InlineData(18, 150, 13, false)]
    [InlineData(18, 165, 13, true)] // exceeds 160
    [InlineData(18, 160, 13, false)] // 160 does not exceed
    public void HJ_663_6_1_2_daily_O3_needs_14_8_h_means_unless_it_exceeds_the_limit(int hours, int value, int windows, bool valid)
    {
        var ozone = Day(July, h => h <= hours ? value : null)[Pollutant.O3];
        Assert.Equal((windows, valid), (ozone.Count, ozone.IsValid));
        Assert.Equal(value, ozone.Exact);
    }

    [Fact]
    public void Daily_O3_is_the_largest_of_the_8_h_means_inside_the_day()
    {
        var ozone = Day(July, h => h * 10)[Pollutant.O3];
        Assert.Equal((17, 205m), (ozone.Count, ozone.Exact)); // 17:00 … 24:00: 170 … 240
    }

    [Theory] // GB 3095 table 4
    [InlineData(2021, 6, 26, false)]
    [InlineData(2021, 6, 27, true)]
    [InlineData(2021, 7, 27, true)]
    [InlineData(2021, 2, 24, false)]
    [InlineData(2021, 2, 25, true)]
    [InlineData(2020, 2, 24, false)]
    [InlineData(2020, 2, 25, true)]
    public void GB_3095_table_4_a_month_needs_27_valid_days_and_February_25(int year, int month, int validDays, bool valid)
    {
        var period = AirPeriod.Containing(new DateOnly(year, month, 1), AirPeriodKind.Month);
        var days = Enumerable.Range(0, period.Days).Select(d => Plain(period.First.AddDays(d), d < validDays));
        var statistic = PeriodStatistic.Of(period, Pollutant.SO2, days, Rules);
        Assert.Equal((validDays, valid), (statistic.ValidDays, statistic.IsValid));
        Assert.Equal(valid ? 10m : null, statistic.Mean);
        Assert.Equal(valid, statistic.Invalid is null);
    }

    [Fact]
    public void A_quarter_needs_each_of_its_months()
    {
        var period = AirPeriod.Containing(new DateOnly(2021, 2, 14), AirPeriodKind.Quarter);
        Assert.Equal((new DateOnly(2021, 1, 1), new DateOnly(2021, 3, 31), "2021-Q1"), (period.First, period.Last, period.ToString()));
        PeriodStatistic Without(params int[] missing) => PeriodStatistic.Of(
            period, Pollutant.NO2, Enumerable.Range(0, period.Days).Where(d => !missing.Contains(d)).Select(d => Plain(period.First.AddDays(d))), Rules);
        Assert.True(Without(0, 1, 2, 3, 31, 32, 33, 59, 60, 61, 62).IsValid); // 27, 25 and 27 are left
        Assert.Equal("2021-02 has 24 valid days of 25 needed", Without(31, 32, 33, 34).Invalid);
    }

    [Fact]
    public void GB_3095_table_4_a_year_needs_324_valid_days_and_every_month()
    {
        var period = AirPeriod.Containing(new DateOnly(2021, 5, 5), AirPeriodKind.Year);
        PeriodStatistic Without(Func<DateOnly, bool> missing) => PeriodStatistic.Of(
            period, Pollutant.PM10, Enumerable.Range(0, 365).Select(d => period.First.AddDays(d)).Where(d => !missing(d)).Select(d => Plain(d)), Rules);
        // The least of every month, 27 and 25, makes only 322 days.
        static bool Spare(DateOnly d) => d.Day <= DateTime.DaysInMonth(d.Year, d.Month) - (d.Month == 2 ? 25 : 27);
        Assert.Equal("322 valid days of 324 needed", Without(Spare).Invalid);
        Assert.Equal("323 valid days of 324 needed", Without(d => Spare(d) && d != new DateOnly(2021, 1, 1)).Invalid);
        Assert.True(Without(d => Spare(d) && d != new DateOnly(2021, 1, 1) && d != new DateOnly(2021, 3, 1)).IsValid);
        Assert.Equal("2021-11 has 26 valid days of 27 needed", Without(d => d.Month == 11 && d.Day > 26).Invalid);
    }

    [Theory]
    [InlineData(7, 5, false)]
    [InlineData(7, 6, true)]
    [InlineData(16, 12, true)]
    public void A_part_of_a_month_needs_three_quarters_of_its_days_by_default(int days, int validDays, bool valid)
    {
        var period = new AirPeriod(AirPeriodKind.Part, July, July.AddDays(days - 1));
        Assert.Equal(valid, PeriodStatistic.Of(period, Pollutant.CO, Enumerable.Range(0, validDays).Select(d => Plain(July.AddDays(d))), Rules).IsValid);
    }

    [Fact]
    public void Running_means_need_6_of_8_and_20_of_24_hours_and_run_over_midnight()
    {
        var start = new DateTimeOffset(2021, 7, 1, 18, 0, 0, ChinaTime.Offset);
        var means = new RunningMeans(Rules);
        void Add(int hour) => means.Add(new AirHour("X", start.AddHours(hour), [.. Enumerable.Repeat<decimal?>(hour, 6)]));
        for (var h = 0; h < 5; h++) Add(h);
        Assert.Null(means.OfEightHours(Pollutant.O3));
        Add(7); // two hours are missing
        Assert.Equal((0 + 1 + 2 + 3 + 4 + 7) / 6m, means.OfEightHours(Pollutant.O3));
        Add(8); // 0 falls out of the window
        Assert.Equal((1 + 2 + 3 + 4 + 7 + 8) / 6m, means.OfEightHours(Pollutant.O3));
        for (var h = 9; h < 21; h++) Add(h);
        Assert.Null(means.OfDay(Pollutant.PM25)); // 19 hours
        Add(21);
        Assert.NotNull(means.OfDay(Pollutant.PM25));
        Assert.False(means.Accepts(start.AddHours(21)));
        Assert.Throws<ArgumentException>(() => Add(21));
        Add(100);
        Assert.Null(means.OfEightHours(Pollutant.O3));
    }

    [Theory]
    [InlineData(4, 2, false)]
    [InlineData(4, 3, true)]
    [InlineData(1, 1, true)]
    [InlineData(1, 0, false)]
    public void A_value_over_several_stations_needs_three_quarters_of_them_by_default(int stations, int valid, bool isValid) =>
        Assert.Equal(isValid, UnitMean.Of([.. Enumerable.Range(0, stations).Select(i => i < valid ? (decimal?)5m : null)], Rules) is not null);

    [Fact]
    public void A_unit_s_AQI_comes_from_mean_concentrations_not_from_the_worst_station()
    {
        var clean = Day(July, _ => 35m);
        var dirty = Day(July, _ => 115m);
        var unit = UnitMean.Day(July, [clean, dirty], Rules);
        Assert.Equal(75m, unit[Pollutant.PM25].Valid);
        Assert.Equal(100, unit.EvaluateAqi().Iaqi(Pollutant.PM25));
        Assert.Equal(2, unit[Pollutant.PM25].Count);
    }
}
