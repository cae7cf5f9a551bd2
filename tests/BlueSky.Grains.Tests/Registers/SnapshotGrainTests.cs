using System.Reflection;
using BlueSky.Access;
using BlueSky.Audit;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Testing;
using BlueSky.Time;
using Microsoft.Extensions.DependencyInjection;

namespace BlueSky.Registers;

public sealed class SnapshotGrainTests
{
    private static readonly DateTimeOffset Start = China(10, 20);
    private static readonly Actor Centre = new("k", "某人", Unit.CommandCentre, Role.Officer);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset China(int month, int day, int hour = 12, int minute = 0) => new(2026, month, day, hour, minute, 0, ChinaTime.Offset);

    private static ISnapshotGrain Grain(TestSilo silo) => silo.Grains.GetGrain<ISnapshotGrain>("371302");

    private static Task Register(TestSilo silo, SourceRegistration entry) => silo.Grains.GetGrain<ISourceGrain>(entry.Id).Register(entry, "甲");

    private static async Task<string[]> Names(TestSilo silo, int number) =>
        [.. (await Grain(silo).Entries(number, "site"))!.Select(e => e.Registration.Name)];

    [Fact]
    public async Task A_month_whose_end_fell_into_an_outage_is_taken_once_and_as_it_stood()
    {
        await using var silo = await TestSilo.Start(at: Start);
        var first = TestSilo.Entry("371302-site-0001", "site");
        await Register(silo, first);
        await Register(silo, TestSilo.Entry("371302-site-0002", "site", TestSilo.OtherTown));
        silo.Clock.Set(China(10, 31, 23, 59));
        await Register(silo, first with { Name = "十月末的名称" });
        silo.Clock.Set(China(11, 1, 0, 1));
        await Register(silo, first with { Name = "十一月的名称" });
        await Register(silo, TestSilo.Entry("371302-site-0003", "site"));
        Assert.Empty(await Grain(silo).TakeDue());
        await silo.Stop();
        silo.Clock.Set(China(12, 5));
        await silo.StartAgain();

        var taken = await Grain(silo).TakeDue();
        Assert.Empty(await Grain(silo).TakeDue());
        await silo.Stop();
        await silo.StartAgain();
        Assert.Empty(await Grain(silo).TakeDue());

        Assert.Equal([(1, "2026-10"), (2, "2026-11")], taken.Select(s => (s.Number, s.Month!)));
        Assert.Equal(["十月末的名称", "演示 371302-site-0002"], await Names(silo, 1));
        Assert.Equal(["十一月的名称", "演示 371302-site-0002", "演示 371302-site-0003"], await Names(silo, 2));
        Assert.Equal(new ChangeCounts(1, 0, 1), Assert.Single(taken[1].Parts).SinceFormer);
        Assert.Equal(2, Assert.Single(taken[0].Parts).Demo);
        Assert.Equal(China(11, 1, 0), taken[0].AsOf);
        var all = await Grain(silo).All();
        Assert.True(all[0].IsIntact(null) && all[1].IsIntact(all[0]));
        Assert.Equal(2, (await silo.Queries.Audit("register.snapshot", null, null, null, new PageRequest(), Stop)).Total);
    }

    [Fact]
    public async Task A_silo_that_dies_before_the_snapshot_is_stored_takes_it_again_under_the_same_number()
    {
        var fault = new AuditFault();
        await using var silo = await TestSilo.Start(services =>
        {
            var publication = services.Last(s => s.ServiceType == typeof(IPublication));
            services.AddSingleton(provider => fault.Around((IPublication)ActivatorUtilities.CreateInstance(provider, publication.ImplementationType!)));
        }, Start);
        await Register(silo, TestSilo.Entry("371302-site-0001", "site"));
        silo.Clock.Set(China(11, 1, 0, 30));
        fault.IsOn = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Grain(silo).TakeDue());
        await silo.Die();
        fault.IsOn = false;
        await silo.StartAgain();

        Assert.Equal(1, Assert.Single(await Grain(silo).TakeDue()).Number);
        Assert.Empty(await Grain(silo).TakeDue());
        Assert.Equal(["演示 371302-site-0001"], await Names(silo, 1));
        Assert.Equal(1, (await silo.Queries.Audit("register.snapshot", null, null, null, new PageRequest(), Stop)).Total);
    }

    [Fact]
    public async Task One_on_demand_is_taken_once_a_command_by_the_command_centre_alone()
    {
        await using var silo = await TestSilo.Start(at: Start);
        await Register(silo, TestSilo.Entry("371302-site-0001", "site"));
        var town = new Actor("t", "镇街", new Unit(UnitKind.Town, TestSilo.Town, "兰山街道"), Role.Lead);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Grain(silo).Take("c1", "核对", town));
        var first = await Grain(silo).Take("c1", "核对", Centre);
        await Register(silo, TestSilo.Entry("371302-site-0002", "site"));
        var again = await Grain(silo).Take("c1", "核对", Centre);
        var second = await Grain(silo).Take("c2", "再核对", Centre);

        Assert.Equal(("not-command", Decisions.RefusalGround.NotPermitted), (refused.Reason, refused.Ground));
        Assert.Equal((1, 1, 2), (first.Number, again.Number, second.Number));
        Assert.Equal(first.Digest, again.Digest);
        Assert.Equal(new ChangeCounts(1, 0, 0), Assert.Single(second.Parts).SinceFormer);
        Assert.Equal("某人（区大气污染防治指挥部）", first.Actor);
        Assert.Equal("not-command", Assert.Single((await silo.Queries.Audit("register.snapshot-refused", null, null, null, new PageRequest(), Stop)).Items).Reason);
    }

    [Fact]
    public async Task A_source_that_is_deregistered_or_moves_to_another_kind_leaves_the_snapshot_of_its_kind()
    {
        await using var silo = await TestSilo.Start(at: Start);
        var (gone, moved) = (TestSilo.Entry("371302-site-0001", "site"), TestSilo.Entry("371302-site-0002", "site"));
        await Register(silo, gone);
        await Register(silo, moved);
        await Grain(silo).Take("c1", "前", Centre);
        await Register(silo, gone with { DeregisteredOn = new DateOnly(2026, 10, 20), Operation = Operation.Suspended });
        await Register(silo, moved with { Kind = "demolition" });

        var after = await Grain(silo).Take("c2", "后", Centre);

        Assert.Equal(["demolition", "site"], after.Parts.Select(p => p.Kind));
        Assert.Equal([new ChangeCounts(1, 0, 0), new ChangeCounts(0, 2, 0)], after.Parts.Select(p => p.SinceFormer));
        Assert.Equal(["演示 371302-site-0001", "演示 371302-site-0002"], await Names(silo, 1));
    }

    [Fact]
    public async Task Each_version_of_an_entry_is_kept_once_also_when_it_is_entered_again()
    {
        await using var silo = await TestSilo.Start(at: Start);
        var entry = TestSilo.Entry("371302-site-0001", "site");
        await Register(silo, entry);
        await Register(silo, entry);
        silo.Clock.Advance(TimeSpan.FromHours(1));
        await Register(silo, entry with { Name = "新名" });
        await silo.Stop();
        await silo.StartAgain();
        await Register(silo, entry with { Name = "新名" });

        var versions = await silo.Queries.RegisterVersions(entry.Id, Stop);

        Assert.Equal([(1, entry.Name), (2, "新名")], versions.Select(v => (v.Number, v.Registration.Name)));
        Assert.True(versions[0].At < versions[1].At);
    }

    [Fact]
    public async Task A_version_that_was_written_before_the_source_was_entered_is_taken_over()
    {
        await using var silo = await TestSilo.Start(at: Start);
        var entry = TestSilo.Entry("371302-site-0001", "site");
        await silo.Publication.Publish([new RegisterEntry(entry with { Name = "旧名" }, 1, China(7, 1), "seed"), new RegisterEntry(entry, 2, China(8, 1), "seed")]);
        await Register(silo, entry);
        await Register(silo, entry with { Name = "新名" });

        Assert.Equal([1, 2, 3], (await silo.Queries.RegisterVersions(entry.Id, Stop)).Select(v => v.Number));
    }

    [Fact]
    public async Task An_invented_history_makes_months_that_differ_is_entered_once_and_is_never_real()
    {
        await using var silo = await TestSilo.Start(at: China(11, 5));
        var entry = TestSilo.Entry("371302-site-0001", "site");
        RegisterEntry[] history = [new(entry with { Name = "演示旧名" }, 1, China(9, 3), "演示"), new(entry, 2, China(10, 3), "演示")];
        await Assert.ThrowsAsync<RefusedException>(() => Grain(silo).Rehearse([history[0] with { Registration = entry with { IsDemo = false } }]));
        await Grain(silo).Rehearse(history);
        await Register(silo, entry);
        await Grain(silo).Rehearse([new(TestSilo.Entry("371302-site-0002", "site"), 1, China(9, 3), "演示")]);

        var taken = await Grain(silo).TakeDue();

        Assert.Equal(["2026-09", "2026-10"], taken.Select(s => s.Month!));
        Assert.Equal(["演示旧名", entry.Name], [.. await Names(silo, 1), .. await Names(silo, 2)]);
        Assert.Equal(2, (await silo.Queries.RegisterVersions(entry.Id, Stop)).Count);
        Assert.All(taken, s => Assert.Equal(1, Assert.Single(s.Parts).Demo));
    }

    [Fact]
    public async Task A_page_that_was_tampered_with_is_not_shown()
    {
        await using var silo = await TestSilo.Start(at: Start);
        await silo.Grains.GetGrain<ISnapshotPageGrain>(new string('0', 64)).Keep([new RegisterEntry(TestSilo.Entry("a", "site"), 1, Start, "甲")]);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => silo.Grains.GetGrain<ISnapshotPageGrain>(new string('0', 64)).Get());

        Assert.Equal("snapshot-damaged", refused.Reason);
    }
}

/// <summary>Whether the audit log refuses snapshots.</summary>
internal sealed class AuditFault
{
    public bool IsOn { get; set; }

    /// <summary>The publication with this fault.</summary>
    public IPublication Around(IPublication inner)
    {
        var proxy = DispatchProxy.Create<IPublication, AuditFaultProxy>();
        ((AuditFaultProxy)(object)proxy).Fails = (inner, () => IsOn);
        return proxy;
    }
}

/// <summary>Passes every call on, or fails it.</summary>
public class AuditFaultProxy : DispatchProxy
{
    internal (IPublication Inner, Func<bool> IsOn) Fails { get; set; }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        Fails.IsOn() && args is [IReadOnlyList<AuditEntry> entries, ..] && entries.Any(e => e.Action == "register.snapshot")
            ? Task.FromException(new StoreUnavailableException("test"))
            : targetMethod!.Invoke(Fails.Inner, args);
}
