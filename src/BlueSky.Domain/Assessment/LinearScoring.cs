using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>The linear rule for one unit: improvement in ug/m3, weighted, times money.</summary>
internal static class LinearScoring
{
    internal static void Score(Draft unit, LinearRule rule, Policy policy, Period? period)
    {
        var missing = rule.Weights.Value.Keys.Where(p => Change(unit, p) is null).ToList();
        if (Weights(rule, missing) is not { } weights)
        {
            unit.Refuse(Outcome.NotAssessed, $"{Names(missing)}无有效值或无{policy.Comparison.Value}值，本期不考核、不计资金");
            return;
        }

        if (missing.Count > 0) unit.Words.Add(Bridge(rule.Missing.Value, missing));
        var weighted = AddTerms(unit, weights);
        if (period?.Type == PeriodType.Year && rule.AnnualRewards is { } rewards)
        {
            AddAnnualRewards(unit, rewards.Value);
            unit.Words.Add($"年度达标奖励合计{Wording.Fixed(unit.Settle(policy.MoneyDecimals.Value), policy.MoneyDecimals.Value)}万元");
            return;
        }

        AddMoney(unit, rule, policy, weighted);
    }

    /// <summary>The weights after the missing-data switch, not yet divided by their sum; null when the unit cannot be assessed.</summary>
    private static IReadOnlyDictionary<Pollutant, decimal>? Weights(LinearRule rule, List<Pollutant> missing)
    {
        var weights = rule.Weights.Value;
        if (missing.Count == 0) return weights;
        if (missing.Count == weights.Count) return null;
        switch (rule.Missing.Value.Mode)
        {
            case MissingMode.Renormalise:
                return weights.Where(w => !missing.Contains(w.Key)).ToDictionary();
            case MissingMode.Substitute:
                var shifted = weights.ToDictionary();
                foreach (var pollutant in missing)
                {
                    if (!rule.Missing.Value.StandIns.TryGetValue(pollutant, out var by) || missing.Contains(by)) return null;
                    shifted[by] += shifted[pollutant];
                    shifted.Remove(pollutant);
                }

                return shifted;
            case MissingMode.Weights:
                return rule.Missing.Value.Fallbacks.FirstOrDefault(f => f.Without.Count == missing.Count && f.Without.All(missing.Contains))?.Weights;
            default:
                return null;
        }
    }

    private static string Bridge(MissingRule rule, List<Pollutant> missing) => rule.Mode switch
    {
        MissingMode.Substitute => $"{string.Join('，', missing.Select(p => $"{p.Print()}无有效值，以{rule.StandIns[p].Print()}代替"))}",
        MissingMode.Weights => $"{Names(missing)}无有效值，按办法改用其余指标权重",
        _ => $"{Names(missing)}无有效值，其余权重按比例放大",
    };

    /// <summary>Adds the summands and the score; the answer is the score's numerator and denominator, which a money amount divides only once.</summary>
    private static (decimal Sum, decimal Weights) AddTerms(Draft unit, IReadOnlyDictionary<Pollutant, decimal> weights)
    {
        var sum = weights.Values.Sum();
        var score = 0m;
        foreach (var pollutant in PollutantCodes.InOrder)
        {
            if (!weights.TryGetValue(pollutant, out var weight) || Change(unit, pollutant) is not { } change) continue;
            var points = change * weight / sum;
            score += change * weight;
            unit.Terms.Add(new ScoreTerm(pollutant.Code(), unit.Last[pollutant], unit.Current[pollutant], change, weight / sum, points));
            unit.Words.Add(
                $"{pollutant.Print()} {unit.Last[pollutant]!.Value.Plain()}→{unit.Current[pollutant]!.Value.Plain()}，"
                + $"{Wording.Change(change)}×{Wording.Percent(weight / sum)}＝{Wording.Points(points)}");
        }

        unit.Score = score / sum;
        return (score, sum);
    }

    private static void AddMoney(Draft unit, LinearRule rule, Policy policy, (decimal Sum, decimal Weights) weighted)
    {
        var decimals = policy.MoneyDecimals.Value;
        var factor = rule.Factors.Value.GetValueOrDefault(unit.Input.Unit, 1);
        var amount = weighted.Sum * rule.Coefficient.Value * factor / weighted.Weights;
        unit.Parts.Add(new MoneyPart("concentration", amount));
        var sum = $"得分{Wording.Points(unit.Score.GetValueOrDefault())}×系数{rule.Coefficient.Value.Plain()}{(factor == 1 ? "" : $"×调整系数{factor.Plain()}")}";
        var plain = rule.GoodDayAmount is null;
        if (!plain)
        {
            unit.Words.Add($"{sum}＝{Amount(amount, decimals)}万元");
            AddGoodDays(unit, rule.GoodDayAmount!.Value, decimals);
        }

        var exact = unit.Parts.Sum(p => p.Amount);
        var capped = Math.Clamp(exact, -rule.Cap.Value.Penalty ?? decimal.MinValue, rule.Cap.Value.Reward ?? decimal.MaxValue);
        if (capped != exact) unit.Parts.Add(new MoneyPart("cap", capped - exact));
        var money = unit.Settle(decimals);
        var exactWords = $"{(plain ? sum : "合计")}＝{Amount(exact, decimals)}";
        if (capped != exact) unit.Words.Add($"{exactWords}，超过上限，按{Wording.Fixed(money, decimals)}万元计{Wording.Direction(money)}");
        else if (money != exact) unit.Words.Add($"{exactWords}，修约为{Wording.Fixed(money, decimals)}万元{Wording.Direction(money)}");
        else unit.Words.Add($"{exactWords}万元{Wording.Direction(money)}");
    }

    private static void AddGoodDays(Draft unit, decimal perPoint, int decimals)
    {
        if (unit.Input.GoodDays is not { } exact || unit.Input.GoodDaysLast is not { } exactLast)
        {
            unit.Words.Add("优良天数比例无数据，该部分未计");
            return;
        }

        // The ratio is printed with one decimal, and the points are counted between printed ratios.
        var (now, last) = (Rounding.HalfToEven(exact, 1), Rounding.HalfToEven(exactLast, 1));
        var amount = (now - last) * perPoint;
        unit.Parts.Add(new MoneyPart("good-days", amount));
        unit.Words.Add(
            $"优良天数比例{Wording.Fixed(last, 1)}%→{Wording.Fixed(now, 1)}%，{Wording.Change(now - last)}个百分点×{perPoint.Plain()}＝{Amount(amount, decimals)}万元");
    }

    private static void AddAnnualRewards(Draft unit, IReadOnlyList<AnnualReward> rewards)
    {
        foreach (var reward in rewards)
        {
            if (unit.Current[reward.Pollutant] is not { } mean) continue;
            var met = mean <= reward.Limit;
            if (met) unit.Parts.Add(new MoneyPart("annual-reward", reward.Amount));
            unit.Words.Add(
                $"{reward.Pollutant.Print()}年均值{mean.Plain()}，{(met ? "不超过" : "超过")}{reward.Limit.Plain()}，{(met ? $"奖励{reward.Amount.Plain()}万元" : "不奖励")}");
        }
    }

    private static decimal? Change(Draft unit, Pollutant pollutant) => unit.Last[pollutant] - unit.Current[pollutant];

    private static string Names(IEnumerable<Pollutant> pollutants) => string.Join('、', PollutantCodes.InOrder.Where(pollutants.Contains).Select(p => p.Print()));

    /// <summary>An amount before rounding: at least as many decimals as the policy pays.</summary>
    private static string Amount(decimal value, int decimals) =>
        decimal.Round(value, decimals) == value ? Wording.Fixed(value, decimals) : decimal.Round(value, 6, MidpointRounding.ToEven).Plain();
}
