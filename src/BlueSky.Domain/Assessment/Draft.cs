using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>A unit's result while it is being worked out. One thread, one run.</summary>
internal sealed class Draft
{
    internal Draft(UnitInput input, Tier tier)
    {
        Input = input;
        Tier = tier;
        Current = input.Current.Rounded();
        Last = input.Last.Rounded();
        Index = input.Index ?? IndexRule.Of(input.Current);
        IndexLast = input.IndexLast ?? IndexRule.Of(input.Last);
        Improvement = input.Improvement ?? IndexRule.ImprovementRate(IndexLast, Index);
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
