using BlueSky.Decisions;
using static BlueSky.Decisions.RefusalGround;

namespace BlueSky.Reports;

/// <summary>Why a report is not taken, in the words that people see.</summary>
public static class ReportRefusals
{
    /// <summary>The id was used for another report.</summary>
    public static readonly Refusal IdTaken = new("id-taken", NotNow, "id", "此编号已用于另一份报告，请换一个编号。", "The id belongs to another report: take a new one.");

    /// <summary>There is no such source.</summary>
    public static readonly Refusal UnknownSource = new("unknown-source", NotEnough, "source", "没有这个污染源。", "There is no such source in the register.");

    /// <summary>Only few may know how to reach a citizen.</summary>
    public static readonly Refusal ContactIsPrivate = new(
        "role-not-permitted", NotPermitted, "", "举报人的联系方式只供指挥部和受理单位的经办人、负责人查看。",
        "How to reach a citizen is for officers and leads of the command centre and of the unit that entered the report.");

    internal static readonly Refusal Role = new(
        "role-not-permitted", NotPermitted, "", "巡查由网格员、经办人、负责人上报；举报由经办人、负责人受理。",
        "Patrols are reported by grid members, officers and leads; what citizens tell is entered by officers and leads.");

    internal static readonly Refusal NotYours = new(
        "not-yours", NotPermitted, "", "镇街只能上报本辖区的问题。", "A town and its grid members report on their own ground alone.");

    internal static readonly Refusal Future = new("future", NotEnough, "at", "发现时间在未来。", "The moment it was seen lies in the future.");

    internal static readonly Refusal NeedsPlace = new(
        "missing", NotEnough, "source", "请填写污染源编号，或者同时填写源类、镇街和位置。", "Name the source, or its kind, the town and the position.");

    internal static readonly Refusal UnknownTown = new("unknown-town", NotEnough, "town", "没有这个镇街，请用镇街代码。", "There is no such town: use its code.");

    internal static readonly Refusal UnknownKind = new("unknown-kind", NotEnough, "kind", "没有这种污染源类型，见 /api/v1/kinds。", "There is no such kind of source.");

    internal static readonly Refusal FarAway = new(
        "far-away", NotEnough, "position", "位置离本区太远，请检查经度、纬度是否写反。", "The position is far from the district: see whether longitude and latitude changed places.");

    internal static readonly Refusal NeedsPhoto = new("missing", NotEnough, "photos", "巡查发现问题须附现场照片。", "What a patrol found needs a photo.");

    internal static readonly Refusal NeedsPosition = new("missing", NotEnough, "position", "巡查发现问题须附位置。", "What a patrol found needs its position.");

    internal static readonly Refusal NeedsText = new("missing", NotEnough, "text", "其他问题请写明情况。", "Say in words what it is, since no rule does.");

    internal static readonly Refusal NeedsAnswers = new("missing", NotEnough, "measures", "请逐项填写措施检查结果。", "Answer the checklist, item by item.");

    internal static readonly Refusal AnswersTwice = new("repeated", NotEnough, "measures", "有检查项重复。", "An item is answered twice.");

    internal static readonly Refusal AnswersWithoutList = new("not-a-checklist", NotEnough, "measures", "只有措施检查才逐项填写。", "Only a report of measures has answers to a checklist.");

    internal static Refusal TooLate(int hours) => new("too-late", NotEnough, "at", $"须在发现后 {hours} 小时内上报。", $"A report comes within {hours} hours after it was seen.");

    internal static Refusal NoSourceNear(int metres) => new(
        "no-source-near", NotEnough, "position", $"{metres} 米内没有登记的该类污染源，请填写污染源编号。", $"No source of this kind is registered within {metres} m: name the source.");

    internal static Refusal UnknownFinding(IEnumerable<string> known) => new(
        "unknown-finding", NotEnough, "finding", $"该类污染源可上报：{string.Join("、", known)}。", "A report on this kind of source is one of these.");

    internal static Refusal UnknownItem(string item) => new(
        "unknown-item", NotEnough, "measures", $"清单里没有“{item}”这一项，见 /api/v1/kinds。", "The checklist has no such item.");
}
