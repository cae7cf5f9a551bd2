namespace BlueSky.Web;

/// <summary>The silt load of a road segment.</summary>
internal static class SegmentLoad
{
    /// <summary>
    /// Length-weighted mean of the points' loads (source-limits.md section 6), in g/m2, not rounded; the lengths in m, each above 0.
    /// </summary>
    public static decimal Of(IReadOnlyCollection<(decimal Load, decimal Length)> points) =>
        points.Sum(p => p.Load * p.Length) / points.Sum(p => p.Length);
}
