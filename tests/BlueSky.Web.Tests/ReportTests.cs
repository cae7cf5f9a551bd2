using System.Net;
using BlueSky.Access;
using BlueSky.Queries;
using BlueSky.Reports;
using BlueSky.Violations;

namespace BlueSky.Web.Tests;

public sealed class ReportTests
{
    private const string Key = Samples.Town + "~r1", Path = "/api/v1/reports";
    private static readonly string Patrol = OpenApiExamples.Bodies["enterReport"];

    private static HttpClient As(TestWeb web, string unit, Role role = Role.Officer) =>
        web.Client(web.World.AddKey($"{unit}-{role}", Scopes.Read | Scopes.Act, unit: unit, role: role));

    /// <summary>A report with a photo and a citizen behind it.</summary>
    internal static ReportView View(string key = Key) => new(
        key, new Report { Id = "r1", Origin = FoundBy.Citizen, At = Samples.Noon, Finding = "straw", Text = "在路边", Photos = [PhotoTests.Id] }, "甲", Samples.TownUnit,
        Samples.Noon, Samples.Source, new ViolationPlace(Samples.Town, "示例焚烧点", "burning-spot", "区综合行政执法局", true), "zhifa", ["a~b~c"], true);

    private static async Task<TestWeb> WithReport()
    {
        var web = await TestWeb.Borrow();
        web.World.Reports[Key] = (View(), new ReportContact("张某", "13800000000"));
        web.Rows.Photos[(Samples.Town, PhotoTests.Id)] = PhotoTests.Photo;
        return web;
    }

    [Fact]
    public async Task A_report_goes_to_its_grain_with_the_person_of_the_key_and_its_position_in_the_registers_datum()
    {
        await using var web = await TestWeb.Borrow();
        var answer = await (await As(web, Samples.Town, Role.GridMember).Send("POST", Path, Patrol.Replace("gcj02", "wgs84", StringComparison.Ordinal))).Json();
        Assert.Equal(Samples.Town + "~wgy-20210801-1", (string)answer["view"]!["key"]!);
        var (report, contact, by) = Assert.Single(web.World.EnteredReports);
        Assert.Equal((FoundBy.Patrol, "measures", Samples.Town, Role.GridMember), (report.Origin, report.Finding, report.Town, by.Role));
        Assert.Equal([new MeasureAnswer("washing", false), new MeasureAnswer("covering", true)], report.Measures);
        Assert.InRange(report.Position!.Value.Longitude - 118.34m, 0.004m, 0.007m);
        Assert.Null(contact);
    }

    [Theory]
    [InlineData("""{"finding":"straw"}""", "id,origin,at")]
    [InlineData("""{"id":"a b","origin":"patrol","at":"2021-08-01T11:00","finding":"straw"}""", "id")]
    [InlineData("""{"id":"a","origin":"rule","at":"2021-08-01T11:00","finding":"straw"}""", "origin")]
    [InlineData("""{"id":"a","origin":"patrol","at":"2021-08-01T11:00:00.5","finding":"straw"}""", "at")]
    [InlineData("""{"id":"a","origin":"patrol","at":"2021-08-01T11:00","finding":"straw","position":{"longitude":118,"latitude":95},"photos":["1.jpg"]}""", "position.latitude,photos[0]")]
    [InlineData("""{"id":"a","origin":"patrol","at":"2021-08-01T11:00","finding":"measures","measures":[{"item":"washing"},null]}""", "measures[0].pass,measures[1].item,measures[1].pass")]
    [InlineData("""{"id":"a","origin":"patrol","at":"2021-08-01T11:00","finding":"straw","contact":{"phone":"1"}}""", "contact")]
    [InlineData("""{"id":"a","origin":"citizen","at":"2021-08-01T11:00","finding":"straw","source":"../x"}""", "source")]
    public async Task What_is_missing_or_wrong_in_a_report_is_named(string body, string fields)
    {
        await using var web = await TestWeb.Borrow();
        Assert.Equal(fields.Split(','), await (await As(web, Samples.Town).Send("POST", Path, body)).Fields());
        Assert.Empty(web.World.EnteredReports);
    }

    [Fact]
    public async Task Readers_and_keys_without_a_unit_report_nothing()
    {
        await using var web = await TestWeb.Borrow();
        foreach (var client in new[] { As(web, Samples.Town, Role.Reader), web.Client(web.World.AddKey("plain", Scopes.Act)) })
            Assert.Equal("needs-unit", (string)(await (await client.Send("POST", Path, Patrol)).Problem(HttpStatusCode.Forbidden))["reason"]!);
        Assert.Empty(web.World.EnteredReports);
    }

    [Fact]
    public async Task A_report_is_seen_by_who_made_it_who_answers_for_it_and_the_command_centre()
    {
        await using var web = await WithReport();
        foreach (var unit in new[] { Samples.Town, Unit.CommandCode }) Assert.Equal("在路边", (string)(await (await As(web, unit).Read($"{Path}/{Key}")).Json())["report"]!["text"]!);
        Assert.Equal("not-yours", (string)(await (await As(web, "zhujian").Read($"{Path}/{Key}")).Problem(HttpStatusCode.Forbidden))["reason"]!);
        await (await As(web, "zhujian").Read($"{Path}/{Key}/photos/{PhotoTests.Id}")).Problem(HttpStatusCode.Forbidden);
        await (await web.Client(web.World.AddKey("plain", Scopes.Read | Scopes.Act)).Read($"{Path}/{Key}")).Problem(HttpStatusCode.Forbidden);

        // Whoever answers for its problem after a reassignment sees it too.
        web.World.Violations["a~b~c"] = Samples.Violation("a~b~c");
        Assert.Equal(HttpStatusCode.OK, (await As(web, "zhujian").Read($"{Path}/{Key}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await As(web, "zhujian").Read($"{Path}/{Key}/photos/{PhotoTests.Id}")).StatusCode);
        await (await As(web, "zhujian").Read($"{Path}/{Key}/photos/{new string('0', 64)}")).Problem(HttpStatusCode.NotFound);
        await (await As(web, Samples.Town).Read($"{Path}/nothing")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task How_to_reach_a_citizen_is_asked_for_apart()
    {
        await using var web = await WithReport();
        Assert.Equal("13800000000", (string)(await (await As(web, Unit.CommandCode).Read($"{Path}/{Key}/contact")).Json())["phone"]!);
        Assert.DoesNotContain("13800000000", await (await As(web, Unit.CommandCode).Read($"{Path}/{Key}")).Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("13800000000", await (await web.Client(Scopes.Read).Read(Path + "?format=csv")).Text(), StringComparison.Ordinal);
        await (await As(web, Samples.Town, Role.GridMember).Read($"{Path}/{Key}/contact")).Problem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_list_is_filtered_and_a_unit_sees_what_concerns_it_alone()
    {
        await using var web = await WithReport();
        await As(web, Samples.Town).Read(Path + "?origin=citizen&kind=burning-spot");
        await As(web, Unit.CommandCode).Read(Path + $"?town={Samples.Town}&standing=waiting&sort=receivedAt");
        Assert.Equal(
            [new ReportFilter(Origin: FoundBy.Citizen, Kind: "burning-spot", Concerns: Samples.Town), new ReportFilter(Town: Samples.Town) { Standing = ReportStanding.Waiting }], web.Rows.Asked.Cast<ReportFilter>());
        var csv = await (await web.Client(Scopes.Read).Read(Path + "?format=csv")).Text();
        Assert.Contains("key,origin,at,receivedAt,unit,town,kind,department,source", csv, StringComparison.Ordinal);
        Assert.Contains(Key + ",citizen,2021-08-01T12:00:00+08:00", csv, StringComparison.Ordinal);
    }
}
