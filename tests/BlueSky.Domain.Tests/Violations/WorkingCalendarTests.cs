using BlueSky.Time;
using BlueSky.Violations;
using CsCheck;
using static BlueSky.Tests.Violations.Case;

namespace BlueSky.Tests.Violations;

public sealed class WorkingCalendarTests
{
    private static readonly WorkingCalendar Calendar = Policy.Calendar;

    [Theory]
    [InlineData("2026-02-14", true)] // 春节前调休上班的周六
    [InlineData("2026-02-16", false)] // 春节
    [InlineData("2026-02-24", true)]
    [InlineData("2026-02-28", true)] // 调休上班的周六
    [InlineData("2026-10-07", false)] // 国庆节
    [InlineData("2026-10-10", true)] // 调休上班的周六
    [InlineData("2026-10-11", false)] // 周日
    [InlineData("2021-09-20", false)] // 中秋节
    [InlineData("2021-09-26", true)] // 调休上班的周日
    public void Holidays_and_working_weekends_are_those_of_the_notice(string day, bool works) =>
        Assert.Equal(works, Calendar.IsWorkingDay(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Three_working_days_over_a_long_holiday()
    {
        // Ordered on Wednesday 30 September 2026: the days of the holiday do not count; 8, 9 and the worked Saturday 10 October do.
        var due = StageClock.Set(Stage.Rectify, At("2026-09-30T10:00"), new TimeAllowed(null, 3), 0.8m, Calendar);
        Assert.Equal((At("2026-10-11T00:00"), At("2026-10-10T09:36")), (due.Due, due.RemindAt));
    }

    [Fact]
    public void A_year_says_its_holidays_by_name_and_where_they_were_read()
    {
        var year = Assert.Single(Calendar.Years, y => y.Year == 2026);
        var spring = Assert.Single(year.Holidays, h => h.Name == "春节");
        Assert.Equal((new DateOnly(2026, 2, 15), new DateOnly(2026, 2, 23), 9), (spring.From, spring.To, spring.Days.Count()));
        Assert.Contains(new DateOnly(2026, 2, 14), year.Workdays);
        Assert.Equal("S", year.Mark);
        Assert.Contains("国务院办公厅", year.Citation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_year_without_its_notice_has_weekends_alone() =>
        Assert.Equal((false, true, false), (Calendar.Knows(2031), Calendar.IsWorkingDay(new DateOnly(2031, 1, 1)), Calendar.IsWorkingDay(new DateOnly(2031, 1, 4))));

    [Fact]
    public void What_was_added_lies_between() => Gen.Select(Gen.Int[0, 525_600], Gen.Int[0, 40_000]).Sample((minute, span) =>
    {
        var (from, working) = (At("2026-01-01T00:00").AddMinutes(minute), TimeSpan.FromMinutes(span));
        var to = Calendar.Add(from, working);
        return Calendar.Between(from, to) == working && to.Offset == ChinaTime.Offset;
    });
}
