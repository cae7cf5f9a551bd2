namespace BlueSky.AirQuality;

/// <summary>The sub-index of one indicator.</summary>
/// <param name="Indicator">The indicator.</param>
/// <param name="Value">The IAQI, 0-500; null when the concentration is missing (NA).</param>
/// <param name="IsOffScale">True when the concentration is above the table (爆表), so that <paramref name="Value"/> is only a bound.</param>
public sealed record SubIndex(AqiIndicator Indicator, int? Value, bool IsOffScale);

/// <summary>An air quality index with all it is made of.</summary>
/// <param name="Scheme">The rules it follows.</param>
/// <param name="Value">The AQI; null when it is not to be published (nothing measured, or HJ 633-2026 5.3).</param>
/// <param name="Level">The level of <paramref name="Value"/>; null with it.</param>
/// <param name="SubIndices">The sub-indices of all indicators, in the scheme's order.</param>
/// <param name="Primary">
/// Primary pollutants 首要污染物: the indicators that share the largest IAQI, only when the AQI is above 50; empty otherwise.
/// </param>
/// <param name="Exceeding">Exceeding pollutants 超标污染物 (IAQI above 100, HJ 633-2012 only).</param>
public sealed record AqiResult(
    AqiScheme Scheme, int? Value, AqiLevel? Level, IReadOnlyList<SubIndex> SubIndices,
    IReadOnlyList<AqiIndicator> Primary, IReadOnlyList<Pollutant> Exceeding)
{
    /// <summary>True when a pollutant that decides the AQI is above its table (爆表).</summary>
    public bool IsOffScale => Value is not null && SubIndices.Any(s => s.IsOffScale && s.Value == Value);

    /// <summary>The sub-index of a pollutant, the larger where it has two; null when it is missing.</summary>
    public int? Iaqi(Pollutant pollutant)
    {
        int? largest = null;
        foreach (var sub in SubIndices)
            if (sub.Indicator.Pollutant == pollutant && sub.Value is { } value && value > (largest ?? -1)) largest = value;
        return largest;
    }
}
