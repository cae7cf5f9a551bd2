using System.Globalization;
using BlueSky.Access;
using BlueSky.Decisions;
using static BlueSky.Decisions.RefusalGround;

namespace BlueSky.Tasks;

/// <summary>Why commands of the task ledger are refused.</summary>
internal static class TaskRefusal
{
    public static readonly Refusal IdTaken = new("command-id-taken", NotNow, "id", "此编号已用于另一条指令，请换一个编号。", "The id belongs to another command; use a new one.");

    public static readonly Refusal BadId = new("bad-command-id", NotEnough, "id", "指令编号为 1 到 64 个字符。", "A command's id has 1 to 64 characters.");

    public static readonly Refusal NoUnit = new("no-unit", NotPermitted, "", "只有单位的经办人或负责人可以办理，请使用本单位的密钥。", "Only an officer or lead of a unit may act; use a key of your unit.");

    public static readonly Refusal Full = new("history-full", NotNow, "", $"此任务的记录已满 {PlanTask.MostEvents} 条。", "The history of this task is full.");

    public static readonly Refusal NotLead = new("not-lead", NotPermitted, "", "只有牵头部门或指挥部可以办理。", "Only a lead department or the command centre may do this.");

    public static readonly Refusal NotCommand = new("not-command", NotPermitted, "", "只有指挥部可以办理。", "Only the command centre may do this.");

    public static readonly Refusal NotNamed = new("not-named", NotPermitted, "", "此任务的牵头、配合部门中没有您的单位。", "Your unit is neither lead nor cooperating in this task.");

    public static readonly Refusal ShareInUse = new("share-in-use", NotNow, "town", "该镇街已有待审核或已通过的上报，不能撤销分解，可重新分解。", "The town has reported on this share; assign a new one in its place instead.");

    public static readonly Refusal BadPercent = new("bad-percent", NotEnough, "percent", "进度为 0 到 100 的整数。", "Progress is a whole number from 0 to 100.");

    public static readonly Refusal NoEvidence = new("no-evidence", NotEnough, "evidence", "上报完成（100%）须附佐证材料。", "A report of 100 % needs evidence.");

    public static readonly Refusal ReportPending = new("report-pending", NotNow, "", "本单位上一次上报尚未审核，请等待审核或退回。", "Your unit's last report is not decided yet; wait until it is.");

    public static readonly Refusal OwnReport = new("own-report", NotPermitted, "report", "不得审核本人或本单位的上报。", "Nobody decides a report of their own or of their own unit.");

    public static readonly Refusal AlreadySupervised = new("already-supervised", NotNow, "", "此任务已在督办中。", "The task is supervised already.");

    public static readonly Refusal NoTown = new("no-town", NotEnough, "towns", "双重督办须至少有一个属地镇街。", "Dual supervision needs at least one town beside the lead departments.");

    public static readonly Refusal AnswerInThePast = new("answer-in-the-past", NotEnough, "answerBy", "回复期限已过，请改为今天或以后。", "The last day for answers lies in the past.");

    public static readonly Refusal NotSupervised = new("not-supervised", NotNow, "", "此任务没有在办的督办。", "The task is not supervised now.");

    public static readonly Refusal NotSupervisedUnit = new("not-supervised-unit", NotPermitted, "", "本次督办没有您的单位。", "Your unit is not supervised here.");

    public static Refusal UnknownTown(string field, string code) => new("unknown-town", NotEnough, field, $"没有镇街 {code}，请用镇街代码。", "There is no such town; give the code of one.");

    public static Refusal NoShare(string field) => new("no-share", field.Length == 0 ? NotPermitted : NotNow, field, "该镇街没有分到此任务，请牵头部门先分解。", "The town has no share of this task; its lead department assigns one first.");

    public static Refusal NoDay(string field, int year) => new(
        "bad-day", NotEnough, field, string.Create(CultureInfo.InvariantCulture, $"日期应在 {year - 1} 到 {year + 2} 年。"), "The day lies outside the years of this ledger.");

    public static Refusal AfterDeadline(DateOnly given, DateOnly due) => new(
        "after-deadline", NotEnough, "share.due", string.Create(CultureInfo.InvariantCulture, $"镇街完成时限 {given:yyyy-MM-dd} 晚于任务时限 {due:yyyy-MM-dd}。"),
        "The town's last day lies after the task's.");

    public static Refusal NoReport(int number) => new("unknown-report", NotEnough, "report", string.Create(CultureInfo.InvariantCulture, $"没有第 {number} 号上报。"), "There is no such report.");

    public static Refusal NotApprover(IReadOnlyList<Unit> approvers) => new(
        "not-approver", NotPermitted, "report", $"此上报由{string.Join("、", approvers.Select(u => u.Name))}审核。", "Another unit decides this report.");

    public static Refusal AlreadyDecided(TaskReport report) => new(
        "already-decided", NotNow, "report", $"此上报已{(report.State == ReportState.Approved ? "通过" : "退回")}（{report.DecidedBy!.Name}）。", "The report is decided already.");

    public static Refusal Unanswered(IReadOnlyList<Unit> silent) => new(
        "unanswered", NotNow, "", $"尚未回复督办的单位：{string.Join("、", silent.Select(u => u.Name))}。", "Supervised units have not answered yet.");

    public static Refusal DeadlinePrinted(string text) => new("deadline-printed", NotNow, "due", $"方案已写明时限“{text}”，不能另定。", "The plan prints a time limit for this task; it stays.");

    public static Refusal NoQuestion(int count) => new("unknown-question", NotEnough, "question", $"此任务有 {count} 个存疑事项，从 1 编号。", "There is no such open question; they are numbered from 1.");
}
