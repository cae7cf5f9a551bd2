using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SQLitePCL;

namespace BlueSky.Storage;

/// <summary>Backup of the embedded store while its node runs, and back. The copy is one file, and of one moment.</summary>
internal static class SqliteBackup
{
    private const string FileName = "bluesky.db";
    private const int PagesAStep = 4_096;

    public static async Task<BackupManifest> Take(string data, string to, Action<string> progress, TimeProvider clock, CancellationToken cancellation)
    {
        var file = Path.Combine(data, FileName);
        if (!File.Exists(file)) throw new BackupException($"--data: {data} holds no store ({FileName}). Name the data directory of the node.");
        var folder = BackupFolder.Create(to);
        var copy = folder.PathOf(FileName);
        await folder.New(FileName).DisposeAsync();
        using (var from = Open(file))
        using (var into = Open(copy))
        {
            var takenAt = Copy(from, into, progress, clock, cancellation);
            // One file instead of one with a log beside it.
            Text(into, "PRAGMA journal_mode = DELETE");
            var manifest = Summary(into, takenAt);
            Check(into, FileName);
            into.Close();
            await folder.Keep(FileName, cancellation);
            await folder.Seal(manifest, cancellation);
            return manifest;
        }
    }

    public static async Task<BackupManifest> Restore(string from, string data, Action<string> progress, CancellationToken cancellation)
    {
        if (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any())
            throw new BackupException($"--data: {data} is not empty. A restore never writes over a store: name a new directory, or move this one away.");
        progress("checking the backup");
        var (folder, manifest) = await BackupFolder.Open(from, cancellation);
        Fit(manifest, BackupManifest.Sqlite, Migration.Of("Sqlite"));
        Directory.CreateDirectory(data);

        // Under another name until it is whole and checked, so that no node can start on half of it.
        var half = Path.Combine(data, FileName + ".restoring");
        try
        {
            progress("copying");
            await using (var source = File.OpenRead(folder.PathOf(FileName)))
            await using (var target = BackupFolder.NewFile(half))
            {
                await source.CopyToAsync(target, cancellation);
                target.Flush(flushToDisk: true);
            }

            progress("checking the restored store");
            using var restored = Open(half);
            Check(restored, FileName);
            Compare(manifest, Summary(restored, manifest.TakenAt));
        }
        catch
        {
            File.Delete(half);
            throw;
        }

        File.Move(half, Path.Combine(data, FileName));
        return manifest;
    }

    /// <summary>Refuses a backup that this program cannot restore.</summary>
    public static void Fit(BackupManifest manifest, string engine, IReadOnlyList<Migration> known)
    {
        if (manifest.Engine != engine)
            throw new BackupException($"--from: the backup is of {manifest.Engine}, the store that was named is {engine}. Set or unset BLUESKY_POSTGRES accordingly.");
        _ = Migration.Pending(known, manifest.Schema, NullLogger.Instance);
        if (manifest.Schema.Keys.FirstOrDefault(n => known.All(m => m.Name != n)) is { } newer)
            throw new BackupException($"The backup is of a newer program ({newer}): restore it with that one.");
    }

    /// <summary>Compares what was restored with what the manifest says.</summary>
    public static void Compare(BackupManifest expected, BackupManifest found)
    {
        foreach (var (table, there) in expected.Tables.Zip(found.Tables))
        {
            if (table.Name != there.Name || table.Rows != there.Rows)
                throw new BackupException($"After the restore table {table.Name} has {there.Rows} rows instead of {table.Rows}. Nothing was kept.", isOfTheData: true);
        }

        if (expected.Tables.Count != found.Tables.Count || !expected.Streams.SequenceEqual(found.Streams))
            throw new BackupException("After the restore the journal does not stand where the manifest says. Nothing was kept.", isOfTheData: true);
    }

    /// <summary>
    /// The read transaction is open before the first page: every page is then of this moment, however often the node commits
    /// meanwhile. Without it each commit of the node would make the copy begin anew.
    /// </summary>
    private static DateTimeOffset Copy(SqliteConnection from, SqliteConnection into, Action<string> progress, TimeProvider clock, CancellationToken cancellation)
    {
        using var moment = from.BeginTransaction(deferred: true);
        Text(from, "SELECT count(*) FROM schema_version");
        var takenAt = clock.GetUtcNow();
        using var backup = raw.sqlite3_backup_init(into.Handle, "main", from.Handle, "main");
        if (backup.IsInvalid) throw new BackupException($"SQLite cannot copy: {raw.sqlite3_errmsg(into.Handle).utf8_to_string()}");
        var told = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var code = raw.sqlite3_backup_step(backup, PagesAStep);
            if (code == raw.SQLITE_DONE) return takenAt;
            if (code != raw.SQLITE_OK) throw new BackupException($"SQLite cannot copy ({code}): {raw.sqlite3_errstr(code).utf8_to_string()}");
            var all = Math.Max(1, raw.sqlite3_backup_pagecount(backup));
            var percent = (int)(100L * (all - raw.sqlite3_backup_remaining(backup)) / all);
            if (percent < told + 10) continue;
            told = percent;
            progress(string.Create(CultureInfo.InvariantCulture, $"{percent} % of {all} pages"));
        }
    }

    private static BackupManifest Summary(SqliteConnection store, DateTimeOffset takenAt)
    {
        var names = Rows(store, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name", r => r.GetString(0));
        return StoreBackup.Manifest(
            BackupManifest.Sqlite, takenAt,
            Rows(store, "SELECT name, checksum FROM schema_version", r => (r.GetString(0), r.GetString(1))).ToDictionary(m => m.Item1, m => m.Item2, StringComparer.Ordinal),
            [.. names.Select(n => new BackupTable(n, [], Rows(store, $"SELECT count(*) FROM \"{n}\"", r => r.GetInt64(0))[0]))],
            Rows(store, StreamMark.Sql, r => new StreamMark(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2))), [], new Dictionary<string, long>());
    }

    private static void Check(SqliteConnection store, string name)
    {
        if (Text(store, "PRAGMA integrity_check") is not "ok" and var fault)
            throw new BackupException($"{name} is damaged: {fault}. Take the backup again; where that says the same, the store itself is damaged.", isOfTheData: true);
        using var command = store.CreateCommand();
        command.CommandText = "SELECT stream, seq, payload FROM block";
        using var reader = command.ExecuteReader();
        StoreBackup.CheckBlocks(reader);
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 30 }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static string? Text(SqliteConnection connection, string sql) => Rows(connection, sql, r => Convert.ToString(r.GetValue(0), CultureInfo.InvariantCulture))[0];

    private static List<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> row)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }
}
