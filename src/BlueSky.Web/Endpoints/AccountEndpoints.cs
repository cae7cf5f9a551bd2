using System.Globalization;
using BlueSky.Access;
using BlueSky.Assessment;
using BlueSky.Districts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>A revision declared good for payment.</summary>
public sealed record ConfirmationEntry
{
    /// <summary>Period, e.g. <c>2021-08</c>. Required.</summary>
    public string? Period { get; init; }

    /// <summary>Revision of its result, from 1. Required.</summary>
    public int? Revision { get; init; }

    /// <summary>Document or reason, at most 200 characters. Required.</summary>
    public string? Reason { get; init; }
}

/// <summary>A transfer of money.</summary>
public sealed record SettlementRequest
{
    /// <summary>Id given by the caller, at most 64 characters: the same sent twice counts once. Required.</summary>
    public string? Id { get; init; }

    /// <summary>Code of the unit. Required.</summary>
    public string? Unit { get; init; }

    /// <summary>Day of the transfer, China time, not in the future. Required.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>万元, seen from the unit: positive the treasury paid it, negative it paid in. Required, not 0.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Number of the document, at most 100 characters. Required.</summary>
    public string? Document { get; init; }
}

/// <summary>Yearly accounts (年度账户) of the units.</summary>
internal static class AccountEndpoints
{
    private const int LongestReason = 200, LongestDocument = 100;
    private const decimal LargestAmount = 100_000_000;

    public static void MapAccounts(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/accounts").WithTags("assessment 考核");
        var policy = Takes.Text("policy", "Id of the policy; the district's own by default. 办法");
        group.MapGet("/{year:int}", One).RequireScope(Scopes.Read).WithName("getAccounts")
            .WithSummary("Earned, paid, balance and settled of each unit, with every posting. 年度账户").TakesQuery(policy);
        group.MapPost("/{year:int}/confirmations", Confirm).RequireScope(Scopes.Assess).WithName("confirmRevision").ChangesThings()
            .WithSummary("Declares a revision good for payment and posts it; a later one posts the differences. 确认入账").TakesQuery(policy);
        group.MapPost("/{year:int}/settlements", Settle).RequireScope(Scopes.Assess).WithName("enterSettlement").ChangesThings()
            .WithSummary("Enters a transfer; a wrong one is put right by another with the opposite amount. 结算").TakesQuery(policy);
    }

    private static async Task<Ok<AccountView>> One(
        int year, HttpContext http, District district, AssessmentPlan plan, PolicyCatalog policies, IGrainFactory grains) =>
        TypedResults.Ok(await Grain(year, http, district, plan, policies, grains).Get());

    private static async Task<Ok<AccountView>> Confirm(
        int year, ConfirmationEntry entry, HttpContext http, District district, AssessmentPlan plan, PolicyCatalog policies, IGrainFactory grains,
        AuditTrail audit)
    {
        var check = new FieldCheck();
        var period = check.Needed(entry.Period, "period");
        var revision = check.Needed(entry.Revision, "revision");
        var reason = check.Needed(entry.Reason, "reason", LongestReason);
        if (revision < 1 && entry.Revision is not null) check.Wrong("revision", "range", "从 1 起。From 1.");
        check.Check();
        var grain = Grain(year, http, district, plan, policies, grains);
        var caller = Caller.Of(http);
        var view = await grain.Confirm(period, revision, caller.Name, reason);
        await audit.Wrote(caller, "api.account.confirmed", $"{district.Code}/{year}", $"{period} revision {revision}: {reason}");
        return TypedResults.Ok(view);
    }

    private static async Task<Ok<AccountView>> Settle(
        int year, SettlementRequest entry, HttpContext http, District district, AssessmentPlan plan, PolicyCatalog policies, IGrainFactory grains,
        AuditTrail audit)
    {
        var check = new FieldCheck();
        var id = check.Needed(entry.Id, "id");
        var unit = check.Needed(entry.Unit, "unit");
        var day = check.Needed(entry.Day, "day");
        var amount = check.Needed(entry.Amount, "amount");
        var document = check.Needed(entry.Document, "document", LongestDocument);
        if (entry.Amount is not null && (amount == 0 || Math.Abs(amount) > LargestAmount))
            check.Wrong("amount", "range", "不为零，绝对值不超过 1 万亿元。Not 0 and within bounds.");
        check.Check();
        var grain = Grain(year, http, district, plan, policies, grains);
        var caller = Caller.Of(http);
        var view = await grain.Settle(id, unit, new Settlement(day, amount, document), caller.Name);
        await audit.Wrote(
            caller, "api.account.settled", $"{district.Code}/{year}",
            string.Create(CultureInfo.InvariantCulture, $"{id}: {unit} {day:yyyy-MM-dd} {amount} {document}"));
        return TypedResults.Ok(view);
    }

    private static IAccountGrain Grain(
        int year, HttpContext http, District district, AssessmentPlan plan, PolicyCatalog policies, IGrainFactory grains)
    {
        var policy = AssessmentEndpoints.PolicyOf(new Arguments(http), plan, policies);
        return year is >= 1970 and <= 2199
            ? grains.GetGrain<IAccountGrain>($"{district.Code}/{year}/{policy}")
            : throw new InvalidRequestException("year", "range", "应为 1970 到 2199。From 1970 to 2199.");
    }
}
