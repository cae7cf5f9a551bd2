namespace BlueSky.Time;

/// <summary>
/// China Standard Time (UTC+8, no daylight saving) and the hour convention of the monitoring standards:
/// an hourly value is labelled by the END of its hour, so 16:00 is 15:00-16:00 and 00:00 belongs to the day before
/// (GB 3095-2012, 3.8; design.md "Time").
/// </summary>
public static class ChinaTime
{
    /// <summary>The fixed offset of China Standard Time, +08:00.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The same instant with the offset +08:00, which is how every person sees it.</summary>
    public static DateTimeOffset ToChina(this DateTimeOffset instant) => instant.ToOffset(Offset);

    /// <summary>The start of the clock hour that contains <paramref name="instant"/>, in China time.</summary>
    public static DateTimeOffset HourStart(this DateTimeOffset instant)
    {
        var t = instant.ToOffset(Offset);
        return new DateTimeOffset(t.Ticks - (t.Ticks % TimeSpan.TicksPerHour), Offset);
    }

    /// <summary>The label of the hour that contains <paramref name="instant"/>: its end. 15:00:00 is labelled 16:00.</summary>
    public static DateTimeOffset HourEnding(this DateTimeOffset instant) => instant.HourStart().AddHours(1);

    /// <summary>The start of the natural day (00:00 China time) that contains <paramref name="instant"/>.</summary>
    public static DateTimeOffset DayStart(this DateTimeOffset instant)
    {
        var t = instant.ToOffset(Offset);
        return new DateTimeOffset(t.Date, Offset);
    }

    /// <summary>The natural day in China that contains <paramref name="instant"/>.</summary>
    public static DateOnly Day(this DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);
}
