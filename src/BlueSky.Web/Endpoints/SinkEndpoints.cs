using BlueSky.Access;
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
        sinks.MapPost("/{id}/test", Test).RequireScope(Scopes.Administer).WithName("testSink").ChangesThings()
            .WithSummary("Sends one message of no notice at once and says how the sink answered; audited. 测试推送");
    }

    private static async Task<Ok<Page<SinkAnswer>>> All(HttpContext http, SinkDesk desk)
    {
        var arguments = new Arguments(http);
        var page = new PageRequest(arguments.Number("page", 1, 1, 1_000_000), arguments.Number("size", 50, 1, 500));
        arguments.Check();
        return TypedResults.Ok(await desk.All(page, Caller.Of(http), http.RequestAborted));
    }

    private static async Task<Ok<SinkAnswer>> Configure(string id, SinkEntry entry, HttpContext http, SinkDesk desk) =>
        TypedResults.Ok(await desk.Configure(id, entry, Caller.Of(http)));

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(string id, HttpContext http, SinkDesk desk) =>
        await desk.Remove(id, Caller.Of(http)) ? TypedResults.NoContent() : Problems.NotFound("推送渠道", id);

    private static Task<Results<Ok<Page<DeliveryAnswer>>, CsvAnswer<DeliveryAnswer>>> Deliveries(string id, HttpContext http, SinkDesk desk)
    {
        SinkDesk.CheckId(id);
        var arguments = new Arguments(http);
        var state = arguments.Word<DeliveryState>("state");
        var page = arguments.Page(Sortable);
        arguments.Check();
        return Lists.Answer(http, $"deliveries-{id}", page, (p, c) => desk.Deliveries(id, state, p, Caller.Of(http), c), Columns);
    }

    private static async Task<Ok<ResendAnswer>> Resend(string id, ResendEntry entry, HttpContext http, SinkDesk desk) =>
        TypedResults.Ok(new ResendAnswer(await desk.Resend(id, entry, Caller.Of(http))));

    private static async Task<Ok<SinkTestAnswer>> Test(string id, HttpContext http, SinkDesk desk) => TypedResults.Ok(await desk.Test(id, Caller.Of(http)));
}
