using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>Reads the part <c>rule</c> of a tier.</summary>
internal static class RuleReader
{
    private const decimal LargestAmount = 1_000_000;

    internal static ScoringRule Read(PolicyNode node, int moneyDecimals) =>
        node.Required("kind").OneOf("linear", "relative") == "linear" ? ReadLinear(node) : ReadRelative(node, moneyDecimals);

    private static LinearRule ReadLinear(PolicyNode node)
    {
        node.Only("kind", "weights", "coefficient", "factors", "goodDayAmount", "cap", "missing", "annualRewards");
        var rule = new LinearRule
        {
            Weights = node.Required("weights").Cited(ReadWeights),
            Coefficient = node.Required("coefficient").Cited(n => n.Number(0, LargestAmount)),
            Factors = node.Required("factors").Cited(ReadFactors),
            GoodDayAmount = node.Optional("goodDayAmount")?.Cited(n => n.Number(0, LargestAmount)),
            Cap = node.Required("cap").Cited(ReadCap),
            Missing = node.Required("missing").Cited(ReadMissing),
            AnnualRewards = node.Optional("annualRewards")?.Cited(n => n.List(ReadAnnualReward)),
        };
        foreach (var (pollutant, by) in rule.Missing.Value.StandIns)
        {
            if (!rule.Weights.Value.ContainsKey(pollutant) || !rule.Weights.Value.ContainsKey(by))
            {
                throw node.Required("missing").Fault($"lets {by.Code()} stand in for {pollutant.Code()}; both must have a weight");
            }
        }

        return rule;
    }

    private static IReadOnlyDictionary<Pollutant, decimal> ReadWeights(PolicyNode node)
    {
        var weights = node.ByPollutant(n => n.Number(0.0001m, 1));
        return weights.Values.Sum() == 1 ? weights : throw node.Fault($"adds up to {weights.Values.Sum()}; the weights must add up to 1");
    }

    private static IReadOnlyDictionary<string, decimal> ReadFactors(PolicyNode node)
    {
        var factors = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var item in node.List(n => n.Only("units", "factor")))
        {
            var factor = item.Required("factor").Number(0.01m, 100);
            foreach (var unit in item.Required("units").List(n => n.Text()))
            {
                if (!factors.TryAdd(unit, factor)) throw item.Fault($"names '{unit}' again; one factor per unit");
            }
        }

        return factors;
    }

    private static MoneyCap ReadCap(PolicyNode node)
    {
        node.Only("reward", "penalty");
        return new MoneyCap(node.Optional("reward")?.Number(0, LargestAmount), node.Optional("penalty")?.Number(0, LargestAmount));
    }

    private static MissingRule ReadMissing(PolicyNode node)
    {
        node.Only("mode", "standIns", "fallbacks");
        var mode = ReadMode(node.Required("mode"), "renormalise", "substitute", "weights", "not-assessed");
        var standIns = node.Optional("standIns")?.ByPollutant(n => n.Pollutant());
        var fallbacks = node.Optional("fallbacks")?.List(ReadFallback);
        if (mode == MissingMode.Substitute != (standIns is not null)) throw node.Fault("needs 'standIns' with the mode 'substitute' and only with it");
        if (mode == MissingMode.Weights != (fallbacks is not null)) throw node.Fault("needs 'fallbacks' with the mode 'weights' and only with it");
        return new MissingRule(mode, standIns ?? new Dictionary<Pollutant, Pollutant>(), fallbacks ?? []);
    }

    private static FallbackWeights ReadFallback(PolicyNode node)
    {
        node.Only("without", "weights");
        var fallback = new FallbackWeights(node.Required("without").List(n => n.Pollutant()), ReadWeights(node.Required("weights")));
        return fallback.Without.Any(fallback.Weights.ContainsKey) ? throw node.Fault("weighs a pollutant that it says is missing; remove one of the two") : fallback;
    }

    private static MissingMode ReadMode(PolicyNode node, params string[] allowed) => node.OneOf(allowed) switch
    {
        "renormalise" => MissingMode.Renormalise,
        "substitute" => MissingMode.Substitute,
        "weights" => MissingMode.Weights,
        _ => MissingMode.NotAssessed,
    };

    private static AnnualReward ReadAnnualReward(PolicyNode node)
    {
        node.Only("pollutant", "limit", "amount");
        return new AnnualReward(node.Required("pollutant").Pollutant(), node.Required("limit").Number(0, 9999), node.Required("amount").Number(0, LargestAmount));
    }

    private static RelativeRule ReadRelative(PolicyNode node, int moneyDecimals)
    {
        node.Only("kind", "method", "indicators", "floor", "scoreDecimals", "missing", "awards");
        return new RelativeRule
        {
            Method = node.Required("method").Cited(n => n.OneOf("efficacy", "rank-sum", "lists") switch
            {
                "efficacy" => RelativeMethod.Efficacy,
                "rank-sum" => RelativeMethod.RankSum,
                _ => RelativeMethod.Lists,
            }),
            Indicators = node.Required("indicators").Cited(ReadIndicators),
            Floor = node.Required("floor").Cited(n => n.Number(0, 99)),
            ScoreDecimals = node.Required("scoreDecimals").Cited(n => n.Whole(0, 10)),
            Missing = node.Required("missing").Cited(n => ReadMode(n, "renormalise", "not-assessed")),
            Awards = node.Optional("awards")?.Cited(n => ReadAwards(n, moneyDecimals)),
        };
    }

    private static IReadOnlyList<Indicator> ReadIndicators(PolicyNode node)
    {
        var indicators = node.List(n =>
        {
            n.Only("of", "as", "weight");
            var of = n.Required("of").OneOf([.. PollutantCodes.Codes, "index"]);
            return new Indicator(PollutantCodes.Find(of), n.Required("as").OneOf("status", "improvement") == "improvement", n.Required("weight").Number(0.0001m, 1));
        });
        var sum = indicators.Sum(i => i.Weight);
        return sum == 1 ? indicators : throw node.Fault($"has weights that add up to {sum}; they must add up to 1");
    }

    private static AwardTable ReadAwards(PolicyNode node, int moneyDecimals)
    {
        node.Only("first", "last", "ties", "zeroSum");
        var table = new AwardTable(
            [.. node.Required("first").List(n => ReadPlaces(n, moneyDecimals)).SelectMany(p => p)],
            [.. node.Required("last").List(n => ReadPlaces(n, moneyDecimals)).SelectMany(p => p)],
            node.Required("ties").OneOf("all", "split") == "split",
            node.Required("zeroSum").Flag());
        if (table.IsZeroSum && (!table.SplitTies || !table.First.SequenceEqual(table.Last)))
        {
            throw node.Fault("is zero-sum; then first and last must be the same table and ties must be 'split'");
        }

        return table;
    }

    private static IEnumerable<decimal> ReadPlaces(PolicyNode node, int moneyDecimals)
    {
        node.Only("places", "amount");
        var amount = node.Required("amount").Number(0, LargestAmount);
        return amount == decimal.Round(amount, moneyDecimals)
            ? Enumerable.Repeat(amount, node.Required("places").Whole(1, 10_000))
            : throw node.Required("amount").Fault($"is {amount}; the policy pays in steps of {moneyDecimals} decimals");
    }
}
