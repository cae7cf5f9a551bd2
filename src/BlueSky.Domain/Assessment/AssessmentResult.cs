using System.Globalization;
using System.Text;

namespace BlueSky.Assessment;

/// <summary>What became of a unit.</summary>
public enum Outcome
{
    /// <summary>It has a score and an amount (which may be nothing).</summary>
    Assessed,

    /// <summary>Data that the rule needs are missing and the policy does not bridge the gap: no score, no amount.</summary>
    NotAssessed,

    /// <summary>Left out by decision or for invalid data (数据无效): no score, no amount, no rank, and not counted as last.</summary>
    Excluded,

    /// <summary>It has left the scheme after enough years at grade II: no score, no amount, but ranked.</summary>
    Exempt,
}

/// <summary>One summand of a score.</summary>
/// <param name="Of">Pollutant code or <c>index</c>; with <c>:status</c> or <c>:improvement</c> under a relative rule.</param>
/// <param name="Last">Value compared with, as rounded.</param>
/// <param name="Current">Value of the period, as rounded.</param>
/// <param name="Measure">Improvement in ug/m3 (linear), efficacy points 0-100, or rank.</param>
/// <param name="Weight">Weight that was used, after the missing-data switch.</param>
/// <param name="Points">Measure x weight.</param>
public sealed record ScoreTerm(string Of, decimal? Last, decimal? Current, decimal Measure, decimal Weight, decimal Points);

/// <summary>One step towards an amount, 万元: positive received, negative paid.</summary>
/// <param name="Name">concentration, good-days, cap, annual-reward, first, last, or rounding.</param>
/// <param name="Amount">What the step adds.</param>
public sealed record MoneyPart(string Name, decimal Amount);

/// <summary>The result of one unit with every figure between the input and the amount.</summary>
public sealed record UnitResult
{
    /// <summary>What was put in.</summary>
    public required UnitInput Input { get; init; }

    /// <summary>The tier's id in the policy.</summary>
    public required string Tier { get; init; }

    /// <summary>What became of the unit.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Composite index (综合指数); null when a pollutant is missing.</summary>
    public decimal? Index { get; init; }

    /// <summary>Composite index of the period compared with.</summary>
    public decimal? IndexLast { get; init; }

    /// <summary>Improvement rate (改善率), per cent, one decimal, positive when the index fell.</summary>
    public decimal? Improvement { get; init; }

    /// <summary>Rank by index inside the tier, 1 is best; null when not ranked or alone.</summary>
    public int? RankStatus { get; init; }

    /// <summary>Rank by improvement rate inside the tier, 1 is the largest fall; null when not ranked or alone.</summary>
    public int? RankImprovement { get; init; }

    /// <summary>Score (得分, 分值), exact or rounded as the policy says; null without one.</summary>
    public decimal? Score { get; init; }

    /// <summary>Rank by score inside the tier, 1 is best; null without score or alone.</summary>
    public int? Rank { get; init; }

    /// <summary>万元, rounded as the policy says: positive received, negative paid; null when not assessed.</summary>
    public decimal? Money { get; init; }

    /// <summary>Summands of the score.</summary>
    public required IReadOnlyList<ScoreTerm> Terms { get; init; }

    /// <summary>Steps to the amount; they add up to <see cref="Money"/>.</summary>
    public required IReadOnlyList<MoneyPart> Parts { get; init; }

    /// <summary>How the amount came about, in Chinese words.</summary>
    public required string Explanation { get; init; }
}

/// <summary>
/// What one run of a policy gave: immutable, ordered by tier and unit whatever the order of the input, and provable: the same policy
/// and inputs give the same <see cref="Digest"/> on any machine.
/// </summary>
public sealed record AssessmentResult
{
    /// <summary>Policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Version of the policy.</summary>
    public required string PolicyVersion { get; init; }

    /// <summary>SHA-256 of the policy file's canonical text.</summary>
    public required string PolicyDigest { get; init; }

    /// <summary>Decimals of amounts.</summary>
    public required int MoneyDecimals { get; init; }

    /// <summary>Assessed period; null for a check by hand without one.</summary>
    public Period? Period { get; init; }

    /// <summary>Results in order of tier and unit.</summary>
    public required IReadOnlyList<UnitResult> Units { get; init; }

    /// <summary>SHA-256 over <see cref="ToCanonicalText"/>, lower-case hex.</summary>
    public string Digest => CanonicalText.DigestOf(ToCanonicalText());

    /// <summary>Amounts netted (相抵) by <see cref="UnitInput.Group"/>, 万元, in order of group; units without group are left out.</summary>
    public IReadOnlyList<(string Group, decimal Money)> Netted() =>
    [
        .. Units.Where(u => u.Input.Group is not null)
            .GroupBy(u => u.Input.Group!, u => u.Money ?? 0, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Sum())),
    ];

    /// <summary>Policy, period, inputs, figures and words as one text, the same for the same meaning.</summary>
    public string ToCanonicalText()
    {
        var text = new StringBuilder();
        text.Line("bluesky-assessment-1", PolicyId, PolicyVersion, PolicyDigest, Period?.ToString());
        foreach (var unit in Units)
        {
            var input = unit.Input;
            text.Line("unit", unit.Tier, input.Tier, input.Unit, input.Excluded, input.GradeTwoYears.ToString(CultureInfo.InvariantCulture), input.Group);
            text.Line("current", Values(input.Current));
            text.Line("last", Values(input.Last));
            text.Line(
                "published", Text(input.Index), Text(input.IndexLast), Text(input.Improvement), Text(input.GoodDays), Text(input.GoodDaysLast), Text(input.PublishedScore));
            text.Line(
                "result", unit.Outcome.ToString(), Text(unit.Index), Text(unit.IndexLast), Text(unit.Improvement), Text(unit.RankStatus),
                Text(unit.RankImprovement), Text(unit.Score), Text(unit.Rank), Text(unit.Money));
            foreach (var term in unit.Terms)
            {
                text.Line("term", term.Of, Text(term.Last), Text(term.Current), Text(term.Measure), Text(term.Weight), Text(term.Points));
            }

            foreach (var part in unit.Parts) text.Line("part", part.Name, Text(part.Amount));
            text.Line("words", unit.Explanation);
        }

        return text.ToString();
    }

    private static string Values(Concentrations c) => string.Join(',', PollutantCodes.InOrder.Select(p => Text(c[p])));

    private static string? Text(decimal? value) => value?.Plain();
}
