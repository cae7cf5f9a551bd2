using System.Text.Json;
using BlueSky.Access;
using CsCheck;
using static BlueSky.Tasks.TaskBench;

namespace BlueSky.Tasks;

/// <summary>Whatever anybody sends in whatever order, these hold.</summary>
public sealed class PlanTaskPropertyTests
{
    private static readonly Actor[] People =
        [Command, Lead, Cooperating, Stranger, InTown, InOtherTown, Of("zhujian", "p-" + Town), Of(Town, "colleague"), Of("xiaoneng-zhuanban"), Lead with { Role = Role.Reader }];

    private static readonly Gen<(int Who, TaskCommand Command)> Step =
        from who in Gen.Int[0, People.Length - 1]
        from what in Gen.Int[0, 9]
        from id in Gen.Int[0, 40]
        from n in Gen.Int[0, 5]
        from town in Gen.OneOf(Gen.Const(Town), Gen.Const(OtherTown), Gen.Const("nowhere"))
        from percent in Gen.OneOf(Gen.Const(0), Gen.Const(40), Gen.Const(100), Gen.Const(120))
        select (who, Make(what, $"c{id}", n, town, percent));

    private static TaskCommand Make(int what, string id, int n, string town, int percent) => what switch
    {
        0 => new AssignShare(id, Share(town)),
        1 => new WithdrawShare(id, town, "误分"),
        2 or 3 => new ReportProgress(id, percent, "进展", n == 0 ? [] : Proof),
        4 => new ApproveReport(id, n, ""),
        5 => new ReturnReport(id, n, n == 0 ? "" : "缺材料"),
        6 => new OpenSupervision(id, [town], "督办", new DateOnly(2021, 3, 5)),
        7 => new AnswerSupervision(id, "已整改"),
        8 => new LiftSupervision(id, "完成"),
        _ => new AnswerQuestion(id, n, "答复", "文号"),
    };

    [Fact]
    public void Nobody_ever_decides_their_own_report_ids_are_used_once_and_replay_gives_the_same_task() => Step.Array[1, 60].Sample(steps =>
    {
        var bench = new TaskBench();
        foreach (var (who, command) in steps)
        {
            var before = bench.Task;
            var decision = bench.Ask(People[who], command);
            bench.Do(People[who], command);
            Assert.True(decision.Refusal is null || decision.Events.Count == 0);
            if (decision.Refusal is not null || decision.IsRepetition) Assert.Same(before.History, bench.Task.History);
            else Assert.True(bench.Ask(People[who], command).IsRepetition);
            bench.Now = bench.Now.AddHours(5);
        }

        var task = bench.Task;
        Assert.Equal(task.History.Count, task.History.Select(e => e.Command).Distinct().Count());
        Assert.All(task.Reports.Where(r => r.State != ReportState.Pending), r =>
        {
            Assert.NotEqual(r.By.Id, r.DecidedBy!.Id);
            Assert.NotEqual(r.Unit.Code, r.DecidedBy.Unit!.Code);
            Assert.Contains(r.DecidedBy.Unit, task.ApproversOf(r.Unit));
        });
        Assert.All(task.Reports.Where(r => r.Percent == 100), r => Assert.NotEmpty(r.Evidence));
        Assert.All(task.Reports.GroupBy(r => r.Unit.Code), g => Assert.True(g.Count(r => r.State == ReportState.Pending) <= 1));
        Assert.True(task.Supervisions.Count(s => s.LiftedAt is null) <= 1);
        Assert.All(task.Supervisions.Where(s => s.LiftedAt is not null), s => Assert.All(s.Units, u => Assert.True(s.Answers.ContainsKey(u.Code))));

        // The stored form: through JSON and back, event by event.
        var history = JsonSerializer.Deserialize<List<TaskEvent>>(JsonSerializer.Serialize(task.History))!;
        var replayed = PlanTask.Begin(task.Item, 2021).After(history);
        Assert.Equal(JsonSerializer.Serialize(task), JsonSerializer.Serialize(replayed));
        Assert.Equal(task.StatusAt(bench.Now, Policy), replayed.StatusAt(bench.Now, Policy));
    });
}
