using BlueSky.Credit;
using CsCheck;
using static BlueSky.Tests.Credit.Ledger;

namespace BlueSky.Tests.Credit;

public sealed class CreditListTests
{
    private static readonly DateOnly Drawn = new(2027, 1, 10);

    private static RankedSource Source(string id, params CreditFact[] facts) => new(id, "演示 " + id, "site", "371302001", true, true, 1, Count(facts));

    private static CreditFact Entry(int number, string clause) => Fact($"entry-{number}", $"2026-10-{number:00}T08:00", CreditOccasion.Entered, clause: clause);

    [Fact]
    public void A_refusal_or_three_penalties_are_black_whatever_the_score_and_a_low_score_is_too()
    {
        var places = CreditLists.Draw(Policy,
        [
            Source("refuses", Entry(1, "refusal")), Source("fined", Entry(1, "penalty"), Entry(2, "penalty"), Entry(3, "penalty")),
            Source("low", [.. Enumerable.Range(1, 9).Select(i => Fact($"c{i}", $"2026-12-{i:00}T08:00"))]), Source("fined-twice", Entry(1, "penalty"), Entry(2, "penalty")), Source("good"),
        ], Drawn);
        Assert.Equal([("low", 1), ("fined", 2), ("refuses", 2)], places.Where(p => p.List == CreditList.Black).Select(p => (p.Source, p.Rank)));
        Assert.Equal("good", Assert.Single(places, p => p.List == CreditList.Red).Source);
        Assert.Equal("行政处罚 3 次", Assert.Single(places.Single(p => p.Source == "fined").Reasons));
        Assert.Equal("得分 55，低于 60", places.Single(p => p.Source == "low").Reasons[0]);
        Assert.All(places.Where(p => p.List == CreditList.Black), p => Assert.Equal(new DateOnly(2027, 4, 9), p.Until));
    }

    [Fact]
    public void Who_is_black_for_a_refusal_is_not_praised_for_a_score_that_would_do()
    {
        var policy = Policy with { Red = Policy.Red with { AtLeast = Policy.Red.AtLeast with { Value = 60 }, MostDeductions = Policy.Red.MostDeductions with { Value = 5 } } };
        Assert.Equal(CreditList.Black, Assert.Single(CreditLists.Draw(policy, [Source("refuses", Entry(1, "refusal"))], Drawn)).List);
    }

    [Fact]
    public void What_nobody_looked_at_is_not_praised() =>
        Assert.Empty(CreditLists.Draw(Policy, [Source("unseen") with { HasData = false }], Drawn));

    [Fact]
    public void Who_ties_with_the_last_place_is_in_and_equal_scores_share_a_place()
    {
        var policy = Policy with { Red = Policy.Red with { MostDeductions = Policy.Red.MostDeductions with { Value = 5 }, MostPerKind = Policy.Red.MostPerKind! with { Value = 2 } } };
        var late = Fact("x", "2026-12-05T08:00", CreditOccasion.Supervision, level: 1);
        var places = CreditLists.Draw(policy, [Source("a"), Source("b", late), Source("c", late), Source("d", late, late with { Line = "y" })], Drawn);
        Assert.Equal([("a", 1), ("b", 2), ("c", 2)], places.Select(p => (p.Source, p.Rank)));
    }

    [Fact]
    public void The_lists_are_the_same_in_whatever_order_sources_come_and_nobody_is_on_both() =>
        Gen.Select(Gen.Int[0, 5].Array[0, 30], Gen.Int).Sample((numbers, seed) =>
        {
            var sources = numbers.Select((n, i) => Source($"s{i}", [.. Enumerable.Range(1, n).Select(k => Entry(k, k == 5 ? "refusal" : "penalty"))])).ToArray();
            var places = CreditLists.Draw(Policy, sources, Drawn);
            new Random(seed).Shuffle(sources);
            Assert.Equal(CreditLists.DigestOf(places), CreditLists.DigestOf(CreditLists.Draw(Policy, sources, Drawn)));
            Assert.Equal(places.Count, places.Select(p => p.Source).Distinct().Count());
        });
}
