using BlueSky.Access;
using BlueSky.Credit;
using BlueSky.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>Closing a quarter of credit (季度定格), and the red and the black list (红黑榜) drawn from it.</summary>
internal static class CreditQuarterEndpoints
{
    private static readonly CsvColumn<ListPlace>[] Columns =
    [
        new("list", p => Json.Word(p.List)), new("rank", p => Csv.Number(p.Rank)), new("source", p => p.Source), new("name", p => p.Name), new("kind", p => p.Kind),
        new("town", p => p.Town), new("score", p => Csv.Number(p.Score)), new("reasons", p => string.Join('；', p.Reasons)),
        new("until", p => p.Until?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), new("revision", p => Csv.Number(p.Revision)),
        new("demo", p => p.IsDemo ? "true" : "false"),
    ];

    public static void MapCreditQuarters(this RouteGroupBuilder api)
    {
        var quarters = api.MapGroup("/credit/quarters/{quarter}").WithTags("credit 信用");
        quarters.MapGet("", One).RequireScope(Scopes.Read).WithName("getCreditQuarter").WithSummary("How far a quarter is closed, and whether its lists are published. 季度定格情况");
        quarters.MapPost("/closing", Close).Decides("closeCreditQuarter", "Freezes the account of every source of a quarter that is over: the command centre. 季度定格");
        quarters.MapPost("/verify", Verify).RequireScope(Scopes.Read).WithName("verifyCreditQuarter").ChangesThings()
            .WithSummary("Counts every account of a closed quarter anew and compares every digit. Changes nothing. 全区重算");
        quarters.MapGet("/lists", Places).RequireScope(Scopes.Read).WithName("listRedBlack")
            .WithSummary("The red and the black list as published; as the command centre also those that wait. 红黑榜")
            .TakesQuery([
                Takes.Word<CreditList>("list", "Red or black. 红榜或黑榜"), Takes.Text("kind", "Kind code. 源类"), Takes.Text("town", "Town code. 镇街代码"),
                Takes.Flag("waiting", "True for the lists that wait for confirmation: the command centre alone. 待确认"),
                .. Takes.Pages, Takes.Sort([.. RedBlackFilter.Sortable]), Takes.Descending, Takes.Format,
            ]);
        quarters.MapPost("/lists", Draw).Decides("drawRedBlack", "Draws both lists from the frozen accounts: the command centre. 评定红黑榜");
        quarters.MapPost("/lists/decision", Decide).Decides("decideRedBlack", "Publishes the lists that wait or sends them back: a second person of the command centre. 确认发布红黑榜");
    }

    private static async Task<Ok<QuarterAnswer>> One(string quarter, CreditDesk desk) => Answer(quarter, await desk.Quarter(quarter).Get());

    private static Task<Ok<QuarterAnswer>> Close(string quarter, CommandEntry entry, HttpContext http, CreditDesk desk, AuditTrail audit) =>
        Do(quarter, entry, http, desk, audit, (grain, command) => grain.Close(command, desk.ActorOf(http)));

    private static Task<Ok<QuarterAnswer>> Draw(string quarter, CommandEntry entry, HttpContext http, CreditDesk desk, AuditTrail audit) =>
        Do(quarter, entry, http, desk, audit, (grain, command) => grain.Draw(command, desk.ActorOf(http)));

    private static Task<Ok<QuarterAnswer>> Decide(string quarter, ListDecisionEntry entry, HttpContext http, CreditDesk desk, AuditTrail audit)
    {
        var check = new FieldCheck();
        var confirms = check.Needed(entry.Confirms, "confirms");
        check.Check();
        return Do(quarter, entry, http, desk, audit, (grain, command) => grain.Decide(command, confirms, entry.Reason ?? "", desk.ActorOf(http)));
    }

    private static async Task<Ok<QuarterCheck>> Verify(string quarter, CreditDesk desk) => TypedResults.Ok(await desk.Quarter(quarter).Verify());

    private static async Task<Results<Ok<Page<ListPlace>>, CsvAnswer<ListPlace>>> Places(string quarter, HttpContext http, CreditDesk desk)
    {
        var arguments = new Arguments(http);
        var filter = new RedBlackFilter(arguments.Word<CreditList>("list"), arguments.Text("kind"), arguments.Text("town"));
        var waiting = arguments.Flag("waiting") == true;
        var page = arguments.Page([.. RedBlackFilter.Sortable]);
        arguments.Check();
        if (waiting && !desk.ActorOf(http).IsCommand) throw new Messages.RefusedException(CreditRefusal.NotCommand);
        var view = await desk.Quarter(quarter).Get();
        var drawn = waiting ? view.Lists.LastOrDefault(l => l.DecidedAt is null) : view.Published;
        return await Lists.Answer(http, $"red-black-{quarter}", page, (p, _) => Task.FromResult(filter.Page(drawn, p)), Columns);
    }

    private static async Task<Ok<QuarterAnswer>> Do(
        string quarter, CommandEntry entry, HttpContext http, CreditDesk desk, AuditTrail audit, Func<ICreditQuarterGrain, string, Task<QuarterView>> act)
    {
        var check = new FieldCheck();
        var command = CreditDesk.CommandOf(entry, check);
        check.Check();
        var view = await act(desk.Quarter(quarter), command);
        await audit.Wrote(Caller.Of(http), "api.credit.commanded", quarter, command);
        return Answer(quarter, view);
    }

    private static Ok<QuarterAnswer> Answer(string quarter, QuarterView view) => TypedResults.Ok(QuarterAnswer.Of(quarter, view));
}
