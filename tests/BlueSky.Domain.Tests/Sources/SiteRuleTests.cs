using BlueSky.Sources;
using BlueSky.Violations;
using static BlueSky.Tests.Sources.Bench;

namespace BlueSky.Tests.Sources;

/// <summary>Construction sites: source-limits.md section 1, alarm rule for PM10.</summary>
public sealed class SiteRuleTests
{
    private static readonly DateTimeOffset Start = At("2021-08-02T10:00:00");
    private const string Pm10 = "a34002-Rtd";

    private static Bench Hours(params (decimal Own, decimal Reference)[] hours)
    {
        var bench = new Bench("site");
        for (var h = 0; h < hours.Length; h++)
        {
            bench.Hour(Start.AddHours(h), Pm10, hours[h].Own);
            bench.Reference(Start.AddHours(h), hours[h].Reference);
        }

        return bench.Instant(Start.AddHours(hours.Length), (Pm10, 50));
    }

    [Theory]
    [InlineData(150, 100, null)]
    [InlineData(151, 116, Severity.Warning)]
    [InlineData(156, 120, null)]
    [InlineData(157, 120, Severity.Warning)]
    [InlineData(200, 100, Severity.Warning)]
    [InlineData(201, 100, Severity.Serious)]
    [InlineData(250, 240, null)]
    [InlineData(251, 240, Severity.Serious)]
    [InlineData(300, 250, Severity.Serious)]
    [InlineData(300, 251, null)]
    public void Hourly_pm10_is_graded_by_limit_and_reference(int own, int reference, Severity? expected)
    {
        var steps = Hours((own, reference)).Of("pm10-hour");
        Assert.Equal(expected, steps.Count == 0 ? null : steps[0].Severity);
    }

    [Fact]
    public void Two_yellow_hours_in_a_row_are_red()
    {
        var steps = Hours((180, 120), (181, 120)).Of("pm10-hour");
        Assert.Equal([TransitionKind.Opened, TransitionKind.Updated], steps.Select(s => s.Kind));
        Assert.Equal(Severity.Serious, steps[1].Severity);
        Assert.Equal(2, steps[1].Step);
        Assert.Equal(Start, steps[1].Start);
        Assert.Equal(Start.AddHours(2), steps[1].At);
        Assert.Contains("已连续 2 小时", steps[1].Explanation, StringComparison.Ordinal);
        Assert.EndsWith("（默认值，待区局确认）", steps[1].Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Clears_after_two_valid_hours_below_and_not_after_one()
    {
        Assert.Single(Hours((180, 120), (100, 120)).Of("pm10-hour"));
        var steps = Hours((180, 120), (100, 120), (100, 120)).Of("pm10-hour");
        Assert.Equal([TransitionKind.Opened, TransitionKind.Cleared], steps.Select(s => s.Kind));
        Assert.Equal(Start.AddHours(3), steps[1].At);
    }

    [Fact]
    public void Waits_for_the_reference_station_and_judges_once()
    {
        var bench = new Bench("site").Hour(Start, Pm10, 180).Instant(Start.AddHours(1), (Pm10, 180));
        Assert.Empty(bench.Of("pm10-hour"));
        bench.Reference(Start, 120).Reference(Start, 120);
        Assert.Equal(Start.AddHours(1), Assert.Single(bench.Of("pm10-hour")).At);
    }

    [Fact]
    public void A_reference_that_comes_first_is_kept_for_the_hour()
    {
        var bench = new Bench("site").Hour(Start, Pm10, 180).Reference(Start, 120);
        Assert.Empty(bench.Of("pm10-hour"));
        Assert.Single(bench.Instant(Start.AddHours(1), (Pm10, 180)).Of("pm10-hour"));
    }

    [Fact]
    public void Sand_dust_in_force_suppresses_and_its_end_lets_rules_speak_again()
    {
        var bench = new Bench("site").SandDust(Start.AddMinutes(-10), true).Hour(Start, Pm10, 400).Reference(Start, 100)
            .Instant(Start.AddHours(1), (Pm10, 400));
        Assert.Empty(bench.Steps);
        bench.SandDust(Start.AddHours(1), false).Hour(Start.AddHours(1), Pm10, 400).Reference(Start.AddHours(1), 100).Instant(Start.AddHours(2), (Pm10, 50));
        Assert.Single(bench.Of("pm10-hour"));
    }

    [Fact]
    public void Without_a_registered_station_only_the_red_bound_is_judged()
    {
        var bench = new Bench("site", r => r with { ReferenceStation = null }).Hour(Start, Pm10, 249).Instant(Start.AddHours(1), (Pm10, 50));
        Assert.Empty(bench.Of("pm10-hour"));
        bench.Hour(Start.AddHours(1), Pm10, 260).Instant(Start.AddHours(2), (Pm10, 50));
        Assert.Contains("无参照站", Assert.Single(bench.Of("pm10-hour")).Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(44, false)]
    [InlineData(45, true)]
    public void An_hour_needs_45_covered_minutes(int minutes, bool valid)
    {
        var bench = new Bench("site").Minutes(Start, minutes, (Pm10, 300)).Reference(Start, 100).Instant(Start.AddHours(1), (Pm10, 50));
        var hour = Assert.Single(bench.Result.Hours);
        Assert.Equal(valid, hour.IsValid);
        Assert.Equal(valid ? 300m : null, hour.Mean);
        Assert.Equal(Start.AddHours(1), hour.HourEnding);
        Assert.Equal(valid ? 1 : 0, bench.Of("pm10-hour").Count);
    }

    [Fact]
    public void The_hour_before_midnight_is_labelled_zero_of_the_next_day_and_closes_there()
    {
        var late = At("2021-08-02T23:00:00");
        var bench = new Bench("site").Minutes(late, 60, (Pm10, 80)).Instant(late.AddHours(1), (Pm10, 80));
        Assert.Equal(At("2021-08-03T00:00:00"), Assert.Single(bench.Result.Hours).HourEnding);
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(201, 1)]
    public void Fifteen_minutes_above_200_are_a_pre_alarm(int value, int expected) =>
        Assert.Equal(expected, new Bench("site").Minutes(Start, 15, (Pm10, value)).Instant(Start.AddMinutes(15), (Pm10, 50)).Of("pm10-15min").Count);

    [Fact]
    public void The_device_hour_is_used_when_ours_is_not_valid_and_is_judged_once()
    {
        var bench = new Bench("site").Minutes(Start, 10, (Pm10, 300)).Reference(Start, 100).Instant(Start.AddHours(1), (Pm10, 50));
        Assert.Empty(bench.Of("pm10-hour"));
        bench.DeviceHour(Start, ("a34002-Avg", 310));
        Assert.Single(bench.Of("pm10-hour"));
        var hour = bench.Result.Hours[^1];
        Assert.True(hour.FromDevice);
        Assert.False(hour.IsValid);
        Assert.Equal(310m, hour.Mean);
        Assert.True(hour.Version > bench.Result.Hours[0].Version);
    }

    [Fact]
    public void One_failed_item_is_a_violation_and_two_or_washing_or_covering_are_serious()
    {
        Severity? Judge(params (string, decimal)[] items) => new Bench("site").Record(Start, items).Of("measures") is [var step] ? step.Severity : null;
        Assert.Null(Judge(("fencing@measure-Pass", 1), ("washing@measure-Pass", 1)));
        Assert.Equal(Severity.Violation, Judge(("fencing@measure-Pass", 0), ("washing@measure-Pass", 1)));
        Assert.Equal(Severity.Serious, Judge(("fencing@measure-Pass", 0), ("hardening@measure-Pass", 0)));
        Assert.Equal(Severity.Serious, Judge(("washing@measure-Pass", 0)));
        Assert.Equal(Severity.Serious, Judge(("covering@measure-Pass", 0)));
    }

    [Fact]
    public void A_later_checklist_without_failure_clears()
    {
        var bench = new Bench("site").Record(Start, ("washing@measure-Pass", 0)).Record(Start.AddDays(1), ("washing@measure-Pass", 1));
        Assert.Equal([TransitionKind.Opened, TransitionKind.Cleared], bench.Of("measures").Select(s => s.Kind));
        Assert.Equal(SourceStatus.Normal, bench.Monitor.Status);
    }
}
