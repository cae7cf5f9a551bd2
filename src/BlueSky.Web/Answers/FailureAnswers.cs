using System.Text.Json;
using BlueSky.Decisions;
using BlueSky.Messages;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace BlueSky.Web;

/// <summary>Turns what went wrong into problem details; a stack trace never leaves the node.</summary>
internal sealed class FailureAnswers(ILogger<FailureAnswers> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested) return true;
        var answer = Answer(httpContext, exception);
        await Problems.Write(httpContext, answer);
        return true;
    }

    /// <summary>
    /// True for what is normal while nodes come and go or the store is away: the outcome is unknown, the same request may be
    /// sent again.
    /// </summary>
    public static bool IsOutage(Exception exception) =>
        exception is StoreUnavailableException or TimeoutException or OrleansException;

    private ProblemHttpResult Answer(HttpContext http, Exception exception)
    {
        switch (exception)
        {
            case InvalidRequestException invalid:
                return Problems.Invalid(invalid.Problems);
            case RefusedException refused:
                return Refused(refused);
            case BadHttpRequestException { InnerException: JsonException json }:
                return Malformed(json);
            case BadHttpRequestException bad:
                return Problems.Plain(bad.StatusCode);
            case not null when IsOutage(exception):
                logger.Unavailable(http.Request.Method, http.Request.Path, exception);
                return Problems.Unavailable();
            default:
                logger.Failed(http.Request.Method, http.Request.Path, exception!);
                return Problems.Of(StatusCodes.Status500InternalServerError, "internal", "内部错误 · Internal error",
                    "出现内部错误，已记录。An internal error was recorded.", null, ("traceId", http.TraceIdentifier));
        }
    }

    /// <summary>
    /// 403 when a rule of duties forbids it to this caller, 404 when the thing itself is unknown, 409 when the present state forbids it, else 422 with the field.
    /// </summary>
    internal static ProblemHttpResult Refused(RefusedException refused)
    {
        var status = refused.Reason switch
        {
            _ when refused.Ground == RefusalGround.NotPermitted => StatusCodes.Status403Forbidden,
            _ when refused.Ground == RefusalGround.NotNow => StatusCodes.Status409Conflict,
            "not-found" => StatusCodes.Status404NotFound,
            "taken" or "exists" or "conflict" or "stale" or "revoked" => StatusCodes.Status409Conflict,
            var r when r.EndsWith("-taken", StringComparison.Ordinal) || r.EndsWith("-exists", StringComparison.Ordinal) =>
                StatusCodes.Status409Conflict,
            var r when r.StartsWith("unknown-", StringComparison.Ordinal) && refused.Field.Length == 0 =>
                StatusCodes.Status404NotFound,
            _ => StatusCodes.Status422UnprocessableEntity,
        };
        FieldProblem[] errors = refused.Field.Length == 0 ? [] : [new(refused.Field, refused.Reason, refused.Message)];
        return Problems.Of(status, refused.Reason, "规则不允许 · Refused", refused.Message, errors, ("field", refused.Field));
    }

    private static ProblemHttpResult Malformed(JsonException json)
    {
        // The reader's own exception inside means that the text is no JSON at all.
        if (json.InnerException is JsonException || json.Path is null)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "malformed-json", "不是合法的 JSON · Malformed JSON",
                $"第 {json.LineNumber + 1} 行，第 {json.BytePositionInLine + 1} 字节。Not JSON: line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}.");
        }

        var field = json.Path.StartsWith("$.", StringComparison.Ordinal) ? json.Path[2..] : json.Path.TrimStart('$');
        return Problems.Invalid([Describe(json, field)]);
    }

    private static FieldProblem Describe(JsonException json, string field)
    {
        if (json is FieldFormatException format) return new(field, "form", format.Words);
        if (json.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return new(field, "unknown-member", "没有这个成员，请检查拼写。There is no such member: check its spelling.");
        if (json.Message.Contains("missing required", StringComparison.Ordinal))
            return new(field, "missing", "缺少必填成员：" + Quoted(json.Message) + "。Required members are missing.");
        return new(field, "form", "值的类型、写法或大小不对。The value has a wrong type, form or size.");
    }

    // The serializer's words hold the names in quotes after a colon: "… including: 'code', 'scale'."
    private static string Quoted(string message) =>
        message.LastIndexOf(": '", StringComparison.Ordinal) is var at and >= 0
            ? message[(at + 2)..message.IndexOf('.', at)]
            : "";
}
