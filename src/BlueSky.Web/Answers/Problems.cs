using System.Globalization;
using BlueSky.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BlueSky.Web;

/// <summary>One thing wrong with a request.</summary>
/// <param name="Field">Where: a query parameter or a JSON path such as <c>observations[3].values[0].channel</c>.</param>
/// <param name="Reason">Short stable word.</param>
/// <param name="Message">What is wrong and how to mend it, Chinese first.</param>
public sealed record FieldProblem(string Field, string Reason, string Message);

/// <summary>A request that cannot be carried out as it is written; becomes a 422 that names each field.</summary>
internal sealed class InvalidRequestException(IReadOnlyList<FieldProblem> problems) : Exception("Invalid request")
{
    public InvalidRequestException() : this([])
    {
    }

    public InvalidRequestException(string field, string reason, string message) : this([new(field, reason, message)])
    {
    }

    public IReadOnlyList<FieldProblem> Problems { get; } = problems;
}

/// <summary>Problem details (RFC 9457) in Chinese and English. <c>reason</c> is a stable word, <c>errors</c> names fields.</summary>
internal static class Problems
{
    /// <summary>Seconds after which a refused or failed request may be sent again.</summary>
    public const int RetrySeconds = 5;

    public static ProblemHttpResult Of(
        int status, string reason, string title, string detail, IReadOnlyList<FieldProblem>? errors = null,
        params (string Name, object? Value)[] more)
    {
        var problem = new ProblemDetails { Status = status, Type = $"urn:bluesky:problem:{reason}", Title = title, Detail = detail };
        problem.Extensions["reason"] = reason;
        if (errors is { Count: > 0 }) problem.Extensions["errors"] = errors;
        foreach (var (name, value) in more) problem.Extensions[name] = value;
        return TypedResults.Problem(problem);
    }

    public static ProblemHttpResult Invalid(IReadOnlyList<FieldProblem> errors) =>
        Of(StatusCodes.Status422UnprocessableEntity, "invalid", "请求无效 · Invalid request", Summary(errors), errors);

    public static ProblemHttpResult NotFound(string what, string id) =>
        Of(StatusCodes.Status404NotFound, "not-found", "未找到 · Not found", $"没有这个{what}：{id}。There is no such entry.");

    public static ProblemHttpResult Unavailable(params (string Name, object? Value)[] more) =>
        Of(StatusCodes.Status503ServiceUnavailable, "unavailable", "暂不可用 · Unavailable",
            "集群或存储暂不可用，结果未知；请稍后原样重发。The cluster or the store is not available now and the outcome is unknown: send the same again.",
            null, more);

    public static ProblemHttpResult NeedsKey(Scopes scope) =>
        Of(StatusCodes.Status401Unauthorized, "needs-key", "需要密钥 · Key required",
            $"请在 X-Api-Key 头中提供带 {Word(scope)} 权限的有效密钥。Send a valid key with the scope {Word(scope)} in the header X-Api-Key.",
            null, ("scope", Word(scope)));

    public static ProblemHttpResult NeedsScope(Scopes scope) =>
        Of(StatusCodes.Status403Forbidden, "needs-scope", "权限不足 · Scope missing",
            $"此接口需要 {Word(scope)} 权限，当前密钥没有。This needs the scope {Word(scope)}, which the key does not have.",
            null, ("scope", Word(scope)));

    public static ProblemHttpResult NeedsUnit() => Of(
        StatusCodes.Status403Forbidden, "needs-unit", "需要单位和角色 · Unit and role required",
        "此密钥未绑定单位和角色，不能办理。This key acts for no unit: use one that is bound to a unit and a role.");

    public static ProblemHttpResult TooMany(string detail) =>
        Of(StatusCodes.Status429TooManyRequests, "too-many", "请求过多 · Too many requests", detail);

    /// <summary>For a status that the framework set without words.</summary>
    public static ProblemHttpResult Plain(int status) => status switch
    {
        StatusCodes.Status404NotFound => Of(status, "not-found", "未找到 · Not found", "没有这个地址。There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => Of(
            status, "method", "方法不允许 · Method not allowed", "此地址不支持该方法。This address does not take this method."),
        StatusCodes.Status413PayloadTooLarge => Of(
            status, "too-large", "请求体过大 · Body too large", "请拆成几次发送。Send it in several parts."),
        StatusCodes.Status415UnsupportedMediaType => Of(
            status, "media-type", "内容类型不支持 · Media type", "请用 Content-Type: application/json。Use Content-Type: application/json."),
        StatusCodes.Status400BadRequest => Of(
            status, "malformed", "无法读取 · Malformed", "请求无法读取。The request cannot be read."),
        _ => Of(status, "failed", "未完成 · Failed",
            $"状态 {status.ToString(CultureInfo.InvariantCulture)}。The request was not carried out."),
    };

    /// <summary>Writes a problem to a response that has not begun.</summary>
    public static Task Write(HttpContext http, ProblemHttpResult problem)
    {
        if (problem.StatusCode is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests
            && http.Response.Headers.RetryAfter.Count == 0)
            http.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
        return problem.ExecuteAsync(http);
    }

    private static string Word(Scopes scope) => Json.Word(scope);

    private static string Summary(IReadOnlyList<FieldProblem> errors) =>
        errors.Count == 0 ? "请求无效。Invalid." : $"{errors[0].Field}: {errors[0].Message}"
            + (errors.Count > 1 ? $"（另有 {errors.Count - 1} 处 · and {errors.Count - 1} more）" : "");
}
