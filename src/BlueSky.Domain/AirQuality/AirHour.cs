using BlueSky.Tables;

namespace BlueSky.AirQuality;

/// <summary>The hourly means of one station and one hour.</summary>
/// <param name="Station">Code of the station.</param>
/// <param name="Label">The END of the hour, China time; 00:00 belongs to the day before.</param>
/// <param name="Values">Six values in the order of <see cref="Pollutant"/>, in the pollutant's unit; null when missing or not valid.</param>
public sealed record AirHour(string Station, DateTimeOffset Label, IReadOnlyList<decimal?> Values)
{
    /// <summary>The hourly mean of <paramref name="pollutant"/>; null when missing.</summary>
    public decimal? this[Pollutant pollutant] => Values[(int)pollutant];

    /// <summary>The natural day, whose hours are 01:00 … 24:00.</summary>
    public DateOnly Day => Label.NaturalDay();
}
