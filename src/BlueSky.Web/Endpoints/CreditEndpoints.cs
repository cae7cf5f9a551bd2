using BlueSky.Access;
using BlueSky.Credit;
using BlueSky.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Account = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<BlueSky.Web.CreditAnswer>, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace BlueSky.Web;

/// <summary>Credit (信用) of sources: the list, accounts, what people decide on them.</summary>
internal static class CreditEndpoints
{
    private static readonly string[] Sortable = ["score", "source", "name", "town", "kind", "deductions"];

    private static readonly CsvColumn<CreditRowAnswer>[] Columns =
    [
        new("source", r => r.Source), new("name", r => r.Name), new("kind", r => r.Kind), new("town", r => r.Town), new("department", r => r.Department),
        new("period", r => r.Period), new("score", r => Csv.Number(r.Score)), new("grade", r => r.Grade), new("gradeName", r => r.GradeName),
        new("deductions", r => Csv.Number(r.Deductions)), new("deducted", r => Csv.Number(r.Deducted)), new("revision", r => Csv.Number(r.Revision)),
        new("differs", r => r.Differs ? "true" : "false"), new("pending", r => Csv.Number(r.Pending)), new("policy", r => r.Policy),
        new("demo", r => r.Demo ? "true" : "false"), new("asOf", r => Csv.Time(r.AsOf)),
    ];

    private static QueryParameter Period => Takes.Text("period", "Quarter such as 2026-Q3, of a truck a year such as 2026; the present one by default. 周期");

    public static void MapCredit(this RouteGroupBuilder api)
    {
        var credit = api.MapGroup("/credit").WithTags("credit 信用");
        credit.MapGet("", All).RequireScope(Scopes.Read).WithName("listCredit")
            .WithSummary("Credit of sources in a quarter, the lowest score first; at most a minute behind. 信用评分列表")
            .TakesQuery([
                Takes.Text("quarter", "Quarter such as 2026-Q3; the present one by default. 季度"), Takes.Text("town", "Town code. 镇街代码"),
                Takes.Text("department", "Code of the unit that answers for the industry. 行业部门"), Takes.Text("kind", "Kind code. 源类"),
                Takes.Text("grade", "Code of the grade. 牌"), new("below", "integer", "Score below. 低于", []), new("atLeast", "integer", "Score at or above. 不低于", []),
                Takes.Flag("frozen", "True for frozen accounts. 已定格"), Takes.Flag("differs", "True for frozen accounts that would come out otherwise now. 待更正"),
                Takes.Flag("pending", "True for those with an appeal that waits. 有待决申诉"), Takes.Text("text", "Part of id or name. 文字"),
                .. Takes.Pages, Takes.Sort(Sortable), Takes.Descending, Takes.Format,
            ]);
        credit.MapGet("/policies", Policies).RequireScope(Scopes.Read).WithName("listCreditPolicies")
            .WithSummary("Policies of credit with the mark and citation of every figure. 信用规则");
        credit.MapGet("/sources/{id}", One).RequireScope(Scopes.Read).WithName("getCredit")
            .WithSummary("An account: each line with event, clause, points and balance; frozen revisions, entries and appeals. 信用账目").TakesQuery(Period);
        var one = credit.MapGroup("/sources/{id}");
        one.MapPost("/entries", Enter).Decides("enterDeduction", "Enters a penalty or refusal with its evidence: a department or the command centre. 录入扣分");
        one.MapPost("/appeals", Appeal).Decides("fileAppeal", "Appeals against a line for the source: its town or department, once and in time. 申诉");
        one.MapPost("/appeals/{appeal:int}/decision", DecideAppeal).Decides("decideAppeal", "Decides an appeal: the other line, or the command centre. 决定申诉");
        one.MapPost("/corrections", Correct).Decides("correctDeduction", "Corrects a line on a document: the command centre. 更正");
        one.MapPost("/revisions", Revise).Decides("reviseAccount", "Freezes a closed account again whose problems changed, with a reason: the command centre. 重新定格");
        one.MapPost("/periods/{period}/revisions/{revision:int}/verify", Verify).RequireScope(Scopes.Read).WithName("verifyAccount").ChangesThings()
            .WithSummary("Counts a frozen account anew from the stored events and compares every digit. Changes nothing. 重算");
    }

    /// <summary>An endpoint that decides something for the caller's unit.</summary>
    public static void Decides(this RouteHandlerBuilder endpoint, string name, string summary) =>
        endpoint.RequireScope(Scopes.Act).WithName(name).ChangesThings().WithSummary(summary);

    public static DeductionDraft Read(DeductionEntry entry, FieldCheck check) => new(
        check.Needed(entry.Clause, "clause"), check.Moment(entry.HappenedAt, "happenedAt"), check.Needed(entry.Evidence, "evidence", 256), entry.Text ?? "");

    private static Task<Results<Ok<Page<CreditRowAnswer>>, CsvAnswer<CreditRowAnswer>>> All(HttpContext http, ICreditQueries queries, CreditDesk desk)
    {
        var arguments = new Arguments(http);
        var filter = new CreditFilter(
            desk.QuarterOf(arguments.Text("quarter")), arguments.Text("town"), arguments.Text("department"), arguments.Text("kind"), arguments.Text("grade"),
            Bound(arguments, "below"), Bound(arguments, "atLeast"), arguments.Flag("frozen"), arguments.Flag("differs"), arguments.Flag("pending"), arguments.Text("text"));
        var page = arguments.Page(Sortable);
        arguments.Check();
        filter = CreditDesk.OwnAlone(filter, desk.ActorOf(http));
        return Lists.Answer(http, $"credit-{filter.Period}", page, async (p, c) => Answers(await queries.Credit(filter, p, c)), Columns);
    }

    private static Page<CreditRowAnswer> Answers(Page<CreditRow> rows) => new([.. rows.Items.Select(CreditRowAnswer.Of)], rows.Total, rows.Number, rows.Size);

    private static decimal? Bound(Arguments arguments, string name) => arguments.Number(name, -1, 0, 1_000) is >= 0 and var bound ? bound : null;

    private static Ok<CreditPolicy[]> Policies(CreditPolicies policies) => TypedResults.Ok(policies.All.ToArray());

    private static async Task<Account> One(string id, HttpContext http, CreditDesk desk)
    {
        var arguments = new Arguments(http);
        var period = arguments.Text("period");
        arguments.Check();
        return await desk.Find(CreditDesk.SourceKey(id), period, http);
    }

    private static Task<Ok<CreditAnswer>> Enter(string id, DeductionEntry entry, HttpContext http, CreditDesk desk)
    {
        var check = new FieldCheck();
        var draft = Read(entry, check);
        return desk.Do(CreditDesk.SourceKey(id), entry, http, check, draft.As);
    }

    private static Task<Ok<CreditAnswer>> Appeal(string id, AppealEntry entry, HttpContext http, CreditDesk desk) =>
        desk.Do(CreditDesk.SourceKey(id), entry, http, new FieldCheck(), command => new FileAppeal(command, entry.Line ?? "", entry.Grounds ?? "", entry.Evidence ?? ""));

    private static Task<Ok<CreditAnswer>> DecideAppeal(string id, int appeal, AppealDecisionEntry entry, HttpContext http, CreditDesk desk)
    {
        var check = new FieldCheck();
        var upholds = check.Needed(entry.Upholds, "upholds");
        return desk.Do(CreditDesk.SourceKey(id), entry, http, check, command => new DecideAppeal(command, appeal, upholds, entry.Reason ?? ""));
    }

    private static Task<Ok<CreditAnswer>> Correct(string id, CorrectionEntry entry, HttpContext http, CreditDesk desk)
    {
        var check = new FieldCheck();
        var points = check.Needed(entry.Points, "points");
        return desk.Do(CreditDesk.SourceKey(id), entry, http, check, command => new CorrectLine(command, entry.Line ?? "", points, entry.Reason ?? "", entry.Document ?? ""));
    }

    private static Task<Ok<CreditAnswer>> Revise(string id, AccountRevisionEntry entry, HttpContext http, CreditDesk desk)
    {
        var check = new FieldCheck();
        var text = check.Needed(entry.Period, "period");
        check.Check();
        var period = CreditDesk.PeriodOf(text, "period");
        return desk.Do(CreditDesk.SourceKey(id), entry, http, check, command => new FreezePeriod(command, period, entry.Reason ?? ""));
    }

    private static Task<Results<Ok<CreditCheck>, ProblemHttpResult>> Verify(string id, string period, int revision, HttpContext http, CreditDesk desk) =>
        desk.Verify(CreditDesk.SourceKey(id), period, revision, http);
}

/// <summary>What an entry says, checked for its form.</summary>
internal sealed record DeductionDraft(string Clause, DateTimeOffset HappenedAt, string Evidence, string Text)
{
    public CreditCommand As(string command) => new EnterPoints(command, Clause, HappenedAt, Evidence, Text);
}
