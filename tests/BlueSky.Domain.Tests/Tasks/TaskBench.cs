using BlueSky.Access;
using BlueSky.Decisions;
using BlueSky.Districts;

namespace BlueSky.Tasks;

/// <summary>A task of the real plan and the people around it.</summary>
internal sealed class TaskBench
{
    public static readonly District District = DistrictSeed.Load(SeedFolder.Lanshan);
    public static readonly TaskPlan Plan = TaskPlan.Load(SeedFolder.Lanshan, District);
    public static readonly IReadOnlyList<Unit> Towns = [.. District.Towns.Select(t => District.UnitOf(t.Code)!)];
    public static readonly TaskPolicy Policy = TaskPolicy.Load(SeedFolder.Lanshan);

    public const string Town = "371302001", OtherTown = "371302002";

    public static readonly Actor Command = Of("dist-zhihuibu"), Lead = Of("zhujian"), Cooperating = Of("shuiwu"), Stranger = Of("shangwu"),
        InTown = Of(Town), InOtherTown = Of(OtherTown);

    private int _number;

    /// <param name="number">Row of the ledger; 2 is led by 区住建局 alone and due on 31 August.</param>
    public TaskBench(int number = 2) => Task = PlanTask.Begin(Plan.Items[number - 1], 2021);

    public PlanTask Task { get; private set; }

    public DateTimeOffset Now { get; set; } = new(2021, 3, 1, 9, 0, 0, TimeSpan.FromHours(8));

    public static Actor Of(string unit, string person = "", Role role = Role.Officer) => new(person.Length > 0 ? person : "p-" + unit, "某人", District.UnitOf(unit), role);

    public static TownShare Share(string town = Town, string due = "2021-08-20") =>
        new(town, "扬尘在线监测全覆盖", "辖区全部工地", DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture), "逐工地安装并联网", "王五");

    public static readonly IReadOnlyList<Evidence> Proof = [new("联网清单.xlsx", "兰住建〔2021〕示例号")];

    public string NextId() => $"c{++_number}";

    /// <summary>Carries a command out; the refusal's code, or null when it is taken.</summary>
    public string? Do(Actor by, TaskCommand command)
    {
        var decision = Task.Decide(command, by, Now, Towns);
        Task = Task.After(decision.Events);
        return decision.Refusal?.Code;
    }

    public Decision<TaskEvent> Ask(Actor by, TaskCommand command) => Task.Decide(command, by, Now, Towns);

    public string? Assign(string town = Town, string due = "2021-08-20", Actor? by = null) => Do(by ?? Lead, new AssignShare(NextId(), Share(town, due)));

    public string? Report(Actor by, int percent) => Do(by, new ReportProgress(NextId(), percent, "已安装", Proof));

    public string? Approve(Actor by, int report) => Do(by, new ApproveReport(NextId(), report, ""));

    public string? Return(Actor by, int report, string reason = "缺联网截图") => Do(by, new ReturnReport(NextId(), report, reason));

    public PlanTaskStatus Status => Task.StatusAt(Now, Policy);
}
