using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>A source on the map: nothing but what is drawn.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Name.</param>
/// <param name="Status">Status.</param>
/// <param name="At">Where it is.</param>
public sealed record MapPoint(string Id, string Name, SourceStatus Status, GeoPoint At);

/// <summary>The sources of a map.</summary>
/// <param name="Points">Those that have a position.</param>
/// <param name="Total">All under the filter.</param>
/// <param name="WithoutPosition">Of those that were read, without one.</param>
/// <param name="InKeyAreas">Of those on the map, within a key area.</param>
public sealed record MapSources(IReadOnlyList<MapPoint> Points, long Total, int WithoutPosition, int InKeyAreas)
{
    /// <summary>Sources that are neither drawn nor counted, because the map draws only so many.</summary>
    public long LeftOut => Total - Points.Count - WithoutPosition;
}

/// <summary>Reads what the map shows.</summary>
internal sealed class MapReader(IQueries queries, KeyAreas areas)
{
    /// <summary>Sources that a map shows at most, the worst first.</summary>
    public const int Most = 5_000;

    private const int PageSize = 500;

    /// <summary>The sources under a filter that is narrowed to the viewer's sight.</summary>
    public async Task<MapSources> Sources(SourceFilter filter, CancellationToken cancellation)
    {
        // Rows change places while they are read page by page, so one may come twice.
        var rows = new Dictionary<string, SourceRow>(StringComparer.Ordinal);
        var total = 0L;
        for (var number = 1; number <= Most / PageSize; number++)
        {
            var page = await queries.Sources(filter, new PageRequest(number, PageSize, "worstRatio", true), cancellation);
            total = page.Total;
            foreach (var row in page.Items) rows.TryAdd(row.Registration.Id, row);
            if (page.Items.Count < PageSize) break;
        }

        var points = rows.Values.Where(r => r.Registration.Location is not null)
            .Select(r => new MapPoint(r.Registration.Id, r.Registration.Name, r.Summary.Status, r.Registration.Location!.Value))
            .OrderBy(p => p.Id, StringComparer.Ordinal).ToList();
        return new MapSources(points, total, rows.Count - points.Count, points.Count(p => areas.Of(p.At) is not null));
    }
}
