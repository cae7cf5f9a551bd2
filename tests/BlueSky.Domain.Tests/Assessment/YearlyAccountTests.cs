using BlueSky.Assessment;

namespace BlueSky.Tests.Assessment;

public class YearlyAccountTests
{
    [Fact]
    public void Earned_less_paid_is_the_balance_and_settlements_reduce_what_is_outstanding()
    {
        var account = YearlyAccount.Of(
            "义堂镇",
            2021,
            [new(Period.Month(2021, 7), 1, 4), new(Period.Month(2021, 8), 1, -2), new(Period.Month(2021, 8), 2, -4), new(Period.Month(2021, 9), 1, null), new(Period.Month(2020, 12), 1, 99)],
            [new Settlement(new DateOnly(2021, 12, 20), 4, "2021-1"), new Settlement(new DateOnly(2022, 1, 5), -3, "2022-1")]);

        Assert.Equal((4m, 4m, 0m, 1m, -1m), (account.Earned, account.Paid, account.Balance, account.Settled, account.Outstanding));
        Assert.Equal([1, 2, 1], account.Entries.Select(e => e.Revision));
    }

    [Fact]
    public void Periods_that_share_days_would_be_paid_twice_and_are_refused()
    {
        var fault = Assert.Throws<ArgumentException>(() =>
            YearlyAccount.Of("甲", 2021, [new(Period.Month(2021, 8), 1, 4), new(Period.Quarter(2021, 3), 1, 4)], []));

        Assert.Contains("2021-Q3", fault.Message, StringComparison.Ordinal);
        Assert.Contains("2021-08", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_revision_with_two_amounts_is_refused() =>
        Assert.Throws<ArgumentException>(() => YearlyAccount.Of("甲", 2021, [new(Period.Month(2021, 8), 1, 4), new(Period.Month(2021, 8), 1, 5)], []));

    [Fact]
    public void An_entry_comes_from_a_result_with_its_period()
    {
        var result = Assessor.Run(Shipped.Policy("lanshan-2021"), [Shipped.Published("甲", "C", 5, 2)], Period.Month(2021, 8));

        Assert.Equal(new AccountEntry(Period.Month(2021, 8), 3, 0), AccountEntry.From(result, 3, "甲"));
        Assert.Null(AccountEntry.From(result, 3, "乙"));
    }
}
