using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace BlueSky.Web;

/// <summary>A query parameter: what OpenAPI says of it and what <see cref="Arguments"/> accepts.</summary>
/// <param name="Name">Name.</param>
/// <param name="Form"><c>string</c>, <c>integer</c>, <c>boolean</c> or <c>date-time</c>.</param>
/// <param name="Description">What it means, for callers.</param>
/// <param name="Words">Allowed words; empty when any.</param>
internal sealed record QueryParameter(string Name, string Form, string Description, IReadOnlyList<string> Words);

/// <summary>The query parameters of an endpoint, as metadata. What is not named here is refused.</summary>
internal sealed record QueryParameters(IReadOnlyList<QueryParameter> All);

/// <summary>How endpoints name their query parameters.</summary>
internal static class Takes
{
    public static QueryParameter Text(string name, string description) => new(name, "string", description, []);

    public static QueryParameter Word<T>(string name, string description) where T : struct, Enum =>
        new(name, "string", description, Json.Words<T>());

    public static QueryParameter Flag(string name, string description) => new(name, "boolean", description, []);

    public static QueryParameter Time(string name, string description) => new(name, "date-time", description, []);

    public static IReadOnlyList<QueryParameter> Pages => [
        new("page", "integer", "Page, from 1. 页码", []),
        new("size", "integer", "Rows a page, 1 to 500; 50 by default. 每页行数", []),
    ];

    public static QueryParameter Sort(IReadOnlyList<string> columns) => new("sort", "string", "Column to sort by. 排序列", columns);

    public static QueryParameter Descending => Flag("desc", "True for falling order. 降序");

    public static QueryParameter Format => new("format", "string",
        "csv exports all rows of the filter (at most 100,000) instead of a page; so does Accept: text/csv. 导出", ["json", "csv"]);

    public static TBuilder TakesQuery<TBuilder>(this TBuilder builder, params QueryParameter[] parameters)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new QueryParameters(parameters));

    /// <summary>Refuses parameters that an endpoint does not name: a misspelt filter must not give the unfiltered list.</summary>
    public static ValueTask<object?> RefuseUnknown(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var known = http.GetEndpoint()?.Metadata.GetMetadata<QueryParameters>()?.All ?? [];
        var unknown = http.Request.Query.Keys.Where(k => !known.Any(p => p.Name == k)).ToList();
        if (unknown.Count == 0) return next(context);
        var names = known.Count == 0 ? "无 none" : string.Join(", ", known.Select(p => p.Name));
        throw new InvalidRequestException([.. unknown.Select(k =>
            new FieldProblem(k, "unknown-parameter", $"没有这个查询参数；可用：{names}。There is no such query parameter."))]);
    }
}
