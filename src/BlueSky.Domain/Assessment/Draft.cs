using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>A unit's result while it is being worked out. One thread, one run.</summary>
internal sealed class Draft
{
    internal Draft(UnitInput input, Tier tier, CompositeRule indexRule)
    {
        Input = input;
        Tier = tier;
        var current = CompositeIndex.Of(input.Current.ToList(), indexRule);
        var last = CompositeIndex.Of(input.Last.ToList(), indexRule);
        Current = Concentrations.Of(current.Concentrations);
        Last = Concentrations.Of(last.Concentrations);
        Index = input.Index ?? current.Value;
        IndexLast = input.IndexLast ?? last.Value;
        Improvement = input.Improvement ?? CompositeIndex.Improvement(IndexLast, Index);
    }

    internal UnitInput Input { get; }

    internal Tier Tier { get; }

    /// <summary>Concentrations as printed: the rule works on these (compensation rules count whole ug/m3).</summary>
    internal Concentrations Current { get; }

    internal Concentrations Last { get; }

    internal decimal? Index { get; }

    internal decimal? IndexLast { get; }

    internal decimal? Improvement { get; }

    internal int? RankStatus { get; set; }

    internal int? RankImprovement { get; set; }

    internal Outcome Outcome { get; set; } = Outcome.Assessed;

    internal decimal? Score { get; set; }

    internal int? Rank { get; set; }

    internal decimal? Money { get; private set; }

    internal List<ScoreTerm> Terms { get; } = [];

    internal List<MoneyPart> Parts { get; } = [];

    internal List<string> Words { get; } = [];

    /// <summary>Ends without score and amount.</summary>
    internal void Refuse(Outcome outcome, string why)
    {
        Outcome = outcome;
        Score = null;
        Terms.Clear();
        Parts.Clear();
        Words.Clear();
        Words.Add(why);
    }

    /// <summary>Rounds the sum of the parts once and notes what the rounding did.</summary>
    internal decimal Settle(int decimals)
    {
        var exact = Parts.Sum(p => p.Amount);
        var money = Rounding.Statistic(exact, decimals);
        if (money != exact) Parts.Add(new MoneyPart("rounding", money - exact));
        Money = money;
        return money;
    }

    internal UnitResult ToResult() => new()
    {
        Input = Input,
        Tier = Tier.Id,
        Outcome = Outcome,
        Index = Index,
        IndexLast = IndexLast,
        Improvement = Improvement,
        RankStatus = RankStatus,
        RankImprovement = RankImprovement,
        Score = Score,
        Rank = Rank,
        Money = Money,
        Terms = [.. Terms],
        Parts = [.. Parts],
        Explanation = string.Join('；', Words),
    };
}
