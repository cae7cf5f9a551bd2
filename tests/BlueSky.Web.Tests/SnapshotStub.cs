using BlueSky.Access;
using BlueSky.Registers;
using BlueSky.Sources;

namespace BlueSky.Web.Tests;

/// <summary>Snapshots in memory.</summary>
internal sealed class SnapshotStub(World world) : ISnapshotGrain
{
    /// <summary>Two snapshots: a site changes its name and town, one is added, a road goes.</summary>
    public static void Furnish(World world)
    {
        var (site, road) = (Samples.Registration("site-1", "site", "=甲工地"), Samples.Registration("road-1", "road", "一号路"));
        Add(world, "2021-06", site, road);
        Add(world, "2021-07", site with { Name = "乙工地", Town = "371302002" }, Samples.Registration("site-2", "site", "丙工地"));
    }

    public static void Add(World world, string month, params SourceRegistration[] entries)
    {
        var former = world.Snapshots.LastOrDefault();
        RegisterEntry[] versions = [.. entries.Select(e => new RegisterEntry(e, 1, Samples.Noon, "甲"))];
        var parts = versions.GroupBy(e => e.Registration.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => RegisterSnapshot.PartOf(
            g.Key, [.. g], [RegisterSnapshot.DigestOf(g)], former.Entries?.Where(e => e.Registration.Kind == g.Key)));
        world.Snapshots.Add((
            new RegisterSnapshot(world.Snapshots.Count + 1, month, Samples.Noon, Samples.Noon, "system", "月度快照", "", [.. parts], "").Sealed(former.Snapshot), versions));
    }

    public Task StartWatch() => throw new NotSupportedException();

    public Task Rehearse(RegisterEntry[] history) => throw new NotSupportedException();

    public Task<RegisterSnapshot[]> TakeDue() => throw new NotSupportedException();

    public Task<RegisterSnapshot> Take(string command, string reason, Actor by)
    {
        if (SnapshotCalendar.MayTake(by) is { } refusal) throw new Messages.RefusedException(refusal);
        Add(world, reason, Samples.Registration("site-9", "site"));
        return Task.FromResult(world.Snapshots[^1].Snapshot);
    }

    public Task<RegisterSnapshot[]> All() => Task.FromResult(world.Snapshots.Select(s => s.Snapshot).ToArray());

    public Task<RegisterEntry[]?> Entries(int number, string kind) =>
        Task.FromResult<RegisterEntry[]?>([.. world.Snapshots[number - 1].Entries.Where(e => e.Registration.Kind == kind)]);
}
