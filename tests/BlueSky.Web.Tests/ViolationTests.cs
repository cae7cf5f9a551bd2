using System.Net;
using BlueSky.Access;
using BlueSky.Decisions;
using BlueSky.Queries;
using BlueSky.Violations;

namespace BlueSky.Web.Tests;

public sealed class ViolationTests
{
    private const string Id = "a~b~c", Path = "/api/v1/violations/" + Id;

    private static async Task<TestWeb> Furnished()
    {
        var web = await TestWeb.Borrow();
        web.World.Violations[Id] = Samples.Violation(Id);
        return web;
    }

    private static HttpClient As(TestWeb web, string unit, Role role = Role.Officer) =>
        web.Client(web.World.AddKey($"{unit}-{role}", Scopes.Read | Scopes.Act, unit: unit, role: role));

    [Fact]
    public async Task A_command_carries_its_id_and_the_person_unit_and_role_of_the_key()
    {
        await using var web = await Furnished();
        var answer = await As(web, Samples.Town, Role.GridMember).Send("POST", Path + "/rectification", OpenApiExamples.Bodies["rectifyViolation"].Replace("2021-08-01T11", "2021-08-01T10", StringComparison.Ordinal));
        Assert.Equal("assigned", (string)(await answer.Json())["loop"]!["state"]!);
        var (id, command) = Assert.Single(web.World.Commands);
        var rectify = Assert.IsType<Rectify>(command);
        Assert.Equal((Id, "wgy-0001", 118m), (id, rectify.Id, rectify.Proof!.Value));
        Assert.Equal(new Actor($"{Samples.Town}-GridMember", $"owner of {Samples.Town}-GridMember", Samples.TownUnit, Role.GridMember), rectify.By);
    }

    [Theory]
    [InlineData("not-yours", "", HttpStatusCode.Forbidden)]
    [InlineData("own-rectification", "", HttpStatusCode.Forbidden)]
    [InlineData("still-firing", "", HttpStatusCode.Conflict)]
    [InlineData("missing", "note", HttpStatusCode.UnprocessableEntity)]
    public async Task A_refusal_of_the_regulation_is_told_with_its_code_and_in_both_languages(string code, string field, HttpStatusCode status)
    {
        await using var web = await Furnished();
        web.World.Refusal = new Refusal(code, field, "不行。", "No.");
        var problem = await (await As(web, Samples.Town).Send("POST", Path + "/acceptance", """{"command":"1"}""")).Problem(status);
        Assert.Equal((code, "不行。", "No.", "不行。No."), ((string)problem["reason"]!, (string)problem["zh"]!, (string)problem["en"]!, (string)problem["detail"]!));
    }

    [Fact]
    public async Task A_key_without_a_unit_decides_nothing()
    {
        await using var web = await Furnished();
        var client = web.Client(web.World.AddKey("plain", Scopes.Act));
        Assert.Equal("needs-unit", (string)(await (await client.Send("POST", Path + "/acceptance", """{"command":"1"}""")).Problem(HttpStatusCode.Forbidden))["reason"]!);
        Assert.Empty(web.World.Commands);
    }

    [Theory]
    [InlineData("/acceptance", "{}", "command")]
    [InlineData("/acceptance", """{"command":"a b"}""", "command")]
    [InlineData("/assignment", """{"command":"1","town":"nowhere"}""", "town")]
    [InlineData("/reassignment", """{"command":"1","town":"371302001"}""", "reason")]
    [InlineData("/rectification", """{"command":"1","photos":["",null]}""", "text,photos[0],photos[1]")]
    [InlineData("/rectification", """{"command":"1","text":"x","proof":{"factor":"PM10","at":"2099-01-01"}}""", "proof.at,proof.value,proof.limit,proof.unit,proof.document")]
    [InlineData("/review", """{"command":"1"}""", "passes")]
    [InlineData("/review", """{"command":"1","passes":true,"line":"left"}""", "line")]
    [InlineData("/merger", """{"command":"1","into":"x"}""", "into")]
    [InlineData("/suspension", """{"command":"1","note":"x"}""", "cause,until")]
    public async Task What_is_missing_or_wrong_in_a_command_is_named(string path, string body, string fields)
    {
        await using var web = await Furnished();
        Assert.Equal(fields.Split(','), await (await As(web, Unit.CommandCode, Role.Lead).Send("POST", Path + path, body)).Fields());
        Assert.Empty(web.World.Commands);
    }

    [Fact]
    public async Task A_problem_that_is_not_there_is_not_found()
    {
        await using var web = await Furnished();
        await (await As(web, Samples.Town).Send("POST", "/api/v1/violations/x~y~z/acceptance", """{"command":"1"}""")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_history_is_told_event_by_event()
    {
        await using var web = await Furnished();
        var view = await (await web.Client(Scopes.Read).Read(Path)).Json();
        Assert.Equal(["rule-stepped", "assigned", "escalated"], view["history"]!.AsArray().Select(e => (string)e!["event"]!));
        Assert.Equal("一级督办", (string)view["history"]![2]!["name"]!);
        Assert.Equal(("accept", "2021-08-01T12:30:00+08:00"), ((string)view["loop"]!["stage"]!, (string)view["loop"]!["due"]!));
    }

    [Fact]
    public async Task Lists_are_filtered_by_the_loop_and_exported_with_it()
    {
        await using var web = await Furnished();
        var client = web.Client(Scopes.Read);
        await client.Read("/api/v1/violations?department=区住建局&state=accepted&ended=false&overdue=true&level=2&sort=due");
        Assert.Equal(
            new ViolationFilter(Department: "zhujian", State: LoopState.Accepted, Ended: false, DueBefore: Samples.Noon, MinimumLevel: 2), Assert.Single(web.Rows.Asked));
        var csv = await (await client.Read("/api/v1/violations?format=csv")).Text();
        Assert.Contains("state,answersTown,answersDepartment,stage,due,level,levelName,suspendedUntil,class,classMark", csv, StringComparison.Ordinal);
        Assert.Contains("assigned,兰山街道,区住建局,accept,2021-08-01T12:30:00+08:00,1,一级督办", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_town_and_a_department_see_their_own_alone()
    {
        await using var web = await Furnished();
        await As(web, Samples.Town).Read("/api/v1/violations");
        await As(web, "zhujian").Read("/api/v1/violations?department=zhujian");
        Assert.Equal([new ViolationFilter(Town: Samples.Town), new ViolationFilter(Department: "zhujian")], web.Rows.Asked.Cast<ViolationFilter>());
        Assert.Equal(["town"], await (await As(web, Samples.Town).Read("/api/v1/violations?town=371302002")).Fields());
        Assert.Equal(HttpStatusCode.OK, (await As(web, Samples.Town).Read(Path)).StatusCode);

        var view = web.World.Violations[Id];
        web.World.Violations[Id] = view with { Loop = view.Loop with { Town = new Unit(UnitKind.Town, "371302002", "银雀山街道") } };
        Assert.Equal("not-yours", (string)(await (await As(web, Samples.Town).Read(Path)).Problem(HttpStatusCode.Forbidden))["reason"]!);
        Assert.Equal(HttpStatusCode.OK, (await As(web, Unit.CommandCode, Role.Lead).Read(Path)).StatusCode);
    }
}
