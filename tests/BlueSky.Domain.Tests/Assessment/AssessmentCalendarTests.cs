using BlueSky.Assessment;

namespace BlueSky.Tests.Assessment;

public sealed class AssessmentCalendarTests
{
    private static string Due(string now, PeriodType kind, int take) => string.Join(
        ' ', AssessmentCalendar.Due(new PlannedPolicy("p", [kind], 6, 2, "D"), DateTimeOffset.Parse(now + "+08:00", null)).TakeLast(take));

    [Theory]
    [InlineData("2021-09-01T05:59", PeriodType.Day, "2021-08-29 2021-08-30")]
    [InlineData("2021-09-01T06:00", PeriodType.Day, "2021-08-30 2021-08-31")]
    [InlineData("2021-09-01T06:00", PeriodType.ToDate, "2021-08-01..2021-08-31")]
    [InlineData("2021-09-02T06:00", PeriodType.ToDate, "2021-09-01..2021-09-01")]
    [InlineData("2021-09-01T23:59", PeriodType.Month, "2021-06 2021-07")]
    [InlineData("2021-09-02T00:00", PeriodType.Month, "2021-07 2021-08")]
    [InlineData("2021-10-01T12:00", PeriodType.Quarter, "2021-Q1 2021-Q2")]
    [InlineData("2021-10-02T00:00", PeriodType.Quarter, "2021-Q2 2021-Q3")]
    [InlineData("2022-01-01T12:00", PeriodType.Year, "2020")]
    [InlineData("2022-01-02T00:00", PeriodType.Year, "2021")]
    public void A_period_is_due_when_its_last_hours_have_come(string now, PeriodType kind, string periods) =>
        Assert.Equal(periods, Due(now, kind, 2));
}
