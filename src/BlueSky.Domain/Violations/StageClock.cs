namespace BlueSky.Violations;

/// <summary>How long a stage may take: in calendar time, or in working days (工作日).</summary>
/// <param name="Hours">Hours of calendar time; null when working days count.</param>
/// <param name="WorkingDays">Working days after the day of the beginning; null when calendar time counts.</param>
public sealed record TimeAllowed(decimal? Hours, int? WorkingDays);

/// <summary>
/// The deadline of a stage as it was set: a stored fact, so a later policy or calendar changes nothing that was already ordered.
/// </summary>
/// <param name="Stage">What is waited for.</param>
/// <param name="Start">When it began.</param>
/// <param name="RemindAt">When those who answer are reminded.</param>
/// <param name="Due">The deadline: from this moment on it is overdue.</param>
/// <param name="InWorkingTime">True when it runs on working days only.</param>
public sealed record StageClock(Stage Stage, DateTimeOffset Start, DateTimeOffset RemindAt, DateTimeOffset Due, bool InWorkingTime)
{
    /// <summary>Sets the deadline of a stage that begins now.</summary>
    /// <param name="stage">Stage.</param>
    /// <param name="start">Beginning.</param>
    /// <param name="allowed">Time allowed.</param>
    /// <param name="remindShare">Share of the time after which to remind, 0..1.</param>
    /// <param name="calendar">Which days are working days.</param>
    public static StageClock Set(Stage stage, DateTimeOffset start, TimeAllowed allowed, decimal remindShare, WorkingCalendar calendar)
    {
        if (allowed.WorkingDays is not { } days)
        {
            var span = TimeSpan.FromTicks((long)(allowed.Hours!.Value * TimeSpan.TicksPerHour));
            return new StageClock(stage, start, start + Share(span, remindShare), start + span, false);
        }

        // The day of the beginning does not count, and the last one counts to its end.
        var first = WorkingCalendar.NextDay(start);
        var working = TimeSpan.FromDays(days);
        return new StageClock(stage, start, calendar.Add(first, Share(working, remindShare)), calendar.Add(first, working), true);
    }

    /// <summary>The clock after a rest: what remained when it stopped remains when it goes on.</summary>
    public StageClock Rested(DateTimeOffset from, DateTimeOffset to, WorkingCalendar calendar) =>
        this with { RemindAt = Later(RemindAt, from, to, calendar), Due = Later(Due, from, to, calendar) };

    private DateTimeOffset Later(DateTimeOffset moment, DateTimeOffset from, DateTimeOffset to, WorkingCalendar calendar) =>
        InWorkingTime && moment > from ? calendar.Add(to, calendar.Between(from, moment)) : moment + (to - from);

    private static TimeSpan Share(TimeSpan span, decimal share) => TimeSpan.FromTicks((long)(span.Ticks * share));
}
