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

    /// <summary>From values in the order of <see cref="Pollutant"/>, as the types of air quality keep them.</summary>
    /// <exception cref="ArgumentException">There are not six values.</exception>
    public static Concentrations Of(IReadOnlyList<decimal?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count == Pollutants.All.Count
            ? new(values[(int)Pollutant.SO2], values[(int)Pollutant.NO2], values[(int)Pollutant.PM10], values[(int)Pollutant.PM25], values[(int)Pollutant.CO], values[(int)Pollutant.O3])
            : throw new ArgumentException($"{Pollutants.All.Count} values are needed, not {values.Count}", nameof(values));
    }

    /// <summary>The values in the order of <see cref="Pollutant"/>.</summary>
    public IReadOnlyList<decimal?> ToList()
    {
        var values = new decimal?[Pollutants.All.Count];
        foreach (var pollutant in Pollutants.All) values[(int)pollutant] = this[pollutant];
        return values;
    }
}
