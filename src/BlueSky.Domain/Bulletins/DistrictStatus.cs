using BlueSky.AirQuality;
using BlueSky.Assessment;

namespace BlueSky.Bulletins;

/// <summary>The district's own figures as an authority published them, with its places among the city's urban districts (市内五区).</summary>
/// <param name="Current">Concentrations of the period: µg/m³, CO mg/m³.</param>
/// <param name="Last">Concentrations of the period compared with.</param>
public sealed record DistrictFigures(Concentrations Current, Concentrations Last)
{
    /// <summary>Good-day ratio (优良天数比例), per cent of valid days.</summary>
    public decimal? GoodDays { get; init; }

    /// <summary>Good-day ratio of the period compared with.</summary>
    public decimal? GoodDaysLast { get; init; }

    /// <summary>Place by composite index, 1 is best.</summary>
    public int? Rank { get; init; }

    /// <summary>Place by improvement of the index, 1 is the largest fall.</summary>
    public int? RankOfChange { get; init; }

    /// <summary>Places by pollutant: by value, and by improvement.</summary>
    public IReadOnlyDictionary<Pollutant, (int? Rank, int? RankOfChange)> Places { get; init; } =
        new Dictionary<Pollutant, (int? Rank, int? RankOfChange)>();
}

/// <summary>One pollutant of the district.</summary>
/// <param name="Pollutant">The pollutant.</param>
/// <param name="Standard">Grade II value (二级标准) that the composite index divides by, in the pollutant's unit.</param>
/// <param name="Digits">Decimals of the values.</param>
/// <param name="Current">Value of the period in the pollutant's unit; null when there is none.</param>
/// <param name="Last">Value of the period compared with.</param>
/// <param name="Improvement">Improvement rate, per cent, one decimal, positive when the value FELL.</param>
/// <param name="Rank">Place among the city's urban districts; null when not known.</param>
/// <param name="RankOfChange">Place by improvement; null when not known.</param>
public sealed record PollutantStatus(
    Pollutant Pollutant, decimal Standard, int Digits, decimal? Current, decimal? Last, decimal? Improvement, int? Rank, int? RankOfChange);

/// <summary>The district's state (全区环境空气质量状况).</summary>
public sealed record DistrictStatus
{
    /// <summary>Composite index (综合指数); null when a pollutant is missing.</summary>
    public required decimal? Index { get; init; }

    /// <summary>Composite index of the period compared with.</summary>
    public required decimal? IndexLast { get; init; }

    /// <summary>Improvement rate of the index, per cent, positive when it FELL.</summary>
    public required decimal? Improvement { get; init; }

    /// <summary>Place among the city's urban districts by index; null when not known.</summary>
    public required int? Rank { get; init; }

    /// <summary>Place among them by improvement; null when not known.</summary>
    public required int? RankOfChange { get; init; }

    /// <summary>Good-day ratio, per cent; null when not known.</summary>
    public required decimal? GoodDays { get; init; }

    /// <summary>Good-day ratio of the period compared with.</summary>
    public required decimal? GoodDaysLast { get; init; }

    /// <summary>The six pollutants in the order of <see cref="Pollutant"/>.</summary>
    public required IReadOnlyList<PollutantStatus> Pollutants { get; init; }

    /// <summary>
    /// How many units the figures are a mean of; null when they are the district's own published ones. Our default [D]: the plain mean
    /// over the same units in both periods, of values as printed; so for CO and O3 it is a mean of percentiles.
    /// </summary>
    public required int? MeanOf { get; init; }

    internal static DistrictStatus Of(IReadOnlyList<UnitFigures> units, Policy policy, DistrictFigures? figures)
    {
        var rule = policy.IndexRule.Value;
        var meanOf = Base(units);
        var given = figures ?? new DistrictFigures(Mean(meanOf, u => u.Current), Mean(meanOf, u => u.Last));
        var (now, last) = (CompositeIndex.Of(given.Current.ToList(), rule), CompositeIndex.Of(given.Last.ToList(), rule));
        return new DistrictStatus
        {
            Index = now.Value,
            IndexLast = last.Value,
            Improvement = CompositeIndex.Improvement(last.Value, now.Value),
            Rank = given.Rank,
            RankOfChange = given.RankOfChange,
            GoodDays = given.GoodDays,
            GoodDaysLast = given.GoodDaysLast,
            Pollutants = [.. rule.Terms.Select(t => Of(t, now.Concentrations[(int)t.Pollutant], last.Concentrations[(int)t.Pollutant], given))],
            MeanOf = figures is null ? meanOf.Count : null,
        };
    }

    private static PollutantStatus Of(CompositeTermRule term, decimal? now, decimal? last, DistrictFigures given)
    {
        var (rank, rankOfChange) = given.Places.GetValueOrDefault(term.Pollutant);
        return new PollutantStatus(term.Pollutant, term.Standard, term.Digits, now, last, CompositeIndex.Improvement(last, now), rank, rankOfChange);
    }

    /// <summary>Units with all six in both periods, so that a change is not one of the units; without any, those of this period.</summary>
    private static List<UnitFigures> Base(IReadOnlyList<UnitFigures> units)
    {
        var now = units.Where(u => u.Counts && u.Current.ToList().All(c => c is not null)).ToList();
        var both = now.Where(u => u.Last.ToList().All(c => c is not null)).ToList();
        return both.Count > 0 ? both : now;
    }

    private static Concentrations Mean(List<UnitFigures> units, Func<UnitFigures, Concentrations> of)
    {
        var means = new decimal?[AirQuality.Pollutants.All.Count];
        foreach (var pollutant in AirQuality.Pollutants.All)
        {
            var values = units.Select(u => of(u)[pollutant]).ToList();
            means[(int)pollutant] = values.Count == 0 || values.Any(v => v is null) ? null : values.Sum() / values.Count;
        }

        return Concentrations.Of(means);
    }
}
