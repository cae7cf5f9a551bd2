using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>
/// What one unit's six pollutants were in one period: SO2, NO2, PM10, PM2.5 period means, CO 95th percentile of daily means,
/// O3 90th percentile of the daily maximum 8-hour means (HJ 663-2013). In ug/m3, CO in mg/m3; null where not valid or not measured.
/// </summary>
public readonly record struct Concentrations(decimal? SO2, decimal? NO2, decimal? PM10, decimal? PM25, decimal? CO, decimal? O3)
{
    /// <summary>The value of one pollutant; null where there is none.</summary>
    public decimal? this[Pollutant pollutant] => pollutant switch
    {
        Pollutant.SO2 => SO2,
        Pollutant.NO2 => NO2,
        Pollutant.PM10 => PM10,
        Pollutant.PM25 => PM25,
        Pollutant.CO => CO,
        Pollutant.O3 => O3,
        _ => throw new ArgumentOutOfRangeException(nameof(pollutant), pollutant, "not one of the six assessed pollutants"),
    };

    /// <summary>Whether any pollutant has a value.</summary>
    public bool Any => SO2 is not null || NO2 is not null || PM10 is not null || PM25 is not null || CO is not null || O3 is not null;

    /// <summary>Each value rounded as statistics are printed: whole ug/m3, CO to 0.1 mg/m3, half to even (GB/T 8170).</summary>
    public Concentrations Rounded() => new(
        Round(SO2, 0), Round(NO2, 0), Round(PM10, 0), Round(PM25, 0), Round(CO, 1), Round(O3, 0));

    private static decimal? Round(decimal? value, int digits) => value is { } known ? Rounding.HalfToEven(known, digits) : null;
}
