using System.Text;
using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Surveys;
using BlueSky.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>Tracks of dust surveys (走航) over many roads at once.</summary>
internal static class RoadSurveyEndpoints
{
    private const int LargestTrack = 4 * 1024 * 1024, MostFaults = 100;

    private static readonly CsvColumn<SurveyRow>[] Columns = [
        new("key", r => r.Key), new("at", r => Csv.Time(r.At)), new("surveyor", r => r.Surveyor), new("roads", r => Csv.Number(r.Roads)),
        new("judged", r => Csv.Number(r.Judged)), new("over", r => Csv.Number(r.Over)), new("orders", r => Csv.Number(r.Orders)),
        new("metres", r => Csv.Number(r.Metres)), new("unmatchedShare", r => Csv.Number(r.UnmatchedShare)),
    ];

    public static void MapRoadSurveys(this RouteGroupBuilder api)
    {
        api.MapPost("/road-surveys", Enter).RequireScope(Scopes.Register).WithTags("field entries 现场记录")
            .WithName("enterRoadSurvey").ChangesThings(LargestTrack)
            .WithSummary("Takes a track as CSV (longitude,latitude,load in g/m², in the order of the way), gives each road its length-weighted mean; over the limit it gets an order. 走航积尘负荷、督办单")
            .TakesQuery([
                Takes.Time("at", "End of the survey, whole seconds. Required; the same again changes nothing. 走航结束时间"),
                Takes.Text("surveyor", "Vehicle or crew. Required. 走航车"), Takes.Word<Datum>("datum", "gcj02 (the register) or wgs84 (a GPS receiver). Required. 坐标系"),
                Takes.Flag("dryRun", "True to only say what would be. 试算"),
            ]);
        api.MapGet("/road-surveys", All).RequireScope(Scopes.Read).WithTags("field entries 现场记录").WithName("listRoadSurveys")
            .WithSummary("Surveys of a year, newest first; a town sees what was found on its own roads. 走航列表")
            .TakesQuery([
                new("year", "integer", "Year, China time; the present one by default. 年份", []), Takes.Text("town", "Only what was found in this town. 镇街代码"),
                Takes.Flag("over", "With a road over its limit. 有超标路段"), .. Takes.Pages, Takes.Format,
            ]);
        api.MapGet("/road-surveys/{id}", One).RequireScope(Scopes.Read).WithTags("field entries 现场记录").WithName("getRoadSurvey")
            .WithSummary("A survey with its roads, their loads and orders, and the way, thinned for drawing. 走航详情");
    }

    private static Task<Results<Ok<Page<SurveyRow>>, CsvAnswer<SurveyRow>>> All(HttpContext http, SurveyDesk desk, District district)
    {
        var arguments = new Arguments(http);
        var (year, town, over, page) = (arguments.Number("year", desk.ThisYear, 2000, 2999), arguments.Text("town"), arguments.Flag("over"), arguments.Page([]));
        arguments.Check();
        var by = Caller.Of(http).ActorIn(district);
        // Rows that are left out would pass for roads without dust.
        if (town is not null && !Sight.MaySeeTown(town, by))
            throw new InvalidRequestException("town", "not-yours", $"只能查看本镇街（{Sight.TownOf(by)}）的道路。A town sees its own roads alone.");
        return Lists.Answer(http, "road-surveys", page, (p, _) => desk.List(year, town, over, p, by), Columns);
    }

    private static async Task<Results<Ok<SurveyDetail>, ProblemHttpResult>> One(string id, HttpContext http, SurveyDesk desk, District district) =>
        await desk.Find(id, Caller.Of(http).ActorIn(district)) is { } detail ? TypedResults.Ok(detail) : Problems.NotFound("走航", id);

    private static async Task<Results<Ok<SurveyAnswer>, ProblemHttpResult>> Enter(HttpContext http, IGrainFactory grains, RegisterDesk register, District district)
    {
        // A track goes over the roads of many.
        register.CheckDistrict(http);
        var arguments = new Arguments(http);
        var (at, surveyor, datum, isDryRun) = (arguments.Time("at"), arguments.Text("surveyor"), arguments.Word<Datum>("datum"), arguments.Flag("dryRun") == true);
        arguments.Check();
        var check = new FieldCheck();
        check.Moment(at, "at");
        check.Needed(surveyor, "surveyor");
        check.Needed(datum, "datum");
        check.Check();
        if (await Bodies.Read(http.Request.Body, LargestTrack, http.RequestAborted) is not { } body) return Problems.Plain(StatusCodes.Status413PayloadTooLarge);
        using var text = new StringReader(Encoding.UTF8.GetString(body));
        var (points, faults) = SurveyTrack.Read(text, datum!.Value);
        if (faults.Count > 0) return Problems.Invalid([.. faults.Take(MostFaults).Select(Words)]);
        if (points.Count == 0) return Problems.Invalid([new("track", "empty", "没有走航点。The track has no points.")]);
        return TypedResults.Ok(await grains.GetGrain<IRoadSurveyGrain>(0).Enter([.. points], at!.Value, surveyor!, isDryRun, Caller.Of(http).ActorIn(district)));
    }

    // One fault and nothing is taken: a track with holes would weigh lengths wrongly.
    private static FieldProblem Words(TableFault fault) =>
        new($"track:{fault.Line}:{fault.Column}", "row", $"第 {fault.Line} 行 {fault.Column} 有误。{fault}");
}
