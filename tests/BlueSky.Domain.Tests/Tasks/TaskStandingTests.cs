using static BlueSky.Tasks.TaskBench;

namespace BlueSky.Tasks;

public sealed class TaskStandingTests
{
    private static DateTimeOffset At(string day, int hour = 12) =>
        new DateTimeOffset(DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture).AddHours(hour), TimeSpan.FromHours(8));

    [Theory]
    [InlineData("2021-01-20", TaskStanding.NotStarted, TaskRisk.None)]
    [InlineData("2021-02-02", TaskStanding.AtRisk, TaskRisk.Silent)]
    [InlineData("2021-04-01", TaskStanding.AtRisk, TaskRisk.Behind | TaskRisk.Silent)]
    [InlineData("2021-08-21", TaskStanding.AtRisk, TaskRisk.DueSoon | TaskRisk.Behind | TaskRisk.Silent)]
    [InlineData("2021-08-31", TaskStanding.AtRisk, TaskRisk.DueSoon | TaskRisk.Behind | TaskRisk.Silent)]
    [InlineData("2021-09-01", TaskStanding.Overdue, TaskRisk.None)]
    public void A_task_of_which_nothing_is_heard_is_first_at_risk_and_then_overdue(string day, TaskStanding standing, TaskRisk risk)
    {
        var status = new TaskBench { Now = At(day) }.Status;
        Assert.Equal((standing, risk), (status.Standing, status.Risk));
    }

    [Fact]
    public void The_last_day_ends_at_midnight_in_China()
    {
        var bench = new TaskBench();
        Assert.Equal((TaskStanding.AtRisk, 0), (bench.Task.StatusAt(At("2021-08-31", 23), Policy).Standing, bench.Task.StatusAt(At("2021-08-31", 23), Policy).DaysLeft));
        Assert.Equal((TaskStanding.Overdue, -1), (bench.Task.StatusAt(At("2021-08-31", 24), Policy).Standing, bench.Task.StatusAt(At("2021-08-31", 24), Policy).DaysLeft));
    }

    [Fact]
    public void Done_after_the_last_day_is_done_late_and_stays_so()
    {
        var bench = new TaskBench { Now = At("2021-09-02") };
        bench.Assign();
        bench.Report(InTown, 100);
        bench.Approve(Lead, 1);
        bench.Now = At("2022-01-01");
        Assert.Equal(TaskStanding.CompletedLate, bench.Status.Standing);
    }

    [Fact]
    public void A_task_is_done_when_every_town_with_a_share_is_done_and_its_percentage_is_theirs()
    {
        var bench = new TaskBench { Now = At("2021-06-01") };
        bench.Assign();
        bench.Assign(OtherTown);
        bench.Report(InTown, 100);
        bench.Approve(Lead, 1);
        Assert.Equal((TaskStanding.InProgress, 50), (bench.Status.Standing, bench.Status.Approved));
        Assert.Equal(TaskStanding.Completed, bench.Task.StatusOf(Town, bench.Now, Policy)!.Standing);
        bench.Report(InOtherTown, 99);
        bench.Approve(Lead, 2);
        Assert.Equal(99, bench.Status.Approved);
        Assert.Null(bench.Status.CompletedAt);
        bench.Report(Cooperating, 100);
        bench.Approve(Lead, 3);
        Assert.Null(bench.Status.CompletedAt);
        bench.Report(InOtherTown, 100);
        bench.Approve(Lead, 4);
        Assert.Equal(TaskStanding.Completed, bench.Status.Standing);
    }

    [Fact]
    public void A_share_has_its_own_last_day()
    {
        var bench = new TaskBench();
        bench.Assign(due: "2021-03-10");
        bench.Now = At("2021-03-11");
        Assert.Equal(TaskStanding.Overdue, bench.Task.StatusOf(Town, bench.Now, Policy)!.Standing);
        Assert.NotEqual(TaskStanding.Overdue, bench.Status.Standing);
        Assert.Null(bench.Task.StatusOf(OtherTown, bench.Now, Policy));
    }

    [Fact]
    public void An_unanswered_supervision_is_a_risk_once_its_day_has_passed()
    {
        var bench = new TaskBench { Now = At("2021-01-10") };
        bench.Assign();
        bench.Do(Command, new OpenSupervision("s1", [Town], "抽查", new DateOnly(2021, 1, 12)));
        bench.Now = At("2021-01-12");
        Assert.Equal(TaskRisk.None, bench.Status.Risk);
        bench.Now = At("2021-01-13");
        Assert.Equal(TaskRisk.SupervisionUnanswered, bench.Status.Risk);
        bench.Do(InTown, new AnswerSupervision("s2", "已整改"));
        bench.Do(Lead, new AnswerSupervision("s3", "已整改"));
        Assert.Equal(TaskRisk.None, bench.Status.Risk);
    }

    [Fact]
    public void Before_its_window_opens_a_task_is_never_at_risk_and_one_without_an_end_never_overdue()
    {
        Assert.Equal(TaskStanding.NotStarted, new TaskBench(67) { Now = At("2021-10-31") }.Status.Standing);
        Assert.Equal(TaskStanding.AtRisk, new TaskBench(67) { Now = At("2022-02-20") }.Status.Standing);
        var standing = new TaskBench(27) { Now = At("2025-01-01") }.Status;
        Assert.Equal((TaskStanding.AtRisk, TaskRisk.Silent, (int?)null), (standing.Standing, standing.Risk, standing.DaysLeft));
    }

    [Fact]
    public void A_policy_file_at_fault_names_the_field()
    {
        using var folder = new Districts.SeedFolder();
        folder.Replace("task-policy.json", "\"behindPercent\": 25", "\"behindPercent\": 0");
        Assert.Contains("behindPercent", Assert.Throws<FormatException>(() => TaskPolicy.Load(folder.Folder)).Message, StringComparison.Ordinal);
        folder.Replace("task-policy.json", "\"atRiskDays\": 10,", "");
        Assert.Contains("atRiskDays", Assert.Throws<FormatException>(() => TaskPolicy.Load(folder.Folder)).Message, StringComparison.OrdinalIgnoreCase);
    }
}
