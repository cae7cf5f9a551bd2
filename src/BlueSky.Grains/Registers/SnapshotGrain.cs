using BlueSky.Access;
using BlueSky.Audit;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Time;
using Microsoft.Extensions.Logging;

namespace BlueSky.Registers;

/// <summary>The stored form.</summary>
internal sealed class SnapshotState
{
    public List<RegisterSnapshot> Snapshots { get; set; } = [];
}

/// <summary>
/// Takes and keeps snapshots. The entries come from the versions that sources published, not from the sources as they are now: so a month
/// whose end fell into an outage is taken as it stood. Pages are stored first, then the audit entry, then the snapshot: a node that dies in
/// between leaves pages that nobody names, and the next wake-up takes the same month again under the same number.
/// </summary>
internal sealed partial class SnapshotGrain(
    [PersistentState("register-snapshots")] IPersistentState<SnapshotState> state, SourceKindCatalog kinds, IQueries queries, IPublication publication,
    TimeProvider clock, ILogger<SnapshotGrain> log) : Grain, ISnapshotGrain, IRemindable
{
    private const string Watch = "snapshots";
    private const string Monthly = "月度快照";

    private List<RegisterSnapshot> Snapshots => state.State.Snapshots;

    public async Task StartWatch() => await this.RegisterOrUpdateReminder(Watch, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));

    public async Task Rehearse(RegisterEntry[] history)
    {
        if (history.Any(e => !e.Registration.IsDemo))
            throw new RefusedException("real-register", "", "只有演示数据可以有虚构的历史。Only demonstration data may have an invented history.");
        if (await queries.RegisterSince(CancellationToken.None) is null) await publication.Publish(history);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        try
        {
            await TakeDue();
        }
        catch (Exception e) when (e is BlueSkyException or OrleansException or TimeoutException)
        {
            Interrupted(e);
        }
    }

    public async Task<RegisterSnapshot[]> TakeDue()
    {
        var taken = new List<RegisterSnapshot>();
        var months = Snapshots.Select(s => s.Month).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var month in SnapshotCalendar.Due(await queries.RegisterSince(CancellationToken.None), months, clock.GetUtcNow()))
            taken.Add(await Make(SnapshotCalendar.NameOf(month), SnapshotCalendar.EndOf(month), Actor.OfTheSystem.Name, Monthly, ""));
        return [.. taken];
    }

    public async Task<RegisterSnapshot> Take(string command, string reason, Actor by)
    {
        if (SnapshotCalendar.MayTake(by) is { } refusal)
        {
            await publication.Append([Entry(by.Name, "register.snapshot-refused", refusal.Code, $"{command}：{reason}")]);
            throw new RefusedException(refusal);
        }

        if (string.IsNullOrWhiteSpace(reason)) throw new RefusedException("no-reason", "reason", "请说明为何制作快照。Say why the snapshot is taken.");
        if (Snapshots.Find(s => s.Command == command) is { } there) return there;
        if (SnapshotCalendar.HasRoom(Snapshots) is { } full) throw new RefusedException(full);
        return await Make(null, clock.GetUtcNow().ToChina(), $"{by.Name}（{by.Unit?.Name}）", reason.Trim(), command);
    }

    public Task<RegisterSnapshot[]> All() => Task.FromResult(Snapshots.ToArray());

    public async Task<RegisterEntry[]?> Entries(int number, string kind)
    {
        if (number < 1 || number > Snapshots.Count) return null;
        var part = Snapshots[number - 1].Parts.FirstOrDefault(p => p.Kind == kind);
        return part is null ? [] : [.. (await Task.WhenAll(part.Pages.Select(p => Page(p).Get()))).SelectMany(p => p)];
    }

    private async Task<RegisterSnapshot> Make(string? month, DateTimeOffset asOf, string actor, string reason, string command)
    {
        var former = Snapshots.LastOrDefault();
        var parts = new List<SnapshotPart>();
        foreach (var kind in kinds.Kinds)
        {
            var listed = RegisterSnapshot.Listed(await queries.RegisterAsOf(asOf, kind.Code, CancellationToken.None), asOf);
            var before = former is null ? null : await Entries(former.Number, kind.Code);
            if (listed.Count == 0 && before is null or []) continue;
            parts.Add(RegisterSnapshot.PartOf(kind.Code, listed, await Keep(listed), before));
        }

        var snapshot = new RegisterSnapshot(
            Snapshots.Count + 1, month, asOf, clock.GetUtcNow().ToChina(), actor, reason, command, parts, "").Sealed(former);
        // The entry first: what was stored is never unaudited, one that failed after it is entered again.
        await publication.Append([Entry(
            actor, "register.snapshot", "",
            $"第{snapshot.Number}号 {month ?? "临时"} {parts.Sum(p => p.Entries)} 个污染源，摘要 {snapshot.Digest}；{reason}")]);
        await Store(snapshot);
        return snapshot;
    }

    private async Task<IReadOnlyList<string>> Keep(IReadOnlyList<RegisterEntry> listed)
    {
        var digests = new List<string>();
        foreach (var page in listed.Chunk(RegisterSnapshot.PageEntries))
        {
            var digest = RegisterSnapshot.DigestOf(page);
            await Page(digest).Keep(page);
            digests.Add(digest);
        }

        return digests;
    }

    private async Task Store(RegisterSnapshot snapshot)
    {
        state.State = new SnapshotState { Snapshots = [.. Snapshots, snapshot] };
        try
        {
            await state.Write();
        }
        catch (Exception e) when (e is BlueSkyException or Orleans.Storage.InconsistentStateException)
        {
            // What is stored is not known: the next activation reads it again.
            DeactivateOnIdle();
            throw;
        }
    }

    private AuditEntry Entry(string actor, string action, string reason, string detail) =>
        new(clock.GetUtcNow(), actor, action, this.GetPrimaryKeyString(), reason, detail.Length > 2_048 ? detail[..2_048] : detail, "", 1);

    private ISnapshotPageGrain Page(string digest) => GrainFactory.GetGrain<ISnapshotPageGrain>(digest);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Snapshots of the register were interrupted; the next hour takes them up")]
    private partial void Interrupted(Exception cause);
}
