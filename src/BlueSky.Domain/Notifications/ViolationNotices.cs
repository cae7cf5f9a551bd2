using System.Globalization;
using BlueSky.Access;
using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Notifications;

/// <summary>
/// Who is told what of a problem. Walks its events from the first, because an event names no unit: who answers is whom the last order
/// named before it. Same events, same notices, however often.
/// </summary>
public sealed class ViolationNotices
{
    private readonly string _id, _title;
    private readonly bool _isDemo;
    private readonly NotificationPolicy _policy;
    private readonly HashSet<Line> _accepted = [];
    private readonly HashSet<Line> _passed = [];
    private Unit? _town, _industry;
    private Unit? _handedInBy, _proposedBy;
    private string _what = "";
    private bool _isOrdered;

    private ViolationNotices(string id, string title, bool isDemo, NotificationPolicy policy) => (_id, _title, _isDemo, _policy) = (id, title, isDemo, policy);

    /// <summary>The notices of all events after a number, in the order of the events; each unit at most once an event.</summary>
    /// <param name="id">Id of the problem.</param>
    /// <param name="sourceName">Name of the source.</param>
    /// <param name="isDemo">True for a demonstration.</param>
    /// <param name="history">All its events in order.</param>
    /// <param name="after">Number of the last event whose notices are known to be delivered; 0 for none.</param>
    /// <param name="policy">Which steps of supervision go to the task force.</param>
    public static IReadOnlyList<Notice> Of(
        string id, string sourceName, bool isDemo, IReadOnlyList<ViolationEvent> history, int after, NotificationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(policy);
        var walk = new ViolationNotices(id, sourceName, isDemo, policy);
        var notices = new List<Notice>();
        foreach (var one in history)
        {
            var before = (walk._town, walk._industry);
            walk.Become(one);
            if (one.Number > after) notices.AddRange(walk.NoticesOf(one, before));
        }

        return notices;
    }

    private IEnumerable<Notice> NoticesOf(ViolationEvent one, (Unit? Town, Unit? Industry) before) => one switch
    {
        // What is grave enough is assigned in the same breath; a suspicion waits for somebody to judge it.
        RuleStepped { Number: 1, Step.Severity: Severity.Suspect } => To([Unit.CommandCentre], one, NoticeKind.Suspected, $"发现疑似问题：{_what}，请判断是否交办。", $"A suspicion: judge whether it is to be assigned. {_what}"),
        Assigned e => Ordered(e, e.Order, NoticeKind.Assigned, "现予交办", "Assigned"),
        Reopened e => Ordered(e, e.Order, NoticeKind.Reopened, "同一规则再次触发，重新打开并交办", "The rule fired again: opened again and assigned"),
        Hastened e => Ordered(e, e.Order, NoticeKind.Hastened, "问题加重，时限提前", "It became worse: the deadlines came nearer"),
        Reassigned e => Ordered(e, e.Order, NoticeKind.Reassigned, $"改派：{e.Reason}", $"Reassigned: {e.Reason}")
            .Concat(To(Distinct(before.Town, before.Industry).Where(u => u.Code != _town?.Code && u.Code != _industry?.Code), e, NoticeKind.Relieved, $"已改派他处，贵单位不再承办：{e.Reason}", $"Reassigned to others, nothing more to do here: {e.Reason}")),
        Reminded e => To(Awaited(e.Stage), e, NoticeKind.Reminded, $"{Chinese(e.Stage)}时限将至：{Notice.Moment(e.Due)}，请抓紧办理。", $"The time to {English(e.Stage)} runs out at {Notice.Moment(e.Due)}.", e.Due),
        Escalated e => To(Supervised(e), e, NoticeKind.Escalated, $"{e.Name}：{(e.ByRejections ? "整改多次复核不通过" : "逾期未办结")}。", $"Supervision step {e.Level}: {(e.ByRejections ? "rectification was rejected repeatedly" : "it is overdue")}."),
        Rectified e => To(Reviewers(), e, NoticeKind.ToReview, $"{e.By.Unit?.Name ?? e.By.Name}已提交整改，请于 {Notice.Moment(e.Review.Due)} 前复核：{e.Text}", $"Rectification is handed in; review it by {Notice.Moment(e.Review.Due)}: {e.Text}", e.Review.Due),
        RectificationRejected e => To(Lines(), e, NoticeKind.Rejected, $"整改复核不通过，请于 {Notice.Moment(e.Rectify.Due)} 前重新整改：{e.Note}", $"Rectification is rejected; rectify again by {Notice.Moment(e.Rectify.Due)}: {e.Note}", e.Rectify.Due),
        Closed => To(Lines(), one, NoticeKind.Closed, "两条线复核通过，已销号。", "Both lines passed it: closed."),
        WithdrawalProposed e => To([Unit.CommandCentre], e, NoticeKind.WithdrawalProposed, $"{e.By.Unit?.Name ?? e.By.Name}申请按误报撤销，请另一人决定：{e.Reason}", $"Withdrawal as a false alarm is proposed; another person decides: {e.Reason}"),
        WithdrawalRefused e => To(Informed(), e, NoticeKind.WithdrawalRefused, $"不同意撤销，请继续办理：{e.Note}", $"The withdrawal is refused, go on: {e.Note}"),
        Withdrawn e => To(Informed(), e, NoticeKind.Withdrawn, $"已按误报撤销。{e.Note}", $"Withdrawn as a false alarm. {e.Note}"),
        MergedInto e => To(Informed(), e, NoticeKind.Merged, $"已并入问题 {e.Into} 一并办理。", $"Merged into {e.Into} and handled there."),
        Suspended e => To(Informed(), e, NoticeKind.Suspended, $"办理中止至 {Notice.Moment(e.Until)}：{e.Note}", $"The clocks rest until {Notice.Moment(e.Until)}: {e.Note}"),
        Resumed { Clock: { } clock } e => To(Lines(), e, NoticeKind.Resumed, $"办理恢复，{Chinese(clock.Stage)}时限 {Notice.Moment(clock.Due)}。", $"The clocks go on: {English(clock.Stage)} by {Notice.Moment(clock.Due)}.", clock.Due),
        _ => [],
    };

    private IEnumerable<Notice> Ordered(ViolationEvent one, Order order, NoticeKind kind, string chinese, string english)
    {
        var pending = one is Hastened && _accepted.Count == 2 ? order.Rectify : order.Accept;
        return To(
            Distinct(order.Town, order.Industry), one, kind,
            $"{chinese}：{_what}。签收时限 {Notice.Moment(order.Accept.Due)}，整改时限 {Notice.Moment(order.Rectify.Due)}（{order.Class}{(order.Mark is "K" or "D" ? "，默认值，待区局确认" : "")}）。",
            $"{english}: {_what}. Sign for it by {Notice.Moment(order.Accept.Due)}, rectify by {Notice.Moment(order.Rectify.Due)}.", pending.Due);
    }

    private IEnumerable<Notice> To(IEnumerable<Unit> units, ViolationEvent one, NoticeKind kind, string chinese, string english, DateTimeOffset? due = null) =>
        units.Select(unit => new Notice
        {
            Kind = kind, Unit = unit, Subject = _id, Event = one.Number.ToString(CultureInfo.InvariantCulture), At = one.At, Title = _title,
            Chinese = Notice.Bounded(chinese), English = Notice.Bounded(english), Due = due, IsDemo = _isDemo,
        });

    private void Become(ViolationEvent one)
    {
        switch (one)
        {
            case RuleStepped e:
                if (e.Placement is { } placement && !_isOrdered) (_town, _industry) = (placement.Town, placement.Industry);
                if (_what.Length == 0) _what = Notice.Bounded(e.Step.Explanation, 200);
                break;
            case Assigned e: Order(e.Order); break;
            case Reassigned e: Order(e.Order); break;
            case Reopened e: Order(e.Order); break;
            case Accepted e: _accepted.Add(e.Line); break;
            case Rectified e: _handedInBy = e.By.Unit; break;
            case WithdrawalProposed e: _proposedBy = e.By.Unit; break;
            case ReviewPassed e: _passed.Add(e.Line); break;
            case RectificationRejected: _passed.Clear(); break;
        }
    }

    private void Order(Order order)
    {
        (_town, _industry, _isOrdered, _handedInBy) = (order.Town, order.Industry, true, null);
        _accepted.Clear();
        _passed.Clear();
    }

    private List<Unit> Lines() => Distinct(_town, _industry);

    /// <summary>Who knows of the problem already: whom it was assigned to, and who proposed to withdraw it.</summary>
    private List<Unit> Informed() => Distinct(_isOrdered ? _town : null, _isOrdered ? _industry : null, _proposedBy);

    /// <summary>Whose turn it is: who has not signed, both lines while rectifying, who has not reviewed.</summary>
    private List<Unit> Awaited(Stage stage) => stage switch
    {
        Stage.Accept => Distinct(_accepted.Contains(Line.Town) ? null : _town, _accepted.Contains(Line.Industry) ? null : _industry),
        Stage.Review => Reviewers(),
        _ => Lines(),
    };

    /// <summary>Both lines, and for the one that handed it in the command centre, as the regulation says.</summary>
    private List<Unit> Reviewers() => Distinct(Reviewer(Line.Town, _town), Reviewer(Line.Industry, _industry));

    private Unit? Reviewer(Line line, Unit? unit) =>
        _passed.Contains(line) ? null : unit is not null && unit.Code == _handedInBy?.Code ? Unit.CommandCentre : unit;

    private IEnumerable<Unit> Supervised(Escalated step)
    {
        var units = Lines().Append(Unit.CommandCentre);
        return _policy.TaskForceSteps.Contains(step.Code) ? units.Append(NotificationPolicy.TaskForce) : units;
    }

    private static List<Unit> Distinct(params Unit?[] units) => [.. units.OfType<Unit>().DistinctBy(u => u.Code)];

    private static string Chinese(Stage stage) => stage switch { Stage.Accept => "签收", Stage.Rectify => "整改", _ => "复核" };

    private static string English(Stage stage) => stage switch { Stage.Accept => "sign for it", Stage.Rectify => "rectify", _ => "review" };
}
