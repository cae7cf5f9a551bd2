using BlueSky.Sources;

namespace BlueSky.Districts;

/// <summary>Lines of invented roads.</summary>
internal static class DemoRoad
{
    private const double MetresPerDegree = 111_195;

    /// <summary>A line of three points that bends a little, begins at the road's position and has about its length.</summary>
    internal static IReadOnlyList<GeoPoint> Line(GeoPoint start, decimal metres, int seed, string id)
    {
        // A sequence of its own, so that lines change nothing else of the register.
        var random = new SeededRandom(seed, id + "/path");
        var bearing = random.NextDouble() * 2 * Math.PI;
        var middle = Step(start, bearing, (double)metres / 2);
        return [start, middle, Step(middle, bearing + ((random.NextDouble() - 0.5) / 2), (double)metres / 2)];
    }

    private static GeoPoint Step(GeoPoint from, double bearing, double metres)
    {
        var (north, east) = (Math.Cos(bearing) * metres / MetresPerDegree, Math.Sin(bearing) * metres / MetresPerDegree);
        return new GeoPoint(
            decimal.Round(from.Longitude + (decimal)(east / Math.Cos((double)from.Latitude * Math.PI / 180)), 5), decimal.Round(from.Latitude + (decimal)north, 5));
    }
}
