using BlueSky.Tasks;

namespace BlueSky.Web.Console;

/// <summary>Words of the task ledger (工作台账).</summary>
public static class TaskLabels
{
    private static readonly TaskRisk[] Risks = [TaskRisk.DueSoon, TaskRisk.Behind, TaskRisk.Silent, TaskRisk.SupervisionUnanswered];

    /// <summary>How a task stands.</summary>
    public static string Of(this TaskStanding standing, Words words) => standing switch
    {
        TaskStanding.NotStarted => words["未启动"],
        TaskStanding.InProgress => words["推进中"],
        TaskStanding.AtRisk => words["有风险"],
        TaskStanding.Overdue => words["已逾期"],
        TaskStanding.Completed => words["按期完成"],
        _ => words["逾期完成"],
    };

    /// <summary>Style of its tag.</summary>
    public static string Style(this TaskStanding standing) => standing switch
    {
        TaskStanding.Overdue => "violation",
        TaskStanding.AtRisk => "warning",
        TaskStanding.Completed or TaskStanding.CompletedLate => "done",
        _ => "",
    };

    /// <summary>Why it is at risk; empty when it is not.</summary>
    public static string Of(this TaskRisk risk, Words words) => string.Join(words["、"], Risks.Where(r => risk.HasFlag(r)).Select(r => r switch
    {
        TaskRisk.DueSoon => words["临近时限"],
        TaskRisk.Behind => words["进度滞后"],
        TaskRisk.Silent => words["久未上报"],
        _ => words["督办未回复"],
    }));

    /// <summary>What became of a report.</summary>
    public static string Of(this ReportState state, Words words) => state switch
    {
        ReportState.Pending => words["待审核"],
        ReportState.Approved => words["已通过"],
        _ => words["已退回"],
    };

    /// <summary>Days that are left or gone by; empty where there is no last day.</summary>
    public static string DaysLeft(int? days, Words words) => days switch
    {
        null => "",
        < 0 => words["逾期 {0} 天", -days],
        0 => words["今日到期"],
        _ => words["剩 {0} 天", days],
    };
}
