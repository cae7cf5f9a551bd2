using BlueSky.Tasks;

namespace BlueSky.Web.Console;

/// <summary>Words of the towns' pages.</summary>
internal static class TownWords
{
    /// <summary>How a task stands.</summary>
    public static string Of(TaskStanding standing, Words words) => standing switch
    {
        TaskStanding.NotStarted => words["未启动"],
        TaskStanding.InProgress => words["推进中"],
        TaskStanding.AtRisk => words["有风险"],
        TaskStanding.Overdue => words["已逾期"],
        TaskStanding.Completed => words["按期完成"],
        _ => words["逾期完成"],
    };
}
