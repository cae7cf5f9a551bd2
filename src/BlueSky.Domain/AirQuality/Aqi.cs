namespace BlueSky.AirQuality;

/// <summary>The air quality index by HJ 633.</summary>
public static class Aqi
{
    /// <summary>Up to this AQI there is no primary pollutant (HJ 633-2012 table 2, 优).</summary>
    private const int NoPrimaryUpTo = 50;

    /// <summary>Digits to which HJ 633-2026 rounds concentrations first: CO to 0.1, the others to integers.</summary>
    private static int DigitsBefore(Pollutant pollutant) => pollutant.Unit() == ConcentrationUnit.MilligramPerCubicMetre ? 1 : 0;

    /// <summary>Evaluates the AQI of one hour or day.</summary>
    /// <param name="scheme">Edition, mode and report.</param>
    /// <param name="concentrations">The concentrations, valid ones only; missing ones are null.</param>
    /// <param name="notPlanned">
    /// Pollutants that are not in the monitoring plan: their absence does not block the publication of the AQI (HJ 633-2026 5.3).
    /// </param>
    /// <param name="rounding">How sub-indices are rounded; up by HJ 633 6.2. Another rule only explains a published figure.</param>
    public static AqiResult Evaluate(
        AqiScheme scheme, ConcentrationSet concentrations, IReadOnlySet<Pollutant>? notPlanned = null, RoundingRule rounding = RoundingRule.Up)
    {
        var standard = scheme.Standard;
        var subs = new SubIndex[scheme.Indicators.Count];
        var largest = -1;
        for (var i = 0; i < subs.Length; i++)
        {
            subs[i] = Evaluate(scheme.Indicators[i], concentrations, standard.RoundsFirst, rounding);
            if (subs[i].Value > largest) largest = subs[i].Value!.Value;
        }
        int? aqi = largest < 0 ? null : Math.Clamp(largest, standard.Lowest, standard.Highest);
        if (aqi <= standard.WhenMissingOnlyAbove && IsIncomplete(subs, notPlanned)) aqi = null;
        return new AqiResult(
            scheme, aqi, aqi is { } known ? AqiLevel.Of(known) : null, subs,
            aqi > NoPrimaryUpTo ? [.. subs.Where(s => s.Value == largest).Select(s => s.Indicator)] : [],
            standard.ExceedingAbove is { } limit ? [.. subs.Where(s => s.Value > limit).Select(s => s.Indicator.Pollutant).Distinct()] : []);
    }

    private static SubIndex Evaluate(AqiIndicator indicator, ConcentrationSet concentrations, bool roundsFirst, RoundingRule rounding)
    {
        if (concentrations[indicator.Pollutant, indicator.Measured] is not { } concentration) return new SubIndex(indicator, null, false);
        if (roundsFirst) concentration = Rounding.Statistic(concentration, DigitsBefore(indicator.Pollutant));
        if (indicator.Column.Iaqi(concentration, rounding) is { } value) return new SubIndex(indicator, value, false);
        if (indicator.BeyondColumn is not { } other) return new SubIndex(indicator, indicator.BeyondValue, true);
        if (concentrations[indicator.Pollutant, other.Column] is not { } instead) return new SubIndex(indicator, null, true);
        return other.Iaqi(instead, rounding) is { } replaced
            ? new SubIndex(indicator, replaced, false)
            : new SubIndex(indicator, indicator.Column.Standard.Highest, true);
    }

    private static bool IsIncomplete(SubIndex[] subs, IReadOnlySet<Pollutant>? notPlanned)
    {
        foreach (var sub in subs)
            if (sub.Value is null && notPlanned?.Contains(sub.Indicator.Pollutant) != true) return true;
        return false;
    }
}
