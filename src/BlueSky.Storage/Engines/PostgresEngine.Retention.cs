using Npgsql;
using NpgsqlTypes;

namespace BlueSky.Storage;

/// <summary>Dropping a month: its partition is replaced by one that holds only what is evidence.</summary>
internal sealed partial class PostgresEngine
{
    private const int RetentionLock = 4;

    public override Task<IAsyncDisposable?> LeaseRetention(CancellationToken cancellation) => Lease(RetentionLock, cancellation);

    public override Task<List<DateTimeOffset>> MonthsBefore(DateTimeOffset end, CancellationToken cancellation) => Query(
        new Statement(
            "SELECT m.month FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
            + "CROSS JOIN LATERAL (SELECT (to_date(substr(c.relname, 7), 'YYYY_MM')::timestamp AT TIME ZONE 'UTC') AS month) m "
            + "WHERE i.inhparent = 'chunk'::regclass AND c.relname ~ '^chunk_[0-9]{4}_[0-9]{2}$' AND m.month < $1 "
            + "AND NOT EXISTS (SELECT 1 FROM retention r WHERE r.month = m.month AND r.dropped_at IS NOT NULL) ORDER BY m.month",
            end),
        r => r.Time(0),
        cancellation);

    /// <summary>One call of the owner's function (see migration 007): the role of a node may drop nothing by itself.</summary>
    public override Task<bool> DropMonth(
        DateTimeOffset month, long chunks, IReadOnlyList<(string SourceId, DateTimeOffset Hour)> kept, DateTimeOffset at,
        CancellationToken cancellation) => Guarded(async () =>
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var drop = new NpgsqlCommand("SELECT drop_chunk_month($1, $2, $3, $4, $5)", connection) { CommandTimeout = 0 };
        drop.Parameters.Add(new NpgsqlParameter { Value = DateOnly.FromDateTime(month.UtcDateTime) });
        drop.Parameters.Add(new NpgsqlParameter { Value = chunks });
        drop.Parameters.Add(new NpgsqlParameter { Value = kept.Select(k => k.SourceId).ToArray() });
        drop.Parameters.Add(new NpgsqlParameter
        {
            Value = kept.Select(k => k.Hour.UtcDateTime).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        });
        drop.Parameters.Add(new NpgsqlParameter { Value = at.UtcDateTime });
        return await drop.ExecuteScalarAsync(cancellation) is true;
    });
}
