using BlueSky.Assessment;

namespace BlueSky.Bulletins;

/// <summary>One unit's money.</summary>
/// <param name="Unit">Name.</param>
/// <param name="Tier">Name of its tier.</param>
/// <param name="Score">Score (得分); null without one.</param>
/// <param name="Rank">Place by score in the tier; null when alone or without score.</param>
/// <param name="Money">万元: positive received (获得), negative paid (缴纳); null when not assessed.</param>
/// <param name="Explanation">How the amount came about, or why there is none.</param>
public sealed record CompensationLine(string Unit, string Tier, decimal? Score, int? Rank, decimal? Money, string Explanation);

/// <summary>The compensation of a period (生态补偿), 万元, with its sums.</summary>
/// <param name="Decimals">Decimals of the amounts.</param>
/// <param name="Lines">Units in the order of tiers.</param>
/// <param name="Netted">Amounts netted (相抵) above the units, where the policy does so.</param>
public sealed record CompensationTable(int Decimals, IReadOnlyList<CompensationLine> Lines, IReadOnlyList<(string Group, decimal Money)> Netted)
{
    /// <summary>Sum of what units receive, 万元, 0 or more.</summary>
    public decimal Received => Lines.Sum(l => Math.Max(l.Money ?? 0, 0));

    /// <summary>Sum of what units pay, 万元, 0 or more.</summary>
    public decimal Paid => Lines.Sum(l => Math.Max(-(l.Money ?? 0), 0));

    /// <summary>Received less paid, 万元: what the district's treasury adds; negative when it takes in.</summary>
    public decimal Net => Received - Paid;

    internal static CompensationTable Of(IReadOnlyList<UnitFigures> units, AssessmentResult result) => new(
        result.MoneyDecimals,
        [.. units.Select(u => new CompensationLine(u.Name, u.TierName, u.Result.Score, u.Result.Rank, u.Result.Money, u.Result.Explanation))],
        result.Netted());
}
