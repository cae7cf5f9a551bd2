namespace BlueSky.AirQuality.Tests;

/// <summary>The AQI of hours and days, HJ 633-2012 and HJ 633-2026 (worked examples of the standards reference, 8.1).</summary>
public class AqiTests
{
    private static readonly AqiScheme Daily2012 = AqiScheme.Of(AqiStandard.Hj633Of2012, AqiMode.Strict, AqiReport.Daily);
    private static readonly AqiScheme Daily2026 = AqiScheme.Of(AqiStandard.Hj633Of2026, AqiMode.Strict, AqiReport.Daily);
    private static readonly AqiScheme Hourly2012 = AqiScheme.Of(AqiStandard.Hj633Of2012, AqiMode.Strict, AqiReport.Hourly);
    private static readonly AqiScheme Hourly2026 = AqiScheme.Of(AqiStandard.Hj633Of2026, AqiMode.Strict, AqiReport.Hourly);

    private static ConcentrationSet Day(decimal? so2, decimal? no2, decimal? pm10, decimal? pm25, decimal? co, decimal? o3, decimal? o3Hour = null) => new()
    {
        [Pollutant.SO2, Averaging.Day] = so2,
        [Pollutant.NO2, Averaging.Day] = no2,
        [Pollutant.PM10, Averaging.Day] = pm10,
        [Pollutant.PM25, Averaging.Day] = pm25,
        [Pollutant.CO, Averaging.Day] = co,
        [Pollutant.O3, Averaging.EightHours] = o3,
        [Pollutant.O3, Averaging.OneHour] = o3Hour,
    };

    private static IEnumerable<Pollutant> Primary(AqiResult result) => result.Primary.Select(i => i.Pollutant);

    [Fact]
    public void HJ_633_2012_day_A_has_AQI_118_level_3_primary_PM10_and_three_exceeding()
    {
        var result = Aqi.Evaluate(Daily2012, Day(20, 46, 186, 82, 1.3m, 172));
        Assert.Equal([20, 58, 118, 109, 33, 111], Pollutants.All.Select(p => result.Iaqi(p)!.Value));
        Assert.Equal(118, result.Value);
        Assert.Equal((3, "三级", "轻度污染", "橙"), (result.Level!.Number, result.Level.Grade, result.Level.Class, result.Level.Colour));
        Assert.Equal([Pollutant.PM10], Primary(result));
        Assert.Equal([Pollutant.PM10, Pollutant.PM25, Pollutant.O3], result.Exceeding);
    }

    [Fact]
    public void HJ_633_2026_day_A_has_AQI_126_primary_PM10_and_no_exceeding_pollutants()
    {
        var result = Aqi.Evaluate(Daily2026, Day(20, 46, 186, 82, 1.3m, 172));
        Assert.Equal((126, 120, 126), (result.Iaqi(Pollutant.PM10), result.Iaqi(Pollutant.PM25), result.Value));
        Assert.Equal([Pollutant.PM10], Primary(result));
        Assert.Empty(result.Exceeding);
    }

    [Fact]
    public void HJ_633_2012_day_B_has_joint_primary_pollutants_and_nothing_exceeding_at_100()
    {
        var result = Aqi.Evaluate(Daily2012, Day(5, 5, 150, 75, 0.3m, 20));
        Assert.Equal(100, result.Value);
        Assert.Equal([Pollutant.PM10, Pollutant.PM25], Primary(result));
        Assert.Empty(result.Exceeding);
    }

    [Fact]
    public void HJ_633_2012_day_C_up_to_50_has_no_primary_pollutant()
    {
        var result = Aqi.Evaluate(Daily2012, Day(50, 40, 50, 35, 2, 100));
        Assert.Equal((50, "优"), (result.Value, result.Level!.Class));
        Assert.Empty(result.Primary);
    }

    [Fact]
    public void HJ_633_2012_note_2_SO2_above_800_in_an_hour_takes_the_24_h_sub_index()
    {
        var set = new ConcentrationSet { [Pollutant.SO2, Averaging.OneHour] = 900, [Pollutant.SO2, Averaging.Day] = 51 };
        Assert.Equal(51, Aqi.Evaluate(Hourly2012, set).Iaqi(Pollutant.SO2));
        Assert.Equal(200, Aqi.Evaluate(Hourly2026, set).Iaqi(Pollutant.SO2));
        set[Pollutant.SO2, Averaging.Day] = null;
        Assert.Null(Aqi.Evaluate(Hourly2012, set).Value);
    }

    [Fact]
    public void HJ_633_2012_note_3_O3_8_h_above_800_takes_the_1_h_sub_index_and_2026_gives_300()
    {
        var day = Day(1, 1, 1, 1, 0.1m, 850, 905);
        Assert.Equal(353, Aqi.Evaluate(Daily2012, day).Value);
        Assert.Equal(300, Aqi.Evaluate(Daily2026, day).Value);
        Assert.Equal(353, Aqi.Evaluate(Hourly2012, day).Iaqi(Pollutant.O3));
    }

    [Fact]
    public void HJ_633_2012_daily_O3_is_its_8_h_maximum_even_when_the_1_h_index_is_larger()
    {
        var day = Day(1, 1, 1, 1, 0.1m, 100, 399);
        Assert.Equal(50, Aqi.Evaluate(Daily2012, day).Value);
        var oneHour = Hourly2012.Indicators.Single(i => i is { Pollutant: Pollutant.O3, Measured: Averaging.OneHour });
        Assert.Equal(200, Aqi.Evaluate(Daily2012 with { Indicators = [.. Daily2012.Indicators, oneHour] }, day).Value);
    }

    [Fact]
    public void HJ_633_2026_published_and_strict_are_the_same_and_in_2012_only_the_daily_report_is()
    {
        static IEnumerable<AqiIndicator> Of(AqiStandard standard, AqiMode mode, AqiReport report) => AqiScheme.Of(standard, mode, report).Indicators;
        foreach (var report in Enum.GetValues<AqiReport>())
            Assert.Equal(
                Of(AqiStandard.Hj633Of2026, AqiMode.Strict, report).Select(i => (i.Pollutant, i.Measured, i.Column, i.BeyondValue)),
                Of(AqiStandard.Hj633Of2026, AqiMode.Published, report).Select(i => (i.Pollutant, i.Measured, i.Column, i.BeyondValue)));
        Assert.Equal(6, Of(AqiStandard.Hj633Of2012, AqiMode.Published, AqiReport.Hourly).Count());
        Assert.Equal(7, Of(AqiStandard.Hj633Of2012, AqiMode.Strict, AqiReport.Hourly).Count());
    }

    [Theory]
    [InlineData("60.5", 100)] // half to even: 60
    [InlineData("60.6", 101)] // 61: 100.909 up
    [InlineData("60.4", 100)]
    public void HJ_633_2026_rounds_the_concentration_by_GB_T_8170_first(string pm25, int aqi) =>
        Assert.Equal(aqi, Aqi.Evaluate(Daily2026, Day(1, 1, 1, decimal.Parse(pm25, System.Globalization.CultureInfo.InvariantCulture), 0.1m, 1)).Value);

    [Fact]
    public void HJ_633_2026_5_3_with_a_pollutant_missing_the_AQI_is_published_only_above_100()
    {
        Assert.Null(Aqi.Evaluate(Daily2026, Day(1, 1, 1, 60, null, 1)).Value);
        Assert.Equal(100, Aqi.Evaluate(Daily2026, Day(1, 1, 1, 60, null, 1)).Iaqi(Pollutant.PM25));
        Assert.Empty(Aqi.Evaluate(Daily2026, Day(1, 1, 1, 60, null, 1)).Primary);
        Assert.Equal(101, Aqi.Evaluate(Daily2026, Day(1, 1, 1, 61, null, 1)).Value);
        Assert.Equal(100, Aqi.Evaluate(Daily2026, Day(1, 1, 1, 60, null, 1), new HashSet<Pollutant> { Pollutant.CO }).Value);
        Assert.Equal(82, Aqi.Evaluate(Daily2012, Day(1, 1, 1, 60, null, 1)).Value);
    }

    [Fact]
    public void HJ_633_2026_the_AQI_is_at_least_1()
    {
        Assert.Equal(1, Aqi.Evaluate(Daily2026, Day(0, 0, 0, 0, 0, 0)).Value);
        Assert.Equal(0, Aqi.Evaluate(Daily2012, Day(0, 0, 0, 0, 0, 0)).Value);
    }

    [Fact]
    public void Above_the_last_breakpoint_the_AQI_is_500_and_flagged()
    {
        var result = Aqi.Evaluate(Daily2012, Day(1, 1, 601, 1, 1, 1));
        Assert.Equal((500, true), (result.Value, result.IsOffScale));
        Assert.False(Aqi.Evaluate(Daily2012, Day(1, 1, 600, 1, 1, 1)).IsOffScale);
    }

    [Fact]
    public void Nothing_measured_gives_no_AQI_no_level_and_no_primary_pollutant()
    {
        var result = Aqi.Evaluate(Daily2012, new ConcentrationSet());
        Assert.Null(result.Value);
        Assert.Null(result.Level);
        Assert.Empty(result.Primary);
    }

    [Theory] // HJ 633-2012 table 2 and annex A
    [InlineData(0, "优", "绿", 0, 228, 0)]
    [InlineData(50, "优", "绿", 0, 228, 0)]
    [InlineData(51, "良", "黄", 255, 255, 0)]
    [InlineData(100, "良", "黄", 255, 255, 0)]
    [InlineData(101, "轻度污染", "橙", 255, 126, 0)]
    [InlineData(151, "中度污染", "红", 255, 0, 0)]
    [InlineData(200, "中度污染", "红", 255, 0, 0)]
    [InlineData(201, "重度污染", "紫", 153, 0, 76)]
    [InlineData(300, "重度污染", "紫", 153, 0, 76)]
    [InlineData(301, "严重污染", "褐红", 126, 0, 35)]
    [InlineData(500, "严重污染", "褐红", 126, 0, 35)]
    public void HJ_633_2012_table_2_levels_and_colours(int aqi, string name, string colour, int red, int green, int blue)
    {
        var level = AqiLevel.Of(aqi);
        Assert.Equal((name, colour, red, green, blue), (level.Class, level.Colour, level.Red, level.Green, level.Blue));
        Assert.NotEmpty(level.HealthEffect);
        Assert.NotEmpty(level.Advice);
    }

    [Fact]
    public void The_edition_is_chosen_by_the_natural_day_of_the_data()
    {
        Assert.Same(AqiStandard.Hj633Of2012, AqiStandard.On(new DateOnly(2026, 2, 28)));
        Assert.Same(AqiStandard.Hj633Of2026, AqiStandard.On(new DateOnly(2026, 3, 1)));
        // 2026-03-01T00:00 is the last hour of 28 February: 75 is still 100, an hour later 114.
        static AqiResult Hour(int hour) => new AqiListing(AqiMode.Published, null).Evaluate(new AirHour(
            "X", new DateTimeOffset(2026, 3, 1, hour, 0, 0, TimeSpan.FromHours(8)), [1, 1, 1, 75, 0.1m, 1]));
        Assert.Equal(100, Hour(0).Value);
        Assert.Equal(114, Hour(1).Value);
    }
}
