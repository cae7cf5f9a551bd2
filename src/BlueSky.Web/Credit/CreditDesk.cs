using BlueSky.Access;
using BlueSky.Assessment;
using BlueSky.Credit;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BlueSky.Web;

/// <summary>Takes requests on credit to the grains and their answers back.</summary>
internal sealed class CreditDesk(IGrainFactory grains, District district, CreditPolicies policies, TimeProvider clock, AuditTrail audit)
{
    private const int LongestCommand = 64;

    public static string SourceKey(string id)
    {
        Ids.CheckSource(id);
        return "source/" + id;
    }

    public static string TruckKey(string plate) => "truck/" + Plate(plate);

    public static string Plate(string plate) => PlateNumber.TryParse(plate, out var read)
        ? read.Text
        : throw new InvalidRequestException("plate", "form", "车牌号不合规，如 鲁Q12345 或新能源 鲁QD12345。Not a civil plate, e.g. 鲁Q12345, or 鲁QD12345 of new energy.");

    /// <summary>The quarter that the caller names, or the present one.</summary>
    public string QuarterOf(string? text) => text is null
        ? policies.All.Last().Sources.PeriodOf(clock.GetUtcNow().Day()).ToString()
        : PeriodOf(text, "quarter").ToString();

    public static Period PeriodOf(string text, string field) => Period.TryParse(text, out var period) && period!.Type is PeriodType.Quarter or PeriodType.Year
        ? period
        : throw new InvalidRequestException(field, "form", "应为季度如 2026-Q3，渣土车为年如 2026。A quarter such as 2026-Q3, of trucks a year such as 2026.");

    public ICreditQuarterGrain Quarter(string quarter)
    {
        var period = PeriodOf(quarter, "quarter");
        return period.Type == PeriodType.Quarter
            ? grains.GetGrain<ICreditQuarterGrain>($"{district.Code}/{period}")
            : throw new InvalidRequestException("quarter", "form", "应为季度，如 2026-Q3。A quarter such as 2026-Q3.");
    }

    /// <summary>The filter as far as the caller sees: a town and a department see their own alone.</summary>
    /// <exception cref="InvalidRequestException">It asks for another unit's by name.</exception>
    public static CreditFilter OwnAlone(CreditFilter filter, Actor by)
    {
        if (by.Unit is not { Kind: UnitKind.Town or UnitKind.Department } own) return filter;
        var (field, asked) = own.Kind == UnitKind.Town ? ("town", filter.Town) : ("department", filter.Department);
        if (asked is not null && asked != own.Code)
            throw new InvalidRequestException(field, "not-yours", $"只能查看本单位（{own.Code}）的信用。A unit sees the credit of its own sources alone.");
        return own.Kind == UnitKind.Town ? filter with { Town = own.Code } : filter with { Department = own.Code };
    }

    public Actor ActorOf(HttpContext http) => Caller.Of(http).ActorIn(district);

    /// <summary>The account, when the caller may see it: a town and a department see their own alone.</summary>
    public async Task<Results<Ok<CreditAnswer>, ProblemHttpResult>> Find(string key, string? period, HttpContext http)
    {
        if (period is not null) _ = PeriodOf(period, "period");
        if (await grains.GetGrain<ICreditGrain>(key).Get(period) is not { } view) return Problems.NotFound("信用账户", key);
        var by = ActorOf(http);
        return Sees(view, by) ? TypedResults.Ok(Answer(view, by)) : NotYours();
    }

    /// <summary>The account of a source for the console; null when there is none or the viewer does not see it.</summary>
    public Task<CreditAnswer?> Find(string source, string period, Actor by) => FindFor(SourceKey(source), period, by);

    /// <summary>The same of a muck truck.</summary>
    public Task<CreditAnswer?> FindTruck(string plate, string period, Actor by) => FindFor(TruckKey(plate), period, by);

    private async Task<CreditAnswer?> FindFor(string key, string period, Actor by) =>
        await grains.GetGrain<ICreditGrain>(key).Get(period) is { } view && Sees(view, by) ? Answer(view, by) : null;

    public async Task<Results<Ok<CreditCheck>, ProblemHttpResult>> Verify(string key, string period, int revision, HttpContext http)
    {
        var grain = grains.GetGrain<ICreditGrain>(key);
        if (await grain.Get(PeriodOf(period, "period").ToString()) is { } view && !Sees(view, ActorOf(http))) return NotYours();
        return await grain.Verify(period, revision) is { } check ? TypedResults.Ok(check) : Problems.NotFound("定格账目", $"{key} {period} 第{revision}版");
    }

    /// <summary>Carries a command out for the caller's unit; refusals of the rules leave as they are.</summary>
    public async Task<Ok<CreditAnswer>> Do(string key, CommandEntry entry, HttpContext http, FieldCheck check, Func<string, CreditCommand> make)
    {
        var command = make(CommandOf(entry, check));
        check.Check();
        return TypedResults.Ok(await Decide(key, command, Caller.Of(http)));
    }

    /// <summary>The one way in which a person or a key decides on an account, from the API and from the console: by the scope, then by the rules; audited.</summary>
    /// <exception cref="Messages.RefusedException">The caller may not act, or the rules refuse it.</exception>
    public async Task<CreditAnswer> Decide(string key, CreditCommand command, Caller caller)
    {
        if (!caller.Scopes.HasFlag(Scopes.Act)) throw new Messages.RefusedException("needs-scope", "", "您的岗位只能查看。You only read.");
        var view = await grains.GetGrain<ICreditGrain>(key).Do(command, caller.ActorIn(district));
        await audit.Wrote(caller, "api.credit.commanded", key, $"{command.GetType().Name} {command.Id}");
        return CreditAnswer.Of(view, withWords: true);
    }

    public static string CommandOf(CommandEntry entry, FieldCheck check)
    {
        var command = check.Needed(entry.Command, "command", LongestCommand);
        if (!command.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
            check.Wrong("command", "form", "字母、数字、连字符、点、下划线。Letters, digits, hyphens, points, underscores.");
        return command;
    }

    // Violations of a muck truck are entered by several departments, so every department sees every truck.
    private static bool Sees(CreditView view, Actor by) => by.Unit switch
    {
        { Kind: UnitKind.Town } town => town.Code == view.Town.Code || town.Code == view.Industry.Code,
        { Kind: UnitKind.Department } department => view.Kind == MuckTruck.Kind || department.Code == view.Industry.Code,
        _ => true,
    };

    private static CreditAnswer Answer(CreditView view, Actor by) => CreditAnswer.Of(view, withWords: by.Unit is not null);

    private static ProblemHttpResult NotYours() => Problems.Of(
        StatusCodes.Status403Forbidden, "not-yours", "非本单位账户 · Not yours", "只能查看本单位的信用账户。A unit sees the credit of its own sources alone.");
}
