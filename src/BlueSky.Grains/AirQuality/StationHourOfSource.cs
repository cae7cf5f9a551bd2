using BlueSky.Sources;

namespace BlueSky.AirQuality;

/// <summary>The raw hour of a station from the hourly values of its source.</summary>
internal static class StationHourOfSource
{
    /// <summary>Factors of HJ 212-2017 table B.2 (O3: as the field uses it) in the order of <see cref="Pollutant"/>.</summary>
    private static readonly string[] Factors = ["a21026", "a21004", "a34002", "a34004", "a21005", "a05024"];

    /// <summary>The hour; a value that is not valid, or cannot be one, is missing. Null when nothing is left.</summary>
    public static AirHour? Of(string station, DateTimeOffset label, IReadOnlyList<HourlyValue> values)
    {
        var figures = Array.ConvertAll(Factors, factor =>
            values.FirstOrDefault(v => v.Factor == factor) is { Mean: { } mean } && StationRules.IsPlausible(mean) ? mean : (decimal?)null);
        return figures.Any(f => f is not null) ? new AirHour(station, label, figures) : null;
    }
}
