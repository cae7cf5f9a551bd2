using BlueSky.Audit;
using BlueSky.Queries;
using BlueSky.Store;
using BlueSky.Testing;

namespace BlueSky.Storage;

/// <summary>Backup and restore on both engines, on real stores.</summary>
public abstract class BackupContract : IAsyncLifetime
{
    private const int Sources = 4;
    private readonly string _folder = Directory.CreateTempSubdirectory("bluesky-backup-").FullName;

    private protected abstract Task<Place> NewPlace();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_backup_under_load_restores_all_that_was_committed_before_it_and_of_each_source_no_gap()
    {
        await using var place = await NewPlace();
        await using var store = await place.Home.Open();
        var committed = new long[Sources];
        using var done = new CancellationTokenSource();
        using var progress = new SemaphoreSlim(0);
        var writing = Enumerable.Range(0, Sources).Select(s => Task.Run(async () =>
        {
            for (long i = 1; !done.IsCancellationRequested; i++)
            {
                await store.Journal.Append($"s{s}", [Some.Observation(i, Some.Noon.AddMinutes(i * 37 % 90_000))]);
                Volatile.Write(ref committed[s], i);
                progress.Release();
            }
        })).ToArray();
        var rolling = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested) await store.Roller.RollAll(CancellationToken.None);
        });

        async Task Until(long count)
        {
            while (committed.Sum() < count) Assert.True(await progress.WaitAsync(TimeSpan.FromSeconds(60)), "No progress within 60 s.");
        }

        await Until(400);
        var before = committed.ToArray();
        await place.Backup(Path.Combine(_folder, "backup"));
        await Until(committed.Sum() + 100);
        await done.CancelAsync();
        await Task.WhenAll([.. writing, rolling]);

        await using var target = await NewPlace();
        await target.Restore(Path.Combine(_folder, "backup"));
        await using var restored = await target.Home.Open();
        for (var s = 0; s < Sources; s++)
        {
            var expected = (await store.All($"s{s}")).Select(Some.Exact).ToList();
            var found = (await restored.All($"s{s}")).Select(Some.Exact).ToList();
            Assert.True(found.Count >= before[s], $"source {s}: {found.Count} of {before[s]} that were committed before");
            Assert.Equal(expected.Take(found.Count), found);
            await restored.Journal.Append($"s{s}", [Some.Observation(found.Count + 1)]);
            Assert.Equal(found.Count + 1, (await restored.All($"s{s}")).Count);
        }

        // What goes on after a restore is rolled and numbered beside what was restored.
        await restored.Roller.RollAll(CancellationToken.None);
        Assert.Equal(await Count(restored), (await restored.All("s0")).Count + (await restored.All("s1")).Count + (await restored.All("s2")).Count + (await restored.All("s3")).Count);
    }

    [Fact]
    public async Task The_audit_log_is_in_it_and_goes_on_after_its_last_entry()
    {
        await using var place = await NewPlace();
        await using (var store = await place.Home.Open())
        {
            for (var i = 0; i < 3; i++) await store.Publication.Append([Entry($"before {i}")]);
            await place.Backup(Path.Combine(_folder, "backup"));
        }

        await using var target = await NewPlace();
        await target.Restore(Path.Combine(_folder, "backup"));
        await using var restored = await target.Home.Open();
        await restored.Publication.Append([Entry("after")]);
        var page = await restored.Queries.Audit(null, null, null, null, new PageRequest(1, 10), CancellationToken.None);
        Assert.Equal(["after", "before 0", "before 1", "before 2"], page.Items.Where(e => e.Action != AuditChain.StartAction).Select(e => e.Detail).Order());
        Assert.Null((await AuditTable.Check(restored.Engine, null, CancellationToken.None)).Fault);
    }

    [Fact]
    public async Task Photos_are_in_it_byte_for_byte()
    {
        await using var place = await NewPlace();
        byte[] large = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 31))];
        await using (var store = await place.Home.Open())
        {
            await store.Publication.Keep(new UploadedPhoto("a", "t1", "image/jpeg", "戊", Some.Noon, large), Some.Noon, long.MaxValue);
            await place.Backup(Path.Combine(_folder, "backup"));
        }

        await using var target = await NewPlace();
        await target.Restore(Path.Combine(_folder, "backup"));
        await using var restored = await target.Home.Open();
        Assert.Equal(large, (await restored.Queries.Photo("a", "t1", CancellationToken.None))!.Content);
    }

    [Fact]
    public async Task A_backup_with_any_damaged_or_missing_file_is_refused_and_nothing_is_restored()
    {
        await using var place = await NewPlace();
        var backup = Path.Combine(_folder, "backup");
        await using (var store = await place.Home.Open())
        {
            await store.Journal.Append("s", [Some.Observation(1)]);
            await place.Backup(backup);
        }

        await using var target = await NewPlace();
        foreach (var file in Directory.GetFiles(backup))
        {
            var whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            var bad = whole.ToArray();
            bad[bad.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(file, bad, TestContext.Current.CancellationToken);
            Assert.True((await Assert.ThrowsAsync<BackupException>(() => target.Restore(backup))).IsOfTheData, file);
            File.Delete(file);
            Assert.True((await Assert.ThrowsAsync<BackupException>(() => target.Restore(backup))).IsOfTheData, file);
            await File.WriteAllBytesAsync(file, whole, TestContext.Current.CancellationToken);
        }

        await target.Restore(backup);
    }

    [Fact]
    public async Task Nothing_is_written_over_and_the_refusal_names_the_way_out()
    {
        await using var place = await NewPlace();
        var backup = Path.Combine(_folder, "backup");
        await using var store = await place.Home.Open();
        await place.Backup(backup);

        var again = await Assert.ThrowsAsync<BackupException>(() => place.Backup(backup));
        Assert.Contains("name a new directory", again.Message, StringComparison.Ordinal);
        var over = await Assert.ThrowsAsync<BackupException>(() => place.Restore(backup));
        Assert.Contains("never writes over a store", over.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_can_be_read_by_its_owner_alone()
    {
        await using var place = await NewPlace();
        await using var store = await place.Home.Open();
        var backup = Path.Combine(_folder, "backup");
        await place.Backup(backup);

        // Windows keeps rights in other ways.
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        foreach (var path in (string[])[backup, .. Directory.GetFiles(backup)]) Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & others);
    }

    private static AuditEntry Entry(string detail) => new(Some.Noon, "admin", "test", "subject", "", detail, "", 1);

    private static async Task<long> Count(OpenStore store) =>
        (await store.Engine.Query(new Statement("SELECT sum(packets) FROM chunk"), r => Convert.ToInt64(r.GetValue(0)), CancellationToken.None))[0];

    /// <summary>A place for a store, as the commands name it.</summary>
    private protected sealed record Place(Home Home, string? Postgres, string Data) : IAsyncDisposable
    {
        public Task<string> Backup(string to) =>
            StoreBackup.Take(Postgres, Data, to, _ => { }, TimeProvider.System, CancellationToken.None);

        public Task<string> Restore(string from) => StoreBackup.Restore(Postgres, Data, from, _ => { }, CancellationToken.None);

        public ValueTask DisposeAsync() => Home.DisposeAsync();
    }
}

public sealed class SqliteBackupTests : BackupContract
{
    private protected override Task<Place> NewPlace()
    {
        var home = new SqliteHome();
        return Task.FromResult(new Place(home, null, home.Directory));
    }
}

public sealed class PostgresBackupTests(PostgresFixture postgres) : BackupContract
{
    private protected override async Task<Place> NewPlace()
    {
        var database = await postgres.NewDatabase();
        return new Place(new PostgresHome(database), database, "");
    }
}
