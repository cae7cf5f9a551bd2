using System.Text;
using BlueSky.Access;
using BlueSky.Assessment;
using BlueSky.Bulletins;
using BlueSky.Districts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>The bulletin (通报) of a period as a page and as a workbook.</summary>
internal static class BulletinEndpoints
{
    public static void MapBulletins(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/assessments/{period}").WithTags("bulletins 通报");
        QueryParameter[] query = [
            Takes.Text("policy", "Id of the policy; may be left out where only one names this district's units. 考核办法"),
            new("revision", "integer", "Revision of the run, from 1; the newest when left out. 版次", []),
        ];
        group.MapGet("/bulletin", Page).RequireScope(Scopes.Read).WithName("getBulletin").TakesQuery(query)
            .Produces<string>(StatusCodes.Status200OK, "text/html").WithSummary("The bulletin of a period as a printable page in Chinese. 通报网页");
        group.MapGet("/bulletin.xlsx", Workbook).RequireScope(Scopes.Read).WithName("getBulletinWorkbook").TakesQuery(query)
            .Produces<byte[]>(StatusCodes.Status200OK, BulletinWorkbook.MediaType).WithSummary("The same bulletin as a workbook. 通报电子表格");
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Page(
        string period, District district, PolicyShelf policies, IGrainFactory grains, HttpContext http)
    {
        var request = BulletinRequest.Read(period, district, policies, http);
        return await request.Find(district, grains) is { } bulletin
            ? TypedResults.Content(
                BulletinPage.Render(bulletin, $"bulletin.xlsx?policy={Uri.EscapeDataString(request.Policy.Id)}&revision={bulletin.Revision}"),
                "text/html; charset=utf-8", Encoding.UTF8)
            : Problems.NotFound("考核结果", request.Name);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Workbook(
        string period, District district, PolicyShelf policies, IGrainFactory grains, HttpContext http)
    {
        var request = BulletinRequest.Read(period, district, policies, http);
        return await request.Find(district, grains) is { } bulletin
            ? TypedResults.File(
                BulletinWorkbook.ToBytes(bulletin), BulletinWorkbook.MediaType, $"bulletin-{district.Code}-{request.Period}-{request.Policy.Id}-r{bulletin.Revision}.xlsx")
            : Problems.NotFound("考核结果", request.Name);
    }
}

/// <summary>Which bulletin is asked for.</summary>
internal sealed record BulletinRequest(Period Period, Policy Policy, int? Revision)
{
    /// <summary>For messages: period, policy and revision.</summary>
    public string Name => $"{Period}/{Policy.Id}{(Revision is { } r ? $"，第 {r} 版" : "")}";

    /// <summary>Reads address and query; what cannot be a bulletin wakes no grain.</summary>
    public static BulletinRequest Read(string text, District district, PolicyShelf policies, HttpContext http)
    {
        var arguments = new Arguments(http);
        var id = arguments.OneOf("policy", [.. policies.All.Select(p => p.Id)]);
        var revision = arguments.Number("revision", 0, 1, int.MaxValue);
        arguments.Check();
        if (!Period.TryParse(text, out var period) || period is null)
        {
            throw new InvalidRequestException(
                "period", "form", "应为 2021-08-05、2021-W31、2021-08、2021-Q3、2021-H2、2021 或 2021-08-01..2021-08-15。One of these forms.");
        }

        var policy = id is null ? policies.UsualFor(district, period) : policies.All.Single(p => p.Id == id);
        return policy is null
            ? throw new InvalidRequestException("policy", "missing", $"请指定考核办法：{string.Join(", ", policies.All.Select(p => p.Id))}。Name one of these policies.")
            : new BulletinRequest(period, policy, revision == 0 ? null : revision);
    }

    /// <summary>The bulletin; null when there is no such run.</summary>
    public async Task<Bulletin?> Find(District district, IGrainFactory grains)
    {
        var run = await grains.GetGrain<IAssessmentGrain>($"{district.Code}/{Period}/{Policy.Id}").Get(Revision);
        return run is null ? null : Bulletin.Of(district, run.ToRun(Policy, district));
    }
}
