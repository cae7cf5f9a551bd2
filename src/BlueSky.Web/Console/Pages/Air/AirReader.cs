using BlueSky.AirQuality;
using BlueSky.Districts;
using BlueSky.Time;

namespace BlueSky.Web.Console;

/// <summary>One hour of a station with how far its data have come.</summary>
/// <param name="Hour">The hour with its index.</param>
/// <param name="Stage">Stage of the version that counts; null when no version of the hour was found.</param>
/// <param name="Versions">Versions that there are of it.</param>
public sealed record StationHourNow(StationHourAnswer Hour, DataStage? Stage, int Versions);

/// <summary>One natural day of a station.</summary>
/// <param name="Revision">Revision of its hours.</param>
/// <param name="HasDemo">True when invented data are among them.</param>
/// <param name="Day">The day's statistics; null when it has no hour.</param>
/// <param name="Hours">Hours that there are, oldest first.</param>
public sealed record StationDayNow(long Revision, bool HasDemo, StationDayAnswer? Day, IReadOnlyList<StationHourNow> Hours);

/// <summary>Days of a station with the statistics of their months.</summary>
/// <param name="Revision">Revision of the hours.</param>
/// <param name="HasDemo">True when invented data are among them.</param>
/// <param name="Hours">Hours with any value.</param>
/// <param name="Days">Days that have any hour, oldest first.</param>
/// <param name="Months">Their months, those that have no full day yet left out.</param>
public sealed record StationSpanNow(
    long Revision, bool HasDemo, int Hours, IReadOnlyList<StationDayAnswer> Days, IReadOnlyList<StationMonthAnswer> Months);

/// <summary>Reads what the pages of air quality show, from the stations' grains as the API does.</summary>
internal sealed class AirReader(IGrainFactory grains, TimeProvider clock)
{
    /// <summary>The station of a code; null when the district has none.</summary>
    public static AirStation? Find(District district, string code) => district.Stations.FirstOrDefault(s => s.Code == code);

    /// <summary>The hours 01:00 to 24:00 of a day.</summary>
    public async Task<StationDayNow> Day(string code, DateOnly day)
    {
        var station = grains.GetGrain<IStationGrain>(code);
        var hours = await station.Hours(Start(day), Start(day.AddDays(1)), null);
        var answers = StationStatistics.Hours(hours.Hours, Start(day), AqiMode.Published);
        var traced = await Task.WhenAll(answers.Select(async hour =>
        {
            var versions = await station.History(hour.Time);
            return new StationHourNow(hour, versions.Counting()?.Stage, versions.Length);
        }));
        var statistics = StationStatistics.Days(hours).FirstOrDefault(d => d.Day == day);
        return new StationDayNow(hours.Revision, hours.HasDemo, statistics is null ? null : StationStatistics.Day(statistics), traced);
    }

    /// <summary>Days from one to another, both included.</summary>
    public async Task<StationSpanNow> Span(string code, DateOnly first, DateOnly last)
    {
        var hours = await grains.GetGrain<IStationGrain>(code).Hours(Start(first), Start(last.AddDays(1)), null);
        var days = StationStatistics.Days(hours);
        return new StationSpanNow(
            hours.Revision, hours.HasDemo, hours.Hours.Count(h => h.Values.Any(v => v is not null)), [.. days.Select(StationStatistics.Day)],
            [.. StationStatistics.Months(days, clock.GetUtcNow().Day())]);
    }

    private static DateTimeOffset Start(DateOnly day) => new(day, TimeOnly.MinValue, ChinaTime.Offset);
}
