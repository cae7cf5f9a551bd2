using BlueSky.Time;

namespace BlueSky.Web.Console;

/// <summary>What span a chart of one source shows, and of which values.</summary>
/// <param name="From">Beginning, exclusive for hours (the label of an hour is its end), inclusive for readings.</param>
/// <param name="To">End, inclusive for hours, exclusive for readings.</param>
/// <param name="IsRaw">True for readings, false for hourly means.</param>
public sealed record ChartPeriod(DateTimeOffset From, DateTimeOffset To, bool IsRaw)
{
    /// <summary>Days of hourly means, as the API gives them.</summary>
    public const int MostDays = 366;

    private const int UsualDays = 7;

    /// <summary>
    /// The chosen days (both inclusive, China time), else so many days to now. Readings are shown for one day: of chosen days the last, else
    /// the last 24 hours.
    /// </summary>
    /// <param name="days">Days to now; seven when left out.</param>
    /// <param name="first">First chosen day; null for none.</param>
    /// <param name="last">Last chosen day; null for none.</param>
    /// <param name="isRaw">True for readings.</param>
    /// <param name="now">Now.</param>
    public static ChartPeriod Of(int? days, DateOnly? first, DateOnly? last, bool isRaw, DateTimeOffset now)
    {
        var hour = now.ToChina().HourStart();
        if ((first ?? last) is not { } one)
        {
            // Rolling: to the last full hour, and readings to the end of this minute, so that the span stands still between two of them.
            var minute = hour.AddMinutes(now.ToChina().Minute + 1);
            return isRaw ? new(minute.AddDays(-1), minute, true) : new(hour.AddDays(-(days ?? UsualDays)), hour, false);
        }

        var (begin, end) = (one, last ?? first!.Value);
        if (begin > end) (begin, end) = (end, begin);
        if (isRaw) begin = end;
        if (end.DayNumber - begin.DayNumber >= MostDays) begin = end.AddDays(1 - MostDays);
        return new(Midnight(begin), Midnight(end.AddDays(1)), isRaw);
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, ChinaTime.Offset);
}
