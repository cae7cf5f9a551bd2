using System.Globalization;
using BlueSky.Tables;
using BlueSky.Time;

namespace BlueSky.AirQuality;

/// <summary>A calendar month of natural days: its first hour is labelled 01:00 of day 1, its last 00:00 after the last day.</summary>
/// <param name="Year">Year.</param>
/// <param name="Month">Month, 1-12.</param>
internal readonly record struct StationMonth(int Year, int Month)
{
    private const int LongestMonths = 121;

    /// <summary>00:00 of day 1, China time: the label BEFORE the month's first.</summary>
    public DateTimeOffset Start => new(Year, Month, 1, 0, 0, 0, ChinaTime.Offset);

    public static StationMonth Of(DateTimeOffset label)
    {
        var day = label.NaturalDay();
        return new StationMonth(day.Year, day.Month);
    }

    /// <summary>The months with labels in (from, to]; null when that is nothing, or more than ten years.</summary>
    public static List<StationMonth>? Between(DateTimeOffset from, DateTimeOffset to)
    {
        if (from >= to) return null;
        var months = new List<StationMonth>();
        for (var at = Of(from.AddHours(1)).Start; at < to; at = at.AddMonths(1))
        {
            if (months.Count == LongestMonths) return null;
            months.Add(new StationMonth(at.Year, at.Month));
        }

        return months;
    }

    /// <summary>Key of the month's grain.</summary>
    public string KeyOf(string station) => string.Create(CultureInfo.InvariantCulture, $"{station}/{Year:0000}-{Month:00}");

    /// <summary>The station and the month of a key.</summary>
    public static (string Station, StationMonth Month) Parse(string key)
    {
        var at = key.LastIndexOf('/');
        return (key[..at], new StationMonth(
            int.Parse(key.AsSpan(at + 1, 4), NumberStyles.None, CultureInfo.InvariantCulture),
            int.Parse(key.AsSpan(at + 6, 2), NumberStyles.None, CultureInfo.InvariantCulture)));
    }

    /// <summary>Number of an hour in the month, from 1.</summary>
    public int HourOf(DateTimeOffset label) => (int)((label - Start).Ticks / TimeSpan.TicksPerHour);

    /// <summary>The label of an hour by its number.</summary>
    public DateTimeOffset LabelOf(int hour) => Start.AddHours(hour);
}
