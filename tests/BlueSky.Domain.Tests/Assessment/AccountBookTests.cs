using BlueSky.Assessment;
using CsCheck;

namespace BlueSky.Tests.Assessment;

public sealed class AccountBookTests
{
    private static readonly DateTimeOffset Noon = new(2021, 9, 2, 12, 0, 0, TimeSpan.FromHours(8));
    private static readonly Period August = Period.Month(2021, 8);
    private static readonly AccountBook Empty = new() { Year = 2021 };

    /// <summary>Results of the linear tier: 10 万元 x 0.6 for each µg/m³ of PM2.5.</summary>
    private static AssessmentResult Result(Period period, params (string Unit, decimal Fell)[] units) => Assessor.Run(
        Shipped.Policy("lanshan-2021"), units.Select(u => Shipped.Four(u.Unit, "A", (50 + u.Fell, 50), (70, 70), (10, 10), (20, 20))), period);

    private static AccountBook Confirm(AccountBook book, AssessmentResult result, int revision) =>
        book.Confirm(result, new Confirmation(result.Period!, revision, result.Digest, Noon, "甲", "文号"));

    private static SettlementEntry Entry(string id, decimal amount, string document = "文号") =>
        new(id, "U1", new Settlement(new DateOnly(2021, 9, 1), amount, document), Noon, "甲");

    [Fact]
    public void A_correction_is_posted_as_the_difference_and_the_first_posting_stays()
    {
        var first = Confirm(Empty, Result(August, ("U1", 5), ("U2", -1)), 1);
        var second = Confirm(first, Result(August, ("U1", 3), ("U2", -1)), 2);
        Assert.Equal([("U1", 30m), ("U2", -6m), ("U1", -12m)], second.Postings.Select(p => (p.Unit, p.Amount)));
        Assert.Equal(first.Postings, second.Postings.Take(2));
        var account = second.AccountOf("U1").Settled;
        Assert.Equal((18m, 0m, 18m, 0m), (second.AccountOf("U1").Earned, second.AccountOf("U1").Paid, second.AccountOf("U1").Balance, account));
        Assert.Equal((0m, 6m), (second.AccountOf("U2").Earned, second.AccountOf("U2").Paid));
    }

    [Fact]
    public void A_unit_that_a_later_revision_leaves_out_gives_back_what_it_had()
    {
        var book = Confirm(Confirm(Empty, Result(August, ("U1", 5), ("U2", 1)), 1), Result(August, ("U2", 1)), 2);
        Assert.Equal(0, book.AccountOf("U1").Balance);
        Assert.Equal([30m, -30m], book.Postings.Where(p => p.Unit == "U1").Select(p => p.Amount));
    }

    [Fact]
    public void The_same_again_changes_nothing_and_what_would_pay_days_twice_is_refused()
    {
        var book = Confirm(Empty, Result(August, ("U1", 5)), 2);
        Assert.Same(book, Confirm(book, Result(August, ("U1", 5)), 2));
        Assert.Throws<AssessmentException>(() => Confirm(book, Result(August, ("U1", 4)), 1));
        Assert.Throws<AssessmentException>(() => Confirm(Confirm(book, Result(August, ("U1", 4)), 3), Result(August, ("U1", 5)), 2));
        Assert.Throws<AssessmentException>(() => Confirm(book, Result(Period.Quarter(2021, 3), ("U1", 4)), 1));
        Assert.Throws<AssessmentException>(() => Confirm(book, Result(Period.Month(2022, 1), ("U1", 4)), 1));
        Assert.Throws<AssessmentException>(() => book.Confirm(Result(August, ("U1", 4)), new Confirmation(Period.Month(2021, 7), 1, "", Noon, "甲", "")));
    }

    [Fact]
    public void A_settlement_counts_once_and_a_wrong_one_is_put_right_by_its_opposite()
    {
        var book = Confirm(Empty, Result(August, ("U1", 5)), 1).Settle(Entry("1", 30));
        Assert.Same(book, book.Settle(Entry("1", 30)));
        Assert.Throws<AssessmentException>(() => book.Settle(Entry("1", 31)));
        Assert.Throws<AssessmentException>(() => book.Settle(Entry("2", 0)));
        Assert.Throws<AssessmentException>(() => book.Settle(Entry("2", 1, " ")));
        Assert.Equal(0, book.AccountOf("U1").Outstanding);
        Assert.Equal(30, book.Settle(Entry("2", -30)).AccountOf("U1").Outstanding);
    }

    [Fact]
    public void Postings_add_up_to_the_newest_confirmed_amounts_whatever_was_confirmed_before() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[-9, 9], Gen.Int[-9, 9]).List[1, 30].Sample(runs =>
        {
            var (book, newest, revision) = (Empty, new Dictionary<int, AssessmentResult>(), 0);
            foreach (var (month, a, b) in runs)
            {
                var result = Result(Period.Month(2021, month), ("U1", a), ("U2", b));
                book = Confirm(book, result, ++revision);
                newest[month] = result;
            }

            foreach (var unit in new[] { "U1", "U2" })
            {
                var expected = newest.Values.Sum(r => r.Unit(unit).Money ?? 0);
                Assert.Equal(expected, book.AccountOf(unit).Balance);
                Assert.Equal(expected, book.Postings.Where(p => p.Unit == unit).Sum(p => p.Amount));
            }
        }, iter: 50, threads: 1);
}
