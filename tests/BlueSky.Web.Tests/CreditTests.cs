using System.Net;
using System.Text.Json.Nodes;
using BlueSky.Access;
using BlueSky.Credit;
using BlueSky.Queries;

namespace BlueSky.Web.Tests;

public sealed class CreditTests
{
    private const string Truck = "/api/v1/muck-trucks/鲁QD12345";

    private static HttpClient As(TestWeb web, string? unit, Role role = Role.Officer, Scopes scopes = Scopes.Read | Scopes.Act) =>
        web.Client(web.World.AddKey($"k{unit}{role}{(int)scopes}", scopes, unit: unit, role: role));

    [Fact]
    public async Task A_list_is_of_the_present_quarter_and_takes_filters_order_and_pages()
    {
        await using var web = await TestWeb.Borrow();
        var list = await (await web.Client(Scopes.Read).Read(
            "/api/v1/credit?town=371302001&kind=gas-station&below=60&atLeast=0&frozen=true&differs=true&pending=true&text=x&sort=score&desc=true&page=1&size=10")).Json();
        Assert.Equal(new CreditFilter("2021-Q3", "371302001", null, "gas-station", null, 60, 0, true, true, true, "x"), web.Rows.Asked[^1]);
        Assert.Equal(new PageRequest(1, 10, "score", true), web.Rows.Pages[^1]);
        Assert.Equal((90m, "2021-Q3", 10m), ((decimal)list["items"]![0]!["score"]!, (string)list["items"]![0]!["period"]!, (decimal)list["items"]![0]!["deducted"]!));
        await web.Client(Scopes.Read).Read("/api/v1/credit?quarter=2021-Q1");
        Assert.Equal("2021-Q1", Assert.IsType<CreditFilter>(web.Rows.Asked[^1]).Period);
    }

    [Theory]
    [InlineData("/credit?quarter=2021-13", "quarter"), InlineData("/credit?sort=name;", "sort"), InlineData("/credit?below=-1", "below"), InlineData("/credit?colour=red", "colour")]
    [InlineData("/credit/sources/a%20b", "id"), InlineData("/credit/sources/a?period=yesterday", "period"), InlineData("/muck-trucks/Q12345", "plate"), InlineData("/muck-trucks?sort=driver", "sort")]
    [InlineData("/credit/quarters/2021", "quarter"), InlineData("/credit/quarters/2021-Q9", "quarter"), InlineData("/credit/quarters/2021-Q2/lists?list=green", "list")]
    public async Task A_request_at_fault_names_the_field(string path, string field)
    {
        await using var web = await TestWeb.Borrow();
        Assert.Contains(field, await (await web.Client(Scopes.Read).Read("/api/v1" + path)).Fields());
    }

    [Fact]
    public async Task An_export_is_csv_that_no_spreadsheet_runs()
    {
        await using var web = await TestWeb.Borrow();
        var text = await (await web.Client(Scopes.Read).Read("/api/v1/credit?format=csv")).Text();
        Assert.StartsWith("source,name,kind,town", text, StringComparison.Ordinal);
        Assert.Contains("'=cmd|", text, StringComparison.Ordinal);
        web.Rows.PretendedTotal = 100_001;
        Assert.Contains("format", await (await web.Client(Scopes.Read).Read("/api/v1/credit?format=csv")).Fields());
    }

    [Fact]
    public async Task A_town_and_a_department_see_their_own_alone()
    {
        await using var web = await TestWeb.Borrow();
        await As(web, Samples.Town).Read("/api/v1/credit");
        Assert.Equal(Samples.Town, Assert.IsType<CreditFilter>(web.Rows.Asked[^1]).Town);
        await As(web, "zhujian").Read("/api/v1/credit");
        Assert.Equal("zhujian", Assert.IsType<CreditFilter>(web.Rows.Asked[^1]).Department);
        Assert.Contains("town", await (await As(web, Samples.Town).Read("/api/v1/credit?town=371302002")).Fields());
        await As(web, Samples.Town).Read("/api/v1/muck-trucks");
        Assert.Equal(Samples.Town, Assert.IsType<MuckTruckFilter>(web.Rows.Asked[^1]).Town);
        Assert.Equal(HttpStatusCode.OK, (await As(web, "zhujian").Read($"/api/v1/credit/sources/{Samples.Source}")).StatusCode);
        await (await web.Client(Scopes.Read).Read("/api/v1/credit/sources/nobody")).Problem(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(Samples.Town, "credit/sources/" + CreditSamples.Elsewhere, false)]
    [InlineData("zhujian", "credit/sources/" + CreditSamples.Elsewhere, false)]
    [InlineData(Samples.Town, "muck-trucks/" + CreditSamples.TruckElsewhere, false)]
    [InlineData("zhujian", "muck-trucks/" + CreditSamples.TruckElsewhere, true)]
    public async Task An_account_of_another_unit_is_not_shown_but_every_department_sees_every_truck(string unit, string path, bool seen)
    {
        await using var web = await TestWeb.Borrow();
        var answer = await As(web, unit).Read("/api/v1/" + path);
        if (seen) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        else Assert.Equal("not-yours", (string)(await answer.Problem(HttpStatusCode.Forbidden))["reason"]!);
    }

    [Fact]
    public async Task An_account_of_another_unit_is_not_counted_anew_for_it_either()
    {
        await using var web = await TestWeb.Borrow();
        Task<HttpResponseMessage> Verify(string id) => As(web, Samples.Town).Send("POST", $"/api/v1/credit/sources/{id}/periods/2021-Q2/revisions/1/verify", "{}");
        Assert.Equal("not-yours", (string)(await (await Verify(CreditSamples.Elsewhere)).Problem(HttpStatusCode.Forbidden))["reason"]!);
        Assert.Equal(HttpStatusCode.OK, (await Verify(Samples.Source)).StatusCode);
    }

    [Fact]
    public async Task A_town_registers_trucks_of_its_own_fleets_alone()
    {
        await using var web = await TestWeb.Borrow();
        web.World.Sources["fleet-1"] = Samples.Registration("fleet-1", "gas");
        web.World.Sources["fleet-2"] = Samples.Registration("fleet-2", "gas") with { Town = "371302002" };
        Task<HttpResponseMessage> Register(string fleet) => As(web, Samples.Town, scopes: Scopes.Read | Scopes.Register).Send(
            "PUT", Truck, $$"""{"fleet":"{{fleet}}","closed":true,"registeredOn":"2021-03-01"}""");
        Assert.Equal("not-yours", (string)(await (await Register("fleet-2")).Problem(HttpStatusCode.Forbidden))["reason"]!);
        Assert.Empty(web.World.CreditTold);
        Assert.Equal(HttpStatusCode.OK, (await Register("fleet-1")).StatusCode);
    }

    [Fact]
    public async Task An_account_names_no_person_and_gives_what_people_wrote_to_units_alone()
    {
        await using var web = await TestWeb.Borrow();
        var text = await (await As(web, "zhujian").Read($"/api/v1/credit/sources/{Samples.Source}")).Text();
        Assert.Contains("王五拒不覆盖裸土", text, StringComparison.Ordinal);
        Assert.DoesNotContain("张三", text, StringComparison.Ordinal);
        var read = await (await web.Client(Scopes.Read).Read($"/api/v1/credit/sources/{Samples.Source}")).Text();
        Assert.DoesNotContain("王五", read, StringComparison.Ordinal);
        Assert.Contains("行政处罚", read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plates_are_masked_and_not_searched_for_who_acts_for_no_unit()
    {
        await using var web = await TestWeb.Borrow();
        Assert.Equal("鲁QD12**5", (string)(await (await web.Client(Scopes.Read).Read("/api/v1/muck-trucks")).Json())["items"]![0]!["plate"]!);
        Assert.Contains("text", await (await web.Client(Scopes.Read).Read("/api/v1/muck-trucks?text=QD1")).Fields());
        var row = (await (await As(web, "zhujian").Read("/api/v1/muck-trucks?text=QD1&out=true&closed=true&retired=false&grade=out")).Json())["items"]![0]!;
        Assert.Equal(("鲁QD12345", true), ((string)row["plate"]!, (bool)row["newEnergy"]!));
        Assert.Equal(new MuckTruckFilter(null, null, true, false, "out", true, Samples.Noon, "QD1"), web.Rows.Asked[^1]);
    }

    [Fact]
    public async Task Commands_reach_the_account_with_the_callers_unit_and_are_in_the_audit_log()
    {
        await using var web = await TestWeb.Borrow();
        var officer = As(web, "zhujian");
        foreach (var (path, example) in new[]
        {
            ("entries", "enterDeduction"), ("appeals", "fileAppeal"), ("appeals/2/decision", "decideAppeal"), ("corrections", "correctDeduction"), ("revisions", "reviseAccount"),
        })
        {
            var answer = await officer.Send("POST", $"/api/v1/credit/sources/{Samples.Source}/{path}", OpenApiExamples.Bodies[example]);
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Text()}");
        }

        Assert.All(web.World.CreditTold, t => Assert.Equal(($"source/{Samples.Source}", "zhujian", Role.Officer), (t.Key, t.By.Unit!.Code, t.By.Role)));
        Assert.Equal([typeof(EnterPoints), typeof(FileAppeal), typeof(DecideAppeal), typeof(CorrectLine), typeof(FreezePeriod)], web.World.CreditTold.Select(t => t.What.GetType()));
        Assert.Equal(5, web.World.Audit.Count(a => a.Action == "api.credit.commanded"));
        Assert.Equal(HttpStatusCode.OK, (await officer.Send("POST", $"{Truck}/entries", OpenApiExamples.Bodies["enterTruckViolation"])).StatusCode);
        Assert.Equal("truck/鲁QD12345", web.World.CreditTold[^1].Key);
    }

    [Fact]
    public async Task Who_may_not_is_told_so_and_what_is_not_now_is_a_conflict()
    {
        await using var web = await TestWeb.Borrow();
        async Task<JsonNode> Refused(Decisions.Refusal refusal, HttpStatusCode status)
        {
            web.World.CreditRefusal = refusal;
            return await (await As(web, "zhujian").Send("POST", "/api/v1/credit/quarters/2021-Q2/closing", OpenApiExamples.Bodies["closeCreditQuarter"])).Problem(status);
        }

        Assert.Equal("not-command", (string)(await Refused(CreditRefusal.NotCommand, HttpStatusCode.Forbidden))["reason"]!);
        Assert.Equal("not-over", (string)(await Refused(CreditRefusal.NotOver, HttpStatusCode.Conflict))["reason"]!);
        Assert.Empty(web.World.CreditTold);
    }

    [Theory]
    [InlineData("/credit/sources/s1/entries", """{"command":"c","clause":"penalty","evidence":"e","text":"t"}""", "happenedAt")]
    [InlineData("/credit/sources/s1/entries", """{"command":"c c","clause":"penalty","happenedAt":"2021-07-30T10:00:00","evidence":"e","text":"t"}""", "command")]
    [InlineData("/credit/sources/s1/appeals/1/decision", """{"command":"c","reason":"r"}""", "upholds")]
    [InlineData("/credit/sources/s1/corrections", """{"command":"c","line":"entry-1","reason":"r","document":"d"}""", "points")]
    [InlineData("/credit/sources/s1/revisions", """{"command":"c","period":"2021-07","reason":"r"}""", "period")]
    [InlineData("/credit/quarters/2021-Q2/lists/decision", """{"command":"c"}""", "confirms")]
    [InlineData("/muck-trucks/鲁I12345/entries", """{"command":"c","clause":"mud","happenedAt":"2021-07-30T10:00:00","evidence":"e","text":"t"}""", "plate")]
    public async Task A_body_at_fault_names_the_field_and_reaches_nobody(string path, string body, string field)
    {
        await using var web = await TestWeb.Borrow();
        Assert.Contains(field, await (await web.Client(Scopes.Act).Send("POST", "/api/v1" + path, body)).Fields());
        Assert.Empty(web.World.CreditTold);
    }

    [Fact]
    public async Task Lists_are_seen_by_all_when_they_are_published_and_before_by_the_command_centre_alone()
    {
        await using var web = await TestWeb.Borrow();
        async Task<string[]> Sources(string query) =>
            [.. (await (await web.Client(Scopes.Read).Read("/api/v1/credit/quarters/2021-Q2/lists" + query)).Json())["items"]!.AsArray().Select(p => (string)p!["source"]!)];
        Assert.Equal([Samples.Source, "red-1"], await Sources(""));
        Assert.Equal(["red-1"], await Sources("?list=red"));
        Assert.Equal(["red-1"], await Sources("?kind=site&town=371302002"));
        Assert.Equal(["red-1", Samples.Source], await Sources("?sort=score&desc=true"));
        Assert.Equal([Samples.Source], await Sources("?size=1"));
        var text = await (await web.Client(Scopes.Read).Read("/api/v1/credit/quarters/2021-Q2/lists?format=csv")).Text();
        Assert.Contains("得分 55，低于 60", text, StringComparison.Ordinal);
        Assert.DoesNotContain("张三", text + await (await web.Client(Scopes.Read).Read("/api/v1/credit/quarters/2021-Q2")).Text(), StringComparison.Ordinal);
        await (await web.Client(Scopes.Read).Read("/api/v1/credit/quarters/2021-Q2/lists?waiting=true")).Problem(HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.OK, (await As(web, Unit.CommandCode, Role.Lead).Read("/api/v1/credit/quarters/2021-Q2/lists?waiting=true")).StatusCode);
    }

    [Fact]
    public async Task A_quarter_and_an_account_are_counted_anew_on_demand()
    {
        await using var web = await TestWeb.Borrow();
        var quarter = await (await web.Client(Scopes.Read).Send("POST", "/api/v1/credit/quarters/2021-Q2/verify")).Json();
        Assert.Equal((7, true), ((int)quarter["accounts"]!, (bool)quarter["isSame"]!));
        var account = await (await web.Client(Scopes.Read).Send("POST", $"/api/v1/credit/sources/{Samples.Source}/periods/2021-Q2/revisions/1/verify")).Json();
        Assert.True((bool)account["isSame"]!);
        await (await web.Client(Scopes.Read).Send("POST", $"/api/v1/credit/sources/{Samples.Source}/periods/2021-Q2/revisions/2/verify")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_truck_is_registered_under_its_plate()
    {
        await using var web = await TestWeb.Borrow();
        Assert.Equal(HttpStatusCode.OK, (await web.Client(Scopes.Register).Send("PUT", "/api/v1/muck-trucks/鲁q·d12345", OpenApiExamples.Bodies["registerMuckTruck"])).StatusCode);
        Assert.Equal(("鲁QD12345", true), (Assert.IsType<MuckTruck>(web.World.CreditTold[^1].What).Plate, ((MuckTruck)web.World.CreditTold[^1].What).IsClosed));
        Assert.Contains("fleet", await (await web.Client(Scopes.Register).Send("PUT", Truck, """{"closed":true,"registeredOn":"2021-03-01"}""")).Fields());
        Assert.Contains("permitUntil", await (await web.Client(Scopes.Register).Send("PUT", Truck, """{"fleet":"f","closed":true,"registeredOn":"2021-03-01","permit":"准1"}""")).Fields());
    }
}
