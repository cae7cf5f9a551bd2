using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>Rules that compare the units of one tier with each other.</summary>
internal sealed class RelativeScoring
{
    private readonly Policy _policy;
    private readonly RelativeRule _rule;
    private readonly List<Draft> _units;

    internal RelativeScoring(Policy policy, RelativeRule rule, List<Draft> units)
    {
        _policy = policy;
        _rule = rule;
        _units = units;
    }

    internal void Score()
    {
        if (_units.Count == 1)
        {
            ScoreAlone(_units[0]);
            return;
        }

        if (_rule.Method.Value == RelativeMethod.Lists) PayByLists();
        else if (_rule.Method.Value == RelativeMethod.RankSum && _units.Any(u => u.Input.PublishedScore is not null)) TakePublishedScores();
        else AddUp();

        if (_rule.Method.Value != RelativeMethod.Lists) PayByScore();
        foreach (var unit in _units.Where(u => u.Outcome == Outcome.Assessed)) Close(unit);
    }

    /// <summary>A tier of one: no ranking, scored on its own change only, nothing to exchange money with.</summary>
    private void ScoreAlone(Draft unit)
    {
        if (unit.Improvement is not { } rate)
        {
            unit.Refuse(Outcome.NotAssessed, $"本层次仅一个单位参评，不排名；无{_policy.Comparison.Value}值，本期不考核、不计资金");
            return;
        }

        unit.Score = rate;
        unit.Terms.Add(new ScoreTerm("index:improvement", unit.IndexLast, unit.Index, rate, 1, rate));
        unit.Words.Add($"本层次仅一个单位参评，不排名，按自身变化计分；综合指数{unit.IndexLast?.Plain() ?? "—"}→{unit.Index?.Plain() ?? "—"}，改善率{Wording.Fixed(rate, 1)}%");
        Close(unit);
    }

    private void AddUp()
    {
        var indicators = _rule.Indicators.Value;
        var sums = new decimal[_units.Count];
        var weights = new decimal[_units.Count];
        foreach (var indicator in indicators)
        {
            var values = _units.Select(u => Value(u, indicator)).ToArray();
            var measures = _rule.Method.Value == RelativeMethod.Efficacy ? Efficacies(values, indicator) : Ranks(values, indicator);
            for (var i = 0; i < _units.Count; i++)
            {
                if (measures[i] is not { } measure) continue;
                sums[i] += measure * indicator.Weight;
                weights[i] += indicator.Weight;
                AddTerm(_units[i], indicator, measure);
            }
        }

        for (var i = 0; i < _units.Count; i++)
        {
            var unit = _units[i];
            if (weights[i] == 0 || (weights[i] != 1 && _rule.Missing.Value == MissingMode.NotAssessed))
            {
                unit.Refuse(Outcome.NotAssessed, "考核指标缺项，本期不考核、不计资金");
                continue;
            }

            unit.Score = Rounding.Statistic(sums[i] / weights[i], _rule.ScoreDecimals.Value);
            if (weights[i] != 1) unit.Words.Add("缺项指标不计，其余权重按比例放大");
            unit.Words.Add($"{Label}{Wording.Points(unit.Score.Value)}");
        }
    }

    private void TakePublishedScores()
    {
        if (_units.FirstOrDefault(u => u.Input.PublishedScore is null) is { } without)
        {
            throw new AssessmentException($"'{without.Input.Unit}' has no published score although others of tier '{without.Input.Tier}' have; give all or none");
        }

        foreach (var unit in _units)
        {
            unit.Score = unit.Input.PublishedScore;
            unit.Words.Add($"公布{Label}{Wording.Points(unit.Score.GetValueOrDefault())}");
        }
    }

    private void PayByScore()
    {
        var smallerIsBetter = _rule.Method.Value == RelativeMethod.RankSum;
        var ranking = Ranking.Of([.. _units.Select(u => u.Score)], smallerIsBetter);
        for (var i = 0; i < _units.Count; i++)
        {
            if (ranking.FromTop(i) is not { } rank || ranking.Count < 2) continue;
            _units[i].Rank = rank;
            _units[i].Words.Add($"{Label}{(ranking.IsTied(i) ? "并列" : "")}第{rank}名（共{ranking.Count}个）");
        }

        var bottom = _policy.SparedBelow is null
            ? ranking
            : Ranking.Of([.. _units.Select(u => IsSpared(u) ? null : u.Score)], smallerIsBetter);
        Pay(ranking, bottom, "");
    }

    private void PayByLists()
    {
        foreach (var indicator in _rule.Indicators.Value)
        {
            var ranking = Rank([.. _units.Select(u => Value(u, indicator))], indicator);
            var name = Name(indicator);
            for (var i = 0; i < _units.Count; i++)
            {
                if (ranking.FromTop(i) is not { } rank || ranking.Count < 2) continue;
                AddTerm(_units[i], indicator, rank, isRank: true);
            }

            Pay(ranking, ranking, name);
        }

        foreach (var unit in _units.Where(u => u.Terms.Count == 0)) unit.Refuse(Outcome.NotAssessed, "考核指标缺项，本期不考核、不计资金");
    }

    private void Pay(Ranking top, Ranking bottom, string list)
    {
        if (_rule.Awards?.Value is not { } awards) return;
        var decimals = _policy.MoneyDecimals.Value;
        var places = awards.Places(top.Count);
        awards.Share(top.Groups, awards.First, places.First, decimals, (i, amount) =>
        {
            _units[i].Parts.Add(new MoneyPart("first", amount));
            _units[i].Words.Add($"{list}{(top.IsTied(i) ? "并列" : "")}第{top.FromTop(i)}名，奖励{Wording.Fixed(amount, decimals)}万元");
        });
        awards.Share(bottom.Groups.Reverse(), awards.Last, places.Last, decimals, (i, amount) =>
        {
            _units[i].Parts.Add(new MoneyPart("last", -amount));
            _units[i].Words.Add($"{list}{(bottom.IsTied(i) ? "并列" : "")}倒数第{bottom.FromBottom(i)}名，缴纳{Wording.Fixed(amount, decimals)}万元");
        });
    }

    private void Close(Draft unit)
    {
        var money = unit.Settle(_policy.MoneyDecimals.Value);
        var words = $"{Wording.Fixed(money, _policy.MoneyDecimals.Value)}万元";
        if (_rule.Awards is null) unit.Words.Add($"本层次不计资金，{words}");
        else if (unit.Parts.Count == 0) unit.Words.Add($"不奖不缴，{words}");
        else unit.Words.Add($"合计{words}{Wording.Direction(money)}");
    }

    private string Label => _rule.Method.Value == RelativeMethod.RankSum ? "分值" : "得分";

    private void AddTerm(Draft unit, Indicator indicator, decimal measure, bool isRank = false)
    {
        var last = indicator.Of is { } p ? unit.Last[p] : unit.IndexLast;
        var current = indicator.Of is { } q ? unit.Current[q] : unit.Index;
        var code = $"{indicator.Of?.Code() ?? "index"}:{(indicator.IsImprovement ? "improvement" : "status")}";
        var points = measure * indicator.Weight;
        unit.Terms.Add(new ScoreTerm(code, last, current, measure, indicator.Weight, points));
        var value = Value(unit, indicator).GetValueOrDefault();
        var shown = indicator.IsImprovement ? $"{Wording.Fixed(value, 1)}%" : value.Plain();
        unit.Words.Add(isRank
            ? $"{Name(indicator)}{shown}，第{measure.Plain()}名"
            : _rule.Method.Value == RelativeMethod.RankSum
                ? $"{Name(indicator)}{shown}，第{measure.Plain()}名×{indicator.Weight.Plain()}＝{Wording.Points(points)}"
                : $"{Name(indicator)}{shown}，功效系数{Wording.Points(measure)}×{indicator.Weight.Plain()}＝{Wording.Points(points)}");
    }

    private string Name(Indicator indicator) =>
        $"{indicator.Of?.Print() ?? "综合指数"}{(indicator.IsImprovement ? $"{_policy.Comparison.Value}改善率" : "")}";

    /// <summary>Efficacy coefficient: f + (100 - f) x distance from the worst / span; where all are equal everyone gets 100.</summary>
    private decimal?[] Efficacies(decimal?[] values, Indicator indicator)
    {
        var floor = _rule.Floor.Value;
        var largest = values.Max();
        var smallest = values.Min();
        var (best, worst) = indicator.IsImprovement ? (largest, smallest) : (smallest, largest);
        return [.. values.Select(v => v is null ? null : best == worst ? 100 : floor + ((100 - floor) * (worst - v) / (worst - best)))];
    }

    private decimal?[] Ranks(decimal?[] values, Indicator indicator)
    {
        var ranking = Rank(values, indicator);
        return [.. Enumerable.Range(0, values.Length).Select(i => (decimal?)ranking.FromTop(i))];
    }

    private Ranking Rank(decimal?[] values, Indicator indicator) =>
        TierRanking.Rank(_units, values, smallerIsBetter: !indicator.IsImprovement, _policy);

    private bool IsSpared(Draft unit) => TierRanking.IsSpared(unit, _policy) && unit.Improvement < 0;

    private static decimal? Value(Draft unit, Indicator indicator) => indicator switch
    {
        { Of: null, IsImprovement: false } => unit.Index,
        { Of: null } => unit.Improvement,
        { Of: { } p, IsImprovement: false } => unit.Current[p],
        { Of: { } p } => CompositeIndex.Improvement(unit.Last[p], unit.Current[p]),
    };
}
