using BlueSky.Credit;
using BlueSky.Sources;
using CsCheck;
using static BlueSky.Tests.Credit.Ledger;

namespace BlueSky.Tests.Credit;

/// <summary>Whatever happens, in whatever order it is told.</summary>
public sealed class CreditPropertyTests
{
    private static readonly string[] Rules = ["measures", "offline", "pm10-hour", "jump-a34002"];
    private static readonly string[] Entered = ["penalty", "refusal"];

    private static readonly Gen<(CreditFact Fact, OpenSpan? Span)> Happening =
        from minute in Gen.Int[-20_000, 150_000]
        from what in Gen.Enum<CreditOccasion>()
        from severity in Gen.Enum<Severity>()
        from rule in Gen.Int[0, 3]
        from level in Gen.Int[1, 6]
        from count in Gen.Int[0, 6]
        from days in Gen.Int[0, 40]
        from number in Gen.Int[0, 100_000]
        let at = Quarter.Start.AddMinutes(minute)
        let line = what == CreditOccasion.Entered ? $"entry-{number}" : $"case-{number}#1"
        let fact = new CreditFact
        {
            Line = line, At = at, On = what, Kind = "site", Case = what == CreditOccasion.Entered ? "" : $"case-{number}", Rule = Rules[rule], Severity = severity, Level = level,
            Count = count, Clause = what == CreditOccasion.Entered ? Entered[count % 2] : "",
        }
        select (fact, what == CreditOccasion.Problem ? new OpenSpan(fact.Case, at, days == 0 ? null : at.AddDays(days)) : null);

    private static CreditStatement Of(IEnumerable<(CreditFact Fact, OpenSpan? Span)> all) => Count(all.Select(h => h.Fact), all.Select(h => h.Span).OfType<OpenSpan>());

    [Fact]
    public void The_digits_are_the_same_in_whatever_order_events_arrive_and_however_often() => Gen.Select(Happening.Array[0, 40], Gen.Int).Sample((happened, seed) =>
    {
        happened = [.. happened.DistinctBy(h => h.Fact.Line)];
        var shuffled = happened.ToArray();
        new Random(seed).Shuffle(shuffled);
        Assert.Equal(Of(happened).Digest, Of([.. shuffled, .. shuffled.Take(3)]).Digest);
    });

    [Fact]
    public void The_balance_never_leaves_floor_and_ceiling_and_follows_from_its_lines() => Happening.Array[0, 60].Sample(happened =>
    {
        var statement = Of(happened);
        var balance = 100m;
        Assert.All(statement.Lines, l =>
        {
            balance = Math.Clamp(balance + l.Points, 0, 100);
            Assert.Equal(balance, l.Balance);
        });
        Assert.Equal(balance, statement.Score);
        Assert.InRange(statement.Score, 0, 100);
    });

    [Fact]
    public void Taking_something_back_never_lowers_a_score_and_taking_all_back_restores_it() => Gen.Select(Happening.Array[1, 30], Gen.Int[0, 29]).Sample((happened, which) =>
    {
        happened = [.. happened.DistinctBy(h => h.Fact.Line)];
        var without = happened.Where((_, i) => i != which % happened.Length).ToList();
        Assert.True(Of(without).Score >= Of(happened).Score);
        Assert.Equal(Count([]).Digest, Of([]).Digest);
    });

    [Fact]
    public void Striking_a_line_out_never_lowers_a_score_and_the_last_change_of_a_line_counts() => Gen.Select(Happening.Array[1, 30], Gen.Int[0, 29]).Sample((happened, which) =>
    {
        happened = [.. happened.DistinctBy(h => h.Fact.Line)];
        var (facts, spans) = (happened.Select(h => h.Fact).ToList(), happened.Select(h => h.Span).OfType<OpenSpan>().ToList());
        var line = facts[which % facts.Count].Line;
        var struck = Count(facts, spans, [new CreditChange(line, 0, "申诉成立")]);
        Assert.True(struck.Score >= Count(facts, spans).Score);
        Assert.Equal(struck.Digest, Count(facts, spans, [new CreditChange(line, 7, "更正"), new CreditChange(line, 0, "申诉成立")]).Digest);
    });
}
