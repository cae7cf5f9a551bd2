using BlueSky.Audit;
using BlueSky.Messages;
using BlueSky.Testing;

namespace BlueSky.Storage;

/// <summary>What the audit log promises, on both engines.</summary>
public abstract class AuditContract
{
    private protected abstract Task<Home> NewHome();

    /// <summary>What somebody with the owner's rights would run first.</summary>
    private protected abstract string[] Disarm { get; }

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected static AuditEntry Entry(int i) =>
        new(Some.Noon.AddSeconds(i).AddTicks(7), "gateway", "device.refused", $"MN{i}", "unknown-mn", "详情\0，“引号”", "10.0.0.1", i + 1);

    private protected static Task<AuditCheck> Check(OpenStore store, AuditHead? known = null) => AuditTable.Check(store.Engine, known, Stop);

    private async Task<OpenStore> Filled(Home home, int entries)
    {
        var store = await home.Open();
        await store.Publication.Append([.. Enumerable.Range(1, entries).Select(Entry)]);
        foreach (var sql in Disarm) await store.Engine.Write([new Statement(sql)]);
        return store;
    }

    [Fact]
    public async Task Entries_make_one_whole_chain_also_over_restarts()
    {
        await using var home = await NewHome();
        for (var start = 0; start < 3; start++)
        {
            await using var store = await home.Open();
            await store.Publication.Append([Entry(start), Entry(start + 10)]);
            await store.Publication.Append([Entry(start + 20)]);
        }

        await using var last = await home.Open();
        var check = await Check(last);
        Assert.Null(check.Fault);
        Assert.Equal(1 + (3 * 3), check.Count);
        Assert.Contains("; 0 earlier entries", check.Start!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Appends_at_the_same_time_make_one_chain_that_holds_all_of_them()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(t => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++) await store.Publication.Append([Entry((t * 25) + i)]);
        })));

        var check = await Check(store);
        Assert.Null(check.Fault);
        Assert.Equal(1 + 1_000, check.Count);
    }

    [Fact]
    public async Task The_very_first_entries_when_they_come_at_once_with_what_they_are_of_are_all_kept()
    {
        // One of them starts the chain, between two looks of each of the others.
        await using var home = await NewHome();
        await using var store = await home.Open();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() =>
        {
            var row = ListsContract.Violation($"371302-site-{i:000}", 1, Sources.Severity.Serious, Some.Noon);
            return store.Publication.Publish(row.Last.ViolationId, row, null, [Entry(i), Entry(i + 1_000)]);
        })));

        Assert.Equal((null, 1 + (2 * 200)), ((await Check(store)).Fault, (await Check(store)).Count));
    }

    [Fact]
    public async Task A_minutes_folded_refusals_are_appended_in_one_call()
    {
        // As many kinds of refusal as the API folds to one entry a minute each (FoldedAudit).
        await using var home = await NewHome();
        await using var store = await home.Open();
        var entries = Enumerable.Range(0, 2_000).Select(Entry).ToArray();
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        await store.Publication.Append(entries);
        TestContext.Current.TestOutputHelper!.WriteLine($"{entries.Length} entries in {System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");

        Assert.Equal((null, 1 + 2_000L), ((await Check(store)).Fault, (await Check(store)).Count));
    }

    [Theory]
    [InlineData("UPDATE audit SET actor = 'x' WHERE seq = 4", AuditFaultKind.Changed, 4)]
    [InlineData("UPDATE audit SET count = 99 WHERE seq = 7", AuditFaultKind.Changed, 7)]
    [InlineData("DELETE FROM audit WHERE seq = 5", AuditFaultKind.Gap, 5)]
    [InlineData("DELETE FROM audit WHERE seq > 8", AuditFaultKind.CutOff, 9)]
    [InlineData("UPDATE audit SET seq = CASE seq WHEN 3 THEN -6 WHEN 6 THEN -3 END WHERE seq IN (3, 6); UPDATE audit SET seq = -seq WHERE seq < 0", AuditFaultKind.BrokenLink, 3)]
    [InlineData("DELETE FROM audit WHERE seq = 0", AuditFaultKind.Gap, 0)]
    [InlineData("DELETE FROM audit; DELETE FROM audit_head", AuditFaultKind.NoStart, 0)]
    public async Task What_was_changed_deleted_or_moved_is_named(string tampering, AuditFaultKind kind, long seq)
    {
        await using var home = await NewHome();
        await using var store = await Filled(home, 10);
        foreach (var sql in tampering.Split(';')) await store.Engine.Write([new Statement(sql)]);

        var fault = (await Check(store)).Fault;

        Assert.NotNull(fault);
        Assert.Equal((kind, seq), (fault.Kind, fault.Seq));
    }

    [Fact]
    public async Task An_end_cut_off_together_with_the_stores_head_is_found_by_a_head_noted_down()
    {
        await using var home = await NewHome();
        await using var store = await Filled(home, 10);
        var noted = new AuditHead(10, [.. (await Check(store)).Head]);
        foreach (var sql in new[] { "DELETE FROM audit WHERE seq > 8", "UPDATE audit_head SET seq = 8, hash = (SELECT hash FROM audit WHERE seq = 8)" })
            await store.Engine.Write([new Statement(sql)]);

        Assert.Null((await Check(store)).Fault);
        Assert.Equal(AuditFaultKind.CutOff, (await Check(store, noted)).Fault!.Kind);
    }

    [Fact]
    public async Task Entries_from_before_the_chain_are_counted_by_its_genesis_and_a_change_of_them_is_found()
    {
        await using var home = await NewHome();
        await using (var old = home.Engine(null, [.. home.Migrations.Where(m => !m.Name.Contains("audit_chain", StringComparison.Ordinal))]))
        {
            await old.Migrate(Stop);
            await old.Open(Stop);
            for (var i = 0; i < 3; i++)
            {
                await old.Write([new Statement(
                    "INSERT INTO audit (at, actor, action, subject, reason, detail, remote_address, count) VALUES ($1, 'a', 'b', $2, '', '', '', 1)",
                    Some.Noon.AddTicks(i), $"s{i}")]);
            }
        }

        await using var store = await home.Open();
        await store.Publication.Append([Entry(1)]);
        var check = await Check(store);
        Assert.Null(check.Fault);
        Assert.Contains("; 3 earlier entries", check.Start!.Detail, StringComparison.Ordinal);
        Assert.Equal(5, (await store.Queries.Audit(null, null, null, null, new(), Stop)).Total);

        foreach (var sql in Disarm) await store.Engine.Write([new Statement(sql)]);
        await store.Engine.Write([new Statement("UPDATE audit SET subject = 's9' WHERE subject = 's1'")]);
        Assert.Equal(AuditFaultKind.EarlierChanged, (await Check(store)).Fault!.Kind);
    }

    [Fact]
    public async Task An_entry_outside_the_chain_is_not_taken()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        await store.Publication.Append([Entry(0)]);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Engine.Write([new Statement(
            "INSERT INTO audit (at, actor, action, subject, reason, detail, remote_address, count) VALUES ($1, 'a', 'b', 'c', '', '', '', 1)", Some.Noon)]));
    }

    [Fact]
    public async Task A_log_without_a_head_refuses_entries_rather_than_lose_them()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        await store.Publication.Append([Entry(0)]);
        await store.Engine.Write([new Statement("DELETE FROM audit_head")]);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Publication.Append([Entry(1)]));
    }
}

public sealed class SqliteAuditTests : AuditContract
{
    private protected override string[] Disarm => ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"];

    private protected override Task<Home> NewHome() => Task.FromResult<Home>(new SqliteHome());
}

public sealed class PostgresAuditTests(PostgresFixture postgres) : AuditContract
{
    private protected override string[] Disarm => ["ALTER TABLE audit DISABLE TRIGGER audit_append_only"];

    private protected override async Task<Home> NewHome() => new PostgresHome(await postgres.NewDatabase());

    [Fact]
    public async Task Nodes_that_start_together_and_append_together_make_one_chain()
    {
        await using var home = await NewHome();
        await using var first = await home.Open();
        var others = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => home.Open())));
        OpenStore[] nodes = [first, .. others];
        await Task.WhenAll(nodes.SelectMany((node, n) => Enumerable.Range(0, 10).Select(t => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++) await node.Publication.Append([Entry((n * 1_000) + (t * 20) + i)]);
        }))));

        var check = await Check(first);
        Assert.Null(check.Fault);
        Assert.Equal(1 + (4 * 200), check.Count);
        foreach (var other in others) await other.DisposeAsync();
    }

    [Fact]
    public async Task Connections_that_die_between_storing_and_answering_leave_a_whole_chain_with_every_answered_entry()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        await using var killer = await home.Open();
        var answered = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var done = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8).Select(t => Task.Run(async () =>
        {
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                var entry = Entry(i) with { Subject = $"{t}-{i}" };
                try
                {
                    await store.Publication.Append([entry]);
                    answered.Add(entry.Subject);
                }
                catch (StoreUnavailableException)
                {
                    // Outcome unknown: it may be there or not, and a caller would append it again.
                }
            }
        })).ToArray();
        for (var kill = 1; kill <= 10; kill++)
        {
            var before = answered.Count;
            await Eventually(() => answered.Count > before);
            await killer.Engine.Query(
                new Statement("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"),
                r => r.GetInt64(0), Stop);
        }

        await done.CancelAsync();
        await Task.WhenAll(writers);
        var check = await Check(killer);
        Assert.Null(check.Fault);
        var stored = await killer.Engine.Query(new Statement("SELECT subject FROM audit WHERE seq > 0"), r => r.GetString(0), Stop);
        Assert.Superset(answered.ToHashSet(StringComparer.Ordinal), stored.ToHashSet(StringComparer.Ordinal));
    }

    private static async Task Eventually(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!condition()) await Task.Delay(5, limit.Token);
    }
}
