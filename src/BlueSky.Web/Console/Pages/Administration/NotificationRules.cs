using BlueSky.Notifications;

namespace BlueSky.Web.Console;

/// <summary>How notices are kept and sent (通知保留与推送) in words.</summary>
internal static class NotificationRules
{
    public static IReadOnlyList<RuleSection> Of(NotificationPolicy policy, Words words) =>
    [
        new(words["收件箱"],
        [
            RuleRow.Of(words["通知保留"], policy.KeepDays, v => words["{0} 天", v]),
            RuleRow.Of(words["每个单位最多保留"], policy.MostPerInbox, v => words["{0} 条", v]),
            RuleRow.Of(words["任务逾期后每月提醒"], policy.OverdueTaskDays, v => words["{0} 天内", v]),
        ]),
        new(words["推送重试"],
        [
            RuleRow.Of(words["首次重试"], policy.FirstWaitSeconds, v => words["{0} 秒后，以后每次加倍", RuleRow.Plain(v)]),
            RuleRow.Of(words["重试间隔最长"], policy.LongestWaitSeconds, v => words["{0} 秒", RuleRow.Plain(v)]),
            RuleRow.Of(words["最多尝试"], policy.MostAttempts, v => words["{0} 次", v]),
            RuleRow.Of(words["列入死信"], policy.GiveUpHours, v => words["{0} 小时未送达", v]),
            RuleRow.Of(words["一次推送最长等待"], policy.TimeoutSeconds, v => words["{0} 秒", RuleRow.Plain(v)]),
        ]),
        new(words["各格式的上限"], [.. policy.Formats.OrderBy(f => f.Key).Select(f => new RuleRow(
            f.Key.Of(words), words["每分钟 {0} 次，每次最多 {1} 字节、{2} 条通知", f.Value.PerMinute, f.Value.MostBytes, f.Value.MostNotices], f.Value.Mark, f.Value.Citation))]),
    ];
}
