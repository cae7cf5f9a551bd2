using BlueSky.Districts;

namespace BlueSky.Sources;

/// <summary>How far from a source something is.</summary>
public static class Whereabouts
{
    private const double MetresPerDegree = 111_195;

    /// <summary>Distance in metres, to the line of a source that has one, else to its position; infinite where the register knows neither.</summary>
    public static double MetresTo(this SourceRegistration source, GeoPoint point)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Path.Count > 0) return MetresToLine(source.Path, point);
        return source.Location is { } at ? Metres(at, point) : double.PositiveInfinity;
    }

    /// <summary>Distance between two points, m.</summary>
    public static double Metres(GeoPoint a, GeoPoint b) => GreatCircle.Kilometres(a, b) * 1_000;

    /// <summary>Length of a line, m.</summary>
    public static double Length(IReadOnlyList<GeoPoint> line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Zip(line.Skip(1), Metres).Sum();
    }

    // In a plane that touches the ground at the point: over the length of a road the Earth is flat.
    private static double MetresToLine(IReadOnlyList<GeoPoint> line, GeoPoint point)
    {
        var shrink = Math.Cos((double)point.Latitude * Math.PI / 180);
        (double X, double Y) Flat(GeoPoint p) => (
            (double)(p.Longitude - point.Longitude) * MetresPerDegree * shrink, (double)(p.Latitude - point.Latitude) * MetresPerDegree);
        var least = double.PositiveInfinity;
        var from = Flat(line[0]);
        if (line.Count == 1) return Math.Sqrt((from.X * from.X) + (from.Y * from.Y));
        foreach (var next in line.Skip(1))
        {
            var to = Flat(next);
            var (dx, dy) = (to.X - from.X, to.Y - from.Y);
            var length = (dx * dx) + (dy * dy);
            var share = length > 0 ? Math.Clamp(-((from.X * dx) + (from.Y * dy)) / length, 0, 1) : 0;
            var (x, y) = (from.X + (share * dx), from.Y + (share * dy));
            least = Math.Min(least, Math.Sqrt((x * x) + (y * y)));
            from = to;
        }

        return least;
    }
}
