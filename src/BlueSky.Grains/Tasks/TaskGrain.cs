using BlueSky.Access;
using BlueSky.Audit;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Notifications;
using BlueSky.Store;

namespace BlueSky.Tasks;

/// <summary>The stored form: what happened.</summary>
internal sealed class TaskState
{
    public List<TaskEvent> Events { get; set; } = [];

    public bool IsDemo { get; set; }

    /// <summary>
    /// Number of the last event whose notices are known to be in the inboxes, which may have later ones. Null in a state from before there
    /// were notices: of what happened then nobody is told.
    /// </summary>
    public int? Noticed { get; set; }
}

/// <summary>Loads a task's events, asks the task, audits and stores what it decides, then tells whom it concerns.</summary>
internal sealed class TaskGrain(
    [PersistentState("plan-task")] IPersistentState<TaskState> state, District district, TaskPlan plan, IPublication publication, INoticeStore inboxes,
    NotificationPolicy notifications, TimeProvider clock) : Grain, ITaskGrain
{
    private PlanTask? _task;
    private int _noticed;

    private string Key => this.GetPrimaryKeyString();

    private List<Unit> Towns => [.. district.Towns.Select(t => district.UnitOf(t.Code)!)];

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (TaskKey.Read(Key, district) is var (year, number) && number <= plan.Items.Count && (year == plan.Year || state.State.IsDemo))
            _task = PlanTask.Begin(plan.Items[number - 1], year).After(state.State.Events);
        _noticed = state.State.Noticed ?? state.State.Events.Count;

        // The node before may have died between storing and telling. The watch over notices activates every task.
        await Tell();
    }

    public Task<TaskView?> Get() => Task.FromResult(_task is null ? null : View(_task));

    public Task<TaskView?> Summarise() => Task.FromResult(_task is null ? null : View(_task.Abridged()));

    public async Task<TaskView> Do(TaskCommand command, Actor by)
    {
        var task = _task ?? throw new RefusedException("not-found", "number", $"没有任务 {Key}。There is no such task in this ledger.");
        var now = clock.GetUtcNow();
        var decision = task.Decide(command, by, now, Towns);
        if (decision.Refusal is { } refusal)
        {
            await publication.Append([Entry(by, now, "task.refused", refusal.Code, $"{command.GetType().Name} {command.Id}")]);
            throw new RefusedException(refusal);
        }

        if (decision.IsRepetition)
        {
            await Tell();
            return View(task);
        }

        // The entry first: a decision that was stored is never unaudited, one that failed after it is entered again.
        await publication.Append([.. decision.Events.Select(e => Entry(by, now, "task." + TaskWords.Code(e), "", $"{command.Id}：{TaskWords.Of(e)}"))]);
        await Store(new TaskState { IsDemo = state.State.IsDemo, Events = [.. state.State.Events, .. decision.Events], Noticed = _noticed });
        _task = task.After(decision.Events);
        await Tell();
        return View(_task);
    }

    public async Task Rehearse(TaskEvent[] history)
    {
        if (TaskKey.Read(Key, district) is not var (year, number) || number > plan.Items.Count)
            throw new RefusedException("not-found", "number", $"没有任务 {Key}。There is no such task in the plan.");
        if (year == plan.Year) throw new RefusedException("real-ledger", "year", $"{year} 年是正式台账，不能推演。The plan's own year is the real ledger.");
        if (state.State.IsDemo) return;
        await Store(new TaskState { IsDemo = true, Events = [.. history], Noticed = 0 });
        _task = PlanTask.Begin(plan.Items[number - 1], year).After(history);
        await Tell();
    }

    private async Task Tell()
    {
        if (_task is null || _noticed >= state.State.Events.Count) return;
        var kept = notifications.KeptFrom(clock.GetUtcNow());
        var notices = TaskNotices.Of(Key, _task.Item, _task.Year, state.State.IsDemo, state.State.Events, _noticed, Towns);
        await inboxes.Publish([.. notices.Where(n => n.At >= kept)]);
        _noticed = state.State.Events.Count;
    }

    private Task Store(TaskState next)
    {
        state.State = next;
        return state.WriteOrEnd(DeactivateOnIdle);
    }

    private AuditEntry Entry(Actor by, DateTimeOffset at, string action, string reason, string detail) =>
        AuditEntry.Of(by, at, action, Key, reason, detail);

    private TaskView View(PlanTask task) => new(task, state.State.Events.Count, state.State.IsDemo);
}
