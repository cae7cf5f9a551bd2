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

    /// <summary>The sources under a filter that is narrowed to the viewer's sight.</summary>
    public async Task<MapSources> Sources(SourceFilter filter, CancellationToken cancellation)
    {
        var page = await queries.WorstSources(filter, Most, cancellation);
        var points = page.Items.Where(s => s.Location is not null).Select(s => new MapPoint(s.Id, s.Name, s.Status, s.Location!.Value))
            .OrderBy(p => p.Id, StringComparer.Ordinal).ToList();
        return new MapSources(points, page.Total, page.Items.Count - points.Count, points.Count(p => areas.Of(p.At) is not null));
    }
}
