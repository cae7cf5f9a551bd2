namespace BlueSky.AirQuality;

/// <summary>
/// Values of a city or another unit over its stations (HJ 663): the arithmetic mean of the valid stations' values of the same
/// pollutant, for O3 of the stations' daily largest 8 h means. An AQI is made from these concentrations, never from stations' AQIs.
/// </summary>
public static class UnitMean
{
    /// <summary>Mean over the stations, exact; null when fewer than the demanded share (75 % by default) is valid.</summary>
    /// <param name="stations">One value a station, null where it is not valid.</param>
    /// <param name="rules">What is valid.</param>
    public static decimal? Of(IReadOnlyCollection<decimal?> stations, ValidityRules rules)
    {
        var (sum, count) = (0m, 0);
        foreach (var station in stations)
        {
            if (station is not { } value) continue;
            sum += value;
            count++;
        }
        return count > 0 && count >= rules.StationsOf(stations.Count) ? sum / count : null;
    }

    /// <summary>The hour of a unit from the same hour of its stations.</summary>
    /// <param name="unit">Code of the unit.</param>
    /// <param name="label">The hour.</param>
    /// <param name="stations">One entry a station that the unit has, null where it sent nothing.</param>
    /// <param name="rules">What is valid.</param>
    public static AirHour Hour(string unit, DateTimeOffset label, IReadOnlyCollection<AirHour?> stations, ValidityRules rules) =>
        new(unit, label, [.. Pollutants.All.Select(p => Of([.. stations.Select(s => s?[p])], rules))]);

    /// <summary>The day of a unit from the same day of its stations. The largest O3 hour is the mean of the stations' largest ones.</summary>
    /// <param name="day">The day.</param>
    /// <param name="stations">One entry a station that the unit has, null where it has no data.</param>
    /// <param name="rules">What is valid.</param>
    public static StationDay Day(DateOnly day, IReadOnlyCollection<StationDay?> stations, ValidityRules rules) =>
        new(day, [.. Pollutants.All.Select(p => Day(p, stations, rules))], Of([.. stations.Select(s => s?.LargestOzoneHour)], rules));

    private static DailyValue Day(Pollutant pollutant, IReadOnlyCollection<StationDay?> stations, ValidityRules rules)
    {
        decimal?[] values = [.. stations.Select(s => s?[pollutant].Valid)];
        var mean = Of(values, rules);
        return new DailyValue(mean, values.Count(v => v is not null), rules.StationsOf(stations.Count), mean is not null);
    }
}
