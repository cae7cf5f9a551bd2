namespace BlueSky.AirQuality;

/// <summary>
/// How many values a statistic needs to be valid (数据有效性): GB 3095 table 4, HJ 663 6.1.2, and marked defaults where the standards are
/// silent. A policy may change single numbers with <c>with</c>.
/// </summary>
/// <param name="HourMinutes">Minutes of measurement an hourly mean of a gas needs.</param>
/// <param name="DayHours">Hourly means a daily mean needs (all but O3).</param>
/// <param name="OzoneWindowHours">Hourly means an 8 h mean needs.</param>
/// <param name="OzoneDayWindows">8 h means a day's largest 8 h mean needs; with fewer it counts only when it exceeds the limit.</param>
/// <param name="RunningDayHours">Hourly means a running 24 h mean needs.</param>
/// <param name="MonthDays">Valid days a month needs.</param>
/// <param name="FebruaryDays">Valid days a February needs.</param>
/// <param name="YearDays">Valid days a year needs, beside the minimum of every month.</param>
/// <param name="PartPeriodShare">Share of valid days a part of a month needs (week, half month, month to date), 0-1.</param>
/// <param name="StationShare">Share of valid stations a value over several stations needs, 0-1.</param>
public sealed record ValidityRules(
    int HourMinutes, int DayHours, int OzoneWindowHours, int OzoneDayWindows, int RunningDayHours, int MonthDays, int FebruaryDays,
    int YearDays, decimal PartPeriodShare, decimal StationShare)
{
    /// <summary>The rules of the standards, from <c>Data/validity.csv</c>; 2012 and 2026 have the same numbers.</summary>
    public static ValidityRules Standard { get; } = Read(AirTable.Read("validity").ToDictionary(r => r["key"]));

    /// <summary>True when an hour with so many minutes of measurement gives a valid hourly mean.</summary>
    public bool IsHourValid(int minutes) => minutes >= HourMinutes;

    /// <summary>Valid days that the month <paramref name="month"/> (1-12) needs.</summary>
    public int DaysFor(int month) => month == 2 ? FebruaryDays : MonthDays;

    /// <summary>Valid days that a part of a month with <paramref name="days"/> calendar days needs.</summary>
    public int DaysForPart(int days) => (int)decimal.Ceiling(days * PartPeriodShare);

    /// <summary>Valid stations that a value over <paramref name="stations"/> stations needs, at least one.</summary>
    public int StationsOf(int stations) => Math.Max(1, (int)decimal.Ceiling(stations * StationShare));

    private static ValidityRules Read(Dictionary<string, AirTable.Row> rows)
    {
        int Whole(string key) => rows[key].Whole("minimum");
        return new ValidityRules(
            Whole("hour_minutes"), Whole("day_hours"), Whole("ozone_window_hours"), Whole("ozone_day_windows"), Whole("running_day_hours"),
            Whole("month_days"), Whole("february_days"), Whole("year_days"),
            rows["part_period_share"].Number("minimum"), rows["station_share"].Number("minimum"));
    }
}
