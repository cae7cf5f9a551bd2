using BlueSky.Access;
using BlueSky.Districts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>A town with its counts.</summary>
/// <param name="Town">The town.</param>
/// <param name="Counts">Its counts and the moment they were taken.</param>
public sealed record TownAnswer(Town Town, RollupView Counts);

/// <summary>Counts of the towns (镇街) and of the district (区).</summary>
internal static class DistrictEndpoints
{
    public static void MapDistrict(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("district 区与镇街");
        group.MapGet("/district", TheDistrict).RequireScope(Scopes.Read).WithName("getDistrict")
            .WithSummary("Counts over the whole district, at most one second old. 全区汇总");
        group.MapGet("/towns", Towns).RequireScope(Scopes.Read).WithName("listTowns")
            .WithSummary("Counts of every town in the register's order. 各镇街汇总");
        group.MapGet("/towns/{code}", One).RequireScope(Scopes.Read).WithName("getTown").WithSummary("Counts of one town. 镇街汇总");
        group.MapPost("/towns/{code}/recount", Recount).RequireScope(Scopes.Administer).WithName("recountTown").ChangesThings()
            .WithSummary("Asks every source of the town again and gives the counts. 重新清点");
    }

    private static async Task<Ok<RollupView>> TheDistrict(District district, IGrainFactory grains) =>
        TypedResults.Ok(await grains.GetGrain<IDistrictGrain>(district.Code).Get());

    private static async Task<Ok<RollupView[]>> Towns(District district, IGrainFactory grains) =>
        TypedResults.Ok(await grains.GetGrain<IDistrictGrain>(district.Code).Towns());

    private static async Task<Results<Ok<TownAnswer>, ProblemHttpResult>> One(string code, District district, IGrainFactory grains) =>
        Find(district, code) is { } town
            ? TypedResults.Ok(new TownAnswer(town, await grains.GetGrain<ITownGrain>(code).Get()))
            : Problems.NotFound("镇街", code);

    private static async Task<Results<Ok<TownAnswer>, ProblemHttpResult>> Recount(
        string code, District district, IGrainFactory grains, AuditTrail audit, HttpContext http)
    {
        if (Find(district, code) is not { } town) return Problems.NotFound("镇街", code);
        var counts = await grains.GetGrain<ITownGrain>(code).Recount();
        await audit.Wrote(Caller.Of(http), "api.town.recounted", code, $"{counts.Rollup.Sources} sources");
        return TypedResults.Ok(new TownAnswer(town, counts));
    }

    private static Town? Find(District district, string code) => district.Towns.FirstOrDefault(t => t.Code == code);
}
