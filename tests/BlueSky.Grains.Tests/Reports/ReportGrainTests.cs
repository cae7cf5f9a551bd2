using BlueSky.Access;
using BlueSky.Messages;
using BlueSky.Photos;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Testing;
using BlueSky.Tests.Violations;
using BlueSky.Violations;
using Microsoft.Extensions.DependencyInjection;
using static BlueSky.Tests.Violations.Case;

namespace BlueSky.Reports;

public sealed class ReportGrainTests : IAsyncLifetime
{
    private const string Site = "371302-site-0001";
    private static readonly GeoPoint Here = new(118.3400m, 35.0600m);
    private static readonly ReportContact Citizen = new("张某", "13800000000");
    private static readonly System.Text.Json.JsonSerializerOptions AsShown = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private TestSilo _silo = null!;
    private string _photo = "";

    public async ValueTask InitializeAsync()
    {
        _silo = await TestSilo.Start(at: Morning.AddHours(1));
        _photo = (await _silo.Grains.GetGrain<IPhotoGrain>(Case.Town.Code).Keep(DemoPhoto.Create(1), GridMember)).Id;
        await _silo.Grains.GetGrain<ISourceGrain>(Site).Register(TestSilo.Entry(Site, "site") with { Location = Here }, "test");
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    private Report Checklist(string id = "r1") => new()
    {
        Id = id, Origin = FoundBy.Patrol, At = Morning, SourceId = Site, Position = Here, Finding = "measures", Photos = [_photo], Text = "张某 13800000000",
        Measures = [new("fencing", false), new("hardening", false), new("wetting", true)],
    };

    private Report Fire(string id = "f1") => new()
    {
        Id = id, Origin = FoundBy.Patrol, At = Morning, Kind = Reporting.Spot, Town = Case.Town.Code, Position = Here, Finding = "straw", Photos = [_photo],
    };

    private Task<ReportAnswer> Enter(Report report, Actor? by = null, ReportContact? contact = null) =>
        _silo.Grains.GetGrain<IReportGrain>(ReportKey.Of((by ?? GridMember).Unit!, report.Id)).Enter(report, contact, by ?? GridMember);

    private async Task<string> Refusal(Report report, Actor? by = null) => (await Assert.ThrowsAsync<RefusedException>(() => Enter(report, by))).Reason;

    private async Task<LoopState?> State(string problem) => (await _silo.Grains.GetGrain<IViolationGrain>(problem).Get())?.Loop.State;

    private async Task<IReadOnlyList<ReportRow>> Rows(ReportFilter? filter = null) => (await _silo.Queries.Reports(filter ?? new(), new PageRequest(), default)).Items;

    [Fact]
    public async Task Each_failed_measure_is_a_problem_that_is_assigned_and_the_same_report_after_a_crash_changes_nothing()
    {
        var answer = await Enter(Checklist());
        Assert.False(answer.IsRepeat);
        Assert.Equal(2, answer.View.Problems.Length);
        foreach (var problem in answer.View.Problems) Assert.Equal(LoopState.Assigned, await State(problem));

        await _silo.Die();
        await _silo.StartAgain();
        var again = await Enter(Checklist());
        Assert.True(again.IsRepeat);
        Assert.Equivalent(answer.View, again.View);
        Assert.Equal(2, (await _silo.Queries.Violations(new ViolationFilter(SourceId: Site), new PageRequest(), default)).Total);
        Assert.Single(await Rows());
        Assert.Single((await _silo.Queries.Audit("report.patrol", null, null, null, new PageRequest(), default)).Items);
        Assert.Equal("id-taken", await Refusal(Checklist() with { Text = "另一件事" }));
    }

    [Fact]
    public async Task A_report_whose_delivery_broke_off_is_completed_when_it_is_sent_again()
    {
        var isDown = true;
        await _silo.DisposeAsync();
        _silo = await TestSilo.Start(
            services =>
            {
                var publication = services.Last(s => s.ServiceType == typeof(IPublication));
                services.AddSingleton<IPublication>(s => new FailingPublication(
                    (IPublication)ActivatorUtilities.CreateInstance(s, publication.ImplementationType!), row => row is ReportRow && isDown));
            },
            Morning.AddHours(1));
        _photo = (await _silo.Grains.GetGrain<IPhotoGrain>(Case.Town.Code).Keep(DemoPhoto.Create(1), GridMember)).Id;
        await _silo.Grains.GetGrain<ISourceGrain>(Site).Register(TestSilo.Entry(Site, "site") with { Location = Here }, "test");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Enter(Checklist()));
        Assert.Empty(await Rows());
        isDown = false;
        Assert.True((await Enter(Checklist())).IsRepeat);
        Assert.Equal(2, (await _silo.Queries.Violations(new ViolationFilter(SourceId: Site), new PageRequest(), default)).Total);
        Assert.Single(await Rows());
    }

    [Fact]
    public async Task A_fire_found_anywhere_becomes_a_spot_of_its_town_and_a_second_report_near_it_the_same_problem()
    {
        var first = await Enter(Fire());
        var spot = (await _silo.Grains.GetGrain<ISourceGrain>(first.View.SourceId).Get())!.Registration;
        Assert.Equal((Reporting.Spot, Case.Town.Code, Here), (spot.Kind, spot.Town, spot.Location));
        var second = await Enter(Fire("f2") with { At = Morning.AddMinutes(5), Position = new GeoPoint(118.3401m, 35.0600m) });
        Assert.Equal(first.View.SourceId, second.View.SourceId);
        Assert.Equal(LoopState.Assigned, await State(first.View.Problems.Single()));
        Assert.Equal(LoopState.Merged, await State(second.View.Problems.Single()));
        Assert.Equal(1, (await _silo.Queries.Violations(new ViolationFilter(Ended: false), new PageRequest(), default)).Total);
    }

    [Fact]
    public async Task What_a_citizen_told_waits_for_the_command_centre_until_a_patrol_sees_it_too()
    {
        var told = Fire("c1") with { Origin = FoundBy.Citizen, Photos = [] };
        var answer = await Enter(told, TownOfficer, Citizen);
        Assert.Equal(LoopState.Found, await State(answer.View.Problems.Single()));
        await Enter(Fire() with { At = Morning.AddMinutes(10) });
        Assert.Equal(LoopState.Assigned, await State(answer.View.Problems.Single()));
    }

    [Fact]
    public async Task How_to_reach_a_citizen_is_known_to_few_and_in_no_list_audit_entry_or_problem()
    {
        var answer = await Enter(Fire("c1") with { Origin = FoundBy.Citizen, Photos = [], Text = "张某 13800000000" }, TownOfficer, Citizen);
        var grain = _silo.Grains.GetGrain<IReportGrain>(answer.View.Key);
        Assert.True(answer.View.HasContact);
        Assert.Equal(Citizen, await grain.Contact(Commander));
        Assert.Equal(Citizen, await grain.Contact(TownLead));
        foreach (var other in new[] { GridMember, OtherTownOfficer, DepartmentOfficer, Reader })
            Assert.Equal("role-not-permitted", (await Assert.ThrowsAsync<RefusedException>(() => grain.Contact(other))).Reason);

        var audit = (await _silo.Queries.Audit(null, null, null, null, new PageRequest(Size: 500), default)).Items;
        Assert.Equal(2, audit.Count(e => e.Action == "report.contact-read"));
        Assert.Equal(4, audit.Count(e => e.Action == "report.contact-refused"));
        var view = await _silo.Grains.GetGrain<IViolationGrain>(answer.View.Problems.Single()).Get();
        var shown = System.Text.Json.JsonSerializer.Serialize(new { audit, rows = await Rows(), view }, AsShown);
        Assert.DoesNotContain("13800000000", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("张某", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_rules_refuse_stores_nothing_and_is_in_the_audit_log()
    {
        Assert.Equal("not-yours", await Refusal(Checklist(), OtherTownOfficer));
        Assert.Equal("unknown-photo", await Refusal(Checklist() with { Photos = [new string('0', 64)] }));
        Assert.Equal("unknown-source", await Refusal(Checklist() with { SourceId = "371302-site-9999" }));
        Assert.Equal("no-source-near", await Refusal(Checklist() with { SourceId = null, Kind = "site", Town = Case.Town.Code, Position = new GeoPoint(118.35m, 35.06m) }));
        Assert.Empty(await Rows());
        Assert.Equal(0, (await _silo.Queries.Violations(new ViolationFilter(), new PageRequest(), default)).Total);
        var audit = (await _silo.Queries.Audit("report.refused", null, null, null, new PageRequest(), default)).Items;
        Assert.Equal(["no-source-near", "not-yours", "unknown-photo", "unknown-source"], audit.Select(e => e.Reason).Order());

        // Nothing was stored under the id, so it is free.
        Assert.Equal(Site, (await Enter(Checklist() with { SourceId = null, Kind = "site", Town = Case.Town.Code })).View.SourceId);
    }

    [Fact]
    public async Task A_unit_sees_the_reports_that_it_made_or_that_concern_it()
    {
        await Enter(Checklist());
        Assert.Single(await Rows(new ReportFilter(Concerns: Case.Town.Code, Origin: FoundBy.Patrol, From: Morning, To: Morning.AddSeconds(1), Kind: "site")));
        Assert.Single(await Rows(new ReportFilter(Concerns: Department.Code)));
        Assert.Empty(await Rows(new ReportFilter(Concerns: OtherTown.Code)));
        Assert.Empty(await Rows(new ReportFilter(Origin: FoundBy.Citizen)));
    }
}
