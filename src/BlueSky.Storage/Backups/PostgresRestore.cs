using System.IO.Compression;
using System.Text.RegularExpressions;
using Npgsql;

namespace BlueSky.Storage;

/// <summary>
/// Restore into an empty PostgreSQL database, as the owner of its schema: the schema as it was, the rows, then what newer migrations
/// there are, in one transaction. Whatever fails, the database is empty as before.
/// </summary>
internal sealed partial class PostgresRestore(string connectionString, Action<string> progress)
{
    private const int Buffer = 1 << 16;

    public async Task<BackupManifest> Restore(string from, CancellationToken cancellation)
    {
        progress("checking the backup");
        var (folder, manifest) = await BackupFolder.Open(from, cancellation);
        var known = Migration.Of("PostgreSql");
        SqliteBackup.Fit(manifest, BackupManifest.Postgres, known);
        foreach (var table in manifest.Tables) await PostgresBackup.CheckFile(folder, table, cancellation);

        await using var connection = await PostgresTables.Open(connectionString, cancellation);
        await CheckEmpty(connection, cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await PostgresEngine.Apply(connection, [.. known.Where(m => manifest.Schema.ContainsKey(m.Name))], cancellation);
        await MakePartitions(connection, manifest, cancellation);
        foreach (var table in manifest.Tables) await Fill(connection, folder, table, cancellation);
        foreach (var (sequence, last) in manifest.Sequences)
            await PostgresTables.Rows(connection, "SELECT setval($1::text::regclass, $2)", r => r.GetInt64(0), cancellation, PostgresTables.Quoted(sequence), last);

        progress("comparing");
        await Compare(connection, manifest, cancellation);
        await PostgresEngine.Apply(connection, known, cancellation);
        await PostgresEngine.GrantRights(connection, cancellation);
        await transaction.CommitAsync(cancellation);
        return manifest;
    }

    private static async Task CheckEmpty(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var there = await PostgresTables.Rows(
            connection,
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm') ORDER BY relname LIMIT 3",
            r => r.GetString(0), cancellation);
        if (there.Count > 0)
        {
            throw new BackupException(
                $"Database {connection.Database} is not empty: it has {string.Join(", ", there)}. A restore never writes over a store: "
                + "make a new one (createdb --encoding=UTF8 --template=template0 --owner=bluesky_owner bluesky_restored) and name it in BLUESKY_POSTGRES.");
        }
    }

    private static async Task MakePartitions(NpgsqlConnection connection, BackupManifest manifest, CancellationToken cancellation)
    {
        var there = (await PostgresTables.Partitions(connection, cancellation)).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var partition in manifest.Partitions.Where(p => !there.Contains(p.Name)))
        {
            // The words of the bound go into a statement as they are: nothing but literals between the words of a bound.
            if (!Bound().IsMatch(partition.Bound)) throw BackupFolder.Damaged($"manifest.json, partition {partition.Name}");
            await PostgresTables.Execute(
                connection, $"CREATE TABLE {PostgresTables.Quoted(partition.Name)} PARTITION OF {PostgresTables.Quoted(partition.Parent)} {partition.Bound}", cancellation);
        }
    }

    private async Task Fill(NpgsqlConnection connection, BackupFolder folder, BackupTable table, CancellationToken cancellation)
    {
        long bytes = 0;
        await using (var packed = new GZipStream(File.OpenRead(folder.PathOf(PostgresTables.FileOf(table))), CompressionMode.Decompress))
        await using (var into = await connection.BeginRawBinaryCopyAsync($"COPY {PostgresTables.Copied(table)} FROM STDIN (FORMAT BINARY)", cancellation))
        {
            var buffer = new byte[Buffer];
            int read;
            while ((read = await packed.ReadAsync(buffer, cancellation)) > 0)
            {
                await into.WriteAsync(buffer.AsMemory(0, read), cancellation);
                bytes += read;
            }
        }

        progress(PostgresTables.Words(table, bytes));
    }

    private static async Task Compare(NpgsqlConnection connection, BackupManifest manifest, CancellationToken cancellation)
    {
        var tables = new List<BackupTable>();
        foreach (var table in await PostgresTables.Tables(connection, cancellation)) tables.Add(await PostgresTables.Counted(connection, table, cancellation));
        SqliteBackup.Compare(manifest, manifest with { Tables = tables, Streams = await PostgresTables.Streams(connection, cancellation) });
        await PostgresTables.CheckBlocks(connection, cancellation);
    }

    [GeneratedRegex(@"^(DEFAULT|FOR VALUES FROM \('[^'\\]*'\) TO \('[^'\\]*'\))$")]
    private static partial Regex Bound();
}
