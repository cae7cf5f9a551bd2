using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Testing;

namespace BlueSky.Registers;

public sealed class RegisterImportGrainTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static IRegisterImportGrain Grain(TestSilo silo, string command = "c1") => silo.Grains.GetGrain<IRegisterImportGrain>($"371302/{command}");

    private static ImportRequest Request(int rows, string digest = "d1", bool allOrNothing = false, params ImportRow[] more) => new()
    {
        Kind = "site", FileDigest = digest, Parameters = [], Reach = RegisterReach.All, Actor = "甲", AllOrNothing = allOrNothing,
        Rows = [.. Enumerable.Range(1, rows).Select(i => Row(i)), .. more],
    };

    private static ImportRow Row(int number, Func<SourceRegistration, SourceRegistration>? with = null)
    {
        var entry = (with ?? (e => e))(TestSilo.Entry($"371302-site-{number:D4}", "site"));
        return new ImportRow(number + 1, entry.Id, entry, []);
    }

    private static readonly ImportRow Bad = Row(900, e => e with { Town = "999" });

    private static async Task<int> Written(TestSilo silo) => (int)(await silo.Queries.Sources(new SourceFilter(Kind: "site"), new PageRequest(Size: 1), Stop)).Total;

    private static async Task<IReadOnlyList<string>> Audited(TestSilo silo) =>
        [.. (await silo.Queries.Audit(null, "371302/c1", null, null, new PageRequest(), Stop)).Items.Select(a => a.Action)];

    [Fact]
    public async Task A_small_file_is_in_the_register_when_the_call_returns_and_again_changes_nothing()
    {
        await using var silo = await TestSilo.Start();
        var report = await Grain(silo).Begin(Request(3, more: Bad));
        var again = await Grain(silo).Begin(Request(3, more: Bad));
        var other = await Grain(silo, "c2").Begin(Request(3, more: Row(1000)));

        Assert.Equal((ImportState.Finished, 3, 0, 0, 1, 3), (report.State, report.Added, report.Changed, report.Unchanged, report.Refused, report.Written));
        Assert.Equal("town", Assert.Single(report.Problems).Column);
        Assert.Equal(report with { Problems = again.Problems }, again);
        Assert.Equal((1, 0, 3), (other.Added, other.Changed, other.Unchanged));
        Assert.Equal(4, await Written(silo));
        Assert.Equal("甲，导入 c1", Assert.Single(await silo.Queries.RegisterVersions("371302-site-0001", Stop)).Actor);
        Assert.Equal(["register.imported", "register.import-begun"], await Audited(silo));
    }

    [Fact]
    public async Task Another_file_under_the_same_command_is_refused()
    {
        await using var silo = await TestSilo.Start();
        await Grain(silo).Begin(Request(1));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Grain(silo).Begin(Request(1, "d2")));
        Assert.Equal("command-taken", refused.Reason);
    }

    [Fact]
    public async Task A_silo_that_dies_in_the_middle_writes_the_rest_when_it_is_back_and_each_row_once()
    {
        await using var silo = await TestSilo.Start();
        var begun = await Grain(silo).Begin(Request(350));
        await silo.Die();
        Assert.Equal((ImportState.Running, 100, 350), (begun.State, begun.Written, begun.Added));
        await silo.StartAgain();

        var report = await Eventually.Becomes(async () => (await Grain(silo).Get())!, r => r.State == ImportState.Finished);

        Assert.Equal((350, 350, 0), (report.Written, report.Added, report.Refused));
        Assert.Equal(350, await Written(silo));
        foreach (var number in new[] { 1, 100, 101, 350 }) Assert.Single(await silo.Queries.RegisterVersions($"371302-site-{number:D4}", Stop));
        Assert.Equal(["register.imported", "register.import-begun"], await Audited(silo));
    }

    [Fact]
    public async Task All_or_nothing_writes_nothing_when_one_row_is_refused_and_says_so_in_the_audit_log()
    {
        await using var silo = await TestSilo.Start();
        var report = await Grain(silo).Begin(Request(3, allOrNothing: true, more: Bad));

        Assert.Equal((ImportState.Refused, 3, 1, 0), (report.State, report.Added, report.Refused, report.Written));
        Assert.Equal(0, await Written(silo));
        Assert.Equal(["register.import-refused"], await Audited(silo));
    }

    [Fact]
    public async Task A_dry_run_counts_what_an_import_would_do_and_leaves_no_trace()
    {
        await using var silo = await TestSilo.Start();
        var there = TestSilo.Entry("371302-site-0001", "site");
        await silo.Grains.GetGrain<ISourceGrain>(there.Id).Register(there with { Name = "旧名" }, "甲");
        await silo.Grains.GetGrain<ISourceGrain>("371302-site-0002").Register(TestSilo.Entry("371302-site-0002", "site"), "甲");

        var report = await Grain(silo).Preview(Request(3, more: Bad));

        Assert.Equal((ImportState.DryRun, 1, 1, 1, 1), (report.State, report.Added, report.Changed, report.Unchanged, report.Refused));
        Assert.Null(await Grain(silo).Get());
        Assert.Equal(2, await Written(silo));
        Assert.Empty(await Audited(silo));
    }
}
