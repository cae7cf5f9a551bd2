using System.Text.Json;
using BlueSky.Sources;

namespace BlueSky.Districts;

/// <summary>
/// The outline of a district, from <c>boundary.geojson</c> (RFC 7946, one feature, Polygon or MultiPolygon). Degrees in the file's own
/// datum, which is not converted; Lanshan's is GCJ-02.
/// </summary>
public sealed class DistrictBoundary
{
    private readonly IReadOnlyList<IReadOnlyList<GeoPoint>> _rings;

    private DistrictBoundary(List<IReadOnlyList<GeoPoint>> rings)
    {
        _rings = rings;
        var points = rings.SelectMany(r => r).ToList();
        SouthWest = new(points.Min(p => p.Longitude), points.Min(p => p.Latitude));
        NorthEast = new(points.Max(p => p.Longitude), points.Max(p => p.Latitude));
    }

    /// <summary>Closed rings, holes included: first and last point of each are the same.</summary>
    public IReadOnlyList<IReadOnlyList<GeoPoint>> Rings => _rings;

    /// <summary>The south-west corner of the smallest box around the outline.</summary>
    public GeoPoint SouthWest { get; }

    /// <summary>The north-east corner of that box.</summary>
    public GeoPoint NorthEast { get; }

    /// <summary>Reads a boundary.</summary>
    /// <param name="path">The file, or the district's folder, which holds it as <c>boundary.geojson</c>.</param>
    /// <exception cref="DistrictSeedException">The file is missing or holds no polygon.</exception>
    public static DistrictBoundary Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) path = Path.Combine(path, "boundary.geojson");
        var file = Path.GetFileName(path);
        if (!File.Exists(path)) throw new DistrictSeedException(file, 0, "", $"the file is missing in '{Path.GetDirectoryName(path)}'; add one feature with a Polygon or MultiPolygon");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var geometry = document.RootElement.GetProperty("features")[0].GetProperty("geometry");
            var coordinates = geometry.GetProperty("coordinates");
            var polygons = geometry.GetProperty("type").GetString() == "Polygon" ? [coordinates] : coordinates.EnumerateArray().ToList();
            var rings = polygons.SelectMany(p => p.EnumerateArray()).Select(IReadOnlyList<GeoPoint> (ring) =>
                ring.EnumerateArray().Select(p => new GeoPoint(p[0].GetDecimal(), p[1].GetDecimal())).ToList()).ToList();
            return rings.Count > 0 && rings.All(r => r.Count >= 4)
                ? new DistrictBoundary(rings)
                : throw new DistrictSeedException(file, 0, "coordinates", "has no ring of at least four points; give a closed polygon");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new DistrictSeedException(file, 0, "geometry", "cannot be read; give one feature with a Polygon or MultiPolygon in degrees", e);
        }
    }

    /// <summary>True when the point lies inside (even-odd rule over all rings, so holes count as outside).</summary>
    public bool Contains(GeoPoint point)
    {
        var inside = false;
        foreach (var ring in _rings)
        {
            for (int i = 0, j = ring.Count - 1; i < ring.Count; j = i++)
            {
                var (a, b) = (ring[i], ring[j]);
                if (a.Latitude > point.Latitude == b.Latitude > point.Latitude) continue;
                var crossing = a.Longitude + ((point.Latitude - a.Latitude) / (b.Latitude - a.Latitude) * (b.Longitude - a.Longitude));
                if (point.Longitude < crossing) inside = !inside;
            }
        }

        return inside;
    }
}
