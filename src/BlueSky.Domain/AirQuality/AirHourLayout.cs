using BlueSky.Tables;

namespace BlueSky.AirQuality;

/// <summary>Under which names a table of hours has its columns.</summary>
/// <param name="Station">Column of the station code.</param>
/// <param name="Time">Column of the label.</param>
/// <param name="Columns">Columns of the values in the order of <see cref="Pollutant"/>.</param>
internal sealed record AirHourLayout(string Station, string Time, IReadOnlyList<string> Columns)
{
    /// <summary>Our own: <c>station,time</c> and the short names of the pollutants.</summary>
    private static readonly AirHourLayout Own = new("station", "time", [.. Pollutants.All.Select(p => p.Code())]);

    /// <summary>
    /// The raw hourly feed of CNEMC (全国城市空气质量实时发布平台), which names <c>o3</c> and <c>o3_24h</c> the wrong way round: the 1 h value is in
    /// <c>o3_24h</c>. In the hour of 2018-02-20 07:00 the published AQI comes out right at 1,475 of 1,475 stations only so.
    /// </summary>
    private static readonly AirHourLayout Feed =
        new("stationcode", "timepoint", [.. Pollutants.All.Select(p => p switch { Pollutant.PM25 => "pm2_5", Pollutant.O3 => "o3_24h", _ => p.Code() })]);

    /// <summary>The feed's where the header names its station and time columns and not ours, else our own.</summary>
    public static AirHourLayout Of(CsvTable table) =>
        table.Column(Own.Station) < 0 && table.Column(Own.Time) < 0 && table.Column(Feed.Station) >= 0 && table.Column(Feed.Time) >= 0 ? Feed : Own;
}
