using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
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

    /// <summary>What is seen of them, in short: thousands of points are compared every few seconds for each different map.</summary>
    internal object Looks
    {
        get
        {
            using var print = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var p in Points)
                print.AppendData(MemoryMarshal.AsBytes(string.Create(CultureInfo.InvariantCulture, $"{p.Id}\n{p.Name}\n{(int)p.Status}\n{p.At.Longitude}\n{p.At.Latitude}\n").AsSpan()));
            return new { Total, WithoutPosition, InKeyAreas, Drawn = print.GetHashAndReset() };
        }
    }
}

/// <summary>Reads what the map shows.</summary>
internal sealed class MapReader(IQueries queries, MapRegister register, KeyAreas areas)
{
    /// <summary>Sources that a map shows at most, the worst first.</summary>
    public const int Most = 5_000;

    /// <summary>The sources under a filter that is narrowed to the viewer's sight.</summary>
    public async Task<MapSources> Sources(SourceFilter filter, CancellationToken cancellation)
    {
        if (await register.Now(cancellation) is { } all)
        {
            var under = all.Where(e => filter.Takes(e.Mark)).ToList();
            var shown = under.Take(Most).ToList();
            return Of([.. shown.Select(e => e.Point).OfType<MapPoint>()], under.Count, shown.Count, shown.Count(e => e.IsInKeyArea));
        }

        var page = await queries.WorstSources(filter, Most, cancellation);
        var points = page.Items.Where(s => s.Location is not null).Select(s => new MapPoint(s.Id, s.Name, s.Status, s.Location!.Value)).ToList();
        return Of(points, page.Total, page.Items.Count, points.Count(p => areas.Of(p.At) is not null));
    }

    // By id: a source that is further over its limit than before is no other point.
    private static MapSources Of(List<MapPoint> points, long total, int read, int inKeyAreas)
    {
        points.Sort((one, other) => string.CompareOrdinal(one.Id, other.Id));
        return new MapSources(points, total, read - points.Count, inKeyAreas);
    }
}
