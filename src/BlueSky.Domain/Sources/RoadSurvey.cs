namespace BlueSky.Sources;

/// <summary>One point of a mobile road survey (道路积尘走航).</summary>
/// <param name="SiltLoad">Silt load sL, g/m².</param>
/// <param name="LengthMetres">Length of road the point stands for, m, above 0.</param>
public readonly record struct SurveyPoint(decimal SiltLoad, decimal LengthMetres);

/// <summary>What a road survey says of a segment.</summary>
public static class RoadSurvey
{
    /// <summary>
    /// Length-weighted mean silt load of a segment, g/m², not rounded (source-limits.md section 6); null without points.
    /// A point without a positive length or with a negative load is an error of the survey.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A length is not above 0 or a load is negative.</exception>
    public static decimal? SegmentLoad(IReadOnlyList<SurveyPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        decimal weighted = 0, length = 0;
        foreach (var point in points)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(point.LengthMetres, nameof(points));
            ArgumentOutOfRangeException.ThrowIfNegative(point.SiltLoad, nameof(points));
            weighted += point.SiltLoad * point.LengthMetres;
            length += point.LengthMetres;
        }

        return length == 0 ? null : weighted / length;
    }
}
