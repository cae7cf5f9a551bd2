using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Violations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>Problems (违规) that rules found.</summary>
internal static class ViolationEndpoints
{
    private static readonly string[] Sortable = ["start", "severity", "town", "source", "due", "level", "state"];

    private static readonly CsvColumn<ViolationRow>[] Columns = [
        new("id", v => v.First.ViolationId),
        new("town", v => v.Place.Town),
        new("source", v => v.Last.SourceId),
        new("sourceName", v => v.Place.SourceName),
        new("kind", v => v.Place.Kind),
        new("department", v => v.Place.Department),
        new("rule", v => v.Last.RuleId),
        new("severity", v => Json.Word(v.Last.Severity)),
        new("start", v => Csv.Time(v.Last.Start)),
        new("lastStepAt", v => Csv.Time(v.Last.At)),
        new("open", v => v.IsOpen ? "true" : "false"),
        new("value", v => Csv.Number(v.Last.Value)),
        new("limit", v => Csv.Number(v.Last.Limit)),
        new("unit", v => v.Last.Unit),
        new("citation", v => v.Last.Citation),
        new("mark", v => v.Last.Mark),
        new("explanation", v => v.Last.Explanation),
        new("demo", v => v.Place.IsDemo ? "true" : "false"),
        new("state", v => v.Loop is { } l ? Json.Word(l.State) : ""),
        new("answersTown", v => v.Loop?.Town.Name),
        new("answersDepartment", v => v.Loop?.Industry.Name),
        new("stage", v => v.Loop?.Stage is { } stage ? Json.Word(stage) : ""),
        new("due", v => Csv.Time(v.Loop?.Due)),
        new("level", v => Csv.Number(v.Loop?.Level)),
        new("levelName", v => v.Loop?.LevelName),
        new("suspendedUntil", v => Csv.Time(v.Loop?.SuspendedUntil)),
        new("class", v => v.Loop?.Class),
        new("classMark", v => v.Loop?.Mark),
        new("foundBy", v => Json.Word(v.First.FoundBy)),
    ];

    public static void MapViolations(this RouteGroupBuilder api)
    {
        var violations = api.MapGroup("/violations").WithTags("violations 违规");
        violations.MapGet("", All).RequireScope(Scopes.Read).WithName("listViolations")
            .WithSummary("Problems under a filter, newest first; times are event times, from inclusive, to exclusive. 违规列表")
            .TakesQuery([
                Takes.Text("town", "Town code. 镇街代码"), Takes.Text("kind", "Kind code. 源类"), Takes.Text("source", "Source id. 污染源"),
                Takes.Text("rule", "Rule id. 规则"), Takes.Word<Severity>("severity", "This severity or worse. 最低严重程度"),
                Takes.Flag("open", "True for open ones only, false for cleared ones. 是否未消除"),
                Takes.Text("department", "Code or name of the unit that answers for the industry. 行业部门"),
                Takes.Word<LoopState>("state", "How far its loop is. 闭环状态"),
                Takes.Flag("ended", "True for closed, withdrawn and merged ones, false for those still handled. 是否办结"),
                Takes.Flag("overdue", "True for those whose deadline has passed. 是否逾期"),
                Takes.Time("dueBefore", "Whose deadline lies at or before. 时限不晚于"),
                new("level", "integer", "So many steps of supervision or more, 0 to 9. 督办级别不低于", []),
                Takes.Time("from", "Began at or after. 起"), Takes.Time("to", "Began before. 止"),
                .. Takes.Pages, Takes.Sort(Sortable), Takes.Descending, Takes.Format,
            ]);
        violations.MapGet("/{id}", One).RequireScope(Scopes.Read).WithName("getViolation")
            .WithSummary("A problem with all that happened to it. 违规的全部过程");
    }

    private static Task<Results<Ok<Page<ViolationRow>>, CsvAnswer<ViolationRow>>> All(
        HttpContext http, IQueries queries, District district, TimeProvider clock)
    {
        var arguments = new Arguments(http);
        var (from, to) = arguments.Between();
        var department = arguments.Text("department");
        var isOverdue = arguments.Flag("overdue") == true;
        var filter = new ViolationFilter(
            arguments.Text("town"), arguments.Text("kind"), arguments.Text("source"), arguments.Text("rule"),
            arguments.Word<Severity>("severity"), arguments.Flag("open"), from, to,
            district.Departments.FirstOrDefault(d => d.Name == department)?.Code ?? department,
            arguments.Word<LoopState>("state"), arguments.Flag("ended"),
            arguments.Time("dueBefore") ?? (isOverdue ? clock.GetUtcNow() : null), arguments.Number("level", 0, 0, 9) is > 0 and var level ? level : null);
        var page = arguments.Page(Sortable);
        arguments.Check();
        filter = Sight.Narrow(filter, Caller.Of(http).ActorIn(district));
        return Lists.Answer(http, "violations", page, (p, c) => queries.Violations(filter, p, c), Columns);
    }

    private static async Task<Results<Ok<ViolationView>, ProblemHttpResult>> One(string id, IGrainFactory grains, District district, HttpContext http)
    {
        var (view, refusal) = await Seen(id, grains, district, http);
        return view is null ? refusal! : TypedResults.Ok(view);
    }

    /// <summary>The problem, or why this caller does not see it.</summary>
    internal static async Task<(ViolationView? View, ProblemHttpResult? Refusal)> Seen(string id, IGrainFactory grains, District district, HttpContext http)
    {
        var view = Ids.IsViolation(id) ? await grains.GetGrain<IViolationGrain>(id).Get() : null;
        if (view is null) return (null, Problems.NotFound("违规", id));
        return Sight.MaySee(view, Caller.Of(http).ActorIn(district))
            ? (view, null)
            : (null, Problems.Of(StatusCodes.Status403Forbidden, "not-yours", "非本单位问题 · Not yours", "只能查看本单位的问题。A unit sees its own problems alone."));
    }
}
