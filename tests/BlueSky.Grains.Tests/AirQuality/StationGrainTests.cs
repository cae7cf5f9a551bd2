using BlueSky.Audit;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Testing;
using BlueSky.Time;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers;
using Orleans.Storage;

namespace BlueSky.AirQuality;

public sealed class StationGrainTests : IAsyncLifetime
{
    private const string Code = "3496A";
    private static readonly DateTimeOffset Midnight = new(2021, 9, 1, 0, 0, 0, ChinaTime.Offset);
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await TestSilo.Start();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    private IStationGrain Station => _silo.Grains.GetGrain<IStationGrain>(Code);

    private static AirHour Hour(DateTimeOffset label, decimal pm25, string station = Code) => new(station, label, [8m, 24m, 61m, pm25, 0.6m, 96m]);

    private Task<StationEntry> Enter(DataStage stage, string reason, params AirHour[] hours) => Station.Enter(hours, stage, "tester", reason, isDemo: false);

    private async Task<decimal?[]> Pm25(long? revision = null) =>
        [.. (await Station.Hours(Midnight.AddDays(-40), Midnight.AddDays(40), revision)).Hours.Select(h => h[Pollutant.PM25])];

    [Fact]
    public async Task The_same_hours_again_change_nothing_and_need_no_new_revision()
    {
        AirHour[] hours = [Hour(Midnight.AddHours(1), 35), Hour(Midnight.AddHours(2), 36)];
        Assert.Equal(new StationEntry(2, 0, 0, 1), await Enter(DataStage.Raw, "", hours));
        Assert.Equal(new StationEntry(0, 0, 2, 1), await Enter(DataStage.Raw, "", hours));
        Assert.Equal(new StationEntry(1, 0, 1, 2), await Enter(DataStage.Raw, "", Hour(Midnight.AddHours(2), 36), Hour(Midnight.AddHours(3), 37)));
        Assert.Equal([35m, 36m, 37m], await Pm25());
    }

    [Fact]
    public async Task What_a_revision_showed_it_shows_again_after_later_corrections_and_a_restart()
    {
        await Enter(DataStage.Raw, "", Hour(Midnight.AddHours(-1), 10), Hour(Midnight.AddHours(1), 11));
        await Enter(DataStage.Reviewed, "零点漂移", Hour(Midnight.AddHours(-1), 20), Hour(Midnight.AddHours(1), 11));
        await Enter(DataStage.Revised, "复核", Hour(Midnight.AddHours(-1), 30));
        await Enter(DataStage.Revised, "再复核", Hour(Midnight.AddHours(-1), 40));
        await _silo.Stop();
        await _silo.StartAgain();

        Assert.Equal([10m, 11m], await Pm25(1));
        Assert.Equal([20m, 11m], await Pm25(2));
        Assert.Equal([30m, 11m], await Pm25(3));
        Assert.Equal([40m, 11m], await Pm25(4));
        Assert.Equal([40m, 11m], await Pm25());
        Assert.Empty(await Pm25(0));
        Assert.Equal(4, (await Station.Hours(Midnight, Midnight.AddHours(1), 99)).Revision);
        var history = await Station.History(Midnight.AddHours(-1));
        Assert.Equal([(DataStage.Raw, 1L, ""), (DataStage.Reviewed, 2L, "零点漂移"), (DataStage.Revised, 3L, "复核"), (DataStage.Revised, 4L, "再复核")],
            history.Select(v => (v.Stage, v.Revision, v.Reason)));
        Assert.All(history, v => Assert.Equal("tester", v.Actor));
    }

    [Fact]
    public async Task A_figure_that_changes_in_review_needs_a_reason_and_a_refusal_changes_no_month()
    {
        await Enter(DataStage.Raw, "", Hour(Midnight.AddHours(-1), 10), Hour(Midnight.AddHours(1), 11));
        // The first month would take it, the second needs a reason: nothing may be entered.
        var refusal = await Assert.ThrowsAsync<RefusedException>(() =>
            Enter(DataStage.Reviewed, " ", Hour(Midnight.AddHours(-1), 10), Hour(Midnight.AddHours(1), 99)));
        Assert.Equal(("reason-missing", "reason"), (refusal.Reason, refusal.Field));
        Assert.Single(await Station.History(Midnight.AddHours(-1)));
        Assert.Equal(new StationEntry(0, 2, 0, 2), await Enter(DataStage.Reviewed, "", Hour(Midnight.AddHours(-1), 10), Hour(Midnight.AddHours(1), 11)));
    }

    [Fact]
    public async Task A_late_raw_value_is_kept_beside_the_reviewed_one_and_does_not_count()
    {
        await Enter(DataStage.Raw, "", Hour(Midnight.AddHours(1), 10));
        await Enter(DataStage.Reviewed, "异常", Hour(Midnight.AddHours(1), 20));
        Assert.Equal(new StationEntry(0, 1, 0, 3), await Enter(DataStage.Raw, "", Hour(Midnight.AddHours(1), 12)));
        Assert.Equal([20m], await Pm25());
        Assert.Equal(3, (await Station.History(Midnight.AddHours(1))).Length);
    }

    [Fact]
    public async Task What_is_revised_is_not_reviewed_any_more()
    {
        await Enter(DataStage.Revised, "", Hour(Midnight.AddHours(1), 10));
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Enter(DataStage.Reviewed, "复核", Hour(Midnight.AddHours(1), 12)));
        Assert.Equal("stage-behind", refusal.Reason);
    }

    [Fact]
    public async Task Invented_hours_give_way_to_measured_ones_and_never_the_other_way_round()
    {
        await Station.Enter([Hour(Midnight.AddHours(1), 10), Hour(Midnight.AddHours(2), 10)], DataStage.Reviewed, "seed", "", isDemo: true);
        Assert.True((await Station.Hours(Midnight, Midnight.AddHours(2), null)).HasDemo);
        Assert.Equal(new StationEntry(0, 1, 0, 2), await Enter(DataStage.Raw, "", Hour(Midnight.AddHours(1), 50)));
        Assert.Equal([50m, 10m], await Pm25());
        var refusal = await Assert.ThrowsAsync<RefusedException>(() =>
            Station.Enter([Hour(Midnight.AddHours(1), 10)], DataStage.Revised, "seed", "演示", isDemo: true));
        Assert.Equal("demo-over-measured", refusal.Reason);
        Assert.False((await Station.Hours(Midnight, Midnight.AddHours(1), null)).HasDemo);
    }

    public static TheoryData<string, string> Bad => new()
    {
        { "half", "bad-hour" }, { "future", "future" }, { "twice", "repeated" }, { "other", "bad-entry" }, { "negative", "range" }, { "none", "bad-entry" },
    };

    [Theory, MemberData(nameof(Bad))]
    public async Task A_bad_entry_is_refused_as_a_whole(string fault, string reason)
    {
        var next = _silo.Clock.GetUtcNow().AddMinutes(6).HourEnding();
        var good = Hour(Midnight.AddHours(1), 10);
        AirHour[] hours = fault switch
        {
            "half" => [good, Hour(Midnight.AddMinutes(150), 10)],
            "future" => [good, Hour(next, 10)],
            "twice" => [good, Hour(Midnight.AddHours(1).ToUniversalTime(), 11)],
            "other" => [good, Hour(Midnight.AddHours(2), 10, "1618A")],
            "negative" => [good, Hour(Midnight.AddHours(2), -1)],
            _ => [],
        };
        Assert.Equal(reason, (await Assert.ThrowsAsync<RefusedException>(() => Enter(DataStage.Raw, "", hours))).Reason);
        Assert.Empty(await Station.History(Midnight.AddHours(1)));
    }

    [Fact]
    public async Task The_hour_0000_belongs_to_the_month_before_and_a_span_over_months_is_whole()
    {
        await Enter(DataStage.Raw, "", Hour(Midnight.AddHours(1), 3), Hour(Midnight, 2), Hour(Midnight.AddHours(-1), 1));
        Assert.Equal([1m, 2m, 3m], await Pm25());
        Assert.Equal([2m], (await Station.Hours(Midnight.AddHours(-1), Midnight, null)).Hours.Select(h => h[Pollutant.PM25]!.Value));
        Assert.Equal("bad-span", (await Assert.ThrowsAsync<RefusedException>(() => Station.Hours(Midnight, Midnight, null))).Reason);
    }

    [Fact]
    public async Task A_decision_is_audited_and_a_raw_hour_is_not()
    {
        await Enter(DataStage.Raw, "", Hour(Midnight.AddHours(1), 10));
        await Enter(DataStage.Reviewed, "零点漂移", Hour(Midnight.AddHours(1), 20));
        var audit = await _silo.Queries.Audit("station.hours-entered", Code, null, null, new PageRequest(), TestContext.Current.CancellationToken);
        var entry = Assert.Single(audit.Items);
        Assert.Equal(("tester", "reviewed"), (entry.Actor, entry.Reason));
        Assert.Contains("零点漂移", entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Months_that_an_entry_reached_before_a_crash_stay_hidden_until_it_is_repeated()
    {
        // What the store holds when a node dies between two months: the revision is begun, August is written, September is not.
        var cut = new MonthEntry(1, DataStage.Raw, Midnight, "tester", "", false);
        await _silo.Grains.GetGrain<IStationMonthGrain>($"{Code}/2021-08").Add([Hour(Midnight, 1)], cut);
        var storage = _silo.Services.GetRequiredKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME);
        var left = new AuditEntry(Midnight, "tester", "station.hours-entered", Code, "raw", "cut off", "", 1);
        await storage.WriteStateAsync("air-station", Station.GetGrainId(), new GrainState<StationState>(new() { Begun = 1, Outbox = [left] }));
        Assert.Empty(await Pm25());
        Assert.Empty(await Station.History(Midnight));

        Assert.Equal(new StationEntry(1, 0, 1, 2), await Enter(DataStage.Raw, "", Hour(Midnight, 1), Hour(Midnight.AddHours(1), 2)));
        Assert.Equal([1m, 2m], await Pm25());
        var audit = await _silo.Queries.Audit("station.hours-entered", Code, null, null, new PageRequest(), TestContext.Current.CancellationToken);
        Assert.Equal("cut off", Assert.Single(audit.Items).Detail);
    }

    [Fact]
    public async Task A_source_of_HJ_212_brings_its_closed_hour_to_the_station_as_raw_data()
    {
        var id = AirStationSource.IdOf("371302", Code);
        var source = _silo.Grains.GetGrain<ISourceGrain>(id);
        await source.Register(TestSilo.Entry(id, AirStationSource.Kind, TestSilo.OtherTown), "test");
        var start = _silo.Clock.GetUtcNow().HourStart().AddHours(-2);
        for (var minute = 0; minute <= 60; minute += 5)
        {
            await source.Ingest([new Observation
            {
                Mn = "MN1", Period = Period.Minute, DataTime = start.AddMinutes(minute), ReceivedAt = _silo.Clock.GetUtcNow(), PeriodSeconds = 300,
                Readings = [new("a34004-Avg", 35m, Quality.Valid), new("a34002-Avg", 61m, Quality.Valid), new("a05024-Avg", 96m, Quality.Valid), new("a21005-Avg", 0.6m, Quality.Valid)],
            }]);
        }

        // Publication is spread over a minute; the watch makes it at once.
        await source.CheckSilence();

        var version = Assert.Single(await Station.History(start.AddHours(1)));
        Assert.Equal(DataStage.Raw, version.Stage);
        Assert.Equal([null, null, 61m, 35m, 0.6m, 96m], version.Hour.Values);
        await source.CheckSilence();
        Assert.Single(await Station.History(start.AddHours(1)));
    }
}
