using BlueSky.Sources;
using static BlueSky.Tests.Sources.Bench;

namespace BlueSky.Tests.Sources;

/// <summary>Industrial kilns: source-limits.md section 4, worked examples; hj212.md 8.5.</summary>
public sealed class KilnRuleTests
{
    private static readonly DateTimeOffset Start = At("2021-08-02T00:00:00");

    private static Bench Kiln(string? industry, string? zone = null) => new("kiln", r => r with { Industry = industry, Zone = zone });

    private static Bench Hour(Bench bench, DateTimeOffset start, string factor, decimal value, decimal oxygen, int minutes = 60) =>
        bench.Minutes(start, minutes, (factor + "-Rtd", value), ("a19001-Rtd", oxygen));

    private static Bench CloseHour(Bench bench, DateTimeOffset at) => bench.Instant(at, ("a01012-Rtd", 120));

    [Fact]
    public void Brick_kiln_SO2_18_at_19_5_percent_is_36_and_in_order()
    {
        var bench = CloseHour(Hour(Kiln("brick"), Start, "a21026", 18, 19.5m), Start.AddHours(1));
        Assert.Equal(36.0m, bench.Result.Hours.Single(h => h.Factor == "a21026.zs").Mean);
        Assert.Equal(18m, bench.Result.Hours.Single(h => h.Factor == "a21026").Mean);
        Assert.Empty(bench.Steps);
    }

    [Fact]
    public void Brick_kiln_PM_6_at_19_6_percent_is_12_857_and_exceeding()
    {
        var step = Assert.Single(CloseHour(Hour(Kiln("brick"), Start, "a34013", 6.0m, 19.6m), Start.AddHours(1)).Of("pm-hour"));
        Assert.Equal(12.8571m, step.Value);
        Assert.Equal(10m, step.Limit);
        Assert.Equal("K", step.Mark);
        Assert.Equal(Severity.Violation, step.Severity);
        Assert.Contains("12.9 mg/m³（折算值），超过 10 mg/m³（默认值，待区局确认）", step.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Cement_NOx_80_at_11_percent_is_88_and_in_order()
    {
        var bench = CloseHour(Hour(Kiln("cement"), Start, "a21002", 80, 11), Start.AddHours(1));
        Assert.Equal(88m, bench.Result.Hours.Single(h => h.Factor == "a21002.zs").Mean);
        Assert.Empty(bench.Steps);
    }

    [Fact]
    public void Exactly_at_the_limit_is_not_over()
    {
        Assert.Empty(CloseHour(Hour(Kiln("brick"), Start, "a21026", 50, 18), Start.AddHours(1)).Steps);
        Assert.Single(CloseHour(Hour(Kiln("brick"), Start, "a21026", 50.001m, 18), Start.AddHours(1)).Of("so2-hour"));
    }

    [Fact]
    public void A_figure_that_would_round_to_the_limit_is_told_with_more_digits() =>
        Assert.Contains("50.001 mg/m³", CloseHour(Hour(Kiln("brick"), Start, "a21026", 50.001m, 18), Start.AddHours(1)).Of("so2-hour")[0].Explanation, StringComparison.Ordinal);

    [Fact]
    public void Abnormal_oxygen_is_not_converted_and_marked()
    {
        var bench = CloseHour(Hour(Kiln("brick"), Start, "a21026", 45, 20.5m), Start.AddHours(1));
        Assert.DoesNotContain(bench.Result.Hours, h => h.Factor == "a21026.zs");
        var last = bench.Monitor.LastValues.Single(v => v.Channel == "a21026.zs-Rtd");
        Assert.Equal(Quality.Fault, last.Quality & Quality.Fault);
        Assert.Empty(bench.Steps);
        Assert.NotNull(Conversions.ToReferenceOxygen(45, 20.49m, 18, 21, 20.5m));
    }

    [Fact]
    public void The_devices_own_converted_value_is_used_only_where_oxygen_is_absent()
    {
        var bench = Kiln("brick").Minutes(Start, 60, ("a21026-Rtd", 18), ("a21026-ZsRtd", 60));
        var step = CloseHour(bench, Start.AddHours(1)).Of("so2-hour")[0];
        Assert.Equal(60m, step.Value);
        Assert.Contains("设备折算值，缺同时刻氧含量", step.Explanation, StringComparison.Ordinal);
        bench = Kiln("brick").Minutes(Start, 60, ("a21026-Rtd", 18), ("a21026-ZsRtd", 60), ("a19001-Rtd", 19.5m));
        Assert.Empty(CloseHour(bench, Start.AddHours(1)).Steps);
    }

    [Theory]
    [InlineData("core", 5.1, true)]
    [InlineData("core", 5.0, false)]
    [InlineData("general", 19.9, false)]
    [InlineData(null, 10.1, true)]
    public void The_limit_depends_on_the_control_zone(string? zone, double value, bool over) =>
        Assert.Equal(over ? 1 : 0, CloseHour(Hour(Kiln("brick", zone), Start, "a34013", (decimal)value, 18), Start.AddHours(1)).Of("pm-hour").Count);

    [Theory]
    [InlineData(19, 0)]
    [InlineData(20, 1)]
    public void The_daily_judgement_needs_20_valid_hours(int hours, int expected)
    {
        var bench = Kiln("brick");
        for (var h = 0; h < hours; h++) Hour(bench, Start.AddHours(h), "a21026", 60 + h, 18, 45);
        CloseHour(bench, Start.AddHours(23).AddMinutes(59));
        Assert.Empty(bench.Of("so2-day"));
        CloseHour(bench, Start.AddDays(1));
        Assert.Equal(expected, bench.Of("so2-day").Count);
        if (expected == 1)
        {
            Assert.Equal(Start, bench.Of("so2-day")[0].Start);
            Assert.Equal(Start.AddDays(1), bench.Of("so2-day")[0].At);
            Assert.Equal(69.5m, bench.Of("so2-day")[0].Value);
        }
    }

    [Fact]
    public void Late_data_correct_an_hour_and_the_day_but_raise_no_hourly_alarm()
    {
        var bench = Hour(Kiln("brick"), Start, "a21026", 100, 18, 40);
        CloseHour(bench, Start.AddHours(1));
        Assert.False(bench.Result.Hours.Single(h => h.Factor == "a21026.zs").IsValid);
        for (var m = 40; m < 60; m++) bench.Late(Start.AddMinutes(m), ("a21026-Rtd", 100), ("a19001-Rtd", 18));
        var corrected = bench.Result.Hours.Last(h => h.Factor == "a21026.zs");
        Assert.True(corrected.IsValid);
        Assert.Equal(60, corrected.CoveredMinutes);
        Assert.Empty(bench.Of("so2-hour"));
        for (var h = 1; h < 20; h++) Hour(bench, Start.AddHours(h), "a21026", 10, 18);
        CloseHour(bench, Start.AddDays(1));
        Assert.Empty(bench.Of("so2-day"));
        Assert.Equal(20, bench.Condition.Days!.Single(d => d.Rule == "so2-day").Count);
    }

    [Fact]
    public void Hours_older_than_held_are_named_for_recomputation()
    {
        var bench = Hour(Kiln("brick"), Start, "a21026", 10, 18);
        CloseHour(bench, Start.AddHours(3));
        bench.Late(Start.AddMinutes(5).AddSeconds(30), ("a21026-Rtd", 100));
        Assert.Equal([Start.AddHours(1)], bench.Result.HoursToRecompute);
    }

    [Fact]
    public void A_kiln_of_unknown_industry_is_judged_by_the_raw_value_and_that_is_said()
    {
        var step = Assert.Single(CloseHour(Hour(Kiln(null), Start, "a21026", 51, 11), Start.AddHours(1)).Of("so2-hour"));
        Assert.Equal(51m, step.Value);
        Assert.Contains("（未折算）", step.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void The_devices_own_hour_is_converted_by_its_own_oxygen()
    {
        var bench = Kiln("brick").DeviceHour(Start, ("a21026-Avg", 30), ("a19001-Avg", 19.5m)).DeviceHour(Start.AddHours(1), ("a21026-Avg", 10), ("a19001-Avg", 18));
        var step = Assert.Single(bench.Of("so2-hour"));
        Assert.Equal((60m, Start), (step.Value, step.Start));
        Assert.Contains("（设备小时均值）（折算值）", step.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manual_test_above_the_limit_is_a_violation()
    {
        var bench = Kiln("brick").Record(Start, ("a21026-Rtd", 30), ("a19001-Rtd", 19.5m));
        Assert.Equal(60m, Assert.Single(bench.Of("so2-manual")).Value);
    }
}
