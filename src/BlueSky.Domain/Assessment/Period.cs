using System.Globalization;
using System.Text.Json.Serialization;
using BlueSky.Time;

namespace BlueSky.Assessment;

/// <summary>What length an assessed period has.</summary>
public enum PeriodType
{
    /// <summary>One natural day 日.</summary>
    Day,

    /// <summary>Monday to Sunday 周.</summary>
    Week,

    /// <summary>A calendar month 月.</summary>
    Month,

    /// <summary>Three calendar months 季度.</summary>
    Quarter,

    /// <summary>Six calendar months 半年.</summary>
    HalfYear,

    /// <summary>A calendar year 年.</summary>
    Year,

    /// <summary>From some day to some day, e.g. the current month so far 累计.</summary>
    ToDate,
}

/// <summary>
/// An assessed period: natural days in China time, both ends part of it. Written as <c>2021-08-05</c>, <c>2021-W31</c>, <c>2021-08</c>,
/// <c>2021-Q3</c>, <c>2021-H2</c>, <c>2021</c> or <c>2021-08-01..2021-08-15</c>.
/// </summary>
[JsonConverter(typeof(PeriodJson))]
public sealed record Period
{
    private Period(PeriodType type, DateOnly first, DateOnly last)
    {
        Type = type;
        First = first;
        Last = last;
    }

    /// <summary>Length.</summary>
    public PeriodType Type { get; }

    /// <summary>First natural day, part of the period.</summary>
    public DateOnly First { get; }

    /// <summary>Last natural day, part of the period.</summary>
    public DateOnly Last { get; }

    /// <summary>00:00 China time of the first day. The first hourly value is labelled one hour later, by its end.</summary>
    public DateTimeOffset Start => new(First.ToDateTime(TimeOnly.MinValue), ChinaTime.Offset);

    /// <summary>24:00 China time of the last day, the label of the period's last hourly value.</summary>
    public DateTimeOffset End => new(Last.AddDays(1).ToDateTime(TimeOnly.MinValue), ChinaTime.Offset);

    private int MonthCount => Type switch { PeriodType.Month => 1, PeriodType.Quarter => 3, PeriodType.HalfYear => 6, _ => 12 };

    /// <summary>How many natural days the period has.</summary>
    public int Days => Last.DayNumber - First.DayNumber + 1;

    /// <summary>The month that contains the day.</summary>
    public static Period Month(int year, int month) => Months(PeriodType.Month, year, month, 1);

    /// <summary>A quarter, 1 to 4.</summary>
    public static Period Quarter(int year, int quarter) => Months(PeriodType.Quarter, year, (quarter * 3) - 2, 3);

    /// <summary>A half year, 1 or 2.</summary>
    public static Period HalfYear(int year, int half) => Months(PeriodType.HalfYear, year, (half * 6) - 5, 6);

    /// <summary>A calendar year.</summary>
    public static Period Year(int year) => Months(PeriodType.Year, year, 1, 12);

    /// <summary>One natural day.</summary>
    public static Period Day(DateOnly day) => new(PeriodType.Day, day, day);

    /// <summary>The week from Monday to Sunday that contains the day.</summary>
    public static Period Week(DateOnly day)
    {
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return new Period(PeriodType.Week, monday, monday.AddDays(6));
    }

    /// <summary>From one day to another, both included.</summary>
    /// <exception cref="ArgumentException">The last day is before the first.</exception>
    public static Period ToDate(DateOnly first, DateOnly last) =>
        last >= first ? new Period(PeriodType.ToDate, first, last) : throw new ArgumentException("the last day is before the first", nameof(last));

    /// <summary>The same period a year before (上年同期): the same calendar days; a week is the week of the same ISO number.</summary>
    public Period YearEarlier() => Type switch
    {
        PeriodType.Month => Month(First.Year - 1, First.Month),
        PeriodType.Quarter or PeriodType.HalfYear or PeriodType.Year =>
            Months(Type, First.Year - 1, First.Month, MonthCount),
        PeriodType.Week => WeekOf(
            ISOWeek.GetYear(First.ToDateTime(TimeOnly.MinValue)) - 1,
            Math.Min(
                ISOWeek.GetWeekOfYear(First.ToDateTime(TimeOnly.MinValue)),
                ISOWeek.GetWeeksInYear(ISOWeek.GetYear(First.ToDateTime(TimeOnly.MinValue)) - 1))),
        _ => new Period(Type, First.AddYears(-1), Last.AddYears(-1)),
    };

    /// <summary>The period of the same length before this one (上期, for 环比); of a part of a month the same days of the month before.</summary>
    public Period Preceding() => Type switch
    {
        PeriodType.Day => Day(First.AddDays(-1)),
        PeriodType.Week => Week(First.AddDays(-7)),
        PeriodType.ToDate => ToDate(First.AddMonths(-1), Last.AddMonths(-1)),
        _ => Months(Type, First.AddMonths(-MonthCount).Year, First.AddMonths(-MonthCount).Month, MonthCount),
    };

    /// <summary>Whether two periods share a day.</summary>
    public bool Overlaps(Period other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return First <= other.Last && other.First <= Last;
    }

    /// <summary>Reads the forms that the type's summary lists.</summary>
    public static bool TryParse(string text, out Period? period)
    {
        ArgumentNullException.ThrowIfNull(text);
        period = Parts(text.Split("..")) ?? Short(text);
        return period is not null;
    }

    /// <summary>The short form that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => Type switch
    {
        PeriodType.Day => Write(First),
        PeriodType.Week => $"{ISOWeek.GetYear(First.ToDateTime(TimeOnly.MinValue)):0000}-W{ISOWeek.GetWeekOfYear(First.ToDateTime(TimeOnly.MinValue)):00}",
        PeriodType.Month => First.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        PeriodType.Quarter => $"{First.Year:0000}-Q{((First.Month - 1) / 3) + 1}",
        PeriodType.HalfYear => $"{First.Year:0000}-H{((First.Month - 1) / 6) + 1}",
        PeriodType.Year => $"{First.Year:0000}",
        _ => $"{Write(First)}..{Write(Last)}",
    };

    private static Period Months(PeriodType type, int year, int month, int count)
    {
        var first = new DateOnly(year, month, 1);
        return new Period(type, first, first.AddMonths(count).AddDays(-1));
    }

    private static Period WeekOf(int year, int week) => Week(DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday)));

    private static Period? Parts(string[] ends) =>
        ends.Length == 2 && Read(ends[0]) is { } first && Read(ends[1]) is { } last && first <= last ? ToDate(first, last) : null;

    private static Period? Short(string text)
    {
        if (Read(text) is { } day) return Day(day);
        if (text.Length < 4 || !int.TryParse(text[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1900 or > 9000) return null;
        if (text.Length == 4) return Year(year);
        if (text[4] != '-' || text.Length < 7) return null;
        var tail = char.IsAsciiDigit(text[5]) ? text[5..] : text[6..];
        if (!int.TryParse(tail, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        return text[5] switch
        {
            'W' when text.Length == 8 && number >= 1 && number <= ISOWeek.GetWeeksInYear(year) => WeekOf(year, number),
            'Q' when text.Length == 7 && number is >= 1 and <= 4 => Quarter(year, number),
            'H' when text.Length == 7 && number is 1 or 2 => HalfYear(year, number),
            '0' or '1' when text.Length == 7 && number is >= 1 and <= 12 => Month(year, number),
            _ => null,
        };
    }

    private static DateOnly? Read(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
