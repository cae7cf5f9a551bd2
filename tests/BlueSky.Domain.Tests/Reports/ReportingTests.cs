using BlueSky.Access;
using BlueSky.Assessment;
using BlueSky.Districts;
using BlueSky.Reports;
using BlueSky.Sources;
using BlueSky.Violations;
using BlueSky.Tests.Violations;
using CsCheck;
using static BlueSky.Tests.Violations.Case;

namespace BlueSky.Tests.Reports;

public sealed class ReportingTests
{
    private static readonly string Seeds = Path.Combine(AppContext.BaseDirectory, "seeds");
    private static readonly ReportPolicy Policy = ReportPolicy.Load(Path.Combine(Seeds, "violations"));
    private static readonly SourceKindCatalog Kinds = SourceKindCatalog.Load(Path.Combine(Seeds, "source-kinds"));
    private static readonly District Lanshan = DistrictSeed.Load(SeedFolder.Lanshan);
    private static readonly DistrictBoundary Boundary = DistrictBoundary.Load(SeedFolder.Lanshan);
    private static readonly GeoPoint Here = new(118.3400m, 35.0600m);
    private static readonly DateTimeOffset Now = Morning.AddHours(1);

    private static readonly SourceRegistration Site = new()
    {
        Id = "371302-site-0001", Name = "演示工地", Kind = "site", Town = Case.Town.Code, Location = Here, RegisteredOn = new DateOnly(2021, 8, 31),
    };

    private static readonly Report Checklist = new()
    {
        Id = "r1", Origin = FoundBy.Patrol, At = Morning, SourceId = Site.Id, Position = Here, Finding = "measures", Photos = ["p"],
        Measures = [new("washing", false), new("fencing", true)],
    };

    private static readonly Report Fire = new()
    {
        Id = "r2", Origin = FoundBy.Patrol, At = Morning, Kind = Reporting.Spot, Town = Case.Town.Code, Position = Here, Finding = "straw", Photos = ["p"],
    };

    private static string Check(Report report, Actor? by = null) => Reporting.Check(report, by ?? GridMember, Lanshan, Boundary, Kinds, Policy, Now)?.Code ?? "";

    private static Findings Find(Report report, Actor? by = null, SourceRegistration? source = null) =>
        Reporting.Find(report, by ?? GridMember, source ?? Site, Kinds[(source ?? Site).Kind], Policy);

    [Fact]
    public void Every_failed_measure_is_a_problem_of_its_own_and_what_passed_is_none()
    {
        var found = Find(Checklist with { Measures = [new("fencing", false), new("wetting", true), new("hardening", false)] });
        Assert.Equal(["371302-site-0001~measures~fencing~20261110T090000", "371302-site-0001~measures~hardening~20261110T090000"], found.Steps.Select(s => s.ViolationId));
        Assert.All(found.Steps, s => Assert.Equal((FoundBy.Patrol, "S", 1), (s.FoundBy, s.Mark, s.Step)));
        Assert.Contains("六个百分之百", found.Steps[0].Citation, StringComparison.Ordinal);
        Assert.Empty(Find(Checklist with { Measures = [new("fencing", true)], Photos = [] }).Steps);
    }

    [Theory]
    [InlineData("fencing", Severity.Violation)]
    [InlineData("washing", Severity.Serious)]
    [InlineData("covering", Severity.Serious)]
    [InlineData("fencing,wetting", Severity.Serious)]
    public void Several_failures_or_one_that_stops_the_work_are_serious_as_for_the_checklist_as_a_whole(string failed, Severity severity) =>
        Assert.All(Find(Checklist with { Measures = [.. failed.Split(',').Select(f => new MeasureAnswer(f, false))] }).Steps, s => Assert.Equal(severity, s.Severity));

    [Fact]
    public void There_are_as_many_problems_as_failures_whatever_the_answers() =>
        Gen.Shuffle(Kinds["site"].Measures.Select(m => m.Item).ToArray()).Select(Gen.Bool.Array[6], Gen.Int[1, 6]).Sample((items, passes, count) =>
        {
            var answers = items.Take(count).Zip(passes, (item, passes) => new MeasureAnswer(item, passes)).ToList();
            var found = Find(Checklist with { Measures = answers });
            Assert.Equal(answers.Where(a => !a.Passes).Select(a => a.Item).Order(), found.Steps.Select(s => s.Point).Order());
            Assert.Equal(found.Steps.Count, found.Steps.Select(ViolationId.SeriesOf).Distinct().Count());
        });

    [Fact]
    public void What_a_citizen_tells_is_a_suspicion_whatever_it_is()
    {
        var told = Checklist with { Origin = FoundBy.Citizen, Photos = [], Position = null };
        Assert.Equal("", Check(told, TownOfficer));
        Assert.Equal((Severity.Suspect, FoundBy.Citizen), Find(told, TownOfficer).Steps.Select(s => (s.Severity, s.FoundBy)).Single());
        Assert.Equal(Severity.Suspect, Find(told with { Finding = Report.Other, Measures = [], Text = "夜间施工扬尘" }, TownOfficer).Steps.Single().Severity);
    }

    [Fact]
    public void The_persons_words_go_into_no_problem() =>
        Assert.DoesNotContain(Find(Checklist with { Text = "张三 13800000000" }).Steps, s => s.ToString().Contains("13800000000", StringComparison.Ordinal));

    [Fact]
    public void A_grid_member_reports_on_the_own_ground_alone_and_enters_nothing_for_citizens()
    {
        Assert.Equal("", Check(Fire));
        Assert.Equal("not-yours", Check(Fire with { Town = OtherTown.Code }));
        Assert.Equal("not-yours", Find(Checklist, OtherTownOfficer).Refusal?.Code);
        Assert.Equal("role-not-permitted", Check(Fire with { Origin = FoundBy.Citizen }));
        Assert.Equal("role-not-permitted", Check(Fire, Reader));
        Assert.Equal("", Check(Fire with { Town = OtherTown.Code }, DepartmentOfficer));
        Assert.Equal("", Check(Fire with { Origin = FoundBy.Citizen }, Commander));
    }

    [Fact]
    public void What_is_missing_or_cannot_be_is_refused_by_its_field()
    {
        Assert.Equal("future", Check(Fire with { At = Now.AddSeconds(1) }));
        Assert.Equal("too-late", Check(Fire with { At = Now.AddHours(-73) }));
        Assert.Equal("far-away", Check(Fire with { Position = new GeoPoint(35.06m, 118.34m) }));
        Assert.Equal("missing", Check(Fire with { Position = null }));
        Assert.Equal("unknown-town", Check(Fire with { Town = "zhujian" }, Commander));
        Assert.Equal("unknown-kind", Check(Fire with { Kind = "volcano" }));
        foreach (var (report, code) in new[]
        {
            (Checklist with { Finding = "pm10-hour" }, "unknown-finding"), (Checklist with { Finding = "straw", Measures = [] }, "unknown-finding"),
            (Checklist with { Measures = [] }, "missing"), (Checklist with { Measures = [new("washing", false), new("washing", true)] }, "repeated"),
            (Checklist with { Measures = [new("sweeping", false)] }, "unknown-item"), (Checklist with { Finding = Report.Other }, "not-a-checklist"),
            (Checklist with { Finding = Report.Other, Measures = [] }, "missing"), (Checklist with { Photos = [] }, "missing"),
            (Checklist with { Position = null }, "missing"),
        }) Assert.Equal(code, Find(report).Refusal?.Code);
    }

    [Fact]
    public void A_report_without_a_source_is_on_the_nearest_of_the_kind_within_the_distance()
    {
        var near = Checklist with { SourceId = null, Kind = "site", Town = Case.Town.Code, Position = new GeoPoint(118.3410m, 35.0600m) };
        var far = Site with { Id = "371302-site-0002", Location = new GeoPoint(118.3400m, 35.0620m) };
        Assert.Same(Site, Reporting.Locate(near, GridMember, [far, Site], Lanshan, Policy).Source);
        Assert.Equal("no-source-near", Reporting.Locate(near, GridMember, [far, Site with { Location = null }], Lanshan, Policy).Refusal?.Code);
    }

    [Fact]
    public void A_fire_near_no_spot_is_a_new_spot_where_it_was_found_and_the_same_report_the_same_spot()
    {
        var spot = Reporting.Locate(Fire, GridMember, [], Lanshan, Policy).Source!;
        Assert.Equal((Reporting.Spot, Case.Town.Code, Here, new DateOnly(2026, 11, 10)), (spot.Kind, spot.Town, spot.Location, spot.RegisteredOn));
        Assert.Equal(spot.Id, Reporting.Locate(Fire, GridMember, [], Lanshan, Policy).Source!.Id);
        Assert.NotEqual(spot.Id, Reporting.Locate(Fire with { Id = "r3" }, GridMember, [], Lanshan, Policy).Source!.Id);
        Assert.Same(spot, Reporting.Locate(Fire with { Id = "r3" }, GridMember, [spot], Lanshan, Policy).Source);
        Assert.Equal(spot.Id + "~straw~20261110T090000", Find(Fire, source: spot).Steps.Single().ViolationId);
    }

    [Fact]
    public void A_policy_with_a_field_misspelt_or_without_its_mark_is_refused_with_the_field()
    {
        var text = File.ReadAllText(Path.Combine(Seeds, "violations", "reports.json"));
        string Fault(string from, string to) => Assert.Throws<PolicyException>(() => ReportPolicy.Parse(text.Replace(from, to, StringComparison.Ordinal))).Field;
        Assert.Contains("spotwithin", Fault("spotWithinMetres", "spotwithin"), StringComparison.Ordinal);
        Assert.Contains("citizenSeverity", Fault("\"suspect\", \"mark\": \"D\", \"citation\": \"本系统默认值：群众", "\"suspect\", \"citation\": \"本系统默认值：群众"), StringComparison.Ordinal);
    }
}
