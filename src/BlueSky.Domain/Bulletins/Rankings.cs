using BlueSky.AirQuality;
using BlueSky.Assessment;

namespace BlueSky.Bulletins;

/// <summary>One line of a ranking.</summary>
/// <param name="Rank">Place, 1 is best; equal values share it. Null when the unit is alone or not ranked.</param>
/// <param name="Unit">Name of the unit.</param>
/// <param name="Value">Value, or improvement rate in per cent (positive when the value FELL).</param>
/// <param name="Last">Value of the period compared with; null in a list of rates.</param>
/// <param name="Station">Names of its stations; empty where a list does not say them.</param>
public sealed record RankedLine(int? Rank, string Unit, decimal Value, decimal? Last, string Station = "");

/// <summary>A tier with status ranking (综合指数排名) beside improvement ranking (改善率排名).</summary>
/// <param name="Tier">The tier's id.</param>
/// <param name="Name">The tier's Chinese name.</param>
/// <param name="Status">By composite index, the lowest first.</param>
/// <param name="Improvement">By improvement rate, the largest fall first.</param>
/// <param name="Unranked">Names of units that are in neither list, for the reasons in the notes.</param>
/// <param name="Units">All its units with their concentrations, in the order of the result.</param>
public sealed record TierRankings(
    string Tier, string Name, IReadOnlyList<RankedLine> Status, IReadOnlyList<RankedLine> Improvement, IReadOnlyList<string> Unranked,
    IReadOnlyList<UnitFigures> Units)
{
    internal static IReadOnlyList<TierRankings> Of(IReadOnlyList<UnitFigures> units, Policy policy)
    {
        var named = policy.Tiers.Where(t => t.Id != Assessment.Tier.Any).Select(t => (t.Id, t.Name));
        var free = units.Where(u => u.Result.Tier == Assessment.Tier.Any).Select(u => (u.Tier, u.TierName));
        return [.. named.Concat(free).Distinct().Select(t => Of(t.Item1, t.Item2, [.. units.Where(u => u.Tier == t.Item1)]))];
    }

    private static TierRankings Of(string tier, string name, List<UnitFigures> units)
    {
        var counted = units.Where(u => u.Counts).ToList();
        var status = counted.Where(u => u.Result.Index is not null)
            .Select(u => new RankedLine(u.Result.RankStatus, u.Name, u.Result.Index!.Value, u.Result.IndexLast))
            .OrderBy(l => l.Rank ?? int.MaxValue).ThenBy(l => l.Value).ToList();
        var improvement = counted.Where(u => u.Result.Improvement is not null)
            .Select(u => new RankedLine(u.Result.RankImprovement, u.Name, u.Result.Improvement!.Value, null))
            .OrderBy(l => l.Rank ?? int.MaxValue).ThenByDescending(l => l.Value).ToList();
        var unranked = units.Where(u => !u.Counts || (u.Result.Index is null && u.Result.Improvement is null)).Select(u => u.Name).ToList();
        return new TierRankings(tier, name, status, improvement, unranked, units);
    }
}

/// <summary>The main-urban stations by one indicator: value list beside improvement list.</summary>
/// <param name="Pollutant">The pollutant; null is the composite index.</param>
/// <param name="Standard">Grade II value, e.g. 35 for PM2.5; null for the index.</param>
/// <param name="Digits">Decimals of the values.</param>
/// <param name="Status">By value, the lowest first.</param>
/// <param name="Improvement">By improvement rate of that value, the largest fall first.</param>
public sealed record IndicatorRanking(
    Pollutant? Pollutant, decimal? Standard, int Digits, IReadOnlyList<RankedLine> Status, IReadOnlyList<RankedLine> Improvement)
{
    private const int IndexDigits = 2;

    /// <summary>Real bulletins print index, PM2.5, PM10 first, then the others.</summary>
    private static readonly Pollutant[] Order =
        [AirQuality.Pollutant.PM25, AirQuality.Pollutant.PM10, AirQuality.Pollutant.SO2, AirQuality.Pollutant.NO2, AirQuality.Pollutant.CO, AirQuality.Pollutant.O3];

    internal static IReadOnlyList<IndicatorRanking> Of(IReadOnlyList<UnitFigures> units, Policy policy, IReadOnlyList<Coverage> coverage)
    {
        if (units.Count == 0) return [];
        var counted = units.Where(u => u.Counts).ToList();
        var names = counted.Select(u => string.Join('、', coverage.Where(c => c.Unit == u.Result.Input.Unit).Select(c => c.StationName))).ToList();
        var terms = policy.IndexRule.Value.Terms;
        return
        [
            Of(null, null, IndexDigits, counted, names, [.. counted.Select(u => (u.Result.Index, u.Result.IndexLast, u.Result.Improvement))]),
            .. Order.Select(p => terms.Single(t => t.Pollutant == p)).Select(t => Of(
                t.Pollutant, t.Standard, t.Digits, counted, names,
                [.. counted.Select(u => (u.Current[t.Pollutant], u.Last[t.Pollutant], CompositeIndex.Improvement(u.Last[t.Pollutant], u.Current[t.Pollutant])))])),
        ];
    }

    private static IndicatorRanking Of(
        Pollutant? pollutant, decimal? standard, int digits, List<UnitFigures> units, List<string> stations, List<(decimal? Now, decimal? Last, decimal? Rate)> values)
    {
        var status = Ranking.Of([.. values.Select(v => v.Now)], smallerIsBetter: true);
        var improvement = Ranking.Of([.. values.Select(v => v.Rate)], smallerIsBetter: false);
        RankedLine Line(Ranking ranking, int i, decimal value, decimal? last) =>
            new(ranking.Count > 1 ? ranking.FromTop(i) : null, units[i].Name, value, last, stations[i]);
        return new IndicatorRanking(
            pollutant, standard, digits,
            [.. status.Groups.SelectMany(g => g).Select(i => Line(status, i, values[i].Now!.Value, values[i].Last))],
            [.. improvement.Groups.SelectMany(g => g).Select(i => Line(improvement, i, values[i].Rate!.Value, null))]);
    }
}
