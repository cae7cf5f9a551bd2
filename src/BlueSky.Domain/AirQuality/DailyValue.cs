namespace BlueSky.AirQuality;

/// <summary>
/// The evaluated concentration of one pollutant on one natural day: the mean of its hours, for O3 the largest 8 h mean of the day
/// (日最大8小时平均).
/// </summary>
/// <param name="Exact">The statistic as computed, not rounded, valid or not; null when there was nothing to compute it from.</param>
/// <param name="Count">Valid hourly means (O3: valid 8 h means) of the day.</param>
/// <param name="Needed">How many it needs.</param>
/// <param name="IsValid">True when it may be used.</param>
public readonly record struct DailyValue(decimal? Exact, int Count, int Needed, bool IsValid)
{
    /// <summary>The exact value when it is valid, else null.</summary>
    public decimal? Valid => IsValid ? Exact : null;
}
