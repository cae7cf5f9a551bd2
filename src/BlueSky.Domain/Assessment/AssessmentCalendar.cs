using BlueSky.Time;

namespace BlueSky.Assessment;

/// <summary>
/// Which periods are to be assessed by now. Pure: the clock is an argument, and what has been run is for the caller to remember. Looks
/// back far enough to catch up after an outage of some weeks; what is older is run on demand.
/// </summary>
public static class AssessmentCalendar
{
    /// <summary>How many days back a day's run is still made up for.</summary>
    public const int DaysBack = 31;

    private const int MonthsBack = 3;
    private const int QuartersBack = 2;

    /// <summary>The periods that are due, oldest first within a kind.</summary>
    /// <param name="plan">What is run and from when.</param>
    /// <param name="now">The clock.</param>
    public static IEnumerable<Period> Due(PlannedPolicy plan, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Kinds.SelectMany(kind => Due(plan, kind, now));
    }

    private static IEnumerable<Period> Due(PlannedPolicy plan, PeriodType kind, DateTimeOffset now)
    {
        // The last day whose figures are complete, and the last day on which a month may have ended to be run now.
        var lastDay = now.AddHours(-plan.DayFromHour).Day().AddDays(-1);
        var lastEnd = now.Day().AddDays(-plan.MonthFromDay);
        return kind switch
        {
            PeriodType.Day => Enumerable.Range(0, DaysBack).Select(n => Period.Day(lastDay.AddDays(n + 1 - DaysBack))),
            PeriodType.ToDate => [Period.ToDate(new DateOnly(lastDay.Year, lastDay.Month, 1), lastDay)],
            PeriodType.Month => Ended(Period.Month(lastEnd.Year, lastEnd.Month), lastEnd, MonthsBack),
            PeriodType.Quarter => Ended(Period.Quarter(lastEnd.Year, ((lastEnd.Month - 1) / 3) + 1), lastEnd, QuartersBack),
            PeriodType.Year => Ended(Period.Year(lastEnd.Year), lastEnd, 1),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not run by itself"),
        };
    }

    private static List<Period> Ended(Period containing, DateOnly lastEnd, int count)
    {
        var newest = containing.Last <= lastEnd ? containing : containing.Preceding();
        var ended = new List<Period>();
        for (var (period, n) = (newest, 0); n < count; (period, n) = (period.Preceding(), n + 1)) ended.Insert(0, period);
        return ended;
    }
}
