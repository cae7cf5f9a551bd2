using BlueSky.Access;
using BlueSky.Assessment;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>Why an assessment is run.</summary>
public sealed record RunEntry
{
    /// <summary>Reason, at most 200 characters. Required.</summary>
    public string? Reason { get; init; }
}

/// <summary>What a verification gave.</summary>
/// <param name="Revision">Revision.</param>
/// <param name="Same">True when every digit is the same.</param>
public sealed record VerificationAnswer(int Revision, bool Same);

/// <summary>Scores, rankings and compensation (量化考核与生态补偿) of periods.</summary>
internal static class AssessmentEndpoints
{
    private const int LongestReason = 200;
    private const string PeriodForms = "2021-08-05, 2021-W31, 2021-08, 2021-Q3, 2021-H2, 2021, 2021-08-01..2021-08-15";

    private static readonly QueryParameter PolicyParameter = Takes.Text("policy", "Id of the policy; the district's own by default. 办法");

    public static void MapAssessments(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/assessments").WithTags("assessment 考核");
        group.MapGet("", All).RequireScope(Scopes.Read).WithName("listAssessments")
            .WithSummary("Periods of a year that have been assessed, with their newest revision. 已考核时段")
            .TakesQuery(new QueryParameter("year", "integer", "Year of the period's last day; this year by default. 年份", []), PolicyParameter);
        group.MapGet("/{period}", One).RequireScope(Scopes.Read).WithName("getAssessment")
            .WithSummary($"A revision with all figures and the explanation of each amount; as CSV its ranking. Periods: {PeriodForms}. 考核结果")
            .TakesQuery(PolicyParameter, new QueryParameter("revision", "integer", "Number of the revision; the newest by default. 版次", []), Takes.Format);
        group.MapPost("/{period}/runs", Run).RequireScope(Scopes.Assess).WithName("runAssessment").ChangesThings()
            .WithSummary("Assesses a period from the newest hours; equal inputs give the last revision again. 考核")
            .TakesQuery(PolicyParameter);
        group.MapGet("/{period}/revisions", Revisions).RequireScope(Scopes.Read).WithName("listRevisions")
            .WithSummary("Revisions of a period, oldest first. 历次结果")
            .TakesQuery(PolicyParameter);
        group.MapPost("/{period}/revisions/{revision:int}/verify", Verify).RequireScope(Scopes.Read).WithName("verifyRevision").ChangesThings()
            .WithSummary("Computes a revision anew from the hours as they were and compares every digit. Changes nothing. 复算")
            .TakesQuery(PolicyParameter);
        group.MapPost("/{period}/what-if", WhatIf).RequireScope(Scopes.Read).WithName("tryPolicy").ChangesThings()
            .WithSummary("What another policy would give; nothing is stored. 试算")
            .TakesQuery(PolicyParameter);
    }

    /// <summary>The policy that the caller names, or the district's own.</summary>
    public static string PolicyOf(Arguments arguments, AssessmentPlan plan, PolicyCatalog policies)
    {
        var id = arguments.Text("policy");
        arguments.Check();
        id ??= plan.Policies.Count > 0 ? plan.Policies[0].Policy : throw new InvalidRequestException("policy", "missing", "必填。Required.");
        return policies.Find(id) is not null
            ? id
            : throw new InvalidRequestException("policy", "word", $"没有这个办法；可用：{string.Join(", ", policies.All.Select(p => p.Id))}。Unknown policy.");
    }

    private static async Task<Ok<AssessmentEntry[]>> All(
        HttpContext http, District district, IGrainFactory grains, TimeProvider clock)
    {
        var arguments = new Arguments(http);
        var year = arguments.Number("year", clock.GetUtcNow().ToChina().Year, 1970, 2199);
        var policy = arguments.Text("policy");
        arguments.Check();
        var all = await grains.GetGrain<IAssessmentListGrain>($"{district.Code}/{year}").All();
        return TypedResults.Ok(policy is null ? all : [.. all.Where(e => e.Policy == policy)]);
    }

    private static async Task<Results<Ok<AssessmentRevision>, CsvAnswer<UnitResult>, ProblemHttpResult>> One(
        string period, HttpContext http, District district, AssessmentPlan plan, PolicyCatalog policies, IGrainFactory grains)
    {
        var arguments = new Arguments(http);
        var number = arguments.Number("revision", 0, 1, int.MaxValue);
        var policy = PolicyOf(arguments, plan, policies);
        var revision = await Grain(period, policy, district, grains).Get(number == 0 ? null : number);
        if (revision is null) return Problems.NotFound("考核结果", $"{period} {policy}{(number == 0 ? "" : $" 第{number}版")}");
        if (!Lists.WantsCsv(http)) return TypedResults.Ok(revision);
        var units = revision.Result.Units;
        return new CsvAnswer<UnitResult>(
            $"assessment-{period}-{policy}-{revision.Revision}", RankingColumns.Of(revision, district), new Page<UnitResult>(units, units.Count, 1, units.Count + 1),
            (_, _) => throw new InvalidOperationException("the first page holds all units"));
    }

    private static async Task<Ok<AssessmentRevision>> Run(
        string period, RunEntry entry, HttpContext http, District district, AssessmentPlan plan, PolicyCatalog policies, IGrainFactory grains,
        AuditTrail audit)
    {
        var check = new FieldCheck();
        var reason = check.Needed(entry.Reason, "reason", LongestReason);
        check.Check();
        var policy = PolicyOf(new Arguments(http), plan, policies);
        var caller = Caller.Of(http);
        var revision = await Grain(period, policy, district, grains).Run(caller.Name, reason);
        await audit.Wrote(caller, "api.assessment.run", $"{district.Code}/{period}/{policy}", $"revision {revision.Revision}: {reason}");
        return TypedResults.Ok(revision);
    }

    private static async Task<Ok<RevisionHead[]>> Revisions(
        string period, HttpContext http, District district, AssessmentPlan plan, PolicyCatalog policies, IGrainFactory grains) =>
        TypedResults.Ok(await Grain(period, PolicyOf(new Arguments(http), plan, policies), district, grains).History());

    private static async Task<Ok<VerificationAnswer>> Verify(
        string period, int revision, HttpContext http, District district, AssessmentPlan plan, PolicyCatalog policies, IGrainFactory grains) =>
        TypedResults.Ok(new VerificationAnswer(
            revision, await Grain(period, PolicyOf(new Arguments(http), plan, policies), district, grains).Verify(revision)));

    private static async Task<Ok<AssessmentRevision>> WhatIf(
        string period, HttpContext http, District district, AssessmentPlan plan, PolicyCatalog policies, IGrainFactory grains) =>
        TypedResults.Ok(await Grain(period, PolicyOf(new Arguments(http), plan, policies), district, grains).Preview());

    private static IAssessmentGrain Grain(string period, string policy, District district, IGrainFactory grains) =>
        Period.TryParse(period, out var parsed)
            ? grains.GetGrain<IAssessmentGrain>($"{district.Code}/{parsed}/{policy}")
            : throw new InvalidRequestException("period", "form", $"应为下列形式之一：{PeriodForms}。One of these forms.");
}
