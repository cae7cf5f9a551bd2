using BlueSky.AirQuality;

namespace BlueSky.Web;

/// <summary>Statistics of a station's hours for people: by natural day and by month, with what makes them valid.</summary>
internal static class StationStatistics
{
    /// <summary>Hours of running means (24 h) that the first hour of a strict listing needs before it.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromHours(23);

    /// <summary>The hours after <paramref name="from"/> with their index; those before it only serve running means.</summary>
    public static List<StationHourAnswer> Hours(IEnumerable<AirHour> hours, DateTimeOffset from, AqiMode mode)
    {
        var listing = new AqiListing(mode, null);
        var answers = new List<StationHourAnswer>();
        foreach (var hour in hours)
        {
            var aqi = listing.Evaluate(hour);
            if (hour.Label > from) answers.Add(StationHourAnswer.Of(hour, aqi));
        }

        return answers;
    }

    /// <summary>The natural days of hours.</summary>
    public static IReadOnlyList<StationDay> Days(StationHours hours)
    {
        var days = new StationDays(ValidityRules.Standard);
        foreach (var hour in hours.Hours) days.Add(hour);
        return days.Of(hours.Station);
    }

    public static StationDayAnswer Day(StationDay day)
    {
        var aqi = day.IsValid ? day.EvaluateAqi() : null;
        return new(
            day.Day, Of(Pollutant.PM25), Of(Pollutant.PM10), Of(Pollutant.SO2), Of(Pollutant.NO2), Of(Pollutant.O3), Of(Pollutant.CO),
            day.IsValid, aqi?.Value, aqi?.Level?.Class, [.. aqi?.Primary.Select(p => p.Name) ?? []]);

        StatisticAnswer Of(Pollutant pollutant)
        {
            var value = day[pollutant];
            var rounded = value.Valid is { } exact ? Rounding.Statistic(exact, StatisticRule.On(day.Day, pollutant).Digits) : (decimal?)null;
            return new StatisticAnswer(rounded, value.Count, value.Needed, value.IsValid, null, null);
        }
    }

    /// <summary>The months of days; a month that has <paramref name="today"/> counts to yesterday.</summary>
    public static IEnumerable<StationMonthAnswer> Months(IReadOnlyList<StationDay> days, DateOnly today)
    {
        foreach (var month in days.Where(d => d.Day < today).Select(d => AirPeriod.Containing(d.Day, AirPeriodKind.Month)).Distinct())
            yield return Month(month.Last < today ? month : new AirPeriod(AirPeriodKind.Part, month.First, today.AddDays(-1)), days);
    }

    private static StationMonthAnswer Month(AirPeriod period, IReadOnlyList<StationDay> days)
    {
        PeriodStatistic[] statistics = [.. Pollutants.All.Select(p => PeriodStatistic.Of(period, p, days, ValidityRules.Standard))];
        var counts = DayCounts.Of(period, days);
        return new(
            period.First, period.Last, Of(Pollutant.PM25), Of(Pollutant.PM10), Of(Pollutant.SO2), Of(Pollutant.NO2), Of(Pollutant.O3), Of(Pollutant.CO),
            counts.Valid, counts.Good, counts.Heavy, counts.GoodRatio, CompositeIndex.Of(statistics).Value);

        StatisticAnswer Of(Pollutant pollutant)
        {
            var s = statistics[(int)pollutant];
            return new StatisticAnswer(s.Mean, s.ValidDays, s.NeededDays, s.IsValid, s.PercentileValue, s.Invalid);
        }
    }
}
