using System.Globalization;
using Npgsql;

namespace BlueSky.Storage;

/// <summary>What a backup needs to know of a PostgreSQL database.</summary>
internal static class PostgresTables
{
    /// <summary>
    /// Tables that are no data: the first two are made by the migrations, the others say which silos ran when the backup was taken;
    /// restored, they would make the new cluster look for nodes that are gone.
    /// </summary>
    private static readonly string[] NotKept = ["schema_version", "orleansquery", "orleansmembershiptable", "orleansmembershipversiontable"];

    public static async Task<NpgsqlConnection> Open(string connectionString, CancellationToken cancellation)
    {
        var settings = PostgresEngine.Settings(connectionString, new StorageOptions());
        (settings.CommandTimeout, settings.Pooling) = (0, false);
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tables with their columns; rows are not counted here. A partitioned table is one table.</summary>
    public static async Task<List<BackupTable>> Tables(NpgsqlConnection connection, CancellationToken cancellation) => await Rows(
        connection,
        """
        SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> ALL ($1)
        GROUP BY c.relname ORDER BY c.relname
        """,
        r => new BackupTable(r.GetString(0), r.GetFieldValue<string[]>(1), 0), cancellation, (object)NotKept);

    public static async Task<List<BackupPartition>> Partitions(NpgsqlConnection connection, CancellationToken cancellation) => await Rows(
        connection,
        """
        SELECT c.relname, p.relname, pg_get_expr(c.relpartbound, c.oid)
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
        WHERE p.relnamespace = current_schema()::regnamespace AND c.relispartition AND c.relkind = 'r' ORDER BY c.relname
        """,
        r => new BackupPartition(r.GetString(0), r.GetString(1), r.GetString(2)), cancellation);

    public static async Task<List<StreamMark>> Streams(NpgsqlConnection connection, CancellationToken cancellation) =>
        await Rows(connection, StreamMark.Sql, r => new StreamMark(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)), cancellation);

    /// <summary>The last number of each sequence that gave one; also of those behind identity columns.</summary>
    public static async Task<Dictionary<string, long>> Sequences(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var given = new Dictionary<string, long>(StringComparer.Ordinal);
        var names = await Rows(
            connection, "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S' ORDER BY relname", r => r.GetString(0), cancellation);
        foreach (var name in names)
        {
            var (last, isCalled) = (await Rows(connection, $"SELECT last_value, is_called FROM {Quoted(name)}", r => (r.GetInt64(0), r.GetBoolean(1)), cancellation))[0];
            if (isCalled) given.Add(name, last);
        }

        return given;
    }

    public static async Task<BackupTable> Counted(NpgsqlConnection connection, BackupTable table, CancellationToken cancellation) =>
        table with { Rows = (await Rows(connection, $"SELECT count(*) FROM {Quoted(table.Name)}", r => r.GetInt64(0), cancellation))[0] };

    public static async Task CheckBlocks(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT stream, seq, payload FROM block", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        StoreBackup.CheckBlocks(reader);
    }

    public static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public static async Task<List<T>> Rows<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellation, params object[] arguments)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        PostgresEngine.Bind(command.Parameters, arguments);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation)) rows.Add(row(reader));
        return rows;
    }

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Copied(BackupTable table) => $"{Quoted(table.Name)} ({string.Join(", ", table.Columns.Select(Quoted))})";

    public static string FileOf(BackupTable table) => table.Name + ".copy.gz";

    public static string Words(BackupTable table, long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{table.Name}: {table.Rows} rows, {bytes / 1024.0 / 1024.0:0.0} MiB");
}
