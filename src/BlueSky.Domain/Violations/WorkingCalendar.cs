using BlueSky.Time;

namespace BlueSky.Violations;

/// <summary>
/// Which days are working days (工作日): Monday to Friday, less the holidays and plus the working weekends (调休上班) of the State
/// Council's yearly notice. A working day counts all its 24 hours, so a time limit of days ends with a day, never within one.
/// </summary>
public sealed class WorkingCalendar
{
    private readonly HashSet<DateOnly> _holidays;
    private readonly HashSet<DateOnly> _workdays;

    /// <summary>Creates a calendar.</summary>
    /// <param name="years">Years whose notice is known; in others weekends alone are free.</param>
    public WorkingCalendar(IReadOnlyList<CalendarYear> years)
    {
        ArgumentNullException.ThrowIfNull(years);
        (Years, _holidays, _workdays) = (years, [.. years.SelectMany(y => y.Holidays).SelectMany(h => h.Days)], [.. years.SelectMany(y => y.Workdays)]);
    }

    /// <summary>The years that are known, in the order of the file.</summary>
    public IReadOnlyList<CalendarYear> Years { get; }

    /// <summary>True when the year's notice is known.</summary>
    public bool Knows(int year) => Years.Any(y => y.Year == year);

    /// <summary>True for a working day.</summary>
    public bool IsWorkingDay(DateOnly day) =>
        _workdays.Contains(day) || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_holidays.Contains(day));

    /// <summary>Start of the day after, China time.</summary>
    public static DateTimeOffset NextDay(DateTimeOffset moment) => moment.DayStart().AddDays(1);

    /// <summary>The moment at which so much working time has passed; at the end of a day it is that end, not the next working morning.</summary>
    public DateTimeOffset Add(DateTimeOffset from, TimeSpan working)
    {
        var moment = from.ToChina();
        while (true)
        {
            var end = NextDay(moment);
            if (IsWorkingDay(moment.Day()))
            {
                var left = end - moment;
                if (working <= left) return moment + working;
                working -= left;
            }

            moment = end;
        }
    }

    /// <summary>Working time between two moments; zero when the second is not later.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        var sum = TimeSpan.Zero;
        for (var moment = from.ToChina(); moment < to;)
        {
            var end = NextDay(moment);
            if (IsWorkingDay(moment.Day())) sum += (end < to ? end : to) - moment;
            moment = end;
        }

        return sum;
    }
}

/// <summary>What the State Council's notice says of one year.</summary>
/// <param name="Year">Year.</param>
/// <param name="Holidays">Holidays (节假日).</param>
/// <param name="Workdays">Saturdays and Sundays that are worked (调休上班).</param>
/// <param name="Mark">T, S, K or D.</param>
/// <param name="Citation">Which notice, and where it was read.</param>
public sealed record CalendarYear(int Year, IReadOnlyList<Holiday> Holidays, IReadOnlyList<DateOnly> Workdays, string Mark, string Citation);

/// <summary>Days off on end.</summary>
/// <param name="Name">Chinese name.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day, included.</param>
public sealed record Holiday(string Name, DateOnly From, DateOnly To)
{
    /// <summary>All of its days, those of weekends included.</summary>
    public IEnumerable<DateOnly> Days => Enumerable.Range(0, To.DayNumber - From.DayNumber + 1).Select(From.AddDays);
}
