using BlueSky.Access;
using BlueSky.Messages;
using BlueSky.Tasks;

namespace BlueSky.Web.Tests;

/// <summary>A plan of two tasks for the sample district, and grains that remember commands without judging them.</summary>
internal static class TaskSamples
{
    public static readonly TaskPlan Plan = TaskPlan.Read(
        new StringReader(
            """
            plan,number,category,key_task,measure,deadline,lead,cooperating,open_questions,mark,citation
            2021,1,一、扬尘精细化管理,建筑施工扬尘治理,建立全区施工扬尘源管理清单，按月动态更新。,8月底前,区住建局,,,T,row 1
            2021,2,二、其他,=危险,新增？户。,,区住建局,,完成时限原表为空；数字为“？”,T,row 2
            """),
        "tasks.csv", Samples.District);

    public static readonly TaskPolicy Policy = new(10, 25, 31, "D", "test");

    public static readonly ComputedProgress Computed = new(
        new TaskMeasure(1, MeasureForm.RegisterComplete, ["site"], ["address"], "", "", "", null, 100, "齐全的工地", "清单内工地", "D", "注"), 3, 8, 8, [new(Samples.Town, 3, 8)], Samples.Noon);

    public static TaskView View(int number, IEnumerable<TaskEvent>? history = null) =>
        new(PlanTask.Begin(Plan.Items[number - 1], 2021).After(history ?? []), history?.Count() ?? 0, false);
}

internal sealed class TaskStub(World world, string key) : ITaskGrain
{
    private readonly int _number = int.Parse(key.Split('/')[2], System.Globalization.CultureInfo.InvariantCulture);

    public Task<TaskView> Do(TaskCommand command, Actor by)
    {
        if ((world.TaskRefusal ?? world.Duties?.Of(_number, command, by)) is { } refusal) throw new RefusedException(refusal);
        world.TaskCommands.Add((key, command, by));
        return Task.FromResult(TaskSamples.View(_number, world.TaskHistory));
    }

    public Task<TaskView?> Get() => Task.FromResult(_number <= 2 ? TaskSamples.View(_number, world.TaskHistory) : null);

    public Task<TaskView?> Summarise() => throw new NotSupportedException();

    public Task Rehearse(TaskEvent[] history) => throw new NotSupportedException();
}

internal sealed class TaskLedgerStub(World world) : ITaskLedgerGrain
{
    public Task<TaskView[]> All() => Task.FromResult(new[] { TaskSamples.View(1, world.TaskHistory), TaskSamples.View(2) });

    public Task<ComputedProgress[]> Computed() => Task.FromResult(new[] { TaskSamples.Computed });
}
