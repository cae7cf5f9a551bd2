using BlueSky.Tables;

namespace BlueSky.Tasks;

/// <summary>A ledger that cannot be used; the message tells every fault in a line of its own.</summary>
public sealed class TaskPlanException(IReadOnlyList<TableFault> faults) : Exception(string.Join('\n', faults))
{
    /// <summary>The faults in the order of the file.</summary>
    public IReadOnlyList<TableFault> Faults { get; } = [.. faults];
}
