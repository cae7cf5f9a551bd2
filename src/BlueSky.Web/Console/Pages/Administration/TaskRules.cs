using BlueSky.Tasks;

namespace BlueSky.Web.Console;

/// <summary>When a task of the ledger counts as at risk (有风险), in words.</summary>
internal static class TaskRules
{
    public static IReadOnlyList<RuleSection> Of(TaskPolicy policy, Words words)
    {
        // The file has one mark and one citation for all three.
        RuleRow Row(string name, string value) => new(name, value, policy.Mark, policy.Citation);
        return
        [
            new(words["有风险的任务"],
            [
                Row(words["临近时限未完成"], words["时限前 {0} 天内", policy.AtRiskDays]),
                Row(words["核定进度落后于时间进度"], words["超过 {0} 个百分点", policy.BehindPercent]),
                Row(words["未上报进展"], words["超过 {0} 天", policy.ReportEveryDays]),
            ]),
        ];
    }
}
