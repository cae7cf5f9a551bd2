using System.IO.Compression;
using Npgsql;

namespace BlueSky.Storage;

/// <summary>
/// Backup of a PostgreSQL database while its cluster runs: every table by binary COPY under one snapshot, as gzip. It needs no other
/// program, so it runs from the node's own image, whatever the server's version. (A restore by hand: <c>COPY t FROM PROGRAM 'gunzip -c
/// t.copy.gz' WITH (FORMAT binary)</c>.)
/// </summary>
internal sealed class PostgresBackup(string connectionString, Action<string> progress)
{
    private const int Buffer = 1 << 16;

    public async Task<BackupManifest> Take(string to, TimeProvider clock, CancellationToken cancellation)
    {
        await using var connection = await PostgresTables.Open(connectionString, cancellation);
        var tables = await PostgresTables.Tables(connection, cancellation);
        if (tables.All(t => t.Name != "block"))
            throw new BackupException($"Database {connection.Database} holds no store of BlueSky. Name its database in BLUESKY_POSTGRES.");
        var folder = BackupFolder.Create(to);

        // Locks before the snapshot: a partition that is dropped after it would else be missing although the snapshot has it.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        await PostgresTables.Execute(connection, "SET TRANSACTION READ ONLY", cancellation);
        var names = string.Join(", ", tables.Select(t => PostgresTables.Quoted(t.Name)));
        await PostgresTables.Execute(connection, $"LOCK TABLE {names} IN ACCESS SHARE MODE", cancellation);
        var takenAt = clock.GetUtcNow();
        var streams = await PostgresTables.Streams(connection, cancellation);
        var schema = (await PostgresTables.Rows(connection, "SELECT name, checksum FROM schema_version", r => (r.GetString(0), r.GetString(1)), cancellation))
            .ToDictionary(m => m.Item1, m => m.Item2, StringComparer.Ordinal);
        var partitions = await PostgresTables.Partitions(connection, cancellation);
        var kept = new List<BackupTable>();
        foreach (var table in tables) kept.Add(await Copy(connection, table, folder, cancellation));
        await PostgresTables.CheckBlocks(connection, cancellation);
        var sequences = await PostgresTables.Sequences(connection, cancellation);
        await transaction.CommitAsync(cancellation);

        progress("checking the backup");
        foreach (var table in kept)
        {
            await folder.Keep(PostgresTables.FileOf(table), cancellation);
            await CheckFile(folder, table, cancellation);
        }

        var manifest = StoreBackup.Manifest(BackupManifest.Postgres, takenAt, schema, kept, streams, partitions, sequences);
        await folder.Seal(manifest, cancellation);
        return manifest;
    }

    /// <summary>Reads a file as a restore would and compares its rows with the manifest's.</summary>
    public static async Task CheckFile(BackupFolder folder, BackupTable table, CancellationToken cancellation)
    {
        var name = PostgresTables.FileOf(table);
        var rows = new CopyRows();
        try
        {
            await using var file = new GZipStream(File.OpenRead(folder.PathOf(name)), CompressionMode.Decompress);
            var buffer = new byte[Buffer];
            int read;
            while ((read = await file.ReadAsync(buffer, cancellation)) > 0) rows.Take(buffer.AsSpan(0, read));
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
        {
            throw BackupFolder.Damaged(name);
        }

        if (!rows.IsComplete || rows.Count != table.Rows) throw BackupFolder.Damaged(name);
    }

    private async Task<BackupTable> Copy(NpgsqlConnection connection, BackupTable table, BackupFolder folder, CancellationToken cancellation)
    {
        var rows = new CopyRows();
        long bytes = 0;
        await using (var file = folder.New(PostgresTables.FileOf(table)))
        {
            await using (var packed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
            {
                var columns = string.Join(", ", table.Columns.Select(PostgresTables.Quoted));
                await using var from = await connection.BeginRawBinaryCopyAsync(
                    $"COPY (SELECT {columns} FROM {PostgresTables.Quoted(table.Name)}) TO STDOUT (FORMAT BINARY)", cancellation);
                var buffer = new byte[Buffer];
                int read;
                while ((read = await from.ReadAsync(buffer, cancellation)) > 0)
                {
                    rows.Take(buffer.AsSpan(0, read));
                    await packed.WriteAsync(buffer.AsMemory(0, read), cancellation);
                    bytes += read;
                }
            }

            file.Flush(flushToDisk: true);
        }

        var kept = table with { Rows = rows.Count };
        progress(PostgresTables.Words(kept, bytes));
        return kept;
    }
}
