using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Notifications;
using BlueSky.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>Inboxes (收件箱) of units, with what each person has read and wants to get.</summary>
internal static class InboxEndpoints
{
    private const int LongestNotice = 320, MostNotices = 500;
    private static readonly string[] Sortable = ["at", "kind"];

    private static readonly CsvColumn<NoticeAnswer>[] Columns = [
        new("id", n => n.Id), new("at", n => Csv.Time(n.At)), new("kind", n => Json.Word(n.Kind)), new("kindName", n => n.KindName),
        new("duty", n => n.Duty ? "true" : "false"), new("unit", n => n.Unit), new("unitName", n => n.UnitName), new("subject", n => n.Subject),
        new("title", n => n.Title), new("text", n => n.Text), new("textEn", n => n.TextEn), new("due", n => Csv.Time(n.Due)),
        new("readAt", n => Csv.Time(n.ReadAt)), new("demo", n => n.Demo ? "true" : "false"),
    ];

    public static void MapInbox(this RouteGroupBuilder api)
    {
        var inbox = api.MapGroup("/inbox").WithTags("inbox 收件箱");
        inbox.MapGet("", All).RequireScope(Scopes.Read).WithName("listInbox")
            .WithSummary("Notices to the caller's unit, newest first, without the kinds that the caller left out. 收件箱")
            .TakesQuery([
                Unit, Takes.Word<NoticeKind>("kind", "Kind. 通知种类"), Takes.Flag("unread", "True for unread, false for read ones. 是否未读"),
                Takes.Flag("duty", "True for what asks something of the unit. 是否须办"),
                Takes.Text("subject", "Id of a problem, or key of a task as 371302/2021/16. 对象"), Takes.Time("from", "At or after. 起"),
                Takes.Time("to", "Before. 止"), .. Takes.Pages, Takes.Sort(Sortable), Takes.Descending, Takes.Format,
            ]);
        inbox.MapGet("/count", Count).RequireScope(Scopes.Read).WithName("countInbox")
            .WithSummary("How much is unread, by kind. 未读数").TakesQuery(Unit);
        inbox.MapPost("/read", Read).RequireScope(Scopes.Act).WithName("readInbox").ChangesThings()
            .WithSummary("Marks notices of the own unit as read by the caller. 标记已读");
        inbox.MapGet("/choice", Choice).RequireScope(Scopes.Read).WithName("getInboxChoice")
            .WithSummary("What the caller wants to get, and what there is to choose from. 通知选择");
        inbox.MapPut("/choice", Choose).RequireScope(Scopes.Act).WithName("chooseInbox").ChangesThings()
            .WithSummary("Sets what the caller wants to get; audited. 设置通知选择");
    }

    private static QueryParameter Unit => Takes.Text("unit", "Code of a unit; the caller's own by default, the command centre's for who has none. 单位");

    private static async Task<Results<Ok<Page<NoticeAnswer>>, CsvAnswer<NoticeAnswer>>> All(HttpContext http, InboxDesk desk, INoticeQueries queries)
    {
        var arguments = new Arguments(http);
        var (from, to) = arguments.Between();
        var (kind, unread, duty, subject, unit) = (
            arguments.Word<NoticeKind>("kind"), arguments.Flag("unread"), arguments.Flag("duty"), arguments.Text("subject", LongestNotice), arguments.Text("unit"));
        var page = arguments.Page(Sortable);
        arguments.Check();
        var filter = await desk.Filter(Caller.Of(http), unit) with { Kind = kind, Unread = unread, Duty = duty, Subject = subject, From = from, To = to };
        return await Lists.Answer(http, "inbox", page, async (p, c) =>
        {
            var found = await queries.Notices(filter, p, c);
            return new Page<NoticeAnswer>([.. found.Items.Select(NoticeAnswer.Of)], found.Total, found.Number, found.Size);
        }, Columns);
    }

    private static async Task<Ok<UnreadAnswer>> Count(HttpContext http, InboxDesk desk, INoticeQueries queries)
    {
        var arguments = new Arguments(http);
        var unit = arguments.Text("unit");
        arguments.Check();
        var filter = await desk.Filter(Caller.Of(http), unit) with { Unread = true };
        var counts = await queries.Count(filter, http.RequestAborted);
        return TypedResults.Ok(new UnreadAnswer(
            filter.Unit, counts.Values.Sum(), counts.Where(c => c.Key.IsDuty()).Sum(c => c.Value),
            [.. counts.OrderBy(c => c.Key).Select(c => new UnreadKind(c.Key, c.Key.Chinese(), c.Value))]));
    }

    private static async Task<Results<Ok<ReadAnswer>, ProblemHttpResult>> Read(ReadEntry entry, HttpContext http, InboxDesk desk, IGrainFactory grains)
    {
        var check = new FieldCheck();
        if (entry.Notices is null == entry.Until is null) check.Wrong("notices", "either", "请写 notices 或 until 之一。Give either notices or until.");
        if (entry.Notices?.Count > MostNotices) check.Wrong("notices", "count", $"一次最多 {MostNotices} 条。At most {MostNotices} at once.");
        string[] notices = [.. (entry.Notices ?? []).Take(MostNotices).Select((n, i) => check.Needed(n, $"notices[{i}]", LongestNotice))];
        check.Check();
        if (desk.PersonOf(Caller.Of(http)) is not var (person, unit)) return InboxDesk.NeedsUnit();
        var inbox = grains.GetGrain<IInboxGrain>(person);
        return TypedResults.Ok(new ReadAnswer(await (entry.Until is { } until ? inbox.ReadUntil(unit.Code, until) : inbox.Read(unit.Code, notices))));
    }

    private static async Task<Ok<ChoiceAnswer>> Choice(HttpContext http, InboxDesk desk) =>
        TypedResults.Ok(await desk.Choice(Caller.Of(http), http.RequestAborted));

    private static async Task<Results<Ok<ChoiceAnswer>, ProblemHttpResult>> Choose(ChoiceEntry entry, HttpContext http, InboxDesk desk) =>
        await desk.Choose(entry, Caller.Of(http), http.RequestAborted) is { } chosen ? TypedResults.Ok(chosen) : InboxDesk.NeedsUnit();
}

/// <summary>Whose inbox a caller may see.</summary>
internal sealed class InboxDesk(IGrainFactory grains, District district, INoticeQueries queries)
{
    private const int MostChosen = 50, MostKinds = 500;

    /// <summary>The caller as a person with a unit; null for a key without one.</summary>
    public (string Person, Unit Unit)? PersonOf(Caller caller) =>
        caller.KeyId.Length > 0 && caller.ActorIn(district).Unit is { } unit ? (caller.KeyId, unit) : null;

    /// <summary>The inbox that the caller asks for: a town and a department see their own alone.</summary>
    public async Task<NoticeFilter> Filter(Caller caller, string? asked)
    {
        var own = caller.ActorIn(district).Unit;
        if (asked is not null && own is { Kind: UnitKind.Town or UnitKind.Department } && asked != own.Code)
            throw new InvalidRequestException("unit", "not-yours", $"只能查看本单位（{own.Code}）的收件箱。A unit sees its own inbox alone.");
        if (asked is not null && district.UnitOf(asked) is null)
            throw new InvalidRequestException("unit", "unknown-unit", "没有这个单位，请用镇街或部门的代码。There is no such unit: give the code of a town or department.");
        var choice = await ChoiceOf(caller);
        return new NoticeFilter(asked ?? own?.Code ?? Unit.CommandCode, caller.KeyId, choice.Hidden);
    }

    /// <summary>Marks notices of the caller's own unit as read by the caller; how many were unread. Null when the caller may not or has no inbox.</summary>
    public async Task<int?> Read(Caller caller, string[] notices) =>
        caller.Scopes.HasFlag(Scopes.Act) && PersonOf(caller) is var (person, unit) ? await grains.GetGrain<IInboxGrain>(person).Read(unit.Code, notices) : null;

    /// <summary>The same for everything up to a moment.</summary>
    public async Task<int?> ReadUntil(Caller caller, DateTimeOffset until) =>
        caller.Scopes.HasFlag(Scopes.Act) && PersonOf(caller) is var (person, unit) ? await grains.GetGrain<IInboxGrain>(person).ReadUntil(unit.Code, until) : null;

    /// <summary>What the caller wants to get, and what there is to choose from.</summary>
    public async Task<ChoiceAnswer> Choice(Caller caller, CancellationToken cancellation)
    {
        var unit = caller.ActorIn(district).Unit?.Code ?? "";
        var open = unit.Length == 0 ? [] : (await queries.Sinks(new PageRequest(Size: 500), cancellation)).Items
            .Where(s => s.Sink.Settings.IsOpenToChoice && s.Sink.Settings.Serves(unit))
            .Select(s => new OpenSink(s.Sink.Id, s.Sink.Settings.Name, s.Sink.Settings.Format));
        return new ChoiceAnswer(
            unit, await ChoiceOf(caller), [.. Enum.GetValues<NoticeKind>().Select(k => new KindOfNotice(k, k.Chinese(), k.IsDuty()))], [.. open]);
    }

    /// <summary>Sets what the caller wants to get. Null when the caller may not or has no inbox.</summary>
    /// <exception cref="InvalidRequestException">Fields cannot be taken; names each.</exception>
    /// <exception cref="Messages.RefusedException">The choice is not open to this person.</exception>
    public async Task<ChoiceAnswer?> Choose(ChoiceEntry entry, Caller caller, CancellationToken cancellation)
    {
        var check = new FieldCheck();
        if (entry.Sinks?.Count > MostChosen) check.Wrong("sinks", "count", $"最多 {MostChosen} 个。At most {MostChosen}.");
        SinkChoice[] sinks = [.. (entry.Sinks ?? []).Take(MostChosen).Select((s, i) => new SinkChoice(check.Needed(s?.Sink, $"sinks[{i}].sink"), [.. (s?.Kinds ?? []).Take(MostKinds)]))];
        check.Check();
        if (!caller.Scopes.HasFlag(Scopes.Act) || PersonOf(caller) is not var (person, _)) return null;
        await grains.GetGrain<IInboxGrain>(person).Choose(new NotificationChoice([.. (entry.Hidden ?? []).Take(MostKinds)], sinks), caller.ActorIn(district));
        return await Choice(caller, cancellation);
    }

    public static ProblemHttpResult NeedsUnit() => Problems.Of(
        StatusCodes.Status403Forbidden, "needs-unit", "需要单位 · Unit required",
        "此密钥未绑定单位，没有收件箱。This key acts for no unit and has no inbox of its own: use one that is bound to a unit.");

    private Task<NotificationChoice> ChoiceOf(Caller caller) =>
        caller.KeyId.Length == 0 ? Task.FromResult(NotificationChoice.Default) : grains.GetGrain<IInboxGrain>(caller.KeyId).Choice();
}
