using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Notifications;
using BlueSky.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>Sinks (推送渠道): where notices are sent besides the inboxes. For administrators.</summary>
internal static class SinkEndpoints
{
    private const int LongestName = 100, LongestAddress = 1_024, LongestSecret = 256, LongestNotice = 320, Most = 1_000;
    private static readonly string[] Sortable = ["queuedAt", "attempts"];

    private static readonly CsvColumn<DeliveryAnswer>[] Columns = [
        new("notice", d => d.Notice.Id), new("kind", d => Json.Word(d.Notice.Kind)), new("unit", d => d.Notice.Unit), new("title", d => d.Notice.Title),
        new("text", d => d.Notice.Text), new("state", d => Json.Word(d.State)), new("attempts", d => Csv.Number(d.Attempts)),
        new("queuedAt", d => Csv.Time(d.QueuedAt)), new("dueAt", d => Csv.Time(d.DueAt)), new("triedAt", d => Csv.Time(d.TriedAt)), new("reason", d => d.Reason),
    ];

    public static void MapSinks(this RouteGroupBuilder api)
    {
        var sinks = api.MapGroup("/sinks").WithTags("sinks 推送渠道");
        sinks.MapGet("", All).RequireScope(Scopes.Administer).WithName("listSinks")
            .WithSummary("Sinks with their queues and last failures; no secret is shown. 推送渠道列表").TakesQuery([.. Takes.Pages]);
        sinks.MapPut("/{id}", Configure).RequireScope(Scopes.Administer).WithName("configureSink").ChangesThings()
            .WithSummary("Sets a sink up, or anew; audited. 设置推送渠道");
        sinks.MapDelete("/{id}", Remove).RequireScope(Scopes.Administer).WithName("removeSink").ChangesThings()
            .WithSummary("Takes a sink away with its queue; audited. 删除推送渠道");
        sinks.MapGet("/{id}/deliveries", Deliveries).RequireScope(Scopes.Administer).WithName("listDeliveries")
            .WithSummary("Deliveries of a sink, newest first; state=dead are the dead letters. 推送记录、死信")
            .TakesQuery([Takes.Word<DeliveryState>("state", "How far it is. 状态"), .. Takes.Pages, Takes.Sort(Sortable), Takes.Descending, Takes.Format]);
        sinks.MapPost("/{id}/resend", Resend).RequireScope(Scopes.Administer).WithName("resendDeliveries").ChangesThings()
            .WithSummary("Queues dead letters again; audited. 重发死信");
    }

    private static async Task<Ok<Page<SinkAnswer>>> All(HttpContext http, INoticeQueries queries)
    {
        var arguments = new Arguments(http);
        var page = new PageRequest(arguments.Number("page", 1, 1, 1_000_000), arguments.Number("size", 50, 1, 500));
        arguments.Check();
        var found = await queries.Sinks(page, http.RequestAborted);
        return TypedResults.Ok(new Page<SinkAnswer>([.. found.Items.Select(SinkAnswer.Of)], found.Total, found.Number, found.Size));
    }

    private static async Task<Ok<SinkAnswer>> Configure(string id, SinkEntry entry, HttpContext http, IGrainFactory grains, District district)
    {
        CheckId(id);
        var check = new FieldCheck();
        var settings = new SinkSettings
        {
            Name = check.Needed(entry.Name, "name", LongestName), Format = check.Needed(entry.Format, "format"),
            Address = check.Needed(entry.Address, "address", LongestAddress),
            Units = [.. (entry.Units ?? []).Take(Most).Select((u, i) => check.Needed(u, $"units[{i}]"))],
            Kinds = entry.Kinds is null ? [.. Enum.GetValues<NoticeKind>().Where(k => k.IsDuty())] : [.. entry.Kinds.Distinct()],
            IsOpenToChoice = entry.OpenToChoice ?? false, IsEnabled = entry.Enabled ?? true, PerMinute = entry.PerMinute,
        };
        if (entry.Secret is not null) check.Fits(entry.Secret, "secret", LongestSecret);
        check.Check();
        return TypedResults.Ok(SinkAnswer.Of(await grains.GetGrain<ISinkGrain>(id).Configure(settings, entry.Secret, Caller.Of(http).ActorIn(district))));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(string id, HttpContext http, IGrainFactory grains, District district)
    {
        CheckId(id);
        return await grains.GetGrain<ISinkGrain>(id).Remove(Caller.Of(http).ActorIn(district)) ? TypedResults.NoContent() : Problems.NotFound("推送渠道", id);
    }

    private static Task<Results<Ok<Page<DeliveryAnswer>>, CsvAnswer<DeliveryAnswer>>> Deliveries(string id, HttpContext http, INoticeQueries queries)
    {
        CheckId(id);
        var arguments = new Arguments(http);
        var state = arguments.Word<DeliveryState>("state");
        var page = arguments.Page(Sortable);
        arguments.Check();
        return Lists.Answer(http, $"deliveries-{id}", page, async (p, c) =>
        {
            var found = await queries.Deliveries(id, state, p, c);
            return new Page<DeliveryAnswer>([.. found.Items.Select(DeliveryAnswer.Of)], found.Total, found.Number, found.Size);
        }, Columns);
    }

    private static async Task<Ok<ResendAnswer>> Resend(string id, ResendEntry entry, HttpContext http, IGrainFactory grains, District district)
    {
        CheckId(id);
        var check = new FieldCheck();
        if (entry.Notices?.Count > Most) check.Wrong("notices", "count", $"一次最多 {Most} 条；不写则全部。At most {Most} at once; left out means all.");
        string[] notices = [.. (entry.Notices ?? []).Take(Most).Select((n, i) => check.Needed(n, $"notices[{i}]", LongestNotice))];
        check.Check();
        return TypedResults.Ok(new ResendAnswer(await grains.GetGrain<ISinkGrain>(id).Resend(notices, Caller.Of(http).ActorIn(district))));
    }

    // What cannot be an id wakes no grain.
    private static void CheckId(string id)
    {
        if (id.Length is 0 or > 40 || !id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw new InvalidRequestException("id", "form", "编号为 1–40 个小写字母、数字或连字符。1-40 lower-case letters, digits or hyphens.");
    }
}
