using BlueSky.Messages;
using BlueSky.Store;
using Orleans.Concurrency;

namespace BlueSky.Registers;

/// <summary>
/// Some entries of a snapshot, kept for good. Key: their digest, so that a page is written once, what did not change between two months is
/// kept once, and a snapshot that was cut off leaves nothing that could be taken for one.
/// </summary>
[Alias("register-page")]
internal interface ISnapshotPageGrain : IGrainWithStringKey
{
    /// <summary>Keeps the page; again, it changes nothing.</summary>
    Task Keep([Immutable] RegisterEntry[] entries);

    /// <summary>The page.</summary>
    /// <exception cref="RefusedException">It is missing or was changed.</exception>
    [AlwaysInterleave]
    Task<RegisterEntry[]> Get();
}

/// <summary>The stored form.</summary>
internal sealed class SnapshotPageState
{
    public RegisterEntry[] Entries { get; set; } = [];
}

/// <summary>Holds one page.</summary>
internal sealed class SnapshotPageGrain([PersistentState("register-page")] IPersistentState<SnapshotPageState> state) : Grain, ISnapshotPageGrain
{
    public async Task Keep(RegisterEntry[] entries)
    {
        if (state.RecordExists) return;
        state.State = new SnapshotPageState { Entries = entries };
        await state.Write();
    }

    public Task<RegisterEntry[]> Get() => state.RecordExists && RegisterSnapshot.DigestOf(state.State.Entries) == this.GetPrimaryKeyString()
        ? Task.FromResult(state.State.Entries)
        : throw new RefusedException(
            "snapshot-damaged", "", $"快照页 {this.GetPrimaryKeyString()[..12]} 与其摘要不符。The page is missing or differs from its digest: restore it from a backup.");
}
