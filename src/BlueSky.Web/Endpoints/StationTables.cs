using System.Globalization;
using BlueSky.Queries;

namespace BlueSky.Web;

/// <summary>The exports of stations as CSV.</summary>
internal static class StationTables
{
    // Before the tables, which are made from it.
    private static readonly string[] Codes = ["pm25", "pm10", "so2", "no2", "o3", "co"];

    public static readonly CsvColumn<StationRow>[] Stations = [
        new("code", s => s.Code), new("name", s => s.Name), new("town", s => s.Town), new("townName", s => s.TownName), new("tier", s => s.Tier),
        new("longitude", s => Web.Csv.Number(s.Location?.Longitude)), new("latitude", s => Web.Csv.Number(s.Location?.Latitude)),
        new("mark", s => s.Mark), new("demo", s => Flag(s.IsInvented)),
    ];

    public static readonly CsvColumn<StationHourAnswer>[] Hours = [
        new("time", h => Web.Csv.Time(h.Time)), new("pm25", h => Web.Csv.Number(h.Pm25)), new("pm10", h => Web.Csv.Number(h.Pm10)),
        new("so2", h => Web.Csv.Number(h.So2)), new("no2", h => Web.Csv.Number(h.No2)), new("o3", h => Web.Csv.Number(h.O3)),
        new("co", h => Web.Csv.Number(h.Co)), new("aqi", h => Web.Csv.Number(h.Aqi)), new("level", h => h.Level),
        new("primary", h => string.Join('|', h.Primary)),
    ];

    public static readonly CsvColumn<StationDayAnswer>[] Days = [
        new("day", d => Text(d.Day)),
        .. Of<StationDayAnswer>(d => [d.Pm25, d.Pm10, d.So2, d.No2, d.O3, d.Co], hasPercentile: false),
        new("valid", d => Flag(d.IsValid)), new("aqi", d => Web.Csv.Number(d.Aqi)), new("level", d => d.Level),
        new("primary", d => string.Join('|', d.Primary)),
    ];

    public static readonly CsvColumn<StationMonthAnswer>[] Months = [
        new("month", m => Text(m.Month)[..7]), new("lastDay", m => Text(m.LastDay)),
        .. Of<StationMonthAnswer>(m => [m.Pm25, m.Pm10, m.So2, m.No2, m.O3, m.Co], hasPercentile: true),
        new("validDays", m => Web.Csv.Number(m.ValidDays)), new("goodDays", m => Web.Csv.Number(m.GoodDays)),
        new("heavyDays", m => Web.Csv.Number(m.HeavyDays)), new("goodRatio", m => Web.Csv.Number(m.GoodRatio)), new("index", m => Web.Csv.Number(m.Index)),
    ];

    /// <summary>Rows that are all there already, as one page.</summary>
    public static CsvAnswer<T> Csv<T>(string name, IReadOnlyList<CsvColumn<T>> columns, IReadOnlyList<T> rows) =>
        new(name, columns, new Page<T>(rows, rows.Count, 1, rows.Count + 1), (_, _) => Task.FromResult(new Page<T>([], rows.Count, 2, rows.Count + 1)));

    private static IEnumerable<CsvColumn<T>> Of<T>(Func<T, StatisticAnswer[]> statistics, bool hasPercentile)
    {
        for (var i = 0; i < Codes.Length; i++)
        {
            var at = i;
            yield return new(Codes[i], r => Web.Csv.Number(statistics(r)[at].Value));
            yield return new(Codes[i] + "Count", r => Web.Csv.Number(statistics(r)[at].Count));
            yield return new(Codes[i] + "Needed", r => Web.Csv.Number(statistics(r)[at].Needed));
            if (hasPercentile) yield return new(Codes[i] + "Percentile", r => Web.Csv.Number(statistics(r)[at].Percentile));
        }
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
