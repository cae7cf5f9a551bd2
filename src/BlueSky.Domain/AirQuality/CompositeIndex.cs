namespace BlueSky.AirQuality;

/// <summary>A composite index (综合指数) with its single indices.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Concentrations">The rounded concentrations that entered, in the order of <see cref="Pollutant"/>; null where missing.</param>
/// <param name="Terms">The single indices I (单项指数); null where the concentration is missing.</param>
/// <param name="Value">The index; null when one of the six is missing (六项缺一不可).</param>
public sealed record CompositeIndex(CompositeRule Rule, IReadOnlyList<decimal?> Concentrations, IReadOnlyList<decimal?> Terms, decimal? Value)
{
    /// <summary>Decimals of an improvement rate in percent.</summary>
    private const int RateDigits = 1;

    /// <summary>Main pollutants 主要污染物: those that share the largest single index; empty without an index.</summary>
    public IReadOnlyList<Pollutant> Main => Value is null ? [] : [.. Pollutants.All.Where(p => this[p] == Terms.Max())];

    /// <summary>The single index of <paramref name="pollutant"/>; null when missing.</summary>
    public decimal? this[Pollutant pollutant] => Terms[(int)pollutant];

    /// <summary>The index of six concentrations.</summary>
    /// <param name="concentrations">
    /// In the order of <see cref="Pollutant"/>: period means, for CO the 95th and for O3 the 90th percentile; exact or already published
    /// values, null where missing or not valid.
    /// </param>
    /// <param name="rule">The rule; null takes the national one of 2018.</param>
    public static CompositeIndex Of(IReadOnlyList<decimal?> concentrations, CompositeRule? rule = null)
    {
        rule ??= CompositeRule.National2018;
        var rounded = new decimal?[rule.Terms.Count];
        var terms = new decimal?[rule.Terms.Count];
        decimal? sum = 0;
        foreach (var term in rule.Terms)
        {
            var i = (int)term.Pollutant;
            if (concentrations[i] is { } concentration)
            {
                rounded[i] = Rounding.Statistic(concentration, term.Digits);
                var index = rounded[i]!.Value / term.Standard;
                terms[i] = rule.RoundsTerms ? Rounding.Statistic(index, term.TermDigits) : index;
            }
            sum += terms[i] * term.Weight;
        }
        if (sum is { } exact && !rule.RoundsTerms) sum = Rounding.Statistic(exact, rule.Terms[0].TermDigits);
        return new CompositeIndex(rule, rounded, terms, sum);
    }

    /// <summary>The index of a period's statistics; those that are not valid count as missing.</summary>
    public static CompositeIndex Of(IReadOnlyList<PeriodStatistic> statistics, CompositeRule? rule = null)
    {
        rule ??= CompositeRule.National2018;
        var concentrations = new decimal?[rule.Terms.Count];
        foreach (var term in rule.Terms)
        {
            var statistic = statistics[(int)term.Pollutant];
            if (!statistic.IsValid) continue;
            concentrations[(int)term.Pollutant] = term.Statistic == CompositeStatistic.Mean ? statistic.ExactMean : statistic.ExactPercentile;
        }
        return Of(concentrations, rule);
    }

    /// <summary>
    /// Improvement rate 改善率 in percent, one decimal, half to even: (last - this)/last of rounded values. POSITIVE when the value FELL
    /// (正值为改善,负值为恶化). National texts have the opposite sign.
    /// </summary>
    /// <param name="last">The value of the same period a year before.</param>
    /// <param name="current">The value of the period.</param>
    /// <returns>The rate; null when a value is missing or the last one is 0.</returns>
    public static decimal? Improvement(decimal? last, decimal? current) =>
        last is { } before && before != 0 && current is { } now ? Rounding.Statistic((before - now) / before * 100, RateDigits) + 0m : null;
}
