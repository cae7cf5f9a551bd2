using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>Rules of a kind file in words: what each finds, and when it clears.</summary>
internal static class KindRuleWords
{
    /// <summary>What the rule finds.</summary>
    public static string Of(RuleSpec rule, SourceKind kind, Words words)
    {
        string[] said = [What(rule, kind, words), .. Where(rule, words)];
        return string.Join(words["；"], said.Where(text => text.Length > 0));
    }

    /// <summary>When an open problem clears.</summary>
    public static string Clears(RuleSpec rule, Words words) => rule switch
    {
        MeasuresSpec => words["其后的检查合格"],
        PresenceSpec => words["其后的记录为 0"],
        OverdueSpec => words["补做后"],
        SilenceSpec => words["恢复上报后"],
        { Clear.Minutes: > 0 } => words["正常持续 {0} 分钟", rule.Clear.Minutes],
        _ => words["连续 {0} 期正常", rule.Clear.Periods],
    };

    private static string What(RuleSpec rule, SourceKind kind, Words words) => rule switch
    {
        OverLimitSpec r => OverLimit(r, kind, words),
        ReferenceRatioSpec r => words[
            "{0}小时均值超过限值且超过参照站的 {1} 倍；超过 {2}、超过参照站的 {3} 倍或连续 {4} 小时的，为{5}", Name(r.Factor, kind, words), RuleRow.Plain(r.Ratio),
            RuleRow.Plain(r.RedAbove), RuleRow.Plain(r.RedRatio), r.RedAfterHours, r.RedSeverity.Of(words)],
        TreatmentOffSpec r => words["作业时治理设施停用超过 {0} 分钟", r.LongerThanMinutes],
        VapourLiquidRatioSpec r => words[
            "单枪当日气液比不在 {0}–{1} 的加油超过 {2}% 为预警日，连续 {3} 日报警；低于 {4} 或高于 {5} 持续超过 {6} 小时即报警；不足 {7} 次的并入次日，不足 {8} L 的不计",
            RuleRow.Plain(r.Lower), RuleRow.Plain(r.Upper), RuleRow.Plain(r.SharePercent), r.AlarmDays, RuleRow.Plain(r.ExtremeLower), RuleRow.Plain(r.ExtremeUpper),
            r.ExtremeHours, r.MinimumCount, RuleRow.Plain(r.MinimumVolume)],
        DailyConditionSpec r => words["{0} {1} 的日子为预警日，连续 {2} 日报警", Name(r.Factor, kind, words), Condition(r, words), r.AlarmDays],
        MeasuresSpec r => words["措施检查有不合格项；{0} 项及以上为严重", r.SeriousFrom],
        PresenceSpec => words["发现即为违规"],
        OverdueSpec r => words["超过 {0} 天未做", r.Days],
        SilenceSpec r => words["{0} 小时无数据预警，{1} 小时违规", r.WarningHours, r.ViolationHours],
        ConstantSpec r => words["{0}同一数值达 {1} 小时", Name(r.Factor, kind, words), r.Hours],
        JumpSpec r => words["{0}超过前 24 小时中位数的 {1} 倍（至少 {2} 个小时均值）", Name(r.Factor, kind, words), RuleRow.Plain(r.Times), r.MinimumHours],
        _ => "",
    };

    private static string OverLimit(OverLimitSpec rule, SourceKind kind, Words words)
    {
        var said = new List<string> { words["{0}{1}超出限值", Name(rule.Factor, kind, words), rule.Averaging.Of(words)] };
        if (rule.Level.Length > 0) said.Add(words["限值级别：{0}", KindWords.Class(rule.Level, words)]);
        if (rule.Times > 1) said.Add(words["连续 {0} 次", rule.Times]);
        if (rule.ForMinutes > 0) said.Add(words["持续 {0} 分钟", rule.ForMinutes]);
        if (rule.MinimumCoverage > 0) said.Add(rule.Averaging.Kind == AveragingKind.Day ? words["至少 {0} 个有效小时", rule.MinimumCoverage] : words["至少 {0} 个有效分钟", rule.MinimumCoverage]);
        if (rule.While.Count > 0) said.Add(words["仅在作业时"]);
        if (rule.Suppress is { SandDust: true }) said.Add(words["沙尘期间不计"]);
        if (rule.Suppress is { ReferenceAbove: { } above }) said.Add(words["参照站高于 {0} 时不计", RuleRow.Plain(above)]);
        return string.Join(words["，"], said);
    }

    private static string Condition(DailyConditionSpec rule, Words words)
    {
        var bounds = (rule.AtLeast, rule.AtMost) switch
        {
            ({ } least, { } most) => $"{RuleRow.Plain(least)}–{RuleRow.Plain(most)}",
            ({ } least, null) => $"≥ {RuleRow.Plain(least)}",
            (null, { } most) => $"≤ {RuleRow.Plain(most)}",
            _ => "",
        };
        return rule.LongerThanMinutes == 0 ? bounds : words["{0} 持续超过 {1} 分钟", bounds, rule.LongerThanMinutes];
    }

    private static IEnumerable<string> Where(RuleSpec rule, Words words)
    {
        if (rule.SizeClasses.Count > 0) yield return words["规模：{0}", string.Join(words["、"], rule.SizeClasses.Select(c => KindWords.Class(c, words)))];
        if (rule.Industries.Count > 0) yield return words["行业：{0}", string.Join(words["、"], rule.Industries.Select(c => KindWords.Class(c, words)))];
        if (rule.Schedule is not { } schedule) yield break;
        if (schedule.Months.Count > 0) yield return words["{0} 月", string.Join(words["、"], schedule.Months)];
        if (schedule.FromHour != 0 || schedule.ToHour != 24) yield return words["{0} 时至 {1} 时", schedule.FromHour, schedule.ToHour];
    }

    private static string Name(string factor, SourceKind kind, Words words) => kind.FindFactor(factor) is { } known ? words.Of(known.Name, known.NameEn + " ") : factor;
}
