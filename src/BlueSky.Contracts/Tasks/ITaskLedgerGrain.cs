namespace BlueSky.Tasks;

/// <summary>The task ledger (工作台账) of a year. Key: <c>district/year</c>. Asks the tasks; holds nothing that could differ from them.</summary>
[Alias("task-ledger")]
public interface ITaskLedgerGrain : IGrainWithStringKey
{
    /// <summary>All tasks in the plan's order, abridged; at most a second old. Empty for a year without a ledger.</summary>
    Task<TaskView[]> All();

    /// <summary>What the system counts itself, by number of the task; at most a minute old. Empty for a year without a ledger.</summary>
    Task<ComputedProgress[]> Computed();
}
