using System.Data.Common;
using System.Reflection;
using BlueSky.Messages;
using BlueSky.Time;

namespace BlueSky.Storage;

/// <summary>
/// Backup and restore of a store as a whole, of one moment. The embedded store may be in use meanwhile, a PostgreSQL database too.
/// Readings that were answered after that moment are not in it: only an archive of PostgreSQL's log has those.
/// </summary>
public static class StoreBackup
{
    /// <summary>Takes a backup and checks it.</summary>
    /// <param name="postgres">Connection string, or null for the embedded store.</param>
    /// <param name="data">Data directory of the embedded store.</param>
    /// <param name="to">Directory for the backup; empty or not there.</param>
    /// <param name="progress">Hears what is being done.</param>
    /// <param name="clock">Gives the moment that is written down.</param>
    /// <param name="cancellation">Breaks it off; the folder is then no backup and may be deleted.</param>
    /// <returns>What it holds, in one line.</returns>
    /// <exception cref="BackupException">It cannot be taken.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public static Task<string> Take(
        string? postgres, string data, string to, Action<string> progress, TimeProvider clock, CancellationToken cancellation) =>
        InWords(() => postgres is null
            ? SqliteBackup.Take(data, to, progress, clock, cancellation)
            : new PostgresBackup(postgres, progress).Take(to, clock, cancellation));

    /// <summary>Restores a backup into an empty directory or database, and compares.</summary>
    /// <param name="postgres">Connection string of the schema's owner, or null for the embedded store.</param>
    /// <param name="data">Data directory of the embedded store; empty or not there.</param>
    /// <param name="from">Directory of the backup.</param>
    /// <param name="progress">Hears what is being done.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <returns>What was restored, in one line.</returns>
    /// <exception cref="BackupException">The backup is damaged or does not fit, or the store is not empty.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public static Task<string> Restore(string? postgres, string data, string from, Action<string> progress, CancellationToken cancellation) =>
        InWords(() => postgres is null
            ? SqliteBackup.Restore(from, data, progress, cancellation)
            : new PostgresRestore(postgres, progress).Restore(from, cancellation));

    internal static BackupManifest Manifest(
        string engine, DateTimeOffset takenAt, IReadOnlyDictionary<string, string> schema, IReadOnlyList<BackupTable> tables,
        IReadOnlyList<StreamMark> streams, IReadOnlyList<BackupPartition> partitions, IReadOnlyDictionary<string, long> sequences) =>
        new(1, engine, Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "", takenAt.ToChina(), schema, tables, streams, partitions, sequences);

    /// <summary>Reads every block that is not yet rolled: each has a checksum of its own.</summary>
    internal static void CheckBlocks(DbDataReader rows)
    {
        var strings = new StringPool();
        try
        {
            while (rows.Read()) Block.Read(rows.GetInt64(0), rows.GetInt64(1), rows.GetFieldValue<byte[]>(2), strings);
        }
        catch (CorruptBlockException e)
        {
            throw new BackupException(e.Message, isOfTheData: true);
        }
    }

    private static async Task<string> InWords(Func<Task<BackupManifest>> work)
    {
        try
        {
            var manifest = await work();
            return string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{manifest.Engine}, program {manifest.Program}, as of {manifest.TakenAt:yyyy-MM-dd HH:mm:ss zzz}: {manifest.Tables.Sum(t => t.Rows)} rows in {manifest.Tables.Count} tables, {manifest.Streams.Count} streams");
        }
        catch (UnauthorizedAccessException e)
        {
            throw new BackupException(e.Message, e);
        }
        catch (Exception e) when (Faults.IsOfTheStore(e))
        {
            throw Faults.InWords(e);
        }
    }
}
