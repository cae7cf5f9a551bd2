using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>How the units of one tier are scored and what the score is worth.</summary>
public abstract record ScoringRule;

/// <summary>
/// The linear rule of Shandong and its cities: score = sum of weight x improvement in ug/m3; money = score x coefficient x factor,
/// and in some years a part for the good-day ratio.
/// </summary>
public sealed record LinearRule : ScoringRule
{
    /// <summary>Weight of each pollutant; together 1.</summary>
    public required Cited<IReadOnlyDictionary<Pollutant, decimal>> Weights { get; init; }

    /// <summary>万元 per ug/m3.</summary>
    public required Cited<decimal> Coefficient { get; init; }

    /// <summary>Dilution factor (稀释扩散调整系数) or unit factor (调整系数) by unit; 1 where not named.</summary>
    public required Cited<IReadOnlyDictionary<string, decimal>> Factors { get; init; }

    /// <summary>万元 per percentage point of the good-day ratio; null when there is no such part. The factor does not apply to it.</summary>
    public Cited<decimal>? GoodDayAmount { get; init; }

    /// <summary>Largest amount a unit can receive or pay, 万元, both positive; a null side has no limit.</summary>
    public required Cited<MoneyCap> Cap { get; init; }

    /// <summary>What happens when a pollutant has no valid value in one of the two periods.</summary>
    public required Cited<MissingRule> Missing { get; init; }

    /// <summary>Once a year, for a period of a year: rewards for meeting a limit. Then nothing else is paid for the year.</summary>
    public Cited<IReadOnlyList<AnnualReward>>? AnnualRewards { get; init; }
}

/// <summary>Largest amounts, 万元; null without limit.</summary>
public sealed record MoneyCap(decimal? Reward, decimal? Penalty);

/// <summary>An amount paid once for a year in which the annual mean is at or below a limit.</summary>
public sealed record AnnualReward(Pollutant Pollutant, decimal Limit, decimal Amount);

/// <summary>What happens when a pollutant has no valid value in one of the two periods.</summary>
public enum MissingMode
{
    /// <summary>The other weights are scaled up to 1.</summary>
    Renormalise,

    /// <summary>Another pollutant's improvement stands in, with both weights.</summary>
    Substitute,

    /// <summary>The policy names the weights for this case; a case it does not name is not assessed.</summary>
    Weights,

    /// <summary>The unit gets no score that period.</summary>
    NotAssessed,
}

/// <summary>The missing-data switch with what its mode needs.</summary>
public sealed record MissingRule(
    MissingMode Mode, IReadOnlyDictionary<Pollutant, Pollutant> StandIns, IReadOnlyList<FallbackWeights> Fallbacks);

/// <summary>The weights for units in which exactly these pollutants are missing.</summary>
public sealed record FallbackWeights(IReadOnlyList<Pollutant> Without, IReadOnlyDictionary<Pollutant, decimal> Weights);

/// <summary>How a tier's units are measured against each other.</summary>
public enum RelativeMethod
{
    /// <summary>Efficacy coefficients (功效系数法): best 100, worst the floor, straight between; larger score is better.</summary>
    Efficacy,

    /// <summary>Weighted sum of ranks (分值); smaller score is better.</summary>
    RankSum,

    /// <summary>One list per indicator, each with its own awards; no common score.</summary>
    Lists,
}

/// <summary>A rule that compares the units of a tier and pays by place.</summary>
public sealed record RelativeRule : ScoringRule
{
    /// <summary>How units are measured.</summary>
    public required Cited<RelativeMethod> Method { get; init; }

    /// <summary>What is compared, with weights that add up to 1.</summary>
    public required Cited<IReadOnlyList<Indicator>> Indicators { get; init; }

    /// <summary>What the worst unit gets under <see cref="RelativeMethod.Efficacy"/>, 0 to below 100.</summary>
    public required Cited<decimal> Floor { get; init; }

    /// <summary>Decimals of the score; equal after rounding is tied.</summary>
    public required Cited<int> ScoreDecimals { get; init; }

    /// <summary>Renormalise (score on what there is, e.g. a new station on its status alone) or NotAssessed.</summary>
    public required Cited<MissingMode> Missing { get; init; }

    /// <summary>Amounts by place; null when the money part is off.</summary>
    public Cited<AwardTable>? Awards { get; init; }
}

/// <summary>One compared quantity.</summary>
/// <param name="Of">A pollutant; null is the composite index.</param>
/// <param name="IsImprovement">True for the improvement rate, larger is better; false for the value, smaller is better.</param>
/// <param name="Weight">Share of the score, 0 to 1.</param>
public sealed record Indicator(Pollutant? Of, bool IsImprovement, decimal Weight);
