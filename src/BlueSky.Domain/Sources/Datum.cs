using static System.Math;

namespace BlueSky.Sources;

/// <summary>What a position's degrees refer to. The register is in GCJ-02, as the boundary and the maps are; here the two are half a kilometre apart.</summary>
public enum Datum
{
    /// <summary>GCJ-02 (火星坐标), what maps and telephones in China give.</summary>
    Gcj02 = 0,

    /// <summary>WGS-84, what a GPS receiver gives.</summary>
    Wgs84 = 1,
}

/// <summary>
/// From WGS-84 to GCJ-02. The transformation is a state secret; this is the approximation that is published everywhere, [K], good to a few
/// metres inside China.
/// </summary>
public static class Gcj02
{
    // Krasovsky 1940: half axis in m, and the square of its eccentricity.
    private const double Axis = 6_378_245.0, Eccentricity = 0.00669342162296594323;

    /// <summary>The same place in the register's datum, to the seventh decimal of a degree (1 cm).</summary>
    public static GeoPoint FromDatum(this GeoPoint point, Datum datum)
    {
        if (datum == Datum.Gcj02) return point;
        var (x, y) = ((double)point.Longitude - 105, (double)point.Latitude - 35);
        var both = (20 * Sin(6 * x * PI)) + (20 * Sin(2 * x * PI));
        var north = -100 + (2 * x) + (3 * y) + (0.2 * y * y) + (0.1 * x * y) + (0.2 * Sqrt(Abs(x)))
            + ((both + Waves(y, 20, 40, 3) + Waves(y / 12, 160, 320, 2.5)) * 2 / 3);
        var east = 300 + x + (2 * y) + (0.1 * x * x) + (0.1 * x * y) + (0.1 * Sqrt(Abs(x)))
            + ((both + Waves(x, 20, 40, 3) + Waves(x / 12, 150, 300, 2.5)) * 2 / 3);
        var latitude = (double)point.Latitude / 180 * PI;
        var curve = 1 - (Eccentricity * Sin(latitude) * Sin(latitude));
        var meridian = Axis * (1 - Eccentricity) / (curve * Sqrt(curve));
        var parallel = Axis / Sqrt(curve) * Cos(latitude);
        return new GeoPoint(
            Round(point.Longitude + (decimal)(east * 180 / (parallel * PI)), 7), Round(point.Latitude + (decimal)(north * 180 / (meridian * PI)), 7));
    }

    private static double Waves(double at, double first, double second, double longer) => (first * Sin(at * PI)) + (second * Sin(at * PI / longer));
}
