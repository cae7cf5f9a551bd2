using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Testing;
using BlueSky.Violations;
using static BlueSky.Tests.Violations.Case;

namespace BlueSky.Surveys;

public sealed class RoadSurveyGrainTests : IAsyncLifetime
{
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync()
    {
        _silo = await TestSilo.Start(at: Morning.AddHours(1));
        foreach (var (id, latitude) in new[] { ("371302-road-0001", 35.06m), ("371302-road-0002", 35.07m) })
        {
            await _silo.Grains.GetGrain<ISourceGrain>(id).Register(
                TestSilo.Entry(id, "road") with { SizeClass = "main", Path = [new(118.34m, latitude), new(118.35m, latitude)] }, "test");
        }
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    private static TrackPoint[] Track(decimal load, decimal latitude = 35.06m) =>
        [.. Enumerable.Range(0, 40).Select(i => new TrackPoint(new GeoPoint(118.34m + (i * 0.0001m), latitude), load))];

    private Task<SurveyAnswer> Enter(TrackPoint[] track, DateTimeOffset? at = null, bool isDryRun = false) =>
        _silo.Grains.GetGrain<IRoadSurveyGrain>(0).Enter(track, at ?? Morning, "演示走航车", isDryRun, Commander);

    private async Task<IReadOnlyList<ViolationRow>> Problems() => (await _silo.Queries.Violations(new ViolationFilter(RuleId: "silt-load"), new PageRequest(), default)).Items;

    [Fact]
    public async Task A_road_over_its_limit_has_an_order_that_is_assigned_and_the_same_survey_after_a_crash_changes_nothing()
    {
        var answer = await Enter([.. Track(0.9m), .. Track(0.3m, 35.07m)]);
        Assert.Equal([(IngestResult.Stored, true), (IngestResult.Stored, false)], answer.Roads.Select(r => (r.Result!.Value, r.Order is not null)));
        await Eventually.Becomes(Problems, rows => rows.Any(p => p.Loop?.State == LoopState.Assigned));
        var problem = Assert.Single(await Problems());
        Assert.Equal((answer.Roads[0].Order, "371302-road-0001"), (problem.First.ViolationId, problem.First.SourceId));

        await _silo.Die();
        await _silo.StartAgain();
        var again = await Enter([.. Track(0.9m), .. Track(0.3m, 35.07m)]);
        Assert.All(again.Roads, r => Assert.Equal(IngestResult.Duplicate, r.Result));
        Assert.Equal(answer.Roads[0].Order, again.Roads[0].Order);
        Assert.Single(await Problems());
    }

    [Fact]
    public async Task A_swept_road_has_no_order_after_the_next_survey()
    {
        await Enter(Track(0.9m));
        Assert.Null(Assert.Single((await Enter(Track(0.3m), Morning.AddMinutes(30))).Roads).Order);
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_stores_nothing()
    {
        var answer = await Enter([.. Track(0.9m), .. Track(5m, 35.08m)], isDryRun: true);
        var road = Assert.Single(answer.Roads);
        Assert.Equal((true, true, null, null), (answer.IsDryRun, road.Load.IsOver, road.Result, road.Order));
        // A degree of longitude is a little shorter in the north.
        Assert.Equal(40, answer.UnmatchedPoints);
        Assert.InRange(answer.UnmatchedShare, 0.499m, 0.501m);
        Assert.Equal(0, (await _silo.Grains.GetGrain<ISourceGrain>("371302-road-0001").Get())!.Observations);
        Assert.Empty((await _silo.Queries.Audit("survey.entered", null, null, null, new PageRequest(), default)).Items);
    }

    [Fact]
    public async Task A_survey_is_in_the_audit_log_with_what_it_found_and_one_of_the_future_is_refused()
    {
        await Enter(Track(0.9m));
        var entry = Assert.Single((await _silo.Queries.Audit("survey.entered", null, null, null, new PageRequest(), default)).Items);
        Assert.Contains("超标：371302-road-0001", entry.Detail, StringComparison.Ordinal);
        Assert.Equal("future", (await Assert.ThrowsAsync<RefusedException>(() => Enter(Track(0.9m), Morning.AddDays(1)))).Reason);
    }

    [Fact]
    public async Task A_survey_is_kept_with_its_way_and_stands_once_on_the_shelf_of_its_year_however_often_it_is_sent()
    {
        var answer = await Enter([.. Track(0.9m), .. Track(5m, 35.08m)]);
        await _silo.Die();
        await _silo.StartAgain();
        await Enter([.. Track(0.9m), .. Track(5m, 35.08m)]);

        var head = Assert.Single(await _silo.Grains.GetGrain<ISurveyShelfGrain>("2026").All());
        Assert.Equal((Morning, 1, 1, 1), (head.At, head.Parts.Sum(p => p.Roads), head.Parts.Sum(p => p.Over), head.Parts.Sum(p => p.Orders)));
        var kept = (await _silo.Grains.GetGrain<ISurveyGrain>(head.Key).Get())!;
        Assert.Equal(answer.Roads[0].Order, Assert.Single(kept.Answer.Roads).Order);
        Assert.Equal([("371302-road-0001", 40), ("", 40)], kept.Track.Select(p => (p.Road, p.Line.Count)));
        Assert.Null(await _silo.Grains.GetGrain<ISurveyGrain>(SurveyKey.Of(Morning, "another")).Get());
    }

    [Fact]
    public async Task A_dry_run_is_kept_nowhere()
    {
        await Enter(Track(0.9m), isDryRun: true);
        Assert.Empty(await _silo.Grains.GetGrain<ISurveyShelfGrain>("2026").All());
    }
}
