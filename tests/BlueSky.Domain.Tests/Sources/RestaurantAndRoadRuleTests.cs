using BlueSky.Sources;
using BlueSky.Violations;
using static BlueSky.Tests.Sources.Bench;

namespace BlueSky.Tests.Sources;

/// <summary>Restaurants and roads: GB 18483-2001 and source-limits.md sections 2 and 6.</summary>
public sealed class RestaurantAndRoadRuleTests
{
    private static readonly DateTimeOffset Noon = At("2021-08-02T12:00:00");

    private static Bench Cook(int minutes, decimal fume, decimal fan = 1, decimal purifier = 1, Func<SourceRegistration, SourceRegistration>? change = null)
    {
        var bench = new Bench("restaurant", change);
        for (var m = 0; m < minutes; m++) bench.Instant(Noon.AddMinutes(m), ("SB7-RS", fan), ("SB8-RS", purifier), ("a34041-Rtd", fume + (m % 2 == 0 ? 0.05m : -0.05m)));
        return bench;
    }

    [Theory]
    [InlineData(30, 2.1, 0)]
    [InlineData(31, 2.1, 1)]
    [InlineData(31, 2.0, 0)]
    public void Fume_above_the_limit_in_three_ten_minute_periods_in_a_row_is_a_violation(int minutes, double fume, int expected)
    {
        var steps = Cook(minutes, (decimal)fume).Of("fume-10min");
        Assert.Equal(expected, steps.Count);
        if (expected == 1) Assert.Equal((Noon, Noon.AddMinutes(30)), (steps[0].Start, steps[0].At));
    }

    [Fact]
    public void Fume_while_the_fan_stands_does_not_count() => Assert.Empty(Cook(40, 5, fan: 0).Of("fume-10min"));

    [Fact]
    public void Provincial_limits_depend_on_the_size_class_and_only_warn()
    {
        Assert.Empty(Cook(31, 1.4m, change: r => r with { SizeClass = "small" }).Steps);
        var step = Assert.Single(Cook(31, 1.4m, change: r => r with { SizeClass = "large" }).Steps);
        Assert.Equal(("fume-10min-shandong", Severity.Warning, 1.0m), (step.RuleId, step.Severity, step.Limit));
    }

    [Fact]
    public void Fume_is_converted_to_the_reference_flow_of_the_stoves()
    {
        // GB 18483-2001: 1.5 mg/m3 x 6,000 m3/h / (2 x 2,000 m3/h) = 2.25 mg/m3.
        var bench = Cook(31, 1.5m, change: r => r with { Parameters = new Dictionary<string, decimal> { ["fan-flow"] = 6000, ["stoves"] = 2 } });
        Assert.Equal(2.25m, Assert.Single(bench.Of("fume-10min")).Value);
        Assert.Null(Conversions.ToReferenceStoves(1, 6000, 0, 2000));
    }

    [Theory]
    [InlineData(6, 0)]
    [InlineData(7, 1)]
    public void Purifier_off_for_more_than_five_minutes_while_the_fan_runs_is_a_violation(int packets, int expected)
    {
        var steps = Cook(packets, 0.5m, purifier: 0).Of("purifier-off");
        Assert.Equal(expected, steps.Count);
        if (expected == 1) Assert.Equal((Noon, Noon.AddMinutes(6)), (steps[0].Start, steps[0].At));
    }

    [Fact]
    public void Purifier_off_with_the_fan_off_or_with_nothing_known_of_it_is_no_problem()
    {
        Assert.Empty(Cook(30, 0.5m, fan: 0, purifier: 0).Of("purifier-off"));
        Assert.Empty(new Bench("restaurant").Minutes(Noon, 30, ("FanCurrent-Rtd", 3m)).Of("purifier-off"));
    }

    [Fact]
    public void Currents_tell_as_well_as_states_and_five_minutes_on_clear()
    {
        var bench = new Bench("restaurant").Minutes(Noon, 10, ("FanCurrent-Rtd", 3m), ("PurifierCurrent-Rtd", 0m));
        Assert.Single(bench.Of("purifier-off"));
        bench.Minutes(Noon.AddMinutes(10), 5, ("FanCurrent-Rtd", 3m), ("PurifierCurrent-Rtd", 1m));
        Assert.Single(bench.Of("purifier-off"));
        bench.Minutes(Noon.AddMinutes(15), 1, ("FanCurrent-Rtd", 3m), ("PurifierCurrent-Rtd", 1m));
        Assert.Equal(TransitionKind.Cleared, bench.Of("purifier-off")[^1].Kind);
    }

    [Fact]
    public void Cleaning_is_overdue_after_30_days_by_the_clock_and_the_same_by_the_next_record()
    {
        var ticked = new Bench("restaurant").Record(Noon, ("cleaning-Done", 1)).Tick(Noon.AddDays(30).AddMinutes(5));
        Assert.Empty(ticked.Steps);
        ticked.Tick(Noon.AddDays(30).AddMinutes(6));
        Assert.Equal(Noon.AddDays(30), Assert.Single(ticked.Steps).At);
        ticked.Record(Noon.AddDays(31), ("cleaning-Done", 1));
        var replayed = new Bench("restaurant").Record(Noon, ("cleaning-Done", 1)).Record(Noon.AddDays(31), ("cleaning-Done", 1));
        Assert.Equal(ticked.Steps, replayed.Steps);
        Assert.Equal([TransitionKind.Opened, TransitionKind.Cleared], replayed.Steps.Select(s => s.Kind));
    }

    [Theory]
    [InlineData("main", 0.6, 0)]
    [InlineData("main", 0.61, 1)]
    [InlineData("minor", 0.61, 0)]
    [InlineData("minor", 1.01, 1)]
    [InlineData("back-street", 1.01, 0)]
    [InlineData("back-street", 1.51, 1)]
    public void Road_dust_is_limited_by_the_class_of_the_road(string road, double load, int expected) =>
        Assert.Equal(expected, new Bench("road", r => r with { SizeClass = road }).Record(Noon, ("sL-Rtd", (decimal)load)).Of("silt-load").Count);

    [Fact]
    public void A_swept_road_clears_at_the_next_survey()
    {
        var bench = new Bench("road", r => r with { SizeClass = "main" }).Record(Noon, ("sL-Rtd", 0.9m)).Record(Noon.AddDays(1), ("sL-Rtd", 0.3m));
        Assert.Equal([TransitionKind.Opened, TransitionKind.Cleared], bench.Of("silt-load").Select(s => s.Kind));
    }

    [Fact]
    public void Segment_load_is_weighted_by_length()
    {
        Assert.Equal(0.5m, RoadSurvey.SegmentLoad([new(0.2m, 300), new(1.4m, 100)]));
        Assert.Null(RoadSurvey.SegmentLoad([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RoadSurvey.SegmentLoad([new(0.2m, 0)]));
    }

    [Fact]
    public void What_may_not_exist_is_a_violation_where_it_is_found()
    {
        var bench = new Bench("burning-spot").Record(Noon, ("Straw-Rtd", 2)).Record(Noon.AddHours(2), ("Straw-Rtd", 0));
        Assert.Equal([TransitionKind.Opened, TransitionKind.Cleared], bench.Of("straw").Select(s => s.Kind));
        Assert.Equal(Severity.Violation, bench.Steps[0].Severity);
    }
}
