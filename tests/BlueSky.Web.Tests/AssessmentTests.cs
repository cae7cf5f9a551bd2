using System.Net;
using BlueSky.Access;

namespace BlueSky.Web.Tests;

public sealed class AssessmentTests
{
    private const string Api = "/api/v1";

    [Fact]
    public async Task A_result_has_every_figure_and_the_explanation_of_its_amount()
    {
        await using var web = await TestWeb.Borrow();
        var revision = await (await web.Client(Scopes.Read).Read(Api + "/assessments/2021-07")).Json();

        Assert.Equal(("lanshan-2021", "2021-07", 1), ((string)revision["policyId"]!, (string)revision["result"]!["period"]!, (int)revision["revision"]!));
        var unit = revision["result"]!["units"]![0]!;
        // 0.6 x 6 + 0.15 x 10 = 5.1 points at 10 万元.
        Assert.Equal((51m, 29m), ((decimal)unit["money"]!, (decimal)unit["input"]!["current"]!["pM25"]!));
        Assert.Contains("PM2.5", (string)unit["explanation"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ranking_comes_as_csv_with_names_and_notes()
    {
        await using var web = await TestWeb.Borrow();
        var answer = await web.Client(Scopes.Read).Read(Api + "/assessments/2021-07?format=csv");
        var lines = (await answer.Text()).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("unit,name,tier,so2,no2,pm10,pm25,co,o3,so2_last", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("371302001,兰山街道,A,10,20,60,29,0.9,120,10,20,70,35", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("同期O3有效26天，不足27天,true", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/assessments/2021-8", "", "period")]
    [InlineData("GET", "/assessments/2021-07?policy=nowhere", "", "policy")]
    [InlineData("GET", "/assessments/2021-07?revision=0", "", "revision")]
    [InlineData("GET", "/assessments?year=20x1", "", "year")]
    [InlineData("POST", "/assessments/2021-07/runs", "{}", "reason")]
    [InlineData("POST", "/accounts/2021/confirmations", "{}", "period,revision,reason")]
    [InlineData("POST", "/accounts/2021/confirmations", """{"period":"2021-07","revision":2,"reason":"文号"}""", "revision")]
    [InlineData("POST", "/accounts/2021/settlements", "{}", "id,unit,day,amount,document")]
    [InlineData("POST", "/accounts/2021/settlements", """{"id":"1","unit":"371302001","day":"2021-08-01","amount":0,"document":"文号"}""", "amount")]
    [InlineData("GET", "/accounts/1066", "", "year")]
    public async Task What_cannot_be_is_refused_by_field(string method, string path, string body, string fields)
    {
        await using var web = await TestWeb.Borrow();
        var answer = await web.Client(Scopes.All).Send(method, Api + path, body.Length > 0 ? body : null);
        Assert.Equal(fields, string.Join(',', await answer.Fields()));
        Assert.Empty(web.World.Settled);
    }

    [Theory]
    [InlineData("/assessments/2021-06")]
    [InlineData("/assessments/2021-07?revision=2")]
    [InlineData("/policies/nowhere")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        await using var web = await TestWeb.Borrow();
        await (await web.Client(Scopes.Read).Read(Api + path)).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Assessed_periods_are_listed_and_filtered_by_policy()
    {
        await using var web = await TestWeb.Borrow();
        var client = web.Client(Scopes.Read);
        Assert.Equal(2, (await (await client.Read(Api + "/assessments?year=2021")).Json()).AsArray().Count);
        var one = Assert.Single((await (await client.Read(Api + "/assessments?policy=linyi-2016")).Json()).AsArray());
        Assert.Equal("2021-Q2", (string)one!["period"]!);
    }

    [Fact]
    public async Task A_run_is_audited_under_the_keys_owner_and_a_trial_is_not_stored()
    {
        await using var web = await TestWeb.Borrow();
        var run = await (await web.Client(Scopes.Assess).Send("POST", Api + "/assessments/2021-07/runs", """{"reason":"修订"}""")).Json();
        Assert.Equal(("owner of k64", "修订"), ((string)run["actor"]!, (string)run["reason"]!));
        var audit = Assert.Single(web.World.Audit);
        Assert.Equal(("api.assessment.run", "371302/2021-07/lanshan-2021"), (audit.Action, audit.Subject));
        var trial = await (await web.Client(Scopes.Read).Send("POST", Api + "/assessments/2021-07/what-if?policy=linyi-2016")).Json();
        Assert.Equal((0, "linyi-2016"), ((int)trial["revision"]!, (string)trial["policyId"]!));
        Assert.Single(web.World.Audit);
    }

    [Fact]
    public async Task A_settlement_reaches_the_account_of_its_year_and_policy_and_is_audited()
    {
        await using var web = await TestWeb.Borrow();
        var answer = await web.Client(Scopes.Assess).Send("POST", Api + "/accounts/2021/settlements", OpenApiExamples.Bodies["enterSettlement"]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (account, unit, settlement, _) = Assert.Single(web.World.Settled);
        Assert.Equal(("371302/2021/lanshan-2021", Samples.Town, 12.5m, new DateOnly(2021, 8, 1)), (account, unit, settlement.Amount, settlement.Day));
        Assert.Equal("api.account.settled", Assert.Single(web.World.Audit).Action);
        var view = (await answer.Json())["units"]![0]!;
        Assert.Equal((51.5m, 51.5m), ((decimal)view["balance"]!, (decimal)view["outstanding"]!));
    }

    [Fact]
    public async Task A_policy_is_shown_as_its_file_with_marks_and_citations()
    {
        await using var web = await TestWeb.Borrow();
        var client = web.Client(Scopes.Read);
        var policy = await (await client.Read(Api + "/policies/lanshan-2021")).Json();
        Assert.Equal(("lanshan-2021", "D"), ((string)policy["id"]!, (string)policy["validity"]!["mark"]!));
        var listed = (await (await client.Read(Api + "/policies")).Json()).AsArray();
        Assert.Contains(listed, p => (string)p!["id"]! == "lanshan-2021" && (string)p["from"]! == "2021-01-01" && p["to"] is null);
    }
}
