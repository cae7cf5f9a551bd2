using System.Globalization;
using BlueSky.Access;
using BlueSky.Tasks;
using BlueSky.Time;

namespace BlueSky.Notifications;

/// <summary>Who is told what of a task of the plan (重点任务): of what people decide, and of what time brings about.</summary>
public static class TaskNotices
{
    private const int TitleLength = 40;

    /// <summary>The notices of all events after a number; each unit at most once an event.</summary>
    /// <param name="key">Key of the task, <c>district/year/number</c>.</param>
    /// <param name="item">The plan's row.</param>
    /// <param name="year">Year of the ledger.</param>
    /// <param name="isDemo">True for a rehearsal.</param>
    /// <param name="events">All its events in order; the first is number 1.</param>
    /// <param name="after">Number of the last event whose notices are known to be delivered; 0 for none.</param>
    /// <param name="towns">Towns of the district; a share names its town by code.</param>
    public static IReadOnlyList<Notice> Of(
        string key, PlanItem item, int year, bool isDemo, IReadOnlyList<TaskEvent> events, int after, IReadOnlyList<Unit> towns)
    {
        ArgumentNullException.ThrowIfNull(events);
        var task = PlanTask.Begin(item, year);
        var notices = new List<Notice>();
        for (var number = 1; number <= events.Count; number++)
        {
            var one = events[number - 1];
            if (number > after) notices.AddRange(NoticesOf(task, one, towns).Select(n => Make(key, task, isDemo, Whole(number), one.At, n)));
            task = task.Apply(one);
        }

        return notices;
    }

    /// <summary>
    /// What is told of a task that is at risk or overdue: to its towns and lead units, of an overdue one to the command centre too; once in
    /// each calendar month while it stays so, because that is its event.
    /// </summary>
    /// <param name="key">Key of the task.</param>
    /// <param name="task">The task; abridged is enough.</param>
    /// <param name="isDemo">True for a rehearsal.</param>
    /// <param name="now">The moment it is looked at.</param>
    /// <param name="tasks">When a task counts as at risk.</param>
    /// <param name="policy">For how long overdue tasks are told of.</param>
    /// <param name="towns">Towns of the district.</param>
    public static IReadOnlyList<Notice> Standing(
        string key, PlanTask task, bool isDemo, DateTimeOffset now, TaskPolicy tasks, NotificationPolicy policy, IReadOnlyList<Unit> towns)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(policy);
        var told = new List<(Unit Unit, PlanTaskStatus Status)>();
        var status = task.StatusAt(now, tasks);
        foreach (var unit in task.Item.LeadUnits) told.Add((unit, status));
        foreach (var share in task.Shares)
            if (task.StatusOf(share.Town, now, tasks) is { } own && !told.Exists(t => t.Unit.Code == share.Town)) told.Add((TownOf(towns, share.Town), own));
        if (status.Standing == TaskStanding.Overdue) told.Add((Unit.CommandCentre, status));
        var month = now.ToChina().ToString("yyyyMM", CultureInfo.InvariantCulture);
        return
        [
            .. told.DistinctBy(t => t.Unit.Code).Where(t => IsTold(t.Status, policy)).Select(t =>
            {
                var overdue = t.Status.Standing == TaskStanding.Overdue;
                var said = overdue ? Late(t.Unit, t.Status) : AtRisk(t.Unit, t.Status);
                return Make(key, task, isDemo, (overdue ? "overdue-" : "at-risk-") + month, now, said);
            }),
        ];
    }

    private static bool IsTold(PlanTaskStatus status, NotificationPolicy policy) =>
        status.Standing == TaskStanding.AtRisk || (status.Standing == TaskStanding.Overdue && -status.DaysLeft <= policy.TellOverdueDays);

    private static Said Late(Unit unit, PlanTaskStatus status) => new(
        unit, NoticeKind.TaskOverdue, $"任务已逾期 {Whole(-status.DaysLeft!.Value)} 天（时限 {Day(status.Due!.Value)}），审核进度 {Whole(status.Approved)}%，请抓紧完成并上报。",
        $"Overdue by {Whole(-status.DaysLeft!.Value)} days (due {Day(status.Due!.Value)}), {Whole(status.Approved)} % approved.", status.Due);

    private static Said AtRisk(Unit unit, PlanTaskStatus status) => new(
        unit, NoticeKind.TaskAtRisk, $"任务有风险：{string.Join("、", Risks(status.Risk).Select(r => r.Chinese))}{(status.Due is { } due ? $"（时限 {Day(due)}）" : "")}，审核进度 {Whole(status.Approved)}%。",
        $"At risk: {string.Join(", ", Risks(status.Risk).Select(r => r.English))}; {Whole(status.Approved)} % approved.", status.Due);

    private static IEnumerable<(string Chinese, string English)> Risks(TaskRisk risk)
    {
        if (risk.HasFlag(TaskRisk.DueSoon)) yield return ("临近时限", "few days are left");
        if (risk.HasFlag(TaskRisk.Behind)) yield return ("进度滞后", "progress lags");
        if (risk.HasFlag(TaskRisk.Silent)) yield return ("久未上报", "no report for long");
        if (risk.HasFlag(TaskRisk.SupervisionUnanswered)) yield return ("督办未回复", "supervision is not answered");
    }

    // The task as it was before the event: approvers and reporters are those of that moment.
    private static IEnumerable<Said> NoticesOf(PlanTask task, TaskEvent one, IReadOnlyList<Unit> towns) => one switch
    {
        ShareAssigned e => [new(TownOf(towns, e.Share.Town), NoticeKind.TaskShare, $"任务分解：{e.Share.Objective}；{e.Share.Content}。{Day(e.Share.Due)} 前完成，责任人员 {e.Share.Responsible}。", $"A share of the task, by {Day(e.Share.Due)}: {e.Share.Objective}", e.Share.Due)],
        ShareWithdrawn e => [new(TownOf(towns, e.Town), NoticeKind.TaskShareWithdrawn, $"任务分解已撤销：{e.Reason}", $"The share is withdrawn: {e.Reason}", null)],
        ProgressReported { By.Unit: { } unit } e => task.ApproversOf(unit).Select(u => new Said(u, NoticeKind.TaskToApprove, $"{unit.Name}上报进展 {Whole(e.Percent)}%（第 {Whole(e.Report)} 号），请审核：{e.Text}", $"Report {Whole(e.Report)} of {Whole(e.Percent)} % waits for approval: {e.Text}", null)),
        ReportApproved e => Reporter(task, e.Report, NoticeKind.TaskApproved, $"第 {Whole(e.Report)} 号上报审核通过。{e.Note}", $"Report {Whole(e.Report)} is approved. {e.Note}"),
        ReportReturned e => Reporter(task, e.Report, NoticeKind.TaskReturned, $"第 {Whole(e.Report)} 号上报被退回，请补正后重报：{e.Reason}", $"Report {Whole(e.Report)} is sent back: {e.Reason}"),
        SupervisionOpened e => e.Towns.Concat(e.Departments).Select(u => new Said(u, NoticeKind.TaskSupervised, $"双重督办，请于 {Day(e.AnswerBy)} 前回复：{e.Reason}", $"Dual supervision, answer by {Day(e.AnswerBy)}: {e.Reason}", e.AnswerBy)),
        SupervisionAnswered e => [new(Unit.CommandCentre, NoticeKind.TaskAnswered, $"{e.By.Unit?.Name ?? e.By.Name}已回复督办：{e.Text}", $"Supervision is answered: {e.Text}", null)],
        SupervisionLifted e => (task.OpenSupervision?.Units ?? []).Select(u => new Said(u, NoticeKind.TaskLifted, $"督办已解除：{e.Reason}", $"Supervision is lifted: {e.Reason}", null)),
        DeadlineGiven e => task.Item.LeadUnits.Select(u => new Said(u, NoticeKind.TaskDeadline, $"任务时限明确为 {Day(e.Due)}（{e.Document}）。", $"The task is due on {Day(e.Due)} ({e.Document}).", e.Due)),
        _ => [],
    };

    private static IEnumerable<Said> Reporter(PlanTask task, int report, NoticeKind kind, string chinese, string english) =>
        task.Reports.Where(r => r.Number == report).Select(r => new Said(r.Unit, kind, chinese, english, null));

    private static Unit TownOf(IReadOnlyList<Unit> towns, string code) => towns.FirstOrDefault(t => t.Code == code) ?? new Unit(UnitKind.Town, code, code);

    private static Notice Make(string key, PlanTask task, bool isDemo, string what, DateTimeOffset at, Said said) => new()
    {
        Kind = said.Kind, Unit = said.Unit, Subject = key, Event = what, At = at,
        Title = Notice.Bounded($"任务第 {Whole(task.Item.Number)} 项 {task.Item.KeyTask}", TitleLength),
        Chinese = Notice.Bounded(said.Chinese), English = Notice.Bounded(said.English),
        Due = said.Due is { } day ? new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, ChinaTime.Offset) : null, IsDemo = isDemo,
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Said(Unit Unit, NoticeKind Kind, string Chinese, string English, DateOnly? Due);
}
