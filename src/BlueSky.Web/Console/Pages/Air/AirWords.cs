using BlueSky.AirQuality;

namespace BlueSky.Web.Console;

/// <summary>Words of air quality as people read them.</summary>
internal static class AirWords
{
    /// <summary>Order in which pages show the six pollutants, the particles first.</summary>
    public static readonly IReadOnlyList<Pollutant> Order = [Pollutant.PM25, Pollutant.PM10, Pollutant.O3, Pollutant.NO2, Pollutant.SO2, Pollutant.CO];

    /// <summary>Symbol with its index: PM₂.₅.</summary>
    public static string Symbol(this Pollutant pollutant) => pollutant switch
    {
        Pollutant.PM25 => "PM₂.₅",
        Pollutant.PM10 => "PM₁₀",
        Pollutant.SO2 => "SO₂",
        Pollutant.NO2 => "NO₂",
        Pollutant.O3 => "O₃",
        _ => "CO",
    };

    /// <summary>Unit of its concentrations.</summary>
    public static string UnitText(this Pollutant pollutant) => pollutant.Unit() == ConcentrationUnit.MilligramPerCubicMetre ? "mg/m³" : "µg/m³";

    /// <summary>Decimals with which a concentration is shown.</summary>
    public static int Decimals(this Pollutant pollutant) => pollutant.Unit() == ConcentrationUnit.MilligramPerCubicMetre ? 1 : 0;

    /// <summary>Value of a pollutant in an hour.</summary>
    public static decimal? Of(this StationHourAnswer hour, Pollutant pollutant) => pollutant switch
    {
        Pollutant.PM25 => hour.Pm25,
        Pollutant.PM10 => hour.Pm10,
        Pollutant.SO2 => hour.So2,
        Pollutant.NO2 => hour.No2,
        Pollutant.O3 => hour.O3,
        _ => hour.Co,
    };

    /// <summary>Statistic of a pollutant on a day.</summary>
    public static StatisticAnswer Of(this StationDayAnswer day, Pollutant pollutant) => pollutant switch
    {
        Pollutant.PM25 => day.Pm25,
        Pollutant.PM10 => day.Pm10,
        Pollutant.SO2 => day.So2,
        Pollutant.NO2 => day.No2,
        Pollutant.O3 => day.O3,
        _ => day.Co,
    };

    /// <summary>Statistic of a pollutant in a month.</summary>
    public static StatisticAnswer Of(this StationMonthAnswer month, Pollutant pollutant) => pollutant switch
    {
        Pollutant.PM25 => month.Pm25,
        Pollutant.PM10 => month.Pm10,
        Pollutant.SO2 => month.So2,
        Pollutant.NO2 => month.No2,
        Pollutant.O3 => month.O3,
        _ => month.Co,
    };

    /// <summary>How far the data of an hour have come.</summary>
    public static string Of(this DataStage? stage, Words words) => stage switch
    {
        DataStage.Raw => words["原始"],
        DataStage.Reviewed => words["审核"],
        DataStage.Revised => words["修订"],
        _ => "—",
    };

    /// <summary>Primary pollutants, or that there is none.</summary>
    public static string Primary(int? aqi, IReadOnlyList<string> primary, Words words) =>
        aqi is null ? "—" : primary.Count == 0 ? words["无"] : string.Join(words["、"], primary.Select(p => words.Of(p, EnglishOf(p))));

    /// <summary>The same by the pollutants' symbols alone, for where there is little room.</summary>
    public static string PrimaryInShort(int? aqi, IReadOnlyList<string> primary, Words words) =>
        aqi is null ? "—" : primary.Count == 0 ? words["无"] : string.Join(words["、"], primary.Select(EnglishOf));

    /// <summary>How many hours there are and how far they have come, as a sentence.</summary>
    public static string Coverage(IReadOnlyList<StationHourNow> hours, int expected, Words words)
    {
        var valued = hours.Where(h => Pollutants.All.Any(p => h.Hour.Of(p) is not null)).ToList();
        return words["应有 {0} 小时，实有 {1} 小时（原始 {2}、审核 {3}、修订 {4}）",
            expected, valued.Count,
            valued.Count(h => h.Stage == DataStage.Raw), valued.Count(h => h.Stage == DataStage.Reviewed), valued.Count(h => h.Stage == DataStage.Revised)];
    }

    // The names that HJ 633's indicators have in the reference data.
    private static string EnglishOf(string indicator) => indicator switch
    {
        "二氧化硫" => "SO₂",
        "二氧化氮" => "NO₂",
        "颗粒物(PM10)" => "PM₁₀",
        "细颗粒物(PM2.5)" => "PM₂.₅",
        "一氧化碳" => "CO",
        "臭氧1小时" => "O₃ 1 h",
        "臭氧8小时" => "O₃ 8 h",
        _ => indicator,
    };
}
