using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Reports;
using BlueSky.Violations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>What patrols and citizens found (巡查、举报). Each becomes problems of the closed loop.</summary>
internal static class ReportEndpoints
{
    private static readonly string[] Sortable = ["at", "receivedAt", "town", "kind"];

    private static readonly CsvColumn<ReportRow>[] Columns = [
        new("key", r => r.Key), new("origin", r => Json.Word(r.Origin)), new("at", r => Csv.Time(r.At)), new("receivedAt", r => Csv.Time(r.ReceivedAt)),
        new("unit", r => r.Unit), new("town", r => r.Place.Town), new("kind", r => r.Place.Kind), new("department", r => r.Department),
        new("source", r => r.SourceId), new("sourceName", r => r.Place.SourceName), new("longitude", r => Csv.Number(r.Position?.Longitude)),
        new("latitude", r => Csv.Number(r.Position?.Latitude)), new("finding", r => r.Finding), new("photos", r => Csv.Number(r.Photos)),
        new("problems", r => string.Join(' ', r.Problems)), new("demo", r => r.Place.IsDemo ? "true" : "false"),
    ];

    public static void MapReports(this RouteGroupBuilder api)
    {
        var reports = api.MapGroup("/reports").WithTags("reports 巡查举报");
        reports.MapPost("", Enter).RequireScope(Scopes.Act).WithName("enterReport").ChangesThings()
            .WithSummary("Enters what a patrol saw or a citizen told; each thing that is wrong becomes a problem of its source. 巡查上报、举报受理");
        reports.MapGet("", All).RequireScope(Scopes.Read).WithName("listReports")
            .WithSummary("Reports under a filter, newest first; a unit sees what it reported and what concerns it. 巡查举报列表")
            .TakesQuery([
                Takes.Text("town", "Town code. 镇街代码"), Takes.Text("department", "Code of the unit that answers for the industry. 行业部门"),
                Takes.Text("kind", "Kind code. 源类"), Takes.Word<FoundBy>("origin", "patrol or citizen. 来源"), Takes.Text("source", "Source id. 污染源"),
                Takes.Word<ReportStanding>("standing", "How far what came of it is. 办理进度"), Takes.Time("from", "Seen at or after. 起"), Takes.Time("to", "Seen before. 止"),
                .. Takes.Pages, Takes.Sort(Sortable), Takes.Descending, Takes.Format,
            ]);
        reports.MapGet("/{id}", One).RequireScope(Scopes.Act).WithName("getReport")
            .WithSummary("A report with the person's words, for the units that it concerns and the command centre. 报告详情");
        reports.MapGet("/{id}/photos/{photo}", Photo).RequireScope(Scopes.Act).WithName("getReportPhoto").Produces(StatusCodes.Status200OK, contentType: "image/jpeg")
            .WithSummary("A photo that a report names, for whoever may see the report. 报告的照片");
        reports.MapGet("/{id}/contact", Contact).RequireScope(Scopes.Act).WithName("getReportContact")
            .WithSummary("How to reach the citizen: command centre and the unit that entered it, audited. 举报人联系方式");
    }

    private static async Task<Results<Ok<ReportAnswer>, ProblemHttpResult>> Enter(ReportedEntry entry, HttpContext http, ReportDesk desk)
    {
        var (answer, refusal) = await desk.Enter(entry, Caller.Of(http));
        return answer is null ? Refused(refusal, "") : TypedResults.Ok(answer);
    }

    private static Task<Results<Ok<Page<ReportRow>>, CsvAnswer<ReportRow>>> All(HttpContext http, IQueries queries, District district)
    {
        var arguments = new Arguments(http);
        var (from, to) = arguments.Between();
        var filter = ReportDesk.Narrow(
            new ReportFilter(
                arguments.Text("town"), arguments.Text("department"), arguments.Text("kind"), arguments.Word<FoundBy>("origin"), arguments.Text("source"), from, to)
            {
                Standing = arguments.Word<ReportStanding>("standing"),
            },
            Caller.Of(http).ActorIn(district));
        var page = arguments.Page(Sortable);
        arguments.Check();
        return Lists.Answer(http, "reports", page, (p, c) => queries.Reports(filter, p, c), Columns);
    }

    private static async Task<Results<Ok<ReportView>, ProblemHttpResult>> One(string id, HttpContext http, ReportDesk desk, District district)
    {
        var (view, refusal) = await desk.Find(id, Caller.Of(http).ActorIn(district));
        return view is null ? Refused(refusal, id) : TypedResults.Ok(view);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Photo(
        string id, string photo, HttpContext http, ReportDesk desk, IQueries queries, District district)
    {
        var (view, refusal) = await desk.Find(id, Caller.Of(http).ActorIn(district));
        if (view is null) return Refused(refusal, id);
        return view.Report.Photos.Contains(photo) ? await PhotoEndpoints.Serve(photo, view.Unit.Code, http, queries) : Problems.NotFound("照片", photo);
    }

    private static async Task<Results<Ok<ReportContact>, ProblemHttpResult>> Contact(string id, HttpContext http, ReportDesk desk, District district)
    {
        var actor = Caller.Of(http).ActorIn(district);
        if (actor.Unit is null) return Problems.NeedsUnit();
        return await desk.Contact(id, actor) is { } contact ? TypedResults.Ok(contact) : Problems.NotFound("联系方式", id);
    }

    private static ProblemHttpResult Refused(Decisions.Refusal? refusal, string id) => refusal is null
        ? Problems.NotFound("报告", id)
        : ReferenceEquals(refusal, ReportDesk.NoUnit)
            ? Problems.NeedsUnit()
            : Problems.Of(StatusCodes.Status403Forbidden, refusal.Code, "非本单位 · Not yours", refusal.Words);
}
