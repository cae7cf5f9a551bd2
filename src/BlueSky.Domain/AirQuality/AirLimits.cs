namespace BlueSky.AirQuality;

/// <summary>Grade of the limits of GB 3095: first grade for nature reserves, second for all else.</summary>
public enum AirGrade
{
    /// <summary>Grade I 一级.</summary>
    First,

    /// <summary>Grade II 二级.</summary>
    Second,
}

/// <summary>The average a limit of GB 3095 is for.</summary>
public enum LimitPeriod
{
    /// <summary>Calendar year.</summary>
    Year,

    /// <summary>Calendar quarter (lead only).</summary>
    Quarter,

    /// <summary>Natural day.</summary>
    Day,

    /// <summary>Largest 8 h mean of the day.</summary>
    EightHours,

    /// <summary>One hour.</summary>
    Hour,
}

/// <summary>One limit.</summary>
/// <param name="Factor">The six pollutants by their codes, and <c>tsp nox pb bap</c>.</param>
/// <param name="Period">The average.</param>
/// <param name="First">Grade I.</param>
/// <param name="Second">Grade II.</param>
/// <param name="Unit">Unit of both.</param>
/// <param name="Mark">How sure the row is.</param>
/// <param name="Citation">Where it stands.</param>
public sealed record AirLimit(string Factor, LimitPeriod Period, decimal First, decimal Second, ConcentrationUnit Unit, string Mark, string Citation);

/// <summary>The limits of GB 3095 in force over an interval: 2012, the transition values of 2026, the values from 2031.</summary>
/// <param name="Edition">E.g. <c>GB 3095-2012</c>.</param>
/// <param name="From">First day of data.</param>
/// <param name="To">Last day of data, included.</param>
/// <param name="All">The limits.</param>
public sealed record AirLimits(string Edition, DateOnly From, DateOnly To, IReadOnlyList<AirLimit> All)
{
    /// <summary>All editions in the order of time.</summary>
    public static IReadOnlyList<AirLimits> Editions { get; } =
    [
        .. AirTable.Read("gb3095-limits").GroupBy(r => r["edition"])
            .Select(g => new AirLimits(g.Key, g.First().From("from"), g.First().To("to"), [.. g.Select(Read)]))
    ];

    /// <summary>The limits in force for data of <paramref name="day"/>.</summary>
    public static AirLimits On(DateOnly day) => Editions.First(e => e.From <= day && day <= e.To);

    /// <summary>A limit of one of the six pollutants in its own unit; null when the standard has none for that average.</summary>
    public decimal? Limit(Pollutant pollutant, LimitPeriod period, AirGrade grade) => Limit(pollutant.Code(), period, grade);

    /// <summary>A limit by the factor's code; null when the standard has none for that average.</summary>
    public decimal? Limit(string factor, LimitPeriod period, AirGrade grade)
    {
        foreach (var limit in All)
            if (limit.Period == period && limit.Factor == factor) return grade == AirGrade.First ? limit.First : limit.Second;
        return null;
    }

    /// <summary>
    /// By how many times a concentration exceeds a limit (超标倍数): (C - S)/S, two decimals, half to even (HJ 663); 0 when it does not.
    /// </summary>
    public static decimal ExceedanceMultiple(decimal concentration, decimal limit) =>
        concentration <= limit ? 0 : Rounding.Statistic((concentration - limit) / limit, StatisticRule.All[0].MultipleDigits);

    private static AirLimit Read(AirTable.Row row) => new(
        row["pollutant"],
        row["average"] switch
        {
            "year" => LimitPeriod.Year,
            "quarter" => LimitPeriod.Quarter,
            "day" => LimitPeriod.Day,
            "8h" => LimitPeriod.EightHours,
            "1h" => LimitPeriod.Hour,
            var other => throw new InvalidDataException($"No average {other}."),
        },
        row.Number("grade1"), row.Number("grade2"), Concentration.UnitOf(row["unit"]), row.Mark, row.Citation);
}
