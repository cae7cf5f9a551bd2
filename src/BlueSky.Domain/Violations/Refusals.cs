using BlueSky.Decisions;

namespace BlueSky.Violations;

/// <summary>Why the regulation refuses, in the words that people see. A refused command may be accepted later; nothing was changed.</summary>
public static class Refusals
{
    private static readonly HashSet<string> OfPerson = new(StringComparer.Ordinal)
    {
        "role-not-permitted", "not-yours", "own-rectification", "same-reviewer", "line-reviews-itself", "second-person",
    };

    /// <summary>True when it is this actor who may not; another might.</summary>
    public static bool IsOfPerson(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return OfPerson.Contains(refusal.Code);
    }

    internal static Refusal RoleNotPermitted(string who, string whoEnglish) => new(
        "role-not-permitted", "", $"您的角色不能办理此事，应由{who}办理。", $"Your role may not do this; {whoEnglish} may.");

    internal static readonly Refusal NotYours = new(
        "not-yours", "", "此问题未交办给您的单位，只能办理本单位的问题。", "This problem is not assigned to your unit; a unit answers its own only.");

    internal static readonly Refusal OwnRectification = new(
        "own-rectification", "", "不得复核本人或本单位提交的整改，本条线由指挥部复核。",
        "Nobody reviews the rectification that they or their unit handed in; the command centre reviews for this line.");

    internal static readonly Refusal OtherLineReviewed = new(
        "same-reviewer", "", "属地和行业两条线须由不同的人复核。", "The two lines must be reviewed by different persons.");

    internal static readonly Refusal LineReviewsItself = new(
        "line-reviews-itself", "", "该条线的单位未参与提交整改，由其自行复核。",
        "The unit of this line did not hand in the rectification and reviews it itself.");

    internal static readonly Refusal SecondPerson = new(
        "second-person", "", "撤销须由提出人以外的另一人决定。", "Another person than the one who proposed it must decide on a withdrawal.");

    internal static readonly Refusal Ended = new(
        "ended", "", "此问题已销号、撤销或并案，不能再办理。", "This problem is closed, withdrawn or merged; nothing more can be done with it.");

    internal static readonly Refusal IsSuspended = new(
        "suspended", "", "此问题已中止，请先恢复。", "This problem is suspended: resume it first.");

    internal static readonly Refusal NotSuspended = new(
        "not-suspended", "", "此问题未中止。", "This problem is not suspended.");

    internal static readonly Refusal AlreadyAssigned = new(
        "already-assigned", "", "此问题已交办；如需变更请改派。", "This problem is assigned already; reassign it to change that.");

    internal static readonly Refusal NotAssigned = new(
        "not-assigned", "", "此问题尚未交办。", "This problem is not assigned yet.");

    internal static readonly Refusal TooLateToReassign = new(
        "too-late-to-reassign", "", "整改已提交，不能改派。", "Rectification is handed in: it cannot be reassigned now.");

    internal static readonly Refusal SameUnits = new(
        "same-units", "", "改派后的单位与原单位相同。", "These are the units that have it already.");

    internal static readonly Refusal AlreadyAccepted = new(
        "already-accepted", "", "本条线已签收。", "This line has signed for it already.");

    internal static readonly Refusal NotAccepted = new(
        "not-accepted", "", "属地和行业两条线均签收后才能提交整改。", "Both lines must sign for it before rectification is handed in.");

    internal static readonly Refusal AlreadyRectified = new(
        "already-rectified", "", "整改已提交，正在复核。", "Rectification is handed in already and under review.");

    internal static readonly Refusal NotRectified = new(
        "not-rectified", "", "尚未提交整改，不能复核。", "No rectification is handed in that could be reviewed.");

    internal static readonly Refusal AlreadyReviewed = new(
        "already-reviewed", "", "该条线已复核通过。", "This line has passed it already.");

    internal static readonly Refusal StillFiring = new(
        "still-firing", "", "监测数据仍不正常，须待恢复，或随整改提交其后合格的实测结果。",
        "The rule still fires: wait until it clears, or hand in a later measurement within the limit with the rectification.");

    internal static readonly Refusal NeedsEvidence = new(
        "missing", "photos", "人工发现的问题，整改须附现场照片或实测结果。", "What people found is shown rectified by a photo or a measurement: hand one in.");

    internal static readonly Refusal SeenAgain = new(
        "seen-again", "", "提交整改之后又有人发现此问题，须退回重新整改。", "It was seen again after the rectification was handed in: reject it, so that it is rectified anew.");

    internal static readonly Refusal WithdrawalPending = new(
        "withdrawal-pending", "", "已有撤销申请待决定。", "A withdrawal is proposed already and waits for its decision.");

    internal static readonly Refusal NoWithdrawal = new(
        "no-withdrawal", "", "没有待决定的撤销申请。", "No withdrawal is proposed that could be decided on.");

    internal static readonly Refusal MergeIntoItself = new(
        "merge-into-itself", "", "不能并入自身。", "A problem cannot be merged into itself.");

    internal static readonly Refusal OtherSource = new(
        "other-source", "", "只能并入同一污染源的问题。", "It can be merged only into a problem of the same source.");

    internal static readonly Refusal MergeIntoOlder = new(
        "merge-into-older", "", "只能并入先发生的问题。", "A problem is merged into the one that began earlier.");

    /// <summary>What another problem was to be merged into is not there or has ended.</summary>
    public static readonly Refusal TargetEnded = new(
        "target-ended", "", "目标问题不存在或已办结，不能并入。", "The problem to merge into does not exist or has ended.");

    internal static readonly Refusal NotCurrent = new(
        "not-current", "", "此问题已办结，再次触发的问题另立。", "This problem has ended; when the rule fires again it is a problem of its own.");

    /// <summary>The district has no such unit.</summary>
    public static readonly Refusal UnknownUnit = new(
        "unknown-unit", "unit", "没有这个单位，请用镇街或部门的代码。", "There is no such unit: use the code of a town or a department.");

    /// <summary>A photo that is not there, or that another unit uploaded.</summary>
    public static readonly Refusal UnknownPhoto = new(
        "unknown-photo", "photos", "有照片不存在或不是本单位上传的，请先上传照片再提交。", "A photo is not there, or another unit uploaded it: upload your photos first, then hand in.");

    internal static readonly Refusal CommandReused = new(
        "command-reused", "", "此命令编号已用于另一件事，请换一个编号。", "This command id was used for something else: take another id.");

    internal static readonly Refusal TooManyDecisions = new(
        "too-many-decisions", "", "此问题的办理记录已达上限，只能撤销或并案。", "This problem has as many records as it may hold; it can only be withdrawn or merged.");

    internal static Refusal TooManyComments(int most) => new(
        "too-many-comments", "", $"此问题的备注已达 {most} 条上限。", $"This problem has the {most} comments that it may hold.");

    internal static Refusal Missing(string field, string what, string english) => new(
        "missing", field, $"请填写{what}。", $"Give {english}.");

    internal static Refusal BadUntil(int days) => new(
        "bad-until", "until", $"中止须写明截止时间，在现在之后，最长 {days} 天。", $"A suspension needs an end that lies ahead, at most {days} days away.");
}
