namespace BlueSky.Web.Console;

/// <summary>Words of files of rules.</summary>
internal static class RuleLabels
{
    public static string Of(this RuleArea area, Words words) => area switch
    {
        RuleArea.Assessment => words["考核与生态补偿"],
        RuleArea.Handling => words["闭环办理"],
        RuleArea.Credit => words["信用"],
        RuleArea.Device => words["数采仪"],
        RuleArea.Task => words["重点任务"],
        RuleArea.Report => words["巡查和举报"],
        RuleArea.Survey => words["走航"],
        _ => words["通知"],
    };

    public static string Of(this RuleStanding standing, Words words) => standing switch
    {
        RuleStanding.InForce => words["现行"],
        RuleStanding.Coming => words["未生效"],
        RuleStanding.Past => words["已失效"],
        _ => words["比较用"],
    };
}
