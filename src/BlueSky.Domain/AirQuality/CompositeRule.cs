namespace BlueSky.AirQuality;

/// <summary>Which statistic of a pollutant enters the composite index.</summary>
public enum CompositeStatistic
{
    /// <summary>Mean of the period.</summary>
    Mean,

    /// <summary>The pollutant's percentile of daily values: CO 95th, O3 90th of the daily largest 8 h means.</summary>
    Percentile,
}

/// <summary>One pollutant of a composite index.</summary>
/// <param name="Pollutant">The pollutant.</param>
/// <param name="Statistic">What enters.</param>
/// <param name="Standard">The divisor S, in the pollutant's unit.</param>
/// <param name="Digits">Decimals to which the concentration is rounded first.</param>
/// <param name="TermDigits">Decimals to which I is rounded.</param>
/// <param name="Weight">Factor of I in the sum.</param>
/// <param name="Mark">How sure the row is.</param>
/// <param name="Citation">Where it stands.</param>
public sealed record CompositeTermRule(
    Pollutant Pollutant, CompositeStatistic Statistic, decimal Standard, int Digits, int TermDigits, decimal Weight, string Mark, string Citation);

/// <summary>
/// How a composite index (环境空气质量综合指数) is made. The published bulletins prove: concentrations to integers (CO 0.1), each I to 2 decimals,
/// both half to even; the index is their plain sum.
/// </summary>
/// <param name="Name">Name of the rule.</param>
/// <param name="RoundsTerms">
/// True: each I is rounded (<c>per-term-half-even</c>, as the bulletins do); false: only the sum (<c>unrounded-terms</c>).
/// </param>
/// <param name="Terms">The six pollutants in the order of <see cref="Pollutant"/>.</param>
public sealed record CompositeRule(string Name, bool RoundsTerms, IReadOnlyList<CompositeTermRule> Terms)
{
    /// <summary>All rules that are shipped.</summary>
    public static IReadOnlyList<CompositeRule> All { get; } =
    [
        .. from row in AirTable.Read("composite")
           group Read(row) by row["rule"] into terms
           select new CompositeRule(terms.Key, true, [.. terms.OrderBy(t => t.Pollutant)])
    ];

    /// <summary>The national ranking rule of 2018, all weights 1: the default.</summary>
    public static CompositeRule National2018 { get; } = All.Single(r => r.Name == "national-2018");

    /// <summary>Weights PM2.5 3, NO2 2, O3 2, the others 1; seen in one public code base only, not verified.</summary>
    public static CompositeRule Weighted2026 { get; } = All.Single(r => r.Name == "weighted-2026");

    private static CompositeTermRule Read(AirTable.Row row) => new(
        row.Pollutant, row["statistic"] == "mean" ? CompositeStatistic.Mean : CompositeStatistic.Percentile, row.Number("standard"),
        row.Whole("digits"), row.Whole("term_digits"), row.Number("weight"), row.Mark, row.Citation);
}
