namespace BlueSky.Assessment;

/// <summary>The two rankings that every tier has: by index and by improvement rate.</summary>
internal static class TierRanking
{
    internal static void Apply(List<Draft> units, Policy policy)
    {
        var status = Rank(units, [.. units.Select(u => u.Index)], smallerIsBetter: true, policy);
        var improvement = Rank(
            units, [.. units.Select(u => u.Improvement < 0 && IsSpared(u, policy) ? null : u.Improvement)], smallerIsBetter: false, policy);
        for (var i = 0; i < units.Count; i++)
        {
            if (status.Count > 1) units[i].RankStatus = status.FromTop(i);
            if (improvement.Count > 1) units[i].RankImprovement = improvement.FromTop(i);
        }
    }

    /// <summary>Ranks by a value and then by the policy's tie-break; a unit without a tie-break value comes after those that have one.</summary>
    internal static Ranking Rank(List<Draft> units, decimal?[] values, bool smallerIsBetter, Policy policy)
    {
        var chain = policy.TieBreak.Value;
        if (chain.Count == 0) return Ranking.Of(values, smallerIsBetter);
        return Ranking.OfKeys(
        [
            .. values.Select((v, i) => v is { } value
                ? chain.Select(p => units[i].Current[p] ?? decimal.MaxValue).Prepend(smallerIsBetter ? value : -value).ToArray()
                : null),
        ]);
    }

    /// <summary>Whether every pollutant is at or below the limits under which worsening is not ranked.</summary>
    internal static bool IsSpared(Draft unit, Policy policy) =>
        policy.SparedBelow is { } limits && limits.Value.All(l => unit.Current[l.Key] <= l.Value);
}
