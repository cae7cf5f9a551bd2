using BlueSky.Assessment;

namespace BlueSky.Bulletins;

/// <summary>A parameter of a policy in words, with what it rests on.</summary>
/// <param name="Name">Chinese name, with the tier it belongs to.</param>
/// <param name="Value">Value in words.</param>
/// <param name="Mark">T, S, K or D.</param>
/// <param name="Citation">Document and clause, or address.</param>
public sealed record MarkedParameter(string Name, string Value, string Mark, string Citation)
{
    /// <summary>The mark in words: what is our default or own knowledge waits for the district bureau.</summary>
    public string MarkName => Mark switch
    {
        "T" => "办法原文",
        "S" => "转引资料",
        "K" => "未经核实，待区局确认",
        _ => "默认值，待区局确认",
    };

    /// <summary>Every parameter of a policy in the order of the file.</summary>
    public static IReadOnlyList<MarkedParameter> Of(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var all = new List<MarkedParameter>();
        all.Add("有效期", policy.Validity, v => $"{v.From:yyyy-MM-dd} 起{(v.To is { } to ? $"，至 {to:yyyy-MM-dd}" : "")}");
        all.Add("考核周期", policy.Periods, v => string.Join('、', v.Select(Word)));
        all.Add("对比基准", policy.Comparison, v => v);
        all.Add("综合指数算法", policy.IndexRule, v => $"{v.Name}，{(v.RoundsTerms ? "单项指数修约后相加" : "单项指数不修约")}");
        all.Add("金额小数位", policy.MoneyDecimals, v => $"{v} 位");
        all.Add("并列处理", policy.TieBreak, v => v.Count == 0 ? "数值相同并列" : "依次比较" + string.Join('、', v.Select(p => p.Print())));
        if (policy.ExemptAfterYears is { } exempt) all.Add("退出考核", exempt, v => $"连续 {v} 年达到二级标准");
        if (policy.SparedBelow is { } spared) all.Add("恶化排名豁免", spared, v => string.Join('、', v.Select(l => $"{l.Key.Print()}≤{l.Value.Plain()}")));
        foreach (var tier in policy.Tiers)
        {
            all.Add($"{tier.Name}·成员", tier.Members, v => v.Count == 0 ? "不限" : string.Join('、', v.Select(m => m.Name)));
            if (tier.Rule is LinearRule linear) AddLinear(all, tier.Name, linear);
            if (tier.Rule is RelativeRule relative) AddRelative(all, tier.Name, relative);
        }

        return all;
    }

    private static void AddLinear(List<MarkedParameter> all, string tier, LinearRule rule)
    {
        all.Add($"{tier}·权重", rule.Weights, v => string.Join('、', v.OrderByDescending(w => w.Value).ThenBy(w => w.Key).Select(w => $"{w.Key.Print()} {(w.Value * 100).Plain()}%")));
        all.Add($"{tier}·系数", rule.Coefficient, v => $"每 μg/m³ {v.Plain()} 万元");
        all.Add($"{tier}·调整系数", rule.Factors, v => v.Count == 0 ? "无" : string.Join('、', v.Select(f => $"{f.Key} {f.Value.Plain()}")));
        if (rule.GoodDayAmount is { } good) all.Add($"{tier}·优良天数", good, v => $"每个百分点 {v.Plain()} 万元");
        all.Add($"{tier}·上限", rule.Cap, v => v is { Reward: null, Penalty: null } ? "无" : $"获得 {Limit(v.Reward)}，缴纳 {Limit(v.Penalty)}");
        all.Add($"{tier}·缺项处理", rule.Missing, v => Word(v.Mode));
        if (rule.AnnualRewards is { } rewards)
            all.Add($"{tier}·年度达标奖励", rewards, v => string.Join('、', v.Select(r => $"{r.Pollutant.Print()}≤{r.Limit.Plain()} 奖 {r.Amount.Plain()} 万元")));
    }

    private static void AddRelative(List<MarkedParameter> all, string tier, RelativeRule rule)
    {
        all.Add($"{tier}·计分方法", rule.Method, v => v switch
        {
            RelativeMethod.Efficacy => "功效系数法",
            RelativeMethod.RankSum => "位次加权求和",
            _ => "分项排名",
        });
        all.Add($"{tier}·指标", rule.Indicators, v => string.Join('、', v.Select(
            i => $"{i.Of?.Print() ?? "综合指数"}{(i.IsImprovement ? "改善率" : "现状")} {(i.Weight * 100).Plain()}%")));
        all.Add($"{tier}·功效下限", rule.Floor, v => $"{v.Plain()} 分");
        all.Add($"{tier}·得分小数位", rule.ScoreDecimals, v => $"{v} 位");
        all.Add($"{tier}·缺项处理", rule.Missing, Word);
        if (rule.Awards is { } awards) all.Add($"{tier}·奖惩", awards, Words);
    }

    private static string Words(AwardTable awards)
    {
        var first = awards.First.Select((a, i) => $"第{i + 1}名获得{a.Plain()}");
        var last = awards.Last.Select((a, i) => $"倒数第{i + 1}名缴纳{a.Plain()}");
        return $"{string.Join('、', first.Concat(last))}（万元）；并列{(awards.SplitTies ? "均分" : "同奖同罚")}{(awards.IsZeroSum ? "；收支相抵为零" : "")}";
    }

    private static string Limit(decimal? amount) => amount is { } limit ? $"不超过 {limit.Plain()} 万元" : "不限";

    private static string Word(MissingMode mode) => mode switch
    {
        MissingMode.Renormalise => "其余权重按比例放大",
        MissingMode.Substitute => "以其他指标代替",
        MissingMode.Weights => "按办法另定权重",
        _ => "不予考核",
    };

    private static string Word(PeriodType type) => type switch
    {
        PeriodType.Day => "日",
        PeriodType.Week => "周",
        PeriodType.Month => "月",
        PeriodType.Quarter => "季度",
        PeriodType.HalfYear => "半年",
        PeriodType.Year => "年",
        _ => "累计",
    };
}

/// <summary>Short ways to write a parameter.</summary>
internal static class ParameterWords
{
    internal static void Add<T>(this List<MarkedParameter> all, string name, Cited<T> cited, Func<T, string> words) =>
        all.Add(new MarkedParameter(name, words(cited.Value), cited.Mark, cited.Citation));
}
