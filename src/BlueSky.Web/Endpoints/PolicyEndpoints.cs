using BlueSky.Access;
using BlueSky.Assessment;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>A policy in the list.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="Version">Version of the file.</param>
/// <param name="From">First day in force.</param>
/// <param name="To">Last day in force; null when open.</param>
/// <param name="Comparison">同比 or 环比.</param>
/// <param name="Periods">Periods that it settles.</param>
/// <param name="Digest">SHA-256 of the file's canonical text.</param>
public sealed record PolicyAnswer(
    string Id, string Name, string Version, DateOnly From, DateOnly? To, string Comparison, IReadOnlyList<PeriodType> Periods, string Digest);

/// <summary>Assessment and compensation policies (办法) as they are loaded.</summary>
internal static class PolicyEndpoints
{
    public static void MapPolicies(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/policies").WithTags("assessment 考核");
        group.MapGet("", All).RequireScope(Scopes.Read).WithName("listPolicies").WithSummary("Policies in order of id. 考核与生态补偿办法");
        group.MapGet("/{id}", One).RequireScope(Scopes.Read).WithName("getPolicy")
            .WithSummary("A policy's file as it was read: every figure with its mark and citation. 办法全文");
    }

    private static Ok<PolicyAnswer[]> All(PolicyCatalog policies) => TypedResults.Ok(policies.All.Select(p => new PolicyAnswer(
        p.Id, p.Name, p.Version, p.Validity.Value.From, p.Validity.Value.To, p.Comparison.Value, p.Periods.Value, p.Digest)).ToArray());

    private static Results<ContentHttpResult, ProblemHttpResult> One(string id, PolicyCatalog policies) =>
        policies.TextOf(id) is { } text ? TypedResults.Text(text, "application/json; charset=utf-8") : Problems.NotFound("办法", id);
}
