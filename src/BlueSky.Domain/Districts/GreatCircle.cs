using BlueSky.Sources;

namespace BlueSky.Districts;

/// <summary>Distances on the sphere (haversine, mean Earth radius 6371.0088 km, IUGG).</summary>
public static class GreatCircle
{
    private const double RadiusKilometres = 6371.0088;

    /// <summary>Distance in kilometres, accurate to about 0.5 % (sphere in place of the ellipsoid).</summary>
    public static double Kilometres(GeoPoint a, GeoPoint b)
    {
        static double Radians(decimal degrees) => (double)degrees * Math.PI / 180;
        var sinLatitude = Math.Sin((Radians(b.Latitude) - Radians(a.Latitude)) / 2);
        var sinLongitude = Math.Sin((Radians(b.Longitude) - Radians(a.Longitude)) / 2);
        var h = (sinLatitude * sinLatitude) + (Math.Cos(Radians(a.Latitude)) * Math.Cos(Radians(b.Latitude)) * sinLongitude * sinLongitude);
        return 2 * RadiusKilometres * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
