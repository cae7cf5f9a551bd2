using System.Text.Json;
using BlueSky.Districts;
using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>
/// What lies under the sources on the map: the district's outline and the key areas (重点区域), as GeoJSON (RFC 7946). No tiles: the map
/// works without any other server.
/// </summary>
internal static class MapGround
{
    private const int Corners = 72;

    /// <summary>Name of the outline's feature.</summary>
    public const string Outline = "outline";

    /// <summary>Name of a key area's feature.</summary>
    public static string NameOf(AirStation station) => "area-" + station.Code;

    /// <summary>The GeoJSON.</summary>
    public static string Of(DistrictBoundary boundary, KeyAreas areas) => JsonSerializer.Serialize(new
    {
        type = "FeatureCollection",
        features = new[] { Feature(Outline, boundary.Rings) }.Concat(areas.Stations.Select(s => Feature(NameOf(s), [Circle(s.Location!.Value, KeyAreas.RadiusKilometres)]))),
    });

    /// <summary>A closed ring of points at one distance from a centre; good for some kilometres.</summary>
    /// <param name="centre">Centre.</param>
    /// <param name="kilometres">Distance, km.</param>
    public static IReadOnlyList<GeoPoint> Circle(GeoPoint centre, double kilometres)
    {
        // How far one degree is here, by the same sphere that decides what lies inside.
        var north = GreatCircle.Kilometres(centre, centre with { Latitude = centre.Latitude + 1 });
        var east = GreatCircle.Kilometres(centre, centre with { Longitude = centre.Longitude + 1 });
        return
        [
            .. Enumerable.Range(0, Corners + 1).Select(i => (i % Corners) * 2 * Math.PI / Corners).Select(angle => new GeoPoint(
                centre.Longitude + (decimal)Math.Round(Math.Cos(angle) * kilometres / east, 6), centre.Latitude + (decimal)Math.Round(Math.Sin(angle) * kilometres / north, 6))),
        ];
    }

    // Every ring as a polygon of its own: a hole is drawn as a line, which is all that an outline needs.
    private static object Feature(string name, IEnumerable<IReadOnlyList<GeoPoint>> rings) => new
    {
        type = "Feature",
        properties = new { name },
        geometry = new { type = "MultiPolygon", coordinates = rings.Select(ring => new[] { ring.Select(p => new[] { p.Longitude, p.Latitude }) }) },
    };
}
