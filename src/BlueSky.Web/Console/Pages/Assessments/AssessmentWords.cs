using System.Globalization;
using BlueSky.AirQuality;
using BlueSky.Assessment;
using BlueSky.Bulletins;
using BlueSky.Districts;

namespace BlueSky.Web.Console;

/// <summary>Words of assessment as people read them.</summary>
internal static class AssessmentWords
{
    /// <summary>What became of a unit.</summary>
    public static string Of(this Outcome outcome, Words words) => outcome switch
    {
        Outcome.Assessed => words["已考核"],
        Outcome.NotAssessed => words["不予考核"],
        Outcome.Excluded => words["剔除"],
        _ => words["退出考核"],
    };

    /// <summary>A period (时段): one that has not ended by its first and last day, the others as they are written in addresses.</summary>
    public static string InWords(this Period period, Words words) => period.Type == PeriodType.ToDate
        ? words["{0} 至 {1}", period.First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), period.Last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)]
        : period.ToString();

    /// <summary>What a summand of a score is of: a pollutant or the index, under a relative rule by status or improvement.</summary>
    public static string OfTerm(string term, Words words)
    {
        var parts = term.Split(':');
        var name = Pollutants.ByCode(parts[0]) is { } pollutant ? pollutant.Symbol() : words["综合指数"];
        return parts.Length == 1 ? name : $"{name} · {(parts[1] == "status" ? words["现状"] : words["改善"])}";
    }

    /// <summary>A step towards an amount.</summary>
    public static string OfPart(string part, Words words) => part switch
    {
        "concentration" => words["浓度变化"],
        "good-days" => words["优良率变化"],
        "cap" => words["上限"],
        "annual-reward" => words["年度奖励"],
        "first" => words["第一名"],
        "last" => words["末位"],
        "rounding" => words["修约"],
        _ => part,
    };

    /// <summary>Name of a tier.</summary>
    public static string TierOf(UnitResult unit, Policy policy) => policy.Tiers.FirstOrDefault(t => t.Id == unit.Tier)?.Name ?? unit.Tier;

    /// <summary>Name of a unit.</summary>
    public static string NameOf(this District district, Policy policy, string unit) => UnitFigures.NameOf(district, policy, unit);

    /// <summary>Share of the hours of the period that have a value, percent; null when nothing is known of it.</summary>
    public static decimal? CoverageOf(AssessmentRevision revision, string unit)
    {
        var inputs = revision.Inputs.Where(i => i.Unit == unit).ToList();
        return inputs.Sum(i => i.HoursOfPeriod) is > 0 and var whole ? 100m * inputs.Sum(i => i.Hours) / whole : null;
    }

    /// <summary>How a pollutant's figure of the period is made from days.</summary>
    public static string Statistic(Policy policy, Pollutant pollutant, Words words)
    {
        var isMean = policy.IndexRule.Value.Terms[(int)pollutant].Statistic == CompositeStatistic.Mean;
        if (isMean) return words["期间值是有效日均值的算术平均。"];
        return pollutant == Pollutant.O3 ? words["期间值是日最大 8 小时平均的第 90 百分位数。"] : words["期间值是日均值的第 95 百分位数。"];
    }
}
