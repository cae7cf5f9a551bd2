using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Web.Console;

/// <summary>What happened to a problem, in words.</summary>
internal static class ProblemStory
{
    /// <summary>What it was.</summary>
    public static string What(ViolationEvent one, HandlingPolicy handling, Words words)
    {
        return one switch
        {
            RuleStepped { Step.Kind: TransitionKind.Opened } => words["发现"],
            RuleStepped { Step.Kind: TransitionKind.Cleared } => words["数据恢复"],
            RuleStepped => words["加重"],
            RepeatAbsorbed => words["重复报警并入"],
            Assigned => words["交办"],
            Reassigned => words["改派"],
            Hastened => words["提级提速"],
            Accepted => words["签收"],
            Rectified => words["提交整改"],
            ReviewPassed => words["复核通过"],
            RectificationRejected => words["复核不通过"],
            Closed => words["销号"],
            Reopened => words["重新打开"],
            WithdrawalProposed => words["申请撤销"],
            WithdrawalRefused => words["不同意撤销"],
            Withdrawn => words["撤销"],
            Commented => words["备注"],
            MergedInto => words["并案"],
            Suspended => words["中止"],
            Resumed => words["恢复办理"],
            Reminded => words["催办"],
            Escalated e => handling.NameOf(e, words),
            _ => one.GetType().Name,
        };
    }

    /// <summary>Its figures and texts; empty when it has none.</summary>
    public static string Detail(ViolationEvent one, string kind, SourceKindCatalog rules, Words words)
    {
        return one switch
        {
            RuleStepped e => rules.Said(kind, e.Step, words),
            RepeatAbsorbed e => words["累计 {0} 次", e.Count],
            Assigned e => words["{0}、{1}，签收时限 {2}，整改时限 {3}", e.Order.Town.Name, e.Order.Industry.Name, Moments.Minute(e.Order.Accept.Due), Moments.Minute(e.Order.Rectify.Due)],
            Reassigned e => words["{0}、{1}：{2}", e.Order.Town.Name, e.Order.Industry.Name, e.Reason],
            Hastened e => words["整改时限提前至 {0}", Moments.Minute(e.Order.Rectify.Due)],
            Accepted e => e.Line.Of(words),
            Rectified e => e.Text + (e.Photos.Count > 0 ? words["（照片 {0} 张）", e.Photos.Count] : ""),
            ReviewPassed e => $"{e.Line.Of(words)} {e.Note}",
            RectificationRejected e => words["{0}：{1}；新的整改时限 {2}", e.Line.Of(words), e.Note, Moments.Minute(e.Rectify.Due)],
            Commented e => e.Text,
            WithdrawalProposed e => e.Reason,
            WithdrawalRefused e => e.Note,
            Withdrawn e => e.Note,
            MergedInto e => e.Into,
            Suspended e => words["{0}，至 {1}", e.Note, Moments.Minute(e.Until)],
            Reminded e => words["{0}时限 {1}", e.Stage.Of(words), Moments.Minute(e.Due)],
            _ => "",
        };
    }
}
