using BlueSky.AirQuality;

namespace BlueSky.Web;

/// <summary>Hours of a station as a caller enters them.</summary>
public sealed record StationEntryRequest
{
    /// <summary>Most hours of one request.</summary>
    public const int MostHours = 2_000;

    /// <summary>raw, reviewed or revised. Required.</summary>
    public DataStage? Stage { get; init; }

    /// <summary>Why figures change; needed when reviewing or revising changes any. At most 500 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>True for invented demonstration data.</summary>
    public bool IsDemo { get; init; }

    /// <summary>1 to 2,000 hours, each once.</summary>
    public IReadOnlyList<StationHourEntry?>? Hours { get; init; }

    internal AirHour[] Read(string station)
    {
        var check = new FieldCheck();
        check.Needed(Stage, "stage");
        check.Fits(Reason ?? "", "reason", 500);
        var items = Hours ?? [];
        if (items.Count is 0 or > MostHours) check.Wrong("hours", "count", $"一次 1 到 {MostHours} 小时。1 to {MostHours} hours in one request.");
        var hours = new List<AirHour>(items.Count);
        foreach (var (item, i) in items.Take(MostHours).Select((item, i) => (item, i)))
        {
            var time = check.Needed(item?.Time, $"hours[{i}].time");
            if (item is not null) hours.Add(new AirHour(station, time, item.Values()));
        }

        check.Check();
        return [.. hours];
    }
}

/// <summary>One hour. Concentrations in µg/m³, CO in mg/m³; left out or null when missing.</summary>
public sealed record StationHourEntry
{
    /// <summary>Label: the END of the hour; China time without an offset. Required.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>PM2.5.</summary>
    public decimal? Pm25 { get; init; }

    /// <summary>PM10.</summary>
    public decimal? Pm10 { get; init; }

    /// <summary>SO2.</summary>
    public decimal? So2 { get; init; }

    /// <summary>NO2.</summary>
    public decimal? No2 { get; init; }

    /// <summary>O3.</summary>
    public decimal? O3 { get; init; }

    /// <summary>CO, mg/m³.</summary>
    public decimal? Co { get; init; }

    internal decimal?[] Values() => [.. Pollutants.All.Select(p => p switch
    {
        Pollutant.PM25 => Pm25,
        Pollutant.PM10 => Pm10,
        Pollutant.SO2 => So2,
        Pollutant.NO2 => No2,
        Pollutant.O3 => O3,
        _ => Co,
    })];
}
