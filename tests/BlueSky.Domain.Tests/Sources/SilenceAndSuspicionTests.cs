using BlueSky.Sources;
using BlueSky.Violations;
using static BlueSky.Tests.Sources.Bench;

namespace BlueSky.Tests.Sources;

/// <summary>Offline, constant values, jumps, status, maintenance: source-limits.md sections 1 and 8.</summary>
public sealed class SilenceAndSuspicionTests
{
    private static readonly DateTimeOffset Start = At("2021-08-02T10:00:00");
    private const string Pm10 = "a34002-Rtd";

    [Fact]
    public void One_silent_hour_is_a_warning_and_24_are_a_violation_and_data_clear_it()
    {
        var bench = new Bench("site").Instant(Start, (Pm10, 50)).Tick(Start.AddHours(1).AddMinutes(5));
        Assert.Empty(bench.Steps);
        bench.Tick(Start.AddHours(1).AddMinutes(6));
        Assert.Equal((Severity.Warning, Start.AddHours(1), Start.AddHours(1)), (bench.Steps[0].Severity, bench.Steps[0].Start, bench.Steps[0].At));
        Assert.Equal(SourceStatus.Offline, bench.Monitor.Status);
        bench.Tick(Start.AddHours(25));
        Assert.Equal((TransitionKind.Updated, Severity.Violation, Start.AddHours(24)), (bench.Steps[1].Kind, bench.Steps[1].Severity, bench.Steps[1].At));
        Assert.Equal(SourceStatus.Offline, bench.Monitor.Status);
        bench.Instant(Start.AddHours(30), (Pm10, 60));
        Assert.Equal((TransitionKind.Cleared, Start.AddHours(30)), (bench.Steps[2].Kind, bench.Steps[2].At));
        Assert.Equal(SourceStatus.Normal, bench.Monitor.Status);
        Assert.True(bench.Result.StatusChanged);
    }

    [Fact]
    public void A_replay_that_only_sees_the_gap_tells_the_same_as_a_clock_that_ticked()
    {
        var ticked = new Bench("site").Instant(Start, (Pm10, 50));
        for (var m = 1; m < 30 * 60; m += 7) ticked.Tick(Start.AddMinutes(m));
        ticked.Instant(Start.AddHours(30), (Pm10, 60));
        var replayed = new Bench("site").Instant(Start, (Pm10, 50)).Instant(Start.AddHours(30), (Pm10, 60));
        Assert.Equal(3, replayed.Steps.Count);
        Assert.Equal(replayed.Steps, ticked.Steps);
        Assert.Equal(Json(replayed.Condition), Json(ticked.Condition));
    }

    [Fact]
    public void Exactly_one_hour_is_not_silence() =>
        Assert.Empty(new Bench("site").Instant(Start, (Pm10, 50)).Instant(Start.AddHours(1), (Pm10, 51)).Steps);

    [Fact]
    public void A_device_that_sends_only_hours_is_not_offline_between_them()
    {
        var bench = new Bench("site");
        for (var h = 0; h < 5; h++)
        {
            bench.Tick(Start.AddHours(h).AddMinutes(50)).DeviceHour(Start.AddHours(h), ("a34002-Avg", 50 + h)).Tick(Start.AddHours(h + 1).AddMinutes(10));
        }

        Assert.Empty(bench.Steps);
        Assert.NotEmpty(bench.Tick(Start.AddHours(9)).Steps);
    }

    [Fact]
    public void Late_data_do_not_end_a_silence()
    {
        var bench = new Bench("site").Instant(Start, (Pm10, 50)).Tick(Start.AddHours(2)).Late(Start.AddMinutes(90), (Pm10, 50));
        Assert.Equal(TransitionKind.Opened, Assert.Single(bench.Steps).Kind);
        Assert.Equal(SourceStatus.Offline, bench.Monitor.Status);
    }

    [Fact]
    public void Silence_due_is_the_moment_from_which_a_tick_tells_it()
    {
        var bench = new Bench("site");
        Assert.Null(bench.Monitor.SilenceDue);
        bench.Instant(Start, (Pm10, 50));
        var due = bench.Monitor.SilenceDue!.Value;
        Assert.Empty(bench.Tick(due.AddTicks(-1)).Steps);
        Assert.Single(bench.Tick(due).Steps);
        Assert.True(bench.Monitor.SilenceDue > due);
    }

    [Theory]
    [InlineData(355, 0)]
    [InlineData(360, 1)]
    public void The_same_pm10_for_six_hours_is_suspect(int minutes, int expected)
    {
        var bench = new Bench("site");
        for (var m = 0; m <= minutes; m += 5) bench.Instant(Start.AddMinutes(m), (Pm10, 50));
        Assert.Equal(expected, bench.Of("constant-a34002").Count);
        if (expected == 0) return;
        Assert.Equal(SourceStatus.Suspect, bench.Monitor.Status);
        bench.Instant(Start.AddMinutes(minutes + 5), (Pm10, 51));
        Assert.Equal(TransitionKind.Cleared, bench.Of("constant-a34002")[^1].Kind);
    }

    [Fact]
    public void Other_factors_may_stand_for_twelve_hours_and_no_fume_for_ever()
    {
        Assert.Equal(12, ((ConstantSpec)Kinds["kiln"].Rules.Single(r => r.Id == "constant-a21026")).Hours);
        var bench = new Bench("restaurant");
        for (var m = 0; m <= 26 * 60; m += 5) bench.Instant(Start.AddMinutes(m), ("a34041-Rtd", 0));
        Assert.Empty(bench.Steps);
    }

    [Theory]
    [InlineData(12, 500, 0)]
    [InlineData(12, 501, 1)]
    [InlineData(11, 501, 0)]
    public void More_than_ten_times_the_median_of_24_hours_is_suspect_when_enough_hours_are_known(int hours, int value, int expected)
    {
        var bench = new Bench("site");
        for (var h = 0; h < hours; h++) bench.Hour(Start.AddHours(h), Pm10, 50);
        bench.Instant(Start.AddHours(hours), (Pm10, value));
        Assert.Equal(expected, bench.Of("jump-a34002").Count);
        if (expected == 1) Assert.Equal(Severity.Suspect, bench.Of("jump-a34002")[0].Severity);
    }

    [Fact]
    public void Hours_older_than_a_day_leave_the_median()
    {
        var bench = new Bench("site");
        for (var h = 0; h < 12; h++) bench.Hour(Start.AddHours(h), Pm10, 50);
        bench.Instant(Start.AddHours(26), (Pm10, 5000));
        Assert.Empty(bench.Of("jump-a34002"));
    }

    [Fact]
    public void A_packet_dated_next_year_does_not_make_the_source_deaf()
    {
        var bench = new Bench("site").Instant(Start, (Pm10, 50));
        bench.Feed(new Observation { Mn = "D1", Period = Period.Instant, DataTime = Start.AddYears(1), ReceivedAt = Start.AddMinutes(1), Readings = [new Reading(Pm10, 60, Quality.Valid)] });
        Assert.Empty(bench.Steps);
        Assert.Equal(Start, bench.Condition.LastDataAt);
        bench.Minutes(Start.AddMinutes(1), 60, (Pm10, 70));
        Assert.Single(bench.Result.Hours);
    }

    [Fact]
    public void Minute_means_weigh_by_their_minutes_and_moments_decide_when_they_cover_as_much()
    {
        var bench = new Bench("site");
        for (var m = 0; m < 40; m += 10) bench.Minute(Start.AddMinutes(m), 10, ("a34002-Avg", 100));
        bench.Minute(Start.AddMinutes(40), 20, ("a34002-Avg", 160)).Minutes(Start, 59, (Pm10, 50)).Instant(Start.AddHours(1), (Pm10, 50));
        Assert.Equal((120m, 5, 60), (bench.Result.Hours[0].Mean, bench.Result.Hours[0].Count, bench.Result.Hours[0].CoveredMinutes));
        bench.Minute(Start.AddHours(1), 20, ("a34002-Avg", 160)).Minutes(Start.AddHours(1).AddMinutes(1), 60, (Pm10, 50));
        Assert.Equal(50m, bench.Result.Hours[^1].Mean);
    }

    [Fact]
    public void A_device_that_sends_states_only_on_change_is_judged_by_its_other_packets()
    {
        var bench = new Bench("restaurant").State(Start, ("SB7-RS", 1), ("SB8-RS", 0));
        for (var m = 1; m <= 6; m++) bench.Instant(Start.AddMinutes(m), ("a34041-Rtd", 0.5m + (m / 100m)));
        Assert.Equal(Start, Assert.Single(bench.Of("purifier-off")).Start);
        bench.State(Start.AddMinutes(7), ("SB8-RS", 1)).Instant(Start.AddMinutes(12), ("a34041-Rtd", 0.5m));
        Assert.Equal(TransitionKind.Cleared, bench.Of("purifier-off")[^1].Kind);
    }

    [Fact]
    public void A_source_of_which_nothing_was_heard_is_not_connected() => Assert.Equal(SourceStatus.NotConnected, new Bench("site").Monitor.Status);

    [Fact]
    public void In_maintenance_rules_rest_hours_are_kept_and_open_problems_stay()
    {
        var bench = new Bench("site").Record(Start.AddHours(-1), ("washing@measure-Pass", 0));
        Assert.Equal(SourceStatus.Violating, bench.Monitor.Status);
        bench.Restart(r => r with { Operation = Operation.Maintenance });
        Assert.Equal(SourceStatus.Maintenance, bench.Monitor.Status);
        bench.Hour(Start, Pm10, 400).Reference(Start, 100).Instant(Start.AddHours(1), (Pm10, 50)).Tick(Start.AddHours(50));
        Assert.Single(bench.Steps);
        Assert.Equal(400m, bench.Result.Hours[0].Mean);
        Assert.Null(bench.Monitor.SilenceDue);
        bench.Restart(r => r with { Operation = Operation.InService }).Tick(Start.AddHours(60));
        Assert.Single(bench.Steps);
        Assert.Equal(SourceStatus.Violating, bench.Monitor.Status);
        bench.Tick(Start.AddHours(62));
        Assert.Equal("offline", bench.Steps[^1].RuleId);
    }

    [Fact]
    public void A_summary_counts_distinct_packets_of_the_last_closed_hour()
    {
        var bench = new Bench("site");
        for (var m = 0; m < 60; m++)
        {
            bench.Instant(Start.AddMinutes(m), (Pm10, 50 + (m % 2))).Instant(Start.AddMinutes(m), ("LA-Rtd", 60 + (m % 2)));
        }

        bench.Feed(Make("D1", Period.Instant, Start.AddMinutes(59).AddSeconds(30), 0, Quality.Fault, 0, (Pm10, 1))).Instant(Start.AddHours(1), (Pm10, 50));
        var summary = bench.Monitor.Summarise(7, Start.AddHours(1).AddMinutes(5), hasDevice: true, reportSeconds: 30);
        Assert.Equal((120, 61, 60), (summary.Expected, summary.Received, summary.Usable));
        summary = bench.Monitor.Summarise(7, Start.AddHours(1).AddMinutes(5), hasDevice: true, reportSeconds: 60);
        Assert.Equal((60, 60, 60, 7L), (summary.Expected, summary.Received, summary.Usable, summary.Version));
        Assert.Equal(0, bench.Monitor.Summarise(7, Start.AddHours(1), hasDevice: false, reportSeconds: 60).Expected);
    }

    [Fact]
    public void A_schedule_lets_a_rule_rest_outside_its_months_and_hours()
    {
        var summerNights = new Schedule([7, 8, 9, 10], 18, 8);
        Assert.True(summerNights.Covers(At("2021-08-02T18:00:00")));
        Assert.True(summerNights.Covers(At("2021-08-02T07:59:59")));
        Assert.False(summerNights.Covers(At("2021-08-02T08:00:00")));
        Assert.False(summerNights.Covers(At("2021-11-02T20:00:00")));
        var kind = KindFiles.With("""{"type":"over-limit","id":"r","name":"规则","nameEn":"Rule","severity":"warning","factor":"f","averaging":"instant","schedule":{"months":[8],"fromHour":9,"toHour":17},"mark":"D","citation":"x"}""");
        var bench = new Bench(kind).Instant(At("2021-08-02T08:59:00"), ("f-Rtd", 11)).Instant(At("2021-07-02T10:00:00"), ("f-Rtd", 11));
        Assert.Empty(bench.Steps);
        Assert.Single(bench.Instant(At("2021-08-02T09:00:00"), ("f-Rtd", 11)).Steps);
    }

    [Fact]
    public void The_limit_of_the_datas_own_date_is_used()
    {
        var rule = """{"type":"over-limit","id":"r","name":"规则","nameEn":"Rule","severity":"warning","factor":"f","averaging":"instant","mark":"T","citation":"x"}""";
        var kind = KindFiles.With(rule, """
            {"factor":"f","averaging":"instant","value":10,"unit":"u","validTo":"2021-12-31","mark":"T","citation":"old"},
            {"factor":"f","averaging":"instant","value":5,"unit":"u","validFrom":"2022-01-01","mark":"T","citation":"new"}
            """);
        Assert.Empty(new Bench(kind).Instant(At("2021-12-31T23:59:59"), ("f-Rtd", 7)).Steps);
        var step = Assert.Single(new Bench(kind).Instant(At("2021-12-31T23:59:59"), ("f-Rtd", 7)).Instant(At("2022-01-01T00:00:00"), ("f-Rtd", 7)).Steps);
        Assert.Equal(("new", 5m), (step.Citation, step.Limit));
        Assert.DoesNotContain("默认值", step.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_that_grows_by_a_tenth_is_told_again_and_less_is_not()
    {
        var rule = """{"type":"over-limit","id":"r","name":"规则","nameEn":"Rule","severity":"warning","factor":"f","averaging":"instant","mark":"T","citation":"x"}""";
        var bench = new Bench(KindFiles.With(rule)).Instant(Start, ("f-Rtd", 20)).Instant(Start.AddMinutes(1), ("f-Rtd", 22)).Instant(Start.AddMinutes(2), ("f-Rtd", 23));
        Assert.Equal([1, 2], bench.Steps.Select(s => s.Step));
        Assert.Equal(23m, bench.Steps[1].Value);
        Assert.Equal(bench.Steps[0].ViolationId, bench.Steps[1].ViolationId);
    }
}
