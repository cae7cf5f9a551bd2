using BlueSky.Access;
using Orleans.Concurrency;

namespace BlueSky.Registers;

/// <summary>
/// Snapshots (快照) of the register of a district. Key: district code. A reminder wakes it every hour; the stored snapshots decide which month is still without one, so
/// that a missed, doubled or late reminder, a restart and a clock that jumps change nothing.
/// </summary>
[Alias("register-snapshots")]
public interface ISnapshotGrain : IGrainWithStringKey
{
    /// <summary>Sees to it that the reminder exists; idempotent. Called when a silo starts.</summary>
    Task StartWatch();

    /// <summary>
    /// Enters an invented history of demonstration sources, before they are registered; changes nothing once any version of any source is kept.
    /// </summary>
    /// <exception cref="Messages.RefusedException">An entry is not marked as a demonstration.</exception>
    Task Rehearse([Immutable] RegisterEntry[] history);

    /// <summary>Takes those of ended months that are missing, as the register stood at each month's end; what it took.</summary>
    Task<RegisterSnapshot[]> TakeDue();

    /// <summary>Takes one of this moment.</summary>
    /// <param name="command">Id of the caller's; sent again it gives the same snapshot.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who.</param>
    /// <exception cref="Messages.RefusedException">This one may not, or a part is missing.</exception>
    Task<RegisterSnapshot> Take(string command, string reason, Actor by);

    /// <summary>All snapshots, oldest first.</summary>
    [AlwaysInterleave]
    Task<RegisterSnapshot[]> All();

    /// <summary>The entries of one kind in a snapshot, by id; null when there is no such snapshot.</summary>
    /// <exception cref="Messages.RefusedException">What is stored does not fit its digest any more.</exception>
    [AlwaysInterleave]
    Task<RegisterEntry[]?> Entries(int number, string kind);
}
