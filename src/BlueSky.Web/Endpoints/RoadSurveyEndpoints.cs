using System.Text;
using BlueSky.Access;
using BlueSky.Districts;
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

    public static void MapRoadSurveys(this RouteGroupBuilder api) => api.MapPost("/road-surveys", Enter).RequireScope(Scopes.Register).WithTags("field entries 现场记录")
        .WithName("enterRoadSurvey").ChangesThings(LargestTrack)
        .WithSummary("Takes a track as CSV (longitude,latitude,load in g/m², in the order of the way), gives each road its length-weighted mean; over the limit it gets an order. 走航积尘负荷、督办单")
        .TakesQuery([
            Takes.Time("at", "End of the survey, whole seconds. Required; the same again changes nothing. 走航结束时间"),
            Takes.Text("surveyor", "Vehicle or crew. Required. 走航车"), Takes.Word<Datum>("datum", "gcj02 (the register) or wgs84 (a GPS receiver). Required. 坐标系"),
            Takes.Flag("dryRun", "True to only say what would be. 试算"),
        ]);

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
        if (await Bodies.Read(http.Request, LargestTrack, http.RequestAborted) is not { } body) return Problems.Plain(StatusCodes.Status413PayloadTooLarge);
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
