using System.Globalization;
using BlueSky.Tables;

namespace BlueSky.AirQuality;

/// <summary>
/// Statistics with validity of every station and period of a table of hours. A statistic that is not valid is empty; its count and
/// what it needs say why. Days: the daily mean (O3 the largest 8 h mean) with the count of hours (O3: of 8 h means) and the daily AQI. Longer
/// periods: the values that enter the composite index under the bare names, so that the listing can be read as input of the
/// index, the other statistics beside them, counts in valid days.
/// </summary>
public static class PeriodListing
{
    private static readonly string[] Codes = [.. Pollutants.All.Select(p => p.Code())];

    /// <summary>Reads all hours of a table; an hour given twice is a fault. Use the result only when there are no faults.</summary>
    public static StationDays Read(AirHourTable hours)
    {
        var days = new StationDays(ValidityRules.Standard);
        while (hours.Read() is { } hour)
            if (!days.Add(hour)) hours.Fault(hours.TimeColumn, hours.TimeAsWritten, $"each hour of station {hour.Station} once");
        return days;
    }

    /// <summary>Writes header and lines, stations in ordinal order, periods in the order of time.</summary>
    /// <param name="days">The days.</param>
    /// <param name="kind">Day, month, quarter or year.</param>
    /// <param name="output">Where to.</param>
    public static void Write(StationDays days, AirPeriodKind kind, TextWriter output)
    {
        Line(output, kind == AirPeriodKind.Day ? DayHeader() : PeriodHeader());
        foreach (var station in days.Stations)
        {
            var all = days.Of(station);
            foreach (var period in all.Select(d => AirPeriod.Containing(d.Day, kind)).Distinct())
                Line(output, kind == AirPeriodKind.Day ? Day(station, all.First(d => d.Day == period.First)) : Period(station, period, all));
        }
    }

    private static IEnumerable<string> DayHeader() =>
        ["station", "period", .. Codes, .. Suffixed("count"), .. Suffixed("needed"), .. Suffixed("valid"), "valid", "aqi", "level", "primary"];

    private static IEnumerable<string> PeriodHeader() =>
    [
        "station", "period", .. Codes, .. Suffixed("count"), .. Suffixed("needed"), .. Suffixed("valid"),
        .. CompositeRule.National2018.Terms.Select(Beside),
        "days", "valid_days", "good_days", "heavy_days", "good_ratio", "index", "reason",
    ];

    private static IEnumerable<string> Day(string station, StationDay day)
    {
        var aqi = day.IsValid ? day.EvaluateAqi() : null;
        return
        [
            station, AirPeriod.Containing(day.Day, AirPeriodKind.Day).ToString(),
            .. Pollutants.All.Select(p => Number(day[p].Valid, StatisticRule.On(day.Day, p).Digits)),
            .. day.Values.Select(v => Whole(v.Count)), .. day.Values.Select(v => Whole(v.Needed)), .. day.Values.Select(v => YesNo(v.IsValid)),
            YesNo(day.IsValid), aqi?.Value is { } value ? Whole(value) : "", aqi?.Level?.Class ?? "",
            string.Join('|', aqi?.Primary.Select(i => i.Name) ?? []),
        ];
    }

    private static IEnumerable<string> Period(string station, AirPeriod period, IReadOnlyList<StationDay> days)
    {
        PeriodStatistic[] statistics = [.. Pollutants.All.Select(p => PeriodStatistic.Of(period, p, days, ValidityRules.Standard))];
        var counts = DayCounts.Of(period, days);
        var terms = CompositeRule.National2018.Terms;
        return
        [
            station, period.ToString(),
            .. terms.Select(t => Statistic(statistics[(int)t.Pollutant], t.Statistic)),
            .. statistics.Select(s => Whole(s.ValidDays)), .. statistics.Select(s => Whole(s.NeededDays)),
            .. statistics.Select(s => YesNo(s.IsValid)),
            .. terms.Select(t => Statistic(statistics[(int)t.Pollutant], Other(t.Statistic))),
            Whole(period.Days), Whole(counts.Valid), Whole(counts.Good), Whole(counts.Heavy), Number(counts.GoodRatio, 1),
            Number(CompositeIndex.Of(statistics).Value, 2),
            string.Join("; ", statistics.Where(s => !s.IsValid).Select(s => $"{s.Pollutant.Code()}: {s.Invalid}")),
        ];
    }

    private static string Statistic(PeriodStatistic statistic, CompositeStatistic which) =>
        Number(
            which == CompositeStatistic.Mean ? statistic.Mean : statistic.PercentileValue,
            StatisticRule.On(statistic.Period.Last, statistic.Pollutant).Digits);

    private static CompositeStatistic Other(CompositeStatistic statistic) =>
        statistic == CompositeStatistic.Mean ? CompositeStatistic.Percentile : CompositeStatistic.Mean;

    private static string Beside(CompositeTermRule term) => term.Statistic == CompositeStatistic.Percentile
        ? term.Pollutant.Code() + "_mean"
        : string.Create(CultureInfo.InvariantCulture, $"{term.Pollutant.Code()}_p{StatisticRule.Of2013(term.Pollutant).YearPercentile}");

    private static IEnumerable<string> Suffixed(string suffix) => Codes.Select(c => $"{c}_{suffix}");

    private static string Number(decimal? number, int digits) => number is { } known ? PlainNumber.Fixed(known, digits) : "";

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static void Line(TextWriter output, IEnumerable<string> fields)
    {
        output.Write(string.Join(',', fields.Select(CsvLine.Field)));
        output.Write('\n');
    }
}
