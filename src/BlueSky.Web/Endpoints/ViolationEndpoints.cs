using BlueSky.Access;
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
    private static readonly string[] Sortable = ["start", "severity", "town", "source"];

    private static readonly CsvColumn<ViolationRow>[] Columns = [
        new("id", v => v.Last.ViolationId),
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
                Takes.Time("from", "Began at or after. 起"), Takes.Time("to", "Began before. 止"),
                .. Takes.Pages, Takes.Sort(Sortable), Takes.Descending, Takes.Format,
            ]);
        violations.MapGet("/{id}", One).RequireScope(Scopes.Read).WithName("getViolation")
            .WithSummary("A problem with all its steps. 违规的全部过程");
    }

    private static Task<Results<Ok<Page<ViolationRow>>, CsvAnswer<ViolationRow>>> All(HttpContext http, IQueries queries)
    {
        var arguments = new Arguments(http);
        var (from, to) = arguments.Between();
        var filter = new ViolationFilter(
            arguments.Text("town"), arguments.Text("kind"), arguments.Text("source"), arguments.Text("rule"),
            arguments.Word<Severity>("severity"), arguments.Flag("open"), from, to);
        var page = arguments.Page(Sortable);
        arguments.Check();
        return Lists.Answer(http, "violations", page, (p, c) => queries.Violations(filter, p, c), Columns);
    }

    private static async Task<Results<Ok<ViolationView>, ProblemHttpResult>> One(string id, IGrainFactory grains)
    {
        var view = Ids.IsViolation(id) ? await grains.GetGrain<IViolationGrain>(id).Get() : null;
        return view is null ? Problems.NotFound("违规", id) : TypedResults.Ok(view);
    }
}
