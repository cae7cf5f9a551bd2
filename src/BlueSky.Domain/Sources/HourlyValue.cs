namespace BlueSky.Sources;

/// <summary>One hourly mean of one factor of one source.</summary>
/// <param name="SourceId">The source.</param>
/// <param name="Factor">Factor with point, e.g. <c>a34002</c>.</param>
/// <param name="HourEnding">Label of the hour: its END, China time.</param>
/// <param name="Mean">Mean in the factor's unit, rounded to the factor's digits by GB/T 8170; null when the hour is not valid.</param>
/// <param name="Minimum">Smallest usable value; null when none.</param>
/// <param name="Maximum">Largest usable value; null when none.</param>
/// <param name="Count">Usable values in it.</param>
/// <param name="CoveredMinutes">Minutes of the hour that usable values cover, 0..60.</param>
/// <param name="IsValid">True when <paramref name="CoveredMinutes"/> reaches the kind's demand (45 by default).</param>
/// <param name="FromDevice">True when the value is the device's own hourly mean because our own is not valid.</param>
/// <param name="Version">Grows with each correction of the same hour, so a late publication changes nothing.</param>
public sealed record HourlyValue(
    string SourceId, string Factor, DateTimeOffset HourEnding, decimal? Mean, decimal? Minimum, decimal? Maximum,
    int Count, int CoveredMinutes, bool IsValid, bool FromDevice, long Version);
