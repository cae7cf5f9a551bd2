using System.Net;
using System.Text.Json.Nodes;
using BlueSky.Access;
using BlueSky.Decisions;
using BlueSky.Tasks;

namespace BlueSky.Web.Tests;

public sealed class TaskTests
{
    private static async Task<JsonNode> Read(TestWeb web, string path) =>
        JsonNode.Parse(await (await web.Client(Scopes.Read).Read("/api/v1/tasks" + path)).Text())!;

    [Fact]
    public async Task The_list_shows_reported_and_computed_progress_apart()
    {
        await using var web = await TestWeb.Borrow();
        var list = await Read(web, "");
        Assert.Equal(2, (int)list["total"]!);
        var first = list["items"]![0]!;
        Assert.Equal(("建筑施工扬尘治理", "8月底前", "2021-08-31", 30, 0), ((string)first["keyTask"]!, (string)first["deadline"]!, (string)first["due"]!, (int)first["daysLeft"]!, (int)first["approved"]!));
        Assert.Equal((3m, 8m, 37.5m, false), ((decimal)first["computed"]!["numerator"]!, (decimal)first["computed"]!["denominator"]!, (decimal)first["computed"]!["percent"]!, (bool)first["computed"]!["reached"]!));
        Assert.Equal("清单内工地", (string)first["computed"]!["denominatorWords"]!);
        Assert.Equal(["behind", "silent"], first["risk"]!.AsArray().Select(r => (string)r!));
        Assert.Null(list["items"]![1]!["computed"]);
        Assert.Equal(2, (int)list["items"]![1]!["openQuestions"]!);
    }

    [Theory]
    [InlineData("?computed=true", 1), InlineData("?computed=false", 1), InlineData("?lead=zhujian", 2), InlineData("?unit=371302001", 0)]
    [InlineData("?category=一", 1), InlineData("?text=清单", 1), InlineData("?standing=overdue", 0), InlineData("?supervised=false", 2), InlineData("?size=1&page=2&sort=due&desc=true", 2)]
    public async Task Filters_and_pages_narrow_the_list(string query, int total)
    {
        await using var web = await TestWeb.Borrow();
        Assert.Equal(total, (int)(await Read(web, query))["total"]!);
    }

    [Fact]
    public async Task Tasks_without_a_day_sort_last_either_way()
    {
        await using var web = await TestWeb.Borrow();
        foreach (var query in new[] { "?sort=due", "?sort=due&desc=true" })
            Assert.Equal([1, 2], (await Read(web, query))["items"]!.AsArray().Select(t => (int)t!["number"]!));
    }

    [Fact]
    public async Task The_export_is_the_ledger_in_Chinese_and_runs_no_formula()
    {
        await using var web = await TestWeb.Borrow();
        var csv = await (await web.Client(Scopes.Read).Read("/api/v1/tasks?format=csv")).Text();
        Assert.Contains("序号,类别,重点任务,具体措施,完成时限", csv, StringComparison.Ordinal);
        Assert.Contains(",'=危险,", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_goes_to_the_task_in_the_name_of_the_keys_unit_and_role()
    {
        await using var web = await TestWeb.Borrow();
        var town = web.Client(web.World.AddKey("town", Scopes.Act, unit: Samples.Town, role: Role.Officer));
        var answer = await town.Send("POST", "/api/v1/tasks/1/reports", """{"id":"r-1","percent":60,"text":"已装 6 处","evidence":[{"name":"清单","reference":"文号"}]}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (key, command, by) = Assert.Single(web.World.TaskCommands);
        var report = Assert.IsType<ReportProgress>(command);
        Assert.Equal(("371302/2021/1", "r-1", 60, "文号"), (key, report.Id, report.Percent, Assert.Single(report.Evidence).Reference));
        Assert.Equal(("town", UnitKind.Town, Samples.Town, Role.Officer), (by.Id, by.Unit!.Kind, by.Unit.Code, by.Role));
        Assert.Equal("api.task.commanded", Assert.Single(web.World.Audit).Action);
    }

    [Fact]
    public async Task An_administrators_key_without_a_unit_is_the_command_centre_and_others_without_one_only_read()
    {
        await using var web = await TestWeb.Borrow();
        const string Body = """{"id":"s-1","towns":["371302001"],"reason":"进度滞后","answerBy":"2021-08-05"}""";
        await web.Client(web.World.AddKey("admin", Scopes.Act | Scopes.Administer)).Send("POST", "/api/v1/tasks/1/supervision", Body);
        await web.Client(web.World.AddKey("nobody", Scopes.Act)).Send("POST", "/api/v1/tasks/1/supervision", Body);
        Assert.Equal([true, false], web.World.TaskCommands.Select(c => c.By.IsCommand));
        Assert.Null(web.World.TaskCommands[1].By.Unit);
    }

    [Theory]
    [InlineData(RefusalGround.NotEnough, HttpStatusCode.UnprocessableEntity)]
    [InlineData(RefusalGround.NotPermitted, HttpStatusCode.Forbidden)]
    [InlineData(RefusalGround.NotNow, HttpStatusCode.Conflict)]
    public async Task A_refusal_of_the_rules_keeps_its_reason_and_nature(RefusalGround ground, HttpStatusCode status)
    {
        await using var web = await TestWeb.Borrow();
        web.World.TaskRefusal = new Refusal("own-report", "report", "不得审核本单位的上报。", "Nobody decides their own report.") { Ground = ground };
        var problem = await (await web.Client(Scopes.Act).Send("POST", "/api/v1/tasks/1/reports/1/approve", """{"id":"a-1"}""")).Problem(status);
        Assert.Equal("own-report", (string)problem["reason"]!);
        Assert.Contains("不得审核", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/tasks/1/reports", """{"percent":60}""", "id")]
    [InlineData("/tasks/1/reports", """{"id":"x"}""", "percent")]
    [InlineData("/tasks/1/shares", """{"id":"x","town":"371302001"}""", "due")]
    [InlineData("/tasks/1/supervision", """{"id":"x","towns":["371302001"],"reason":"y"}""", "answerBy")]
    [InlineData("/tasks/1/deadline?year=21", """{"id":"x","due":"2021-09-01","document":"y"}""", "year")]
    public async Task A_request_at_fault_names_the_field(string path, string body, string field)
    {
        await using var web = await TestWeb.Borrow();
        var problem = await (await web.Client(Scopes.Act).Send("POST", "/api/v1" + path, body)).Problem(HttpStatusCode.UnprocessableEntity);
        Assert.Contains(problem["errors"]!.AsArray(), e => (string)e!["field"]! == field);
        Assert.Empty(web.World.TaskCommands);
    }

    [Fact]
    public async Task A_task_shows_its_history_its_questions_and_who_decides()
    {
        await using var web = await TestWeb.Borrow();
        var lead = new Actor("p1", "张三", Samples.District.UnitOf("zhujian"), Role.Lead);
        web.World.TaskHistory.Add(new ShareAssigned(new TownShare(Samples.Town, "目标", "内容", new DateOnly(2021, 8, 1), "措施", "李四")) { Command = "c1", At = Samples.Noon, By = lead });
        var task = await Read(web, "/1");
        Assert.Equal(("share-assigned", "张三", "区住建局"), ((string)task["history"]![0]!["what"]!, (string)task["history"]![0]!["by"]!, (string)task["history"]![0]!["unit"]!));
        Assert.Equal((3m, 8m), ((decimal)task["shares"]![0]!["numerator"]!, (decimal)task["shares"]![0]!["denominator"]!));
        Assert.Equal("dist-zhihuibu", (string)task["approvers"]!["zhujian"]![0]!);
        Assert.Equal("完成时限原表为空", (string)(await Read(web, "/2"))["questions"]![0]!["question"]!);
        await (await web.Client(Scopes.Read).Read("/api/v1/tasks/3")).Problem(HttpStatusCode.NotFound);
    }
}
