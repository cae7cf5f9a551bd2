using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BlueSky.Benchmarks;

/// <summary>Bytes that a stored value takes, by what the store's tables hold after a run.</summary>
internal static class StoredSize
{
    public static async Task<Row> Of(Store store)
    {
        await using DbConnection connection = store.Postgres is { } postgres
            ? new NpgsqlConnection(postgres + ";Pooling=False")
            : new SqliteConnection($"Data Source={Path.Combine(store.Data, "bluesky.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        var blocks = await Pair(connection, "SELECT sum(length(payload)), sum(count) FROM block");
        var chunks = await Pair(connection, "SELECT sum(octet_length(CAST(document AS TEXT))), sum(value_count) FROM chunk");
        var note = FormattableString.Invariant($"blocks {Each(blocks.Bytes, blocks.Count * Packets.Values)}, chunks {Each(chunks.Bytes, chunks.Count)} bytes a value");
        if (store.Postgres is not null)
        {
            var onDisk = await Pair(connection, "SELECT sum(pg_total_relation_size(c.oid)), 1 FROM pg_class c WHERE c.relname LIKE 'chunk%' AND c.relkind IN ('r', 'p')");
            note += FormattableString.Invariant($"; chunk tables with indexes {Each(onDisk.Bytes, chunks.Count)} on disk");
        }

        return new Row("stored size", store.Postgres is null ? "SQLite" : "PostgreSQL") { Note = note };
    }

    private static string Each(double bytes, double count) =>
        count > 0 ? (bytes / count).ToString("0.0", CultureInfo.InvariantCulture) : "(none)";

    private static async Task<(double Bytes, double Count)> Pair(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (Number(reader, 0), Number(reader, 1));
    }

    private static double Number(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? 0 : Convert.ToDouble(reader.GetValue(column), CultureInfo.InvariantCulture);
}
