using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>A value of a policy with what it rests on: a figure without a source does not get in.</summary>
/// <param name="Value">The value.</param>
/// <param name="Mark">T text of the rule, S secondary source, K own knowledge, D our default.</param>
/// <param name="Citation">Document and clause, or address.</param>
public sealed record Cited<T>(T Value, string Mark, string Citation);

/// <summary>The days on which a policy is in force; both ends included, an open end is null.</summary>
public sealed record Validity(DateOnly From, DateOnly? To)
{
    /// <summary>Whether every day of the period is covered.</summary>
    public bool Covers(Period period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return period.First >= From && (To is null || period.Last <= To);
    }
}

/// <summary>One assessed unit that belongs to a tier.</summary>
public sealed record TierMember(string Code, string Name);

/// <summary>
/// A tier (层次): units that are compared with each other and with nobody else. The tier <c>*</c> takes units of any tier name,
/// each name still a group of its own.
/// </summary>
/// <param name="Id">Short name, as the column <c>tier</c> writes it.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="Aliases">Other names that mean the same tier.</param>
/// <param name="Members">Units, where the policy names them; empty where it does not.</param>
/// <param name="Rule">How its units are scored.</param>
public sealed record Tier(string Id, string Name, IReadOnlyList<string> Aliases, Cited<IReadOnlyList<TierMember>> Members, ScoringRule Rule)
{
    /// <summary>The name of the tier that takes everything.</summary>
    public const string Any = "*";
}

/// <summary>
/// A rule of scoring and compensation (考核与生态补偿办法), read from a file in <c>seeds/policies</c> by <see cref="PolicyFile"/>.
/// Money is in 万元 (10,000 yuan): positive the unit receives, negative it pays.
/// </summary>
public sealed record Policy
{
    /// <summary>Name of the file without extension, e.g. <c>lanshan-2021</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the file; a changed figure is a new version.</summary>
    public required string Version { get; init; }

    /// <summary>When it is in force.</summary>
    public required Cited<Validity> Validity { get; init; }

    /// <summary>Which periods it settles.</summary>
    public required Cited<IReadOnlyList<PeriodType>> Periods { get; init; }

    /// <summary>What the change is measured against: 同比 (a year before) or 环比 (the period before), as explanations print it.</summary>
    public required Cited<string> Comparison { get; init; }

    /// <summary>How composite index and concentrations are computed and rounded.</summary>
    public required Cited<CompositeRule> IndexRule { get; init; }

    /// <summary>Decimals of an amount in 万元; rounded once, half to even (GB/T 8170), at the very end.</summary>
    public required Cited<int> MoneyDecimals { get; init; }

    /// <summary>What decides between equal indices or rates: pollutants, lower first. Empty: equal values share the rank (并列).</summary>
    public required Cited<IReadOnlyList<Pollutant>> TieBreak { get; init; }

    /// <summary>After how many years running at grade II a unit leaves the scheme (退出考核); null when never.</summary>
    public Cited<int>? ExemptAfterYears { get; init; }

    /// <summary>Annual grade II limits under which a unit is left out of the ranking of worsening; null when nobody is.</summary>
    public Cited<IReadOnlyDictionary<Pollutant, decimal>>? SparedBelow { get; init; }

    /// <summary>The tiers in the order in which a bulletin prints them.</summary>
    public required IReadOnlyList<Tier> Tiers { get; init; }

    /// <summary>What the rule also says but this file does not compute, for the bulletin.</summary>
    public required IReadOnlyList<Cited<string>> Notes { get; init; }

    /// <summary>SHA-256 over the file's canonical text (sorted properties, no white space), lower-case hex.</summary>
    public required string Digest { get; init; }

    /// <summary>The tier that a name means; null when the policy has none for it.</summary>
    public Tier? FindTier(string name) =>
        Tiers.FirstOrDefault(t => t.Id == name || t.Aliases.Contains(name, StringComparer.Ordinal)) ?? Tiers.FirstOrDefault(t => t.Id == Tier.Any);

    /// <summary>The tier of which a unit is a named member, by code or name; null when it is in none.</summary>
    public Tier? TierOf(string unit) => Tiers.FirstOrDefault(t => t.Members.Value.Any(m => m.Code == unit || m.Name == unit));
}
