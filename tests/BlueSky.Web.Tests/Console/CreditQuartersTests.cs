using BlueSky.Web.Console;

namespace BlueSky.Web.Tests;

public sealed class CreditQuartersTests
{
    [Fact]
    public void The_quarters_offered_begin_with_the_one_that_it_is_in_China()
    {
        var quarters = CreditQuarters.UpTo(new DateTimeOffset(2026, 9, 30, 16, 30, 0, TimeSpan.Zero)).Select(q => q.ToString()).ToList();

        Assert.Equal(["2026-Q4", "2026-Q3", "2026-Q2", "2026-Q1", "2025-Q4", "2025-Q3", "2025-Q2", "2025-Q1"], quarters);
    }
}
