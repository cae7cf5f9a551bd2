using BlueSky.Assessment;

namespace BlueSky.Tests.Assessment;

public class ResultTests
{
    private static readonly Policy Linyi = Shipped.Policy("linyi-2016");

    private static readonly UnitInput Unit = Shipped.Four("甲县", "县区", (58, 52), (110, 101), (16, 14), (40, 41));

    [Fact]
    public void A_rerun_has_the_same_digest_and_any_other_input_policy_or_period_has_not()
    {
        var digest = Assessor.Run(Linyi, [Unit], Period.Quarter(2016, 3)).Digest;

        Assert.Equal(digest, Assessor.Run(Shipped.Policy("linyi-2016"), [Unit with { }], Period.Quarter(2016, 3)).Digest);
        Assert.NotEqual(digest, Assessor.Run(Linyi, [Unit], Period.Quarter(2016, 4)).Digest);
        Assert.NotEqual(digest, Assessor.Run(Linyi, [Unit with { GoodDays = 60 }], Period.Quarter(2016, 3)).Digest);
        Assert.NotEqual(digest, Assessor.Run(Shipped.With("linyi-2016", "\"version\": \"1\"", "\"version\": \"2\""), [Unit], Period.Quarter(2016, 3)).Digest);
    }

    [Fact]
    public void Trailing_zeros_do_not_change_the_digest()
    {
        var zeros = Shipped.Four("甲县", "县区", (58.0m, 52.00m), (110, 101), (16, 14), (40, 41));

        Assert.Equal(Assessor.Run(Linyi, [Unit]).Digest, Assessor.Run(Linyi, [zeros]).Digest);
    }

    [Fact]
    public void Forty_thousand_units_are_ranked_each_once()
    {
        var inputs = Enumerable.Range(0, 40_000).Select(i => Shipped.Published($"镇{i:00000}", "B", 3m + (i * 7919 % 40_000 * 0.0001m), i % 100 / 10m));

        var result = Assessor.Run(Shipped.Policy("lanshan-2021"), inputs);

        Assert.Equal(40_000, result.Units.Select(u => u.RankStatus).Distinct().Count());
        Assert.Equal(0m, result.Units.Sum(u => u.Money));
    }
}
