namespace BlueSky.Assessment;

/// <summary>
/// What is known of one assessed unit (a town, street, zone, county or city) for one period. Rates, indices and scores that an
/// authority has published may stand in for the concentrations they came from; then the published figure is used as it is.
/// </summary>
/// <param name="Unit">Code or name; unique in a run.</param>
/// <param name="Tier">Tier (层次) as the policy names it, or one of its other names.</param>
public sealed record UnitInput(string Unit, string Tier)
{
    /// <summary>Concentrations of the assessed period.</summary>
    public Concentrations Current { get; init; }

    /// <summary>Concentrations of the period compared with: the same period a year before, or what the policy's comparison says.</summary>
    public Concentrations Last { get; init; }

    /// <summary>Published composite index (综合指数); null to compute it from <see cref="Current"/>.</summary>
    public decimal? Index { get; init; }

    /// <summary>Published composite index of the period compared with; null to compute it from <see cref="Last"/>.</summary>
    public decimal? IndexLast { get; init; }

    /// <summary>Published improvement rate of the index (改善率), per cent, positive when the index FELL; null to compute it.</summary>
    public decimal? Improvement { get; init; }

    /// <summary>Good-day ratio (优良天数比例) of the period, per cent of valid days, one decimal.</summary>
    public decimal? GoodDays { get; init; }

    /// <summary>Good-day ratio of the period compared with.</summary>
    public decimal? GoodDaysLast { get; init; }

    /// <summary>Score (分值) that the authority itself published; only rank-sum rules use it, in place of their own.</summary>
    public decimal? PublishedScore { get; init; }

    /// <summary>Why the unit is left out (invalid data 数据无效, force majeure confirmed by the city bureau); null when it is assessed.</summary>
    public string? Excluded { get; init; }

    /// <summary>For how many years running the unit has met grade II; a policy may let it leave the scheme after some.</summary>
    public int GradeTwoYears { get; init; }

    /// <summary>Where amounts are netted (相抵) above the unit, e.g. the county of a town; null when nowhere.</summary>
    public string? Group { get; init; }
}
