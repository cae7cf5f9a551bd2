using BlueSky.Violations;

namespace BlueSky.Web.Console;

/// <summary>The rules of the closed loop (办理规则) in words.</summary>
internal static class HandlingRules
{
    public static IReadOnlyList<RuleSection> Of(HandlingPolicy policy, KindNames kinds, Words words) =>
    [
        new(words["总则"],
        [
            RuleRow.Of(words["自动交办的最低程度"], policy.AssignAtOnceFrom, v => v.Of(words)),
            RuleRow.Of(words["首次催办"], policy.RemindShare, v => words["时限过去 {0}%", RuleRow.Plain(v * 100)]),
            RuleRow.Of(words["销号后再次触发重新打开"], policy.ReopenWithinDays, v => words["{0} 天内", v]),
            RuleRow.Of(words["一次中止最长"], policy.LongestSuspensionDays, v => words["{0} 天", v]),
            RuleRow.Of(words["复核不通过几次督办升级"], policy.RejectionsPerStep, v => words["{0} 次", v]),
        ]),
        // The first that fits counts, so their order says as much as their figures.
        new(words["时限（自上而下，先符合的先用）"], [.. policy.Classes.Select((c, i) => new RuleRow($"{i + 1}. {c.Name}", Words(c, kinds, words), c.Mark, c.Citation))]),
        new(words["督办升级"], [.. policy.Ladder.Select(s => new RuleRow(s.In(words), words["逾期 {0} 小时", RuleRow.Plain((decimal)s.AfterDeadline.TotalHours)], s.Mark, s.Citation))]),
    ];

    private static string Words(HandlingClass one, KindNames kinds, Words words)
    {
        var whom = new List<string>();
        if (one.Kinds.Count > 0) whom.Add(words["源类 {0}", kinds.Of(one.Kinds, words)]);
        if (one.Rules.Count > 0) whom.Add(words["规则 {0}", string.Join(words["、"], one.Rules)]);
        if (one.From == one.To) whom.Add(one.From.Of(words));
        else if (one.From > BlueSky.Sources.Severity.Suspect) whom.Add(words["{0}及以上", one.From.Of(words)]);
        if (one.To < BlueSky.Sources.Severity.Serious && one.From != one.To) whom.Add(words["{0}及以下", one.To.Of(words)]);
        if (whom.Count == 0) whom.Add(words["其余全部"]);
        return words["{0}：签收 {1}，整改 {2}，复核 {3}", string.Join(words["，"], whom), Time(one.Accept, words), Time(one.Rectify, words), Time(one.Review, words)];
    }

    private static string Time(TimeAllowed allowed, Words words) =>
        allowed.WorkingDays is { } days ? words["{0} 个工作日", days] : words["{0} 小时", RuleRow.Plain(allowed.Hours ?? 0)];
}
