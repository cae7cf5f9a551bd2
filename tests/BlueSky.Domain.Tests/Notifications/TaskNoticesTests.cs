using BlueSky.Access;
using BlueSky.Tasks;
using static BlueSky.Tasks.TaskBench;

namespace BlueSky.Notifications;

public sealed class TaskNoticesTests
{
    private const string Key = "371302/2021/2";
    private static readonly NotificationPolicy Notifications = ViolationNoticesTests.Notifications;

    private static IReadOnlyList<Notice> Of(TaskBench bench, int after = 0) =>
        TaskNotices.Of(Key, bench.Task.Item, 2021, false, bench.Task.History, after, Towns);

    private static IReadOnlyList<Notice> Standing(TaskBench bench) =>
        TaskNotices.Standing(Key, bench.Task.Abridged(), false, bench.Now, Policy, Notifications, Towns);

    private static (NoticeKind, string)[] Told(IEnumerable<Notice> notices) => [.. notices.Select(n => (n.Kind, n.Unit.Code))];

    [Fact]
    public void A_share_is_told_to_its_town_and_a_report_to_who_approves_it()
    {
        var bench = new TaskBench();
        Assert.Null(bench.Assign());
        Assert.Null(bench.Report(InTown, 50));
        Assert.Null(bench.Report(Lead, 10));
        Assert.Equal(
            [(NoticeKind.TaskShare, Town), (NoticeKind.TaskToApprove, "zhujian"), (NoticeKind.TaskToApprove, Unit.CommandCode)], Told(Of(bench)));
        Assert.Contains("50%", Of(bench)[1].Chinese, StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2021, 8, 21, 0, 0, 0, TimeSpan.FromHours(8)), Of(bench)[0].Due);
    }

    [Fact]
    public void What_became_of_a_report_is_told_to_its_unit()
    {
        var bench = new TaskBench();
        bench.Assign();
        bench.Report(InTown, 50);
        Assert.Null(bench.Return(Lead, 1));
        bench.Report(InTown, 60);
        Assert.Null(bench.Approve(Lead, 2));
        Assert.Equal([(NoticeKind.TaskReturned, Town), (NoticeKind.TaskToApprove, "zhujian"), (NoticeKind.TaskApproved, Town)], Told(Of(bench, 2)));
    }

    [Fact]
    public void Supervision_is_told_to_both_lines_its_answers_to_the_command_centre()
    {
        var bench = new TaskBench();
        bench.Assign();
        Assert.Null(bench.Do(Command, new OpenSupervision(bench.NextId(), [Town], "进度滞后", new DateOnly(2021, 3, 10))));
        Assert.Null(bench.Do(InTown, new AnswerSupervision(bench.NextId(), "已加快")));
        Assert.Null(bench.Do(Lead, new AnswerSupervision(bench.NextId(), "已督促")));
        Assert.Null(bench.Do(Command, new LiftSupervision(bench.NextId(), "已整改")));
        var told = Told(Of(bench, 1));
        Assert.Equal([(NoticeKind.TaskSupervised, Town), (NoticeKind.TaskSupervised, "zhujian")], told[..2]);
        Assert.Equal([(NoticeKind.TaskAnswered, Unit.CommandCode), (NoticeKind.TaskAnswered, Unit.CommandCode)], told[2..4]);
        Assert.Equal([(NoticeKind.TaskLifted, Town), (NoticeKind.TaskLifted, "zhujian")], told[4..]);
    }

    [Fact]
    public void An_overdue_task_is_told_of_once_in_a_calendar_month_to_its_units_and_the_command_centre()
    {
        var bench = new TaskBench();
        bench.Assign();
        bench.Now = new(2021, 9, 1, 9, 0, 0, TimeSpan.FromHours(8));
        var first = Standing(bench);
        Assert.Equal([(NoticeKind.TaskOverdue, "zhujian"), (NoticeKind.TaskOverdue, Town), (NoticeKind.TaskOverdue, Unit.CommandCode)], Told(first));
        bench.Now = new(2021, 9, 30, 9, 0, 0, TimeSpan.FromHours(8));
        Assert.Equal(first.Select(n => n.Id), Standing(bench).Select(n => n.Id));
        bench.Now = new(2021, 10, 1, 9, 0, 0, TimeSpan.FromHours(8));
        Assert.Empty(first.Select(n => n.Id).Intersect(Standing(bench).Select(n => n.Id)));
    }

    [Fact]
    public void The_month_of_what_is_told_monthly_begins_at_midnight_in_China()
    {
        var bench = new TaskBench();
        bench.Assign();
        string MonthAt(DateTimeOffset utc)
        {
            bench.Now = utc;
            return Standing(bench)[0].Event;
        }

        Assert.Equal("overdue-202109", MonthAt(new(2021, 9, 30, 15, 59, 59, TimeSpan.Zero)));
        Assert.Equal("overdue-202110", MonthAt(new(2021, 9, 30, 16, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void A_ledger_of_years_ago_is_told_of_no_more()
    {
        var bench = new TaskBench();
        bench.Assign();
        bench.Now = new(2022, 9, 15, 9, 0, 0, TimeSpan.FromHours(8));
        Assert.Empty(Standing(bench));
    }

    [Fact]
    public void A_task_at_risk_says_why_and_one_that_is_not_says_nothing()
    {
        var bench = new TaskBench { Now = new(2021, 1, 5, 9, 0, 0, TimeSpan.FromHours(8)) };
        Assert.Empty(Standing(bench));
        bench.Now = new(2021, 8, 25, 9, 0, 0, TimeSpan.FromHours(8));
        var notice = Assert.Single(Standing(bench));
        Assert.Equal(NoticeKind.TaskAtRisk, notice.Kind);
        Assert.Contains("临近时限、进度滞后、久未上报", notice.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_event_of_a_rehearsal_of_all_tasks_can_be_told()
    {
        var now = new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.FromHours(8));
        foreach (var item in Plan.Items)
        {
            var notices = TaskNotices.Of($"371302/2026/{item.Number}", item, 2026, true, DemoTasks.HistoryOf(item, District, 2026, now), 0, Towns);
            Assert.Equal(notices.Count, notices.Select(n => n.Id).Distinct().Count());
            Assert.All(notices, n => Assert.True(n.IsDemo && n.Kind.Chinese().Length > 0));
        }
    }
}
