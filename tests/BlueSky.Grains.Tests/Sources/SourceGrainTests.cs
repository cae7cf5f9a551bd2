using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Testing;
using BlueSky.Time;
using BlueSky.Violations;

namespace BlueSky.Sources;

public sealed class SourceGrainTests : IAsyncLifetime
{
    private const string Id = "371302-gas-0001";
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync()
    {
        _silo = await TestSilo.Start();
        await Source.Register(TestSilo.Entry(Id, "gas-station"), "test");
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    private ISourceGrain Source => _silo.Grains.GetGrain<ISourceGrain>(Id);

    private DateTimeOffset Now => new DateTimeOffset(_silo.Clock.GetUtcNow().Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero).ToChina();

    private Observation Vapour(decimal value, DateTimeOffset? at = null, string mn = "MN1") => new()
    {
        Mn = mn, Period = Period.Instant, DataTime = at ?? Now, ReceivedAt = _silo.Clock.GetUtcNow(),
        Readings = [new("VapourConcentration-Rtd", value, Quality.Valid), new("TankPressure-Rtd", -120m, Quality.Valid)],
    };

    private async Task<List<Observation>> Stored()
    {
        var all = new List<Observation>();
        await foreach (var one in _silo.Journal.ReadAfter(Id, 0, TestContext.Current.CancellationToken)) all.Add(one);
        return all;
    }

    [Fact]
    public async Task A_packet_sent_again_is_a_duplicate_and_stored_once()
    {
        var packet = Vapour(900);
        Assert.Equal([IngestResult.Stored], await Source.Ingest([packet]));
        Assert.Equal([IngestResult.Duplicate, IngestResult.Duplicate], await Source.Ingest([packet, packet]));

        Assert.Single(await Stored());
    }

    [Fact]
    public async Task Twice_in_one_batch_is_stored_once_too()
    {
        var packet = Vapour(900);

        Assert.Equal([IngestResult.Stored, IngestResult.Duplicate], await Source.Ingest([packet, packet]));
        Assert.Single(await Stored());
    }

    [Fact]
    public async Task Another_value_under_the_same_identity_is_kept_as_a_revision_and_the_first_stays()
    {
        var at = Now;
        await Source.Ingest([Vapour(900, at)]);

        Assert.Equal([IngestResult.Revised], await Source.Ingest([Vapour(910, at)]));
        Assert.Equal([IngestResult.Duplicate], await Source.Ingest([Vapour(910, at)]));

        var stored = await Stored();
        Assert.Equal([1L, 2L], stored.Select(o => o.Arrival));
        Assert.Equal([new Reading("VapourConcentration-Rtd", 910m, Quality.Revision)], stored[1].Readings);
        var view = await Source.Get();
        Assert.Contains(view!.LastReadings, r => r.Channel == "VapourConcentration-Rtd" && r is { Value: 900m, Unit: "µmol/mol" });
    }

    [Fact]
    public async Task The_future_is_refused_beyond_five_minutes()
    {
        Assert.Equal([IngestResult.Future], await Source.Ingest([Vapour(900, Now.AddMinutes(6))]));
        Assert.Equal([IngestResult.Stored], await Source.Ingest([Vapour(900, Now.AddMinutes(4))]));
    }

    [Fact]
    public async Task Data_before_the_first_day_in_the_register_are_refused()
    {
        var before = new DateTimeOffset(2021, 8, 30, 23, 59, 59, ChinaTime.Offset);

        Assert.Equal([IngestResult.BeforeRegistration, IngestResult.Stored],
            await Source.Ingest([Vapour(900, before), Vapour(900, before.AddSeconds(1))]));
    }

    [Fact]
    public async Task A_source_that_is_not_in_the_register_refuses() =>
        Assert.Equal([IngestResult.UnknownSource], await _silo.Grains.GetGrain<ISourceGrain>("371302-gas-9999").Ingest([Vapour(900)]));

    [Fact]
    public async Task A_violation_reaches_its_grain_the_lists_and_the_town()
    {
        await Source.Ingest([Vapour(9000)]);

        var town = _silo.Grains.GetGrain<ITownGrain>(TestSilo.Town);
        var counts = await Eventually.Becomes(town.Get, v => v.Rollup.OpenBySeverity.GetValueOrDefault(Severity.Violation) == 1);
        Assert.Equal(1, counts.Rollup.ByStatus[SourceStatus.Violating]);
        var row = Assert.Single((await _silo.Queries.Violations(new ViolationFilter(SourceId: Id, MinimumSeverity: Severity.Violation), new(), default)).Items);
        Assert.Equal(9000m, row.Last.Value);
        Assert.Contains("9000", row.Last.Explanation, StringComparison.Ordinal);
        Assert.Equal("兰山生态环境分局", row.Place.Department);
        var violation = await _silo.Grains.GetGrain<IViolationGrain>(row.Last.ViolationId).Get();
        Assert.True(violation!.IsOpen);
    }

    [Fact]
    public async Task An_append_of_unknown_outcome_is_not_answered_and_the_packet_sent_again_is_stored_once()
    {
        var packet = Vapour(9000);
        _silo.Fault.AfterStoring = true;
        Assert.Equal([IngestResult.Unavailable], await Source.Ingest([packet]));
        _silo.Fault.AfterStoring = false;

        var again = await Eventually.Becomes(() => Source.Ingest([packet]), r => r[0] != IngestResult.Unavailable);

        Assert.Equal([IngestResult.Duplicate], again);
        Assert.Single(await Stored());
        Assert.Equal(2, (await Source.Get())!.Open.Length);
    }

    [Fact]
    public async Task An_append_that_failed_is_not_answered_and_the_packet_sent_again_is_stored()
    {
        var packet = Vapour(900);
        _silo.Fault.BeforeStoring = true;
        Assert.Equal([IngestResult.Unavailable], await Source.Ingest([packet]));
        _silo.Fault.BeforeStoring = false;

        var again = await Eventually.Becomes(() => Source.Ingest([packet]), r => r[0] != IngestResult.Unavailable);

        Assert.Equal([IngestResult.Stored], again);
        Assert.Single(await Stored());
    }

    [Fact]
    public async Task After_a_restart_the_source_goes_on_with_all_it_knew()
    {
        var packet = Vapour(9000);
        await Source.Ingest([packet]);
        var before = (await Source.Get())!;

        await _silo.Stop();
        await _silo.StartAgain();

        var after = (await Source.Get())!;
        Assert.Equal(before.Open.Select(p => (p.RuleId, p.Start, p.Severity)), after.Open.Select(p => (p.RuleId, p.Start, p.Severity)));
        Assert.Equal(before.LastReadings, after.LastReadings);
        Assert.Equal([IngestResult.Duplicate], await Source.Ingest([packet]));
    }

    [Fact]
    public async Task Each_packet_of_a_device_is_counted_once_whatever_is_sent_again_corrected_or_replayed()
    {
        await Source.BindDevice("MN1", 60);
        var at = Now.AddMinutes(-2);
        await Source.Ingest([Vapour(900, at), Vapour(901, at.AddMinutes(1)), Vapour(900, at), Vapour(77, at.AddMinutes(-90))]);
        Assert.Equal([IngestResult.Revised, IngestResult.Duplicate], await Source.Ingest([Vapour(910, at), Vapour(77, at.AddMinutes(-90))]));
        await Source.Ingest([Vapour(900, at, mn: "manual:1")]);

        var counted = Assert.Single(await Source.Packets("MN1"));
        Assert.Equal((Period.Instant, at.AddMinutes(1), at), (counted.Period, counted.NewestAt, counted.Tally!.Since));
        Assert.Equal((3, 1), (counted.Tally.Received.Sum(), counted.Tally.Late!.Sum()));
        Assert.Null(Assert.Single(await Source.Packets("manual:1")).Tally);

        await _silo.Die();
        await _silo.StartAgain();

        Assert.Equivalent(counted, Assert.Single(await Source.Packets("MN1")), strict: true);
        await Source.UnbindDevice("MN1");
        Assert.Null(Assert.Single(await Source.Packets("MN1")).Tally);
    }

    [Fact]
    public async Task Silence_is_found_although_nobody_calls_the_source()
    {
        await Source.BindDevice("MN1", 60);
        await Source.Ingest([Vapour(900)]);
        await _silo.Stop();
        _silo.Clock.Advance(TimeSpan.FromHours(30));
        await _silo.StartAgain();

        await _silo.Grains.GetGrain<IDistrictGrain>("371302").AsReference<IRemindable>().ReceiveReminder("watch", default);

        Assert.Equal(SourceStatus.Offline, (await Source.Get())!.Summary.Status);
        var row = Assert.Single((await _silo.Queries.Violations(new ViolationFilter(SourceId: Id, RuleId: "offline"), new(), default)).Items);
        Assert.Equal(Severity.Violation, row.Last.Severity);
        Assert.Empty(await _silo.Publication.SilenceDue(_silo.Clock.GetUtcNow(), 10, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Late_data_fill_the_hour_but_raise_no_alarm()
    {
        var hour = Now.HourStart().AddDays(-3);
        await Source.Ingest([Vapour(900)]);
        var packets = Enumerable.Range(0, 60).Select(minute => new Observation
        {
            Mn = "MN1", Period = Period.Minute, PeriodSeconds = 60, DataTime = hour.AddMinutes(minute), ReceivedAt = _silo.Clock.GetUtcNow(),
            Readings = [new("ProcessorOutlet-Avg", 30m, Quality.Valid), new("VapourConcentration-Avg", 9000m, Quality.Valid)],
        }).ToArray();

        Assert.All(await Source.Ingest(packets), r => Assert.Equal(IngestResult.Stored, r));

        Assert.Empty((await Source.Get())!.Open);
        await Source.Summarise();
        var value = Assert.Single(await _silo.Queries.Hours(Id, "ProcessorOutlet", hour, hour.AddHours(1), default));
        Assert.Equal((30m, 60, true), (value.Mean!.Value, value.CoveredMinutes, value.IsValid));
    }

    [Fact]
    public async Task The_same_register_entry_again_changes_nothing()
    {
        var version = (await Source.Summarise())!.Version;

        await Source.Register(TestSilo.Entry(Id, "gas-station"), "test");

        Assert.Equal(version, (await Source.Summarise())!.Version);
        Assert.Single((await _silo.Queries.Audit("source.registered", Id, null, null, new(), default)).Items);
    }

    [Theory]
    [InlineData("no-such-kind", TestSilo.Town, "kind")]
    [InlineData("site", "371302999", "town")]
    public async Task An_entry_that_cannot_be_is_refused_and_the_field_named(string kind, string town, string field)
    {
        var refusal = await Assert.ThrowsAsync<Messages.RefusedException>(
            () => _silo.Grains.GetGrain<ISourceGrain>("371302-x-0001").Register(TestSilo.Entry("371302-x-0001", kind, town), "test"));

        Assert.Equal(field, refusal.Field);
    }

    [Fact]
    public async Task A_source_that_moves_is_counted_in_its_new_town_only()
    {
        await Source.Register(TestSilo.Entry(Id, "gas-station", TestSilo.OtherTown), "test");

        Assert.Equal(0, (await _silo.Grains.GetGrain<ITownGrain>(TestSilo.Town).Get()).Rollup.Sources);
        Assert.Equal(1, (await _silo.Grains.GetGrain<ITownGrain>(TestSilo.OtherTown).Get()).Rollup.Sources);
    }

    [Fact]
    public async Task A_site_is_held_against_the_same_hour_of_its_reference_station()
    {
        var hour = Now.HourStart().AddHours(-1);
        var station = _silo.Grains.GetGrain<ISourceGrain>(AirStationSource.IdOf("371302", "3496A"));
        await station.Register(TestSilo.District.Stations[0].ToSource("371302", new DateOnly(2015, 1, 1)), "test");
        var site = _silo.Grains.GetGrain<ISourceGrain>("371302-site-0001");
        await site.Register(TestSilo.Entry("371302-site-0001", "site") with { ReferenceStation = "3496A" }, "test");

        await site.Ingest([Hour("MN2", 180m, hour)]);
        Assert.Empty((await site.Get())!.Open);
        await station.Ingest([Hour("MN3", 120m, hour)]);
        await site.Ingest([Vapourless("MN2")]);

        var open = await Eventually.Becomes(async () => (await site.Get())!.Open, o => o.Length > 0);
        Assert.Equal(("pm10-hour", Severity.Warning), (open[0].RuleId, open[0].Severity));
    }

    private Observation Hour(string mn, decimal pm10, DateTimeOffset start) => new()
    {
        Mn = mn, Period = Period.Hour, PeriodSeconds = 3600, DataTime = start, ReceivedAt = start.AddHours(1).AddMinutes(1),
        Readings = [new("a34002-Avg", pm10, Quality.Valid)],
    };

    private Observation Vapourless(string mn) => new()
    {
        Mn = mn, Period = Period.Instant, DataTime = Now, ReceivedAt = Now, Readings = [new("a34002-Rtd", 100m, Quality.Valid)],
    };
}
