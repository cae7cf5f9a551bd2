using BlueSky.Access;
using Orleans.Concurrency;

namespace BlueSky.Tasks;

/// <summary>A task as its grain holds it.</summary>
/// <param name="Task">The task with its history; in lists without.</param>
/// <param name="Events">Number of events so far.</param>
/// <param name="IsDemo">True for a rehearsal with invented history.</param>
[GenerateSerializer, Immutable]
public sealed record TaskView([property: Id(0)] PlanTask Task, [property: Id(1)] int Events, [property: Id(2)] bool IsDemo);

/// <summary>
/// One task of the plan (重点任务). Key: <c>district/year/number</c>, e.g. <c>371302/2021/16</c>. The year is the plan's; another one only
/// for a rehearsal of the plan.
/// </summary>
[Alias("plan-task")]
public interface ITaskGrain : IGrainWithStringKey
{
    /// <summary>Carries a command out; the same command again changes nothing.</summary>
    /// <returns>The task after it.</returns>
    /// <exception cref="Messages.RefusedException">The rules refuse it, or there is no such task.</exception>
    Task<TaskView> Do([Immutable] TaskCommand command, [Immutable] Actor by);

    /// <summary>The task with everything that happened; null when the plan has none of this number or year.</summary>
    [AlwaysInterleave]
    Task<TaskView?> Get();

    /// <summary>What lists show of it, see <see cref="PlanTask.Abridged"/>; null as in <see cref="Get"/>.</summary>
    [AlwaysInterleave]
    Task<TaskView?> Summarise();

    /// <summary>Makes this a rehearsal with an invented history; changes nothing when it is one already.</summary>
    /// <exception cref="Messages.RefusedException">It is a task of the plan's own year: that ledger is real.</exception>
    Task Rehearse([Immutable] TaskEvent[] history);
}
