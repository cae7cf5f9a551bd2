using BlueSky.Access;
using BlueSky.Sources;
using BlueSky.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>Readings as JSON, under the promise of the gateway: what is answered as safe is committed.</summary>
internal static class IngestEndpoints
{
    private const long LargestBody = 4 * 1024 * 1024;

    public static void MapIngest(this RouteGroupBuilder api) =>
        api.MapPost("/ingest", Ingest).WithTags("ingest 接入").RequireScope(Scopes.Ingest).WithName("ingest")
            .ChangesThings(LargestBody, Writes.IngestPolicy)
            .WithSummary("Stores observations; answers after the commit. 数据接入（提交后才应答）")
            .WithDescription(
                "At most 1,000 observations and 4 MiB a request. 200: every observation is committed or was already. "
                + "422 without `results`: nothing was looked at, `errors` names the fields. 422 with `results`: the observations with "
                + "`isSafe` are committed, the others are refused and sending them again changes nothing. 503 with `results`: for the "
                + "observations `unavailable` the outcome is unknown; send the whole batch again after Retry-After, which is harmless. "
                + "Values are identified by MN, period, data time and channel, so nothing is counted twice.");

    private static async Task<Results<Ok<IngestAnswer>, ProblemHttpResult>> Ingest(
        IngestRequest request, IngestDispatch dispatch, FoldedAudit audit, TimeProvider clock, HttpContext http)
    {
        var batch = IngestReading.Read(request, clock.GetUtcNow().ToChina());
        var results = await dispatch.Send(batch);
        var caller = Caller.Of(http);
        audit.Add(caller.Name, "api.ingested", caller.KeyId, "", caller.Address);
        var items = results.Select((r, i) => new IngestItem(i, batch[i].SourceId, r, r.IsAnswerable())).ToArray();
        var safe = items.Count(i => i.IsSafe);
        if (safe == items.Length) return TypedResults.Ok(new IngestAnswer(request.Batch ?? "", safe, items));
        (string, object?)[] more = [("batch", request.Batch ?? ""), ("safe", safe), ("results", items)];
        if (results.Contains(IngestResult.Unavailable))
        {
            http.Response.Headers.RetryAfter = "5";
            return Problems.Unavailable(more);
        }

        return Problems.Of(StatusCodes.Status422UnprocessableEntity, "partly-refused", "部分数据被拒 · Partly refused",
            $"{items.Length} 条中 {safe} 条已提交，其余被拒，重发无用。{safe} of {items.Length} are committed, the others are refused.",
            [.. items.Where(i => !i.IsSafe).Take(50).Select(Refusal)], more);
    }

    private static FieldProblem Refusal(IngestItem item) => item.Result switch
    {
        IngestResult.Future => new($"observations[{item.Index}].dataTime", "future", "时间在未来，请校准设备时钟。In the future: set the clock."),
        IngestResult.BeforeRegistration => new(
            $"observations[{item.Index}].dataTime", "before-registration", "早于登记日期或原始数据保存期。Before the source's first day in the register, or before readings are kept."),
        _ => new($"observations[{item.Index}].source", "unknown-source", "清单中没有此污染源，请先登记。Not in the register: register it first."),
    };
}
