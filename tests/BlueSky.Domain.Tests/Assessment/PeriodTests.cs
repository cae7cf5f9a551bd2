using BlueSky.Assessment;

namespace BlueSky.Tests.Assessment;

public class PeriodTests
{
    [Theory]
    [InlineData("2021-08-05", PeriodType.Day, "2021-08-05", "2021-08-05", "2020-08-05")]
    [InlineData("2021-W31", PeriodType.Week, "2021-08-02", "2021-08-08", "2020-W31")]
    [InlineData("2020-W53", PeriodType.Week, "2020-12-28", "2021-01-03", "2019-W52")]
    [InlineData("2021-08", PeriodType.Month, "2021-08-01", "2021-08-31", "2020-08")]
    [InlineData("2024-02", PeriodType.Month, "2024-02-01", "2024-02-29", "2023-02")]
    [InlineData("2021-Q3", PeriodType.Quarter, "2021-07-01", "2021-09-30", "2020-Q3")]
    [InlineData("2021-H2", PeriodType.HalfYear, "2021-07-01", "2021-12-31", "2020-H2")]
    [InlineData("2021", PeriodType.Year, "2021-01-01", "2021-12-31", "2020")]
    [InlineData("2021-08-01..2021-08-15", PeriodType.ToDate, "2021-08-01", "2021-08-15", "2020-08-01..2020-08-15")]
    public void A_period_is_read_written_and_moved_a_year_back(string text, PeriodType type, string first, string last, string yearEarlier)
    {
        Assert.True(Period.TryParse(text, out var period));
        Assert.NotNull(period);
        Assert.Equal((type, first, last), (period.Type, $"{period.First:yyyy-MM-dd}", $"{period.Last:yyyy-MM-dd}"));
        Assert.Equal(text, period.ToString());
        Assert.Equal(yearEarlier, period.YearEarlier().ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2021-13")]
    [InlineData("2021-Q5")]
    [InlineData("2021-H0")]
    [InlineData("2021-W54")]
    [InlineData("2021-8")]
    [InlineData("21-08")]
    [InlineData("2021-02-30")]
    [InlineData("2021-08-15..2021-08-01")]
    public void Anything_else_is_no_period(string text) => Assert.False(Period.TryParse(text, out _));

    [Fact]
    public void A_period_runs_from_midnight_to_midnight_in_China()
    {
        var month = Period.Month(2021, 8);

        Assert.Equal(new DateTimeOffset(2021, 8, 1, 0, 0, 0, TimeSpan.FromHours(8)), month.Start);
        Assert.Equal(new DateTimeOffset(2021, 9, 1, 0, 0, 0, TimeSpan.FromHours(8)), month.End);
        Assert.Equal(31, month.Days);
    }
}
