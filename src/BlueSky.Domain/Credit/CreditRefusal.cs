using BlueSky.Access;
using BlueSky.Decisions;
using static BlueSky.Decisions.RefusalGround;

namespace BlueSky.Credit;

/// <summary>Why commands on credit are refused.</summary>
public static class CreditRefusal
{
    internal static readonly Refusal IdTaken = new("command-id-taken", NotNow, "command", "此编号已用于另一条指令，请换一个编号。", "The id belongs to another command; use a new one.");

    internal static readonly Refusal BadId = new("bad-command-id", NotEnough, "command", "指令编号为 1 到 64 个字符。", "A command's id has 1 to 64 characters.");

    internal static readonly Refusal NoUnit = new("no-unit", NotPermitted, "", "只有单位的经办人或负责人可以办理，请使用本单位的密钥。", "Only an officer or lead of a unit may act; use a key of your unit.");

    internal static readonly Refusal Full = new("file-full", NotNow, "", "此档案的记录已满，不能再录入、申诉或更正。", "This file holds as many records as it may.");

    internal static readonly Refusal NotDepartment = new("not-department", NotPermitted, "", "扣分由部门或指挥部录入。", "Departments and the command centre enter deductions.");

    /// <summary>Only the command centre may.</summary>
    public static readonly Refusal NotCommand = new("not-command", NotPermitted, "", "只有指挥部可以办理。", "Only the command centre may do this.");

    internal static readonly Refusal NoLine = new("unknown-line", NotEnough, "line", "没有这一条扣分，请用账目里的编号。", "There is no such line; use the id that the account shows.");

    internal static readonly Refusal NoDeduction = new("no-deduction", NotNow, "line", "此条未扣分，无须申诉。", "This line takes no points; there is nothing to appeal against.");

    internal static readonly Refusal AlreadyAppealed = new("already-appealed", NotNow, "line", "此条已申诉过，每条扣分只能申诉一次。", "This line was appealed already; each deduction may be once.");

    internal static readonly Refusal NoAppeal = new("unknown-appeal", NotEnough, "appeal", "没有这个申诉。", "There is no such appeal.");

    internal static readonly Refusal OwnAppeal = new("own-appeal", NotPermitted, "appeal", "不得决定本人或本单位提出的申诉，由另一条线或指挥部决定。", "Nobody decides their own or their unit's appeal; the other line or the command centre does.");

    internal static readonly Refusal OwnEntry = new("own-entry", NotPermitted, "", "不得决定或更正本人或本单位录入的扣分，由另一条线或指挥部办理。", "Nobody decides on what they or their unit entered; the other line or the command centre does.");

    internal static readonly Refusal AlreadyDecided = new("already-decided", NotNow, "appeal", "此申诉已决定。", "This appeal is decided already.");

    internal static readonly Refusal AppealPending = new("appeal-pending", NotNow, "line", "此条的申诉尚未决定，请先决定申诉。", "An appeal on this line waits for its decision: decide it first.");

    internal static readonly Refusal BadPoints = new("bad-points", NotEnough, "points", "扣分为 0 到 1000 的数，最多四位小数。", "Points are from 0 to 1,000 with at most four decimals.");

    internal static readonly Refusal NothingChanged = new("nothing-changed", NotNow, "", "与现有结果相同，没有可更正的。", "It is the same as it stands; there is nothing to change.");

    /// <summary>Another person than who drew the lists confirms them.</summary>
    public static readonly Refusal SecondPerson = new("second-person", NotPermitted, "", "红黑榜须由评定人以外的另一人确认。", "Another person than the one who drew the lists must confirm them.");

    /// <summary>Not a period of this scheme.</summary>
    public static readonly Refusal WrongPeriod = new("wrong-period", NotEnough, "period", "污染源按季度（如 2026-Q3）、渣土车按年（如 2026）。", "Sources have quarters (2026-Q3), trucks years (2026).");

    /// <summary>The period is not over.</summary>
    public static readonly Refusal NotOver = new("not-over", NotNow, "period", "该周期尚未结束，不能定格。", "The period is not over yet.");

    internal static Refusal NoClause(IReadOnlyList<string> codes) => new("unknown-clause", NotEnough, "clause", $"没有这一条款，可选：{string.Join("、", codes)}。", "There is no such clause to enter under.");

    internal static Refusal BadMoment(int days) => new("bad-moment", NotEnough, "happenedAt", $"发生时间不得晚于现在，也不得早于 {days} 天前。", $"It happened neither in the future nor more than {days} days ago.");

    internal static Refusal TooLong(string field, int most) => new("too-long", NotEnough, field, $"最多 {most} 个字符。", $"At most {most} characters.");

    internal static Refusal NotAnswering(Unit town, Unit industry) => new("not-yours", NotPermitted, "", $"此污染源由{town.Name}和{industry.Name}办理。", "Another town and department answer for this source.");

    internal static Refusal TooLate(int days, DateTimeOffset recorded) => new("too-late", NotNow, "line", $"此条记录于 {recorded:yyyy-MM-dd}，{days} 日内可以申诉，已过期。", "The days for an appeal have passed.");
}
