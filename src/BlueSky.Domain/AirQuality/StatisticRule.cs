namespace BlueSky.AirQuality;

/// <summary>
/// How the statistics of one pollutant are rounded, and which percentile (特定百分位数) is evaluated with the year: HJ 663, both editions,
/// from <c>Data/statistics.csv</c>.
/// </summary>
/// <param name="Standard">E.g. <c>HJ 663-2013</c>.</param>
/// <param name="From">First day of data to which it applies.</param>
/// <param name="Pollutant">The pollutant.</param>
/// <param name="Digits">Decimals of a published concentration.</param>
/// <param name="YearPercentile">The percentile of daily values (O3: daily largest 8 h means), 0-100.</param>
/// <param name="MultipleDigits">Decimals of the multiple by which a limit is exceeded (超标倍数).</param>
/// <param name="Mark">How sure the row is.</param>
/// <param name="Citation">Where it stands.</param>
public sealed record StatisticRule(
    string Standard, DateOnly From, Pollutant Pollutant, int Digits, decimal YearPercentile, int MultipleDigits, string Mark, string Citation)
{
    private static readonly StatisticRule[] First;

    static StatisticRule()
    {
        All =
        [
            .. AirTable.Read("statistics").Select(r => new StatisticRule(
                r["standard"], r.From("from"), r.Pollutant, r.Whole("digits"), r.Number("year_percentile"), r.Whole("multiple_digits"),
                r.Mark, r.Citation))
        ];
        First = [.. Pollutants.All.Select(p => On(DateOnly.MinValue, p))];
    }

    /// <summary>All rules.</summary>
    public static IReadOnlyList<StatisticRule> All { get; }

    /// <summary>The rule for data of <paramref name="day"/>.</summary>
    public static StatisticRule On(DateOnly day, Pollutant pollutant) => All.Last(r => r.Pollutant == pollutant && r.From <= day);

    /// <summary>The rule of HJ 663-2013: integers, CO to 0.1; also that of the national composite index.</summary>
    public static StatisticRule Of2013(Pollutant pollutant) => First[(int)pollutant];
}
