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
    private const int LongestText = 4_096, MostPhotos = 20, MostItems = 100, LongestId = 64;
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
                Takes.Time("from", "Seen at or after. 起"), Takes.Time("to", "Seen before. 止"),
                .. Takes.Pages, Takes.Sort(Sortable), Takes.Descending, Takes.Format,
            ]);
        reports.MapGet("/{id}", One).RequireScope(Scopes.Act).WithName("getReport")
            .WithSummary("A report with the person's words, for the units that it concerns and the command centre. 报告详情");
        reports.MapGet("/{id}/photos/{photo}", Photo).RequireScope(Scopes.Act).WithName("getReportPhoto").Produces(StatusCodes.Status200OK, contentType: "image/jpeg")
            .WithSummary("A photo that a report names, for whoever may see the report. 报告的照片");
        reports.MapGet("/{id}/contact", Contact).RequireScope(Scopes.Act).WithName("getReportContact")
            .WithSummary("How to reach the citizen: command centre and the unit that entered it, audited. 举报人联系方式");
    }

    private static async Task<Results<Ok<ReportAnswer>, ProblemHttpResult>> Enter(ReportedEntry entry, HttpContext http, IGrainFactory grains, District district)
    {
        var actor = Caller.Of(http).ActorIn(district);
        if (actor.Unit is null || actor.Role is Role.Reader or Role.System) return Problems.NeedsUnit();
        var check = new FieldCheck();
        var report = Read(entry, actor.Unit, check);
        var contact = entry.Contact is { } c
            ? new ReportContact(check.Fits(c.Name ?? "", "contact.name", 64), check.Fits(c.Phone ?? "", "contact.phone", 32))
            : null;
        if (contact is not null && entry.Origin == FoundBy.Patrol) check.Wrong("contact", "not-for-patrols", "巡查报告不填举报人。A patrol has no citizen to reach.");
        check.Check();
        return TypedResults.Ok(await grains.GetGrain<IReportGrain>(ReportKey.Of(actor.Unit, report.Id)).Enter(report, contact, actor));
    }

    private static Report Read(ReportedEntry entry, Unit unit, FieldCheck check)
    {
        var id = check.Needed(entry.Id, "id", LongestId);
        if (!IsId(id)) check.Wrong("id", "form", "字母、数字、连字符、点、下划线。Letters, digits, hyphens, points, underscores.");
        if (entry.Origin is not (null or FoundBy.Patrol or FoundBy.Citizen)) check.Wrong("origin", "word", "应为 patrol 或 citizen。Either patrol or citizen.");
        var (photos, items) = (entry.Photos ?? [], entry.Measures ?? []);
        if (photos.Count > MostPhotos) check.Wrong("photos", "count", $"最多 {MostPhotos} 张。At most {MostPhotos}.");
        if (items.Count > MostItems) check.Wrong("measures", "count", $"最多 {MostItems} 项。At most {MostItems} items.");
        if (entry.Source is { } source && !Ids.IsSource(source)) check.Wrong("source", "form", "字母、数字和连字符，最多 64 个字符。Letters, digits and hyphens, at most 64.");
        return new Report
        {
            Id = id, Origin = check.Needed(entry.Origin, "origin"), At = check.Moment(entry.At, "at"),
            SourceId = entry.Source, Kind = entry.Kind is null ? null : check.Fits(entry.Kind, "kind", 32),
            Town = entry.Town is { } town ? check.Fits(town, "town", 32) : unit.Kind == UnitKind.Town ? unit.Code : null,
            Position = entry.Position?.Read(check, "position"), Finding = check.Needed(entry.Finding, "finding"), Text = check.Words(entry.Text ?? "", "text", LongestText),
            Measures = [.. items.Take(MostItems).Select((item, i) => new MeasureAnswer(
                check.Needed(item?.Item, $"measures[{i}].item", 32), check.Needed(item?.Pass, $"measures[{i}].pass")))],
            Photos = [.. photos.Take(MostPhotos).Select((photo, i) => check.Photo(photo, $"photos[{i}]"))],
        };
    }

    private static Task<Results<Ok<Page<ReportRow>>, CsvAnswer<ReportRow>>> All(HttpContext http, IQueries queries, District district)
    {
        var arguments = new Arguments(http);
        var (from, to) = arguments.Between();
        var own = Caller.Of(http).ActorIn(district).Unit;
        var filter = new ReportFilter(
            arguments.Text("town"), arguments.Text("department"), arguments.Text("kind"), arguments.Word<FoundBy>("origin"), arguments.Text("source"), from, to,
            own is { Kind: UnitKind.Town or UnitKind.Department } ? own.Code : null);
        var page = arguments.Page(Sortable);
        arguments.Check();
        return Lists.Answer(http, "reports", page, (p, c) => queries.Reports(filter, p, c), Columns);
    }

    private static async Task<Results<Ok<ReportView>, ProblemHttpResult>> One(string id, HttpContext http, IGrainFactory grains, District district)
    {
        var (view, refusal) = await Seen(id, http, grains, district);
        return view is null ? refusal! : TypedResults.Ok(view);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Photo(
        string id, string photo, HttpContext http, IGrainFactory grains, IQueries queries, District district)
    {
        var (view, refusal) = await Seen(id, http, grains, district);
        if (view is null) return refusal!;
        return view.Report.Photos.Contains(photo) ? await PhotoEndpoints.Serve(photo, view.Unit.Code, http, queries) : Problems.NotFound("照片", photo);
    }

    private static async Task<Results<Ok<ReportContact>, ProblemHttpResult>> Contact(string id, HttpContext http, IGrainFactory grains, District district)
    {
        var actor = Caller.Of(http).ActorIn(district);
        if (actor.Unit is null) return Problems.NeedsUnit();
        var contact = IsKey(id) ? await grains.GetGrain<IReportGrain>(id).Contact(actor) : null;
        return contact is null ? Problems.NotFound("联系方式", id) : TypedResults.Ok(contact);
    }

    // The unit that reported, those that answer for it by the register, and those that answer for one of its problems now.
    private static async Task<(ReportView? View, ProblemHttpResult? Refusal)> Seen(string id, HttpContext http, IGrainFactory grains, District district)
    {
        if (Caller.Of(http).ActorIn(district).Unit is not { } own) return (null, Problems.NeedsUnit());
        if (!IsKey(id) || await grains.GetGrain<IReportGrain>(id).Get() is not { } view) return (null, Problems.NotFound("报告", id));
        if (own.Kind is UnitKind.Command or UnitKind.TaskForce || own.Code == view.Unit.Code || own.Code == view.Place.Town || own.Code == view.Department) return (view, null);
        foreach (var problem in view.Problems)
        {
            var loop = (await grains.GetGrain<IViolationGrain>(problem).Get())?.Loop;
            if (own.Code == loop?.Town.Code || own.Code == loop?.Industry.Code) return (view, null);
        }

        return (null, Problems.Of(StatusCodes.Status403Forbidden, "not-yours", "非本单位 · Not yours", "只能查看本单位上报或办理的报告。A unit sees what it reported or answers for."));
    }

    private static bool IsId(string id) => id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');

    private static bool IsKey(string key) => key.Split('~') is [{ Length: > 0 and <= 32 } unit, { Length: > 0 and <= LongestId } id] && Ids.IsSource(unit) && IsId(id);
}
