using System.Globalization;
using System.Text;
using BlueSky.Districts;
using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>
/// The district on a plane of <see cref="Width"/> by <see cref="Height"/>: degrees in the datum of the data, longitudes shortened by the
/// cosine of the middle latitude, as large as fits and centred. Drawn as SVG, so that it is sharp on any screen.
/// </summary>
public sealed class WallMap
{
    /// <summary>Width of the plane.</summary>
    public const double Width = 1000;

    /// <summary>Height of the plane.</summary>
    public const double Height = 760;

    private const double Margin = 40;
    private readonly double west, north, scale, shorter, left, top;
    private readonly DistrictBoundary boundary;

    /// <summary>A plane that the district fills.</summary>
    public WallMap(DistrictBoundary boundary)
    {
        ArgumentNullException.ThrowIfNull(boundary);
        this.boundary = boundary;
        var (low, high) = (boundary.SouthWest, boundary.NorthEast);
        shorter = Math.Cos((double)(low.Latitude + high.Latitude) / 2 * Math.PI / 180);
        (west, north) = ((double)low.Longitude, (double)high.Latitude);
        var (wide, tall) = (((double)high.Longitude - west) * shorter, north - (double)low.Latitude);
        scale = Math.Min((Width - (2 * Margin)) / wide, (Height - (2 * Margin)) / tall);
        (left, top) = ((Width - (wide * scale)) / 2, (Height - (tall * scale)) / 2);
    }

    /// <summary>Where a position is on the plane.</summary>
    public (double X, double Y) Place(GeoPoint at) =>
        (left + (((double)at.Longitude - west) * shorter * scale), top + ((north - (double)at.Latitude) * scale));

    /// <summary>The outline as the data of an SVG path.</summary>
    public string Outline()
    {
        var path = new StringBuilder();
        foreach (var ring in boundary.Rings)
        {
            for (var i = 0; i < ring.Count; i++) Append(path, i == 0 ? 'M' : 'L', ring[i]);
            path.Append('Z');
        }

        return path.ToString();
    }

    /// <summary>Points as one path of lines without length, which round caps draw as dots: thousands are one element.</summary>
    public string Dots(IEnumerable<GeoPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var path = new StringBuilder();
        foreach (var point in points)
        {
            Append(path, 'M', point);
            path.Append("h0");
        }

        return path.ToString();
    }

    private void Append(StringBuilder path, char command, GeoPoint at)
    {
        var (x, y) = Place(at);
        path.Append(CultureInfo.InvariantCulture, $"{command}{x:0.#} {y:0.#}");
    }
}
