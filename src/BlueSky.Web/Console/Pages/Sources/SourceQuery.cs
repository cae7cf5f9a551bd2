using BlueSky.Access;
using BlueSky.Queries;
using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>What an address asks for of the list of sources; its words are the API's, so that the same filter can be exported.</summary>
internal static class SourceQuery
{
    public static readonly string[] Sortable = ["name", "town", "kind", "status", "lastDataAt", "worstRatio"];

    /// <summary>The filter as far as this viewer sees.</summary>
    public static SourceFilter Filter(QueryState query, Actor by) => Sight.Narrow(
        new SourceFilter(query.Text("town"), query.Text("kind"), query.Word<SourceStatus>("status"), query.Text("text"), query.Flag("open")), by);

    /// <summary>Address of the same list as CSV, of the viewer's own town where the sight ends there.</summary>
    public static string Export(QueryState query, Actor by)
    {
        var address = query.Export("/api/v1/sources");
        return Sight.TownOf(by) is not { } own || query.Text("town") == own ? address
            : query.Text("town") is null ? $"{address}&town={own}" : $"/api/v1/sources?format=csv&town={own}";
    }
}
