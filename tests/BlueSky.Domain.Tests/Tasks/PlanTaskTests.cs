using BlueSky.Access;
using BlueSky.Decisions;
using static BlueSky.Tasks.TaskBench;

namespace BlueSky.Tasks;

public sealed class PlanTaskTests
{
    [Fact]
    public void A_share_goes_from_break_down_over_report_and_return_to_approval_and_completes_the_task()
    {
        var bench = new TaskBench();
        Assert.Null(bench.Assign());
        Assert.Null(bench.Report(InTown, 60));
        Assert.Equal((0, 60), (bench.Status.Approved, bench.Status.Reported));
        Assert.Null(bench.Return(Lead, 1));
        Assert.Null(bench.Report(InTown, 100));
        Assert.Null(bench.Approve(Lead, 2));

        Assert.Equal([ReportState.Returned, ReportState.Approved], bench.Task.Reports.Select(r => r.State));
        Assert.Equal((TaskStanding.Completed, 100), (bench.Status.Standing, bench.Status.Approved));
        Assert.Equal(
            [typeof(ShareAssigned), typeof(ProgressReported), typeof(ReportReturned), typeof(ProgressReported), typeof(ReportApproved)],
            bench.Task.History.Select(e => e.GetType()));
    }

    [Theory]
    [InlineData("", "内容", "措施", "人", "share.objective")]
    [InlineData("目标", " ", "措施", "人", "share.content")]
    [InlineData("目标", "内容", "", "人", "share.measures")]
    [InlineData("目标", "内容", "措施", "", "share.responsible")]
    public void A_share_needs_all_five_requirements(string objective, string content, string measures, string responsible, string field)
    {
        var refusal = new TaskBench().Ask(Lead, new AssignShare("c", new(Town, objective, content, new DateOnly(2021, 8, 1), measures, responsible))).Refusal;
        Assert.Equal(("missing", field), (refusal!.Code, refusal.Field));
    }

    [Fact]
    public void A_share_is_due_no_later_than_the_task()
    {
        Assert.Equal("after-deadline", new TaskBench().Assign(due: "2021-09-01"));
        Assert.Null(new TaskBench().Assign(due: "2021-08-31"));
        Assert.Equal("bad-day", new TaskBench().Assign(due: "2019-08-31"));
    }

    [Fact]
    public void Only_the_lead_department_and_the_command_centre_break_down()
    {
        Assert.Equal("not-lead", new TaskBench().Assign(by: Cooperating));
        Assert.Equal("not-lead", new TaskBench().Assign(by: InTown));
        Assert.Null(new TaskBench().Assign(by: Command));
        Assert.Equal("unknown-town", new TaskBench().Assign("371302999"));
    }

    [Theory]
    [InlineData(Role.Reader), InlineData(Role.GridMember), InlineData(Role.System)]
    public void Who_only_reads_patrols_or_is_the_program_decides_nothing(Role role)
    {
        var refusal = new TaskBench().Ask(Lead with { Role = role }, new AssignShare("c", Share())).Refusal;
        Assert.Equal(("no-unit", RefusalGround.NotPermitted), (refusal!.Code, refusal.Ground));
        Assert.Equal("no-unit", new TaskBench().Do(Lead with { Unit = null }, new AssignShare("c", Share())));
    }

    [Fact]
    public void Nobody_approves_their_own_report_neither_the_unit_nor_the_person_under_another_units_key()
    {
        var bench = new TaskBench();
        bench.Assign();
        bench.Report(InTown, 50);
        Assert.Equal("own-report", bench.Approve(InTown, 1));
        Assert.Equal("own-report", bench.Approve(Of(Town, "another person"), 1));
        Assert.Equal("own-report", bench.Approve(Of("zhujian", InTown.Id), 1));
        Assert.Equal("own-report", bench.Return(InTown, 1));
        Assert.Null(bench.Approve(Lead, 1));
    }

    [Fact]
    public void A_report_of_the_only_lead_department_is_decided_by_the_command_centre()
    {
        var bench = new TaskBench();
        bench.Report(Lead, 100);
        Assert.Equal("own-report", bench.Approve(Of("zhujian", "colleague"), 1));
        Assert.Equal("not-approver", bench.Approve(Cooperating, 1));
        Assert.Null(bench.Approve(Command, 1));
        Assert.Equal(TaskStanding.Completed, bench.Status.Standing);
    }

    [Fact]
    public void Of_several_lead_departments_another_one_decides_and_all_must_be_complete()
    {
        var bench = new TaskBench(14); // 区综合行政执法局、区住建局
        bench.Report(Lead, 100);
        Assert.Equal("not-approver", bench.Approve(Command, 1));
        Assert.Null(bench.Approve(Of("zonghe-zhifa"), 1));
        Assert.Equal((TaskStanding.InProgress, 50), (bench.Status.Standing, bench.Status.Approved));
        bench.Report(Of("zonghe-zhifa"), 100);
        Assert.Null(bench.Approve(Lead, 2));
        Assert.Equal(TaskStanding.Completed, bench.Status.Standing);
    }

    [Fact]
    public void Where_towns_lead_or_the_plan_names_all_members_the_command_centre_decides()
    {
        var towns = new TaskBench(39);
        Assert.Null(towns.Report(InTown, 100));
        Assert.Equal("not-approver", towns.Approve(InOtherTown, 1));
        Assert.Null(towns.Approve(Command, 1));
        Assert.Equal(25, towns.Status.Approved);

        var members = new TaskBench(69);
        Assert.Null(members.Report(Of("yingji-chengyuan"), 10));
        Assert.Null(members.Approve(Command, 1));
    }

    [Fact]
    public void A_town_without_a_share_and_a_department_that_is_not_named_do_not_report()
    {
        Assert.Equal("no-share", new TaskBench().Report(InTown, 10));
        Assert.Equal("not-named", new TaskBench().Report(Stranger, 10));
        Assert.Null(new TaskBench().Report(Cooperating, 10));
    }

    [Fact]
    public void A_report_of_100_percent_needs_evidence_and_no_other_report_of_the_unit_may_wait()
    {
        var bench = new TaskBench();
        bench.Assign();
        Assert.Equal("no-evidence", bench.Do(InTown, new ReportProgress("x1", 100, "完成", [])));
        Assert.Equal("bad-percent", bench.Do(InTown, new ReportProgress("x2", 101, "完成", Proof)));
        Assert.Equal("evidence-form", bench.Do(InTown, new ReportProgress("x3", 90, "完成", [new("截图", "")])));
        Assert.Null(bench.Report(InTown, 90));
        Assert.Equal("report-pending", bench.Report(InTown, 100));
        Assert.Equal("unknown-report", bench.Approve(Lead, 2));
        Assert.Null(bench.Approve(Lead, 1));
        Assert.Equal("already-decided", bench.Return(Lead, 1));
    }

    [Fact]
    public void The_same_command_again_changes_nothing_and_another_one_with_its_id_is_refused()
    {
        var bench = new TaskBench();
        var command = new AssignShare("c-1", Share());
        Assert.Null(bench.Do(Lead, command));
        Assert.True(bench.Ask(Lead, new AssignShare("c-1", Share())).IsRepetition);
        Assert.Equal("command-id-taken", bench.Do(Lead, new AssignShare("c-1", Share(OtherTown))));
        Assert.Equal("command-id-taken", bench.Do(Command, command));
        Assert.Single(bench.Task.History);
    }

    [Fact]
    public void A_share_that_was_reported_on_is_replaced_and_not_withdrawn()
    {
        var bench = new TaskBench();
        bench.Assign();
        bench.Assign(OtherTown);
        Assert.Null(bench.Do(Lead, new WithdrawShare(bench.NextId(), OtherTown, "辖区无工地")));
        bench.Report(InTown, 10);
        Assert.Equal("share-in-use", bench.Do(Lead, new WithdrawShare(bench.NextId(), Town, "误分")));
        Assert.Null(bench.Assign(due: "2021-07-31"));
        Assert.Equal(new DateOnly(2021, 7, 31), Assert.Single(bench.Task.Shares).Due);
    }

    [Fact]
    public void Dual_supervision_ends_only_when_the_town_and_the_department_have_both_answered()
    {
        var bench = new TaskBench();
        bench.Assign();
        Assert.Equal("not-command", bench.Do(Lead, new OpenSupervision("s0", [Town], "逾期", new DateOnly(2021, 3, 4))));
        Assert.Equal("no-town", bench.Do(Command, new OpenSupervision("s0", [], "逾期", new DateOnly(2021, 3, 4))));
        Assert.Equal("answer-in-the-past", bench.Do(Command, new OpenSupervision("s0", [Town], "逾期", new DateOnly(2021, 2, 28))));
        Assert.Null(bench.Do(Command, new OpenSupervision("s1", [Town], "逾期", new DateOnly(2021, 3, 4))));
        Assert.Equal([Town, "zhujian"], bench.Task.OpenSupervision!.Units.Select(u => u.Code));
        Assert.Equal("already-supervised", bench.Do(Command, new OpenSupervision("s2", [Town], "逾期", new DateOnly(2021, 3, 4))));
        Assert.Equal("not-supervised-unit", bench.Do(InOtherTown, new AnswerSupervision("s3", "已整改")));
        Assert.Null(bench.Do(InTown, new AnswerSupervision("s4", "已整改")));
        Assert.Contains("区住建局", bench.Ask(Command, new LiftSupervision("s5", "已回复")).Refusal!.Chinese, StringComparison.Ordinal);
        Assert.Null(bench.Do(Lead, new AnswerSupervision("s6", "已复查")));
        Assert.Null(bench.Do(Command, new LiftSupervision("s7", "两线均已整改")));
        Assert.Null(bench.Task.OpenSupervision);
    }

    [Fact]
    public void What_the_plan_leaves_open_is_answered_and_what_it_prints_stays()
    {
        var gap = new TaskBench(17);
        Assert.Null(gap.Do(Command, new SetDeadline("d1", new DateOnly(2021, 9, 30), "示例文号")));
        Assert.Equal(new DateOnly(2021, 9, 30), gap.Task.Due);
        var counted = new TaskBench(68);
        Assert.Null(counted.Do(Command, new SetDeadline("d1", new DateOnly(2021, 9, 1), "预案下发")));
        Assert.Equal(new DateOnly(2021, 9, 21), counted.Task.Due);
        Assert.Equal("deadline-printed", new TaskBench().Do(Command, new SetDeadline("d1", new DateOnly(2021, 9, 1), "示例文号")));

        var figures = new TaskBench(49);
        Assert.Equal("unknown-question", figures.Do(Lead, new AnswerQuestion("q1", 2, "12 万平方米、300 户", "示例文号")));
        Assert.Null(figures.Do(Lead, new AnswerQuestion("q1", 1, "示例答复", "示例文号")));
        Assert.Equal("示例答复", figures.Task.Answers[1].Answer);
    }

    [Fact]
    public void Every_refusal_says_why_in_Chinese_and_English()
    {
        var bench = new TaskBench();
        foreach (var refusal in new[] { bench.Ask(InTown, new AssignShare("a", Share())).Refusal!, bench.Ask(Lead, new ApproveReport("b", 3, "")).Refusal!, bench.Ask(Lead, new AssignShare("c", Share(due: "2021-12-31"))).Refusal! })
        {
            Assert.Matches("[\u4e00-\u9fff]", refusal.Chinese);
            Assert.Matches("[A-Za-z]{3}", refusal.English);
        }
    }
}
