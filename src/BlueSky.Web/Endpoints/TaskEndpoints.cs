using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Tasks;
using BlueSky.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace BlueSky.Web;

/// <summary>The task ledger (工作台账) of the plan.</summary>
internal static class TaskEndpoints
{
    private static readonly CsvColumn<TaskRow>[] Columns = [
        new("序号", t => Csv.Number(t.Number)), new("类别", t => t.Category), new("重点任务", t => t.KeyTask), new("具体措施", t => t.Measure),
        new("完成时限", t => t.Deadline), new("截止日", t => Day(t.Due)), new("牵头部门", t => t.Lead), new("配合部门", t => t.Cooperating),
        new("standing", t => Json.Word(t.Standing)), new("approved", t => Csv.Number(t.Approved)), new("reported", t => Csv.Number(t.Reported)),
        new("computedNumerator", t => Csv.Number(t.Computed?.Numerator)), new("computedDenominator", t => Csv.Number(t.Computed?.Denominator)),
        new("computedPercent", t => Csv.Number(t.Computed?.Percent)), new("computedMark", t => t.Computed?.Mark), new("disagrees", t => t.Disagrees ? "true" : "false"),
        new("towns", t => Csv.Number(t.Towns)), new("pendingReports", t => Csv.Number(t.PendingReports)), new("supervised", t => t.Supervised ? "true" : "false"),
        new("openQuestions", t => Csv.Number(t.OpenQuestions)), new("demo", t => t.Demo ? "true" : "false"),
    ];

    public static void MapTasks(this RouteGroupBuilder api)
    {
        var tasks = api.MapGroup("/tasks").WithTags("tasks 工作台账");
        tasks.MapGet("", All).RequireScope(Scopes.Read).WithName("listTasks")
            .WithSummary("Tasks of the plan in its order, with reported, approved and computed progress apart. 工作台账")
            .TakesQuery([
                Year, Takes.Text("category", "Category, or the beginning of it. 类别"), Takes.Text("lead", "Code of a lead unit. 牵头单位"),
                Takes.Text("unit", "Code of a unit that leads, helps or has a share. 相关单位"), Takes.Word<TaskStanding>("standing", "Standing. 态势"),
                Takes.Flag("supervised", "Under dual supervision. 督办中"), Takes.Flag("computed", "Counted by the system. 系统可测算"),
                Takes.Text("text", "Part of key task or measure. 文字"), .. Takes.Pages, Takes.Sort([.. TaskFilter.Sortable]), Takes.Descending, Takes.Format,
            ]);
        tasks.MapGet("/{number:int}", One).RequireScope(Scopes.Read).WithName("getTask")
            .WithSummary("A task with shares, reports, supervisions and its whole history. 任务详情").TakesQuery(Year);
        var one = tasks.MapGroup("/{number:int}");
        one.MapPost("/shares", Assign).Acts("assignShare", "Gives a town its share, or a new one: lead department or command centre. 分解任务");
        one.MapPost("/shares/{town}/withdraw", Withdraw).Acts("withdrawShare", "Takes a share back that nothing was reported on. 撤销分解");
        one.MapPost("/reports", Report).Acts("reportTask", "Reports the progress of the caller's unit. 上报进展");
        one.MapPost("/reports/{report:int}/approve", Approve).Acts("approveReport", "Finds a report good; never one's own. 审核通过");
        one.MapPost("/reports/{report:int}/return", Return).Acts("returnReport", "Sends a report back. 退回");
        one.MapPost("/supervision", Supervise).Acts("superviseTask", "Puts towns and lead departments under dual supervision: command centre. 双重督办");
        one.MapPost("/supervision/answer", AnswerFor).Acts("answerSupervision", "Answers for a supervised unit. 督办回复");
        one.MapPost("/supervision/lift", Lift).Acts("liftSupervision", "Ends a supervision that all have answered: command centre. 解除督办");
        one.MapPost("/deadline", GiveDeadline).Acts("setTaskDeadline", "Gives the last day where the plan prints none: command centre. 明确时限");
        one.MapPost("/questions/{question:int}/answer", AnswerPlan).Acts("answerTaskQuestion", "Answers what the plan leaves open. 答复存疑");
    }

    private static QueryParameter Year => Takes.Text("year", "Year of the ledger; the plan's by default, in the demo the rehearsal of this year. 年度");

    private static void Acts(this RouteHandlerBuilder endpoint, string name, string summary) =>
        endpoint.RequireScope(Scopes.Act).WithName(name).ChangesThings().WithSummary(summary).TakesQuery(Year);

    private static async Task<Results<Ok<Page<TaskRow>>, CsvAnswer<TaskRow>>> All(HttpContext http, TaskDesk desk)
    {
        var arguments = new Arguments(http);
        var year = desk.YearOf(arguments);
        var filter = new TaskFilter(
            arguments.Text("category"), arguments.Text("lead"), arguments.Text("unit"), arguments.Word<TaskStanding>("standing"),
            arguments.Flag("supervised"), arguments.Flag("computed"), arguments.Text("text"));
        var page = arguments.Page([.. TaskFilter.Sortable]);
        arguments.Check();
        var rows = await desk.Rows(year);
        return await Lists.Answer(http, $"tasks-{year}", page, (p, _) => Task.FromResult(filter.Page(rows, p)), Columns);
    }

    private static async Task<Results<Ok<TaskAnswer>, ProblemHttpResult>> One(int number, HttpContext http, TaskDesk desk) =>
        await desk.Find(number, desk.YearOf(http)) is { } answer ? TypedResults.Ok(answer) : Problems.NotFound("任务", $"{number}");

    private static Task<Ok<TaskAnswer>> Assign(int number, ShareEntry entry, HttpContext http, TaskDesk desk)
    {
        var check = new FieldCheck();
        var share = new TownShare(
            check.Needed(entry.Town, "town"), entry.Objective ?? "", entry.Content ?? "", check.Needed(entry.Due, "due"), entry.Measures ?? "", entry.Responsible ?? "");
        return desk.Do(http, number, check, entry.Id, id => new AssignShare(id, share));
    }

    private static Task<Ok<TaskAnswer>> Withdraw(int number, string town, WordsEntry entry, HttpContext http, TaskDesk desk) =>
        desk.Do(http, number, new FieldCheck(), entry.Id, id => new WithdrawShare(id, town, entry.Text ?? ""));

    private static Task<Ok<TaskAnswer>> Report(int number, ReportEntry entry, HttpContext http, TaskDesk desk)
    {
        var check = new FieldCheck();
        var percent = check.Needed(entry.Percent, "percent");
        return desk.Do(http, number, check, entry.Id, id => new ReportProgress(
            id, percent, entry.Text ?? "", [.. (entry.Evidence ?? []).Select(e => new Evidence(e?.Name ?? "", e?.Reference ?? ""))]));
    }

    private static Task<Ok<TaskAnswer>> Approve(int number, int report, WordsEntry entry, HttpContext http, TaskDesk desk) =>
        desk.Do(http, number, new FieldCheck(), entry.Id, id => new ApproveReport(id, report, entry.Text ?? ""));

    private static Task<Ok<TaskAnswer>> Return(int number, int report, WordsEntry entry, HttpContext http, TaskDesk desk) =>
        desk.Do(http, number, new FieldCheck(), entry.Id, id => new ReturnReport(id, report, entry.Text ?? ""));

    private static Task<Ok<TaskAnswer>> Supervise(int number, SupervisionEntry entry, HttpContext http, TaskDesk desk)
    {
        var check = new FieldCheck();
        var answerBy = check.Needed(entry.AnswerBy, "answerBy");
        return desk.Do(http, number, check, entry.Id, id => new OpenSupervision(id, [.. entry.Towns ?? []], entry.Reason ?? "", answerBy));
    }

    private static Task<Ok<TaskAnswer>> AnswerFor(int number, WordsEntry entry, HttpContext http, TaskDesk desk) =>
        desk.Do(http, number, new FieldCheck(), entry.Id, id => new AnswerSupervision(id, entry.Text ?? ""));

    private static Task<Ok<TaskAnswer>> Lift(int number, WordsEntry entry, HttpContext http, TaskDesk desk) =>
        desk.Do(http, number, new FieldCheck(), entry.Id, id => new LiftSupervision(id, entry.Text ?? ""));

    private static Task<Ok<TaskAnswer>> GiveDeadline(int number, DeadlineEntry entry, HttpContext http, TaskDesk desk)
    {
        var check = new FieldCheck();
        var due = check.Needed(entry.Due, "due");
        return desk.Do(http, number, check, entry.Id, id => new SetDeadline(id, due, entry.Document ?? ""));
    }

    private static Task<Ok<TaskAnswer>> AnswerPlan(int number, int question, QuestionEntry entry, HttpContext http, TaskDesk desk) =>
        desk.Do(http, number, new FieldCheck(), entry.Id, id => new AnswerQuestion(id, question, entry.Answer ?? "", entry.Document ?? ""));

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Takes requests to the tasks and their answers back.</summary>
internal sealed class TaskDesk(
    IGrainFactory grains, District district, TaskPlan plan, TaskPolicy policy, TimeProvider clock, IOptions<WebOptions> options, AuditTrail audit)
{
    private DateTimeOffset Now => clock.GetUtcNow().ToChina();

    /// <summary>Year of the ledger that is looked at: the plan's, in the demo this year's rehearsal.</summary>
    public int CurrentYear => options.Value.Demo ? Now.Year : plan.Year;

    public int YearOf(Arguments arguments) => arguments.Number("year", CurrentYear, 1970, 2199);

    public int YearOf(HttpContext http)
    {
        var arguments = new Arguments(http);
        var year = YearOf(arguments);
        arguments.Check();
        return year;
    }

    public async Task<IReadOnlyList<(TaskRow Row, PlanTask Task)>> Rows(int year)
    {
        var ledger = grains.GetGrain<ITaskLedgerGrain>($"{district.Code}/{year}");
        var computed = (await ledger.Computed()).ToDictionary(c => c.Measure.Number);
        return [.. (await ledger.All()).Select(v => (TaskRow.Of(v, computed.GetValueOrDefault(v.Task.Item.Number), Now, policy), v.Task))];
    }

    public async Task<TaskAnswer?> Find(int number, int year) =>
        await Grain(number, year).Get() is { } view ? await Answer(view, year) : null;

    /// <summary>Carries a command out for the caller's unit; refusals of the rules leave as they are.</summary>
    public async Task<Ok<TaskAnswer>> Do(HttpContext http, int number, FieldCheck check, string? id, Func<string, TaskCommand> make)
    {
        var year = YearOf(http);
        var command = make(check.Needed(id, "id"));
        check.Check();
        return TypedResults.Ok(await Decide(number, year, command, Caller.Of(http)));
    }

    /// <summary>The one way in which a person or a key decides on a task, from the API and from the console: by the scope, then by the rules; audited.</summary>
    /// <exception cref="Messages.RefusedException">The caller may not act, or the rules refuse it.</exception>
    public async Task<TaskAnswer> Decide(int number, int year, TaskCommand command, Caller caller)
    {
        if (!caller.Scopes.HasFlag(Scopes.Act)) throw new Messages.RefusedException("needs-scope", "", "您的岗位只能查看。You only read.");
        var view = await Grain(number, year).Do(command, caller.ActorIn(district));
        await audit.Wrote(caller, "api.task.commanded", $"{district.Code}/{year}/{number}", $"{command.GetType().Name} {command.Id}");
        return await Answer(view, year);
    }

    private async Task<TaskAnswer> Answer(TaskView view, int year)
    {
        var computed = await grains.GetGrain<ITaskLedgerGrain>($"{district.Code}/{year}").Computed();
        return TaskAnswer.Of(view, computed.FirstOrDefault(c => c.Measure.Number == view.Task.Item.Number), Now, policy);
    }

    private ITaskGrain Grain(int number, int year) => grains.GetGrain<ITaskGrain>(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{district.Code}/{year}/{number}"));
}
