namespace BlueSky.Assessment;

/// <summary>
/// Assessment (量化考核) of one period: scores, rankings and compensation (生态补偿) by a policy. Pure: no clock, no files, decimals only;
/// the order of the inputs does not matter.
/// </summary>
public static class Assessor
{
    /// <summary>Runs a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="inputs">The units, each once.</param>
    /// <param name="period">Assessed period; null to check figures by hand without one. Then validity is not checked.</param>
    /// <exception cref="AssessmentException">
    /// The policy is not in force in the whole period or does not settle such periods, a unit is there twice, or a tier is not in the policy.
    /// </exception>
    public static AssessmentResult Run(Policy policy, IEnumerable<UnitInput> inputs, Period? period = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(inputs);
        CheckPeriod(policy, period);
        var units = inputs.Select(i => Start(policy, i)).ToList();
        units.Sort(static (a, b) => Order(a, b));
        CheckUnique(units);

        // Grouping by the tier's position, not by the record: a record's hash would walk through its members for every unit.
        var position = policy.Tiers.Select((tier, i) => (tier.Id, i)).ToDictionary(t => t.Id, t => t.i, StringComparer.Ordinal);
        var groups = units.GroupBy(u => (Position: position[u.Tier.Id], Name: u.Tier.Id == Tier.Any ? u.Input.Tier : u.Tier.Id))
            .OrderBy(g => g.Key.Position)
            .ThenBy(g => g.Key.Name, StringComparer.Ordinal);
        var results = new List<UnitResult>(units.Count);
        foreach (var group in groups)
        {
            var members = group.ToList();
            Score(policy, members, period);
            results.AddRange(members.Select(u => u.ToResult()));
        }

        return new AssessmentResult
        {
            PolicyId = policy.Id,
            PolicyVersion = policy.Version,
            PolicyDigest = policy.Digest,
            MoneyDecimals = policy.MoneyDecimals.Value,
            Period = period,
            Units = results,
        };
    }

    private static void Score(Policy policy, List<Draft> tier, Period? period)
    {
        foreach (var unit in tier.Where(u => u.Input.Excluded is not null)) unit.Refuse(Outcome.Excluded, $"{unit.Input.Excluded}，本期不考核、不排名、不计资金");
        TierRanking.Apply([.. tier.Where(u => u.Outcome != Outcome.Excluded)], policy);
        if (policy.ExemptAfterYears is { } years)
        {
            foreach (var unit in tier.Where(u => u.Outcome == Outcome.Assessed && u.Input.GradeTwoYears >= years.Value))
            {
                unit.Refuse(Outcome.Exempt, $"连续{unit.Input.GradeTwoYears}年达到二级标准，不参与本年度生态补偿");
            }
        }

        var assessed = tier.Where(u => u.Outcome == Outcome.Assessed).ToList();
        switch (assessed.Count == 0 ? null : assessed[0].Tier.Rule)
        {
            case LinearRule linear:
                foreach (var unit in assessed) LinearScoring.Score(unit, linear, policy, period);
                RankScores(assessed);
                break;
            case RelativeRule relative:
                new RelativeScoring(policy, relative, assessed).Score();
                break;
        }
    }

    private static void RankScores(List<Draft> units)
    {
        var ranking = Ranking.Of([.. units.Select(u => u.Score)], smallerIsBetter: false);
        for (var i = 0; i < units.Count && ranking.Count > 1; i++) units[i].Rank = ranking.FromTop(i);
    }

    private static Draft Start(Policy policy, UnitInput input)
    {
        var tier = policy.FindTier(input.Tier)
            ?? throw new AssessmentException(
                $"'{input.Unit}' is in tier '{input.Tier}', which {policy.Id} does not have; it has {string.Join(", ", policy.Tiers.Select(t => t.Id))}");
        return new Draft(input, tier, policy.IndexRule.Value);
    }

    private static void CheckPeriod(Policy policy, Period? period)
    {
        if (period is null) return;
        if (!policy.Validity.Value.Covers(period))
        {
            throw new AssessmentException(
                $"{policy.Id} is in force from {policy.Validity.Value.From:yyyy-MM-dd} to {policy.Validity.Value.To?.ToString("yyyy-MM-dd") ?? "now"}, not in all of {period}");
        }

        if (!policy.Periods.Value.Contains(period.Type))
        {
            throw new AssessmentException($"{policy.Id} settles {string.Join(", ", policy.Periods.Value)}, not {period.Type} ({period})");
        }
    }

    private static void CheckUnique(List<Draft> units)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var unit in units)
        {
            if (!seen.Add(unit.Input.Unit)) throw new AssessmentException($"'{unit.Input.Unit}' is there twice; give each unit once");
        }
    }

    private static int Order(Draft a, Draft b) => string.CompareOrdinal(a.Input.Unit, b.Input.Unit);
}
