using BlueSky.AirQuality;
using BlueSky.Sources;

namespace BlueSky.Web;

/// <summary>An air station (空气站).</summary>
/// <param name="Code">Station code.</param>
/// <param name="Name">Name.</param>
/// <param name="Town">Code of the town that answers for it; null where not confirmed.</param>
/// <param name="TownName">Name of the town.</param>
/// <param name="Tier">Assessment tier of the town: A, B, C.</param>
/// <param name="Location">Position; null where not confirmed.</param>
/// <param name="Mark">How sure the register row is: T, S, K, D.</param>
/// <param name="IsInvented">True for a station of the demonstration that does not exist (演示站点).</param>
public sealed record StationRow(
    string Code, string Name, string? Town, string? TownName, string? Tier, GeoPoint? Location, string Mark, bool IsInvented);

/// <summary>A station with its newest hour.</summary>
/// <param name="Station">The station.</param>
/// <param name="Revision">Newest revision of its hours; 0 when it has none.</param>
/// <param name="Latest">Its newest hour of the last seven days; null when there is none.</param>
/// <param name="HasDemo">True when the newest hours are invented demonstration data (演示数据).</param>
public sealed record StationAnswer(StationRow Station, long Revision, StationHourAnswer? Latest, bool HasDemo);

/// <summary>One hour with its index. Concentrations in µg/m³, CO in mg/m³; null when missing.</summary>
/// <param name="Time">Label: the END of the hour.</param>
/// <param name="Pm25">PM2.5.</param>
/// <param name="Pm10">PM10.</param>
/// <param name="So2">SO2.</param>
/// <param name="No2">NO2.</param>
/// <param name="O3">O3.</param>
/// <param name="Co">CO, mg/m³.</param>
/// <param name="Aqi">Hourly AQI; null when it is not to be published.</param>
/// <param name="Level">Level: 优 良 轻度污染 中度污染 重度污染 严重污染.</param>
/// <param name="Primary">Primary pollutants (首要污染物); empty up to an AQI of 50.</param>
public sealed record StationHourAnswer(
    DateTimeOffset Time, decimal? Pm25, decimal? Pm10, decimal? So2, decimal? No2, decimal? O3, decimal? Co,
    int? Aqi, string? Level, IReadOnlyList<string> Primary)
{
    internal static StationHourAnswer Of(AirHour hour, AqiResult aqi) => new(
        hour.Label, hour[Pollutant.PM25], hour[Pollutant.PM10], hour[Pollutant.SO2], hour[Pollutant.NO2], hour[Pollutant.O3], hour[Pollutant.CO],
        aqi.Value, aqi.Level?.Class, [.. aqi.Primary.Select(p => p.Name)]);
}

/// <summary>Hours of a station as of one revision; the same revision gives the same hours again.</summary>
/// <param name="Station">Station code.</param>
/// <param name="Revision">Revision they are of.</param>
/// <param name="HasDemo">True when invented demonstration data (演示数据) are among them.</param>
/// <param name="Mode">Which reading of HJ 633 the indices follow.</param>
/// <param name="Hours">Oldest first.</param>
public sealed record StationHoursAnswer(string Station, long Revision, bool HasDemo, AqiMode Mode, IReadOnlyList<StationHourAnswer> Hours);

/// <summary>One version of an hour: where a figure comes from.</summary>
/// <param name="Counts">True for the version that counts.</param>
/// <param name="Stage">raw 原始, reviewed 审核, revised 修订.</param>
/// <param name="Revision">Revision of the station at which it came.</param>
/// <param name="At">When it came.</param>
/// <param name="Actor">Who brought it.</param>
/// <param name="Reason">Why it differs.</param>
/// <param name="IsDemo">True for invented demonstration data.</param>
/// <param name="Pm25">PM2.5, µg/m³.</param>
/// <param name="Pm10">PM10, µg/m³.</param>
/// <param name="So2">SO2, µg/m³.</param>
/// <param name="No2">NO2, µg/m³.</param>
/// <param name="O3">O3, µg/m³.</param>
/// <param name="Co">CO, mg/m³.</param>
public sealed record StationVersionAnswer(
    bool Counts, DataStage Stage, long Revision, DateTimeOffset At, string Actor, string Reason, bool IsDemo,
    decimal? Pm25, decimal? Pm10, decimal? So2, decimal? No2, decimal? O3, decimal? Co)
{
    internal static StationVersionAnswer Of(StationHourVersion version, bool counts)
    {
        var hour = version.Hour;
        return new(counts, version.Stage, version.Revision, version.At, version.Actor, version.Reason, version.IsDemo,
            hour[Pollutant.PM25], hour[Pollutant.PM10], hour[Pollutant.SO2], hour[Pollutant.NO2], hour[Pollutant.O3], hour[Pollutant.CO]);
    }
}

/// <summary>A statistic with what makes it valid (数据有效性).</summary>
/// <param name="Value">The statistic, rounded by HJ 663; null when it is not valid.</param>
/// <param name="Count">Hours (O3: 8 h means) of a day, or valid days of a longer period.</param>
/// <param name="Needed">How many it needs.</param>
/// <param name="IsValid">True when it may be used.</param>
/// <param name="Percentile">The percentile that HJ 663 evaluates, for longer periods than a day; null when not valid.</param>
/// <param name="Invalid">Why it may not be used; null when it may, and for days.</param>
public sealed record StatisticAnswer(decimal? Value, int Count, int Needed, bool IsValid, decimal? Percentile, string? Invalid);

/// <summary>One natural day (自然日, 01:00 … 24:00); O3 is the largest 8 h mean.</summary>
/// <param name="Day">The day.</param>
/// <param name="Pm25">PM2.5.</param>
/// <param name="Pm10">PM10.</param>
/// <param name="So2">SO2.</param>
/// <param name="No2">NO2.</param>
/// <param name="O3">O3.</param>
/// <param name="Co">CO, mg/m³.</param>
/// <param name="IsValid">True when the day's AQI is certain.</param>
/// <param name="Aqi">Daily AQI; null when the day is not valid.</param>
/// <param name="Level">Level.</param>
/// <param name="Primary">Primary pollutants.</param>
public sealed record StationDayAnswer(
    DateOnly Day, StatisticAnswer Pm25, StatisticAnswer Pm10, StatisticAnswer So2, StatisticAnswer No2, StatisticAnswer O3, StatisticAnswer Co,
    bool IsValid, int? Aqi, string? Level, IReadOnlyList<string> Primary);

/// <summary>Days of a station as of one revision.</summary>
/// <param name="Station">Station code.</param>
/// <param name="Revision">Revision of the hours.</param>
/// <param name="HasDemo">True when invented demonstration data are among the hours.</param>
/// <param name="Days">Days that have any hour, oldest first.</param>
public sealed record StationDaysAnswer(string Station, long Revision, bool HasDemo, IReadOnlyList<StationDayAnswer> Days);

/// <summary>A calendar month, or the month to date. Means over valid days, and the percentile of each pollutant.</summary>
/// <param name="Month">First day of it.</param>
/// <param name="LastDay">Last day that is counted: the month's, or yesterday.</param>
/// <param name="Pm25">PM2.5.</param>
/// <param name="Pm10">PM10.</param>
/// <param name="So2">SO2.</param>
/// <param name="No2">NO2.</param>
/// <param name="O3">O3.</param>
/// <param name="Co">CO, mg/m³.</param>
/// <param name="ValidDays">Days whose AQI is certain.</param>
/// <param name="GoodDays">Valid days with an AQI up to 100 (优良天数).</param>
/// <param name="HeavyDays">Valid days with an AQI above 200 (重污染天数).</param>
/// <param name="GoodRatio">Good-day ratio over valid days, percent.</param>
/// <param name="Index">Composite index (环境空气质量综合指数); null when a pollutant is not valid.</param>
public sealed record StationMonthAnswer(
    DateOnly Month, DateOnly LastDay, StatisticAnswer Pm25, StatisticAnswer Pm10, StatisticAnswer So2, StatisticAnswer No2, StatisticAnswer O3,
    StatisticAnswer Co, int ValidDays, int GoodDays, int HeavyDays, decimal? GoodRatio, decimal? Index);

/// <summary>Months of a station as of one revision.</summary>
/// <param name="Station">Station code.</param>
/// <param name="Revision">Revision of the hours.</param>
/// <param name="HasDemo">True when invented demonstration data are among the hours.</param>
/// <param name="Months">Months that have any day, oldest first.</param>
public sealed record StationMonthsAnswer(string Station, long Revision, bool HasDemo, IReadOnlyList<StationMonthAnswer> Months);
