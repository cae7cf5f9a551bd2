using Npgsql;
using NpgsqlTypes;

namespace BlueSky.Storage;

/// <summary>Rolling: one node at a time, chunks by COPY into partitions by month.</summary>
internal sealed partial class PostgresEngine
{
    private const int RollLock = 2;

    /// <summary>Partitions known to exist. Touched by the holder of the lease only.</summary>
    private readonly HashSet<string> partitions = new(StringComparer.Ordinal);

    /// <summary>
    /// One transaction: it keeps no append from its commit, so it may take its time. What it shares with them is cores and disk, hence
    /// the pauses.
    /// </summary>
    public override Task<bool> Store(Roll roll, Func<CancellationToken, ValueTask> pause, CancellationToken cancellation) => Guarded(async () =>
    {
        foreach (var month in roll.Chunks.Select(c => c.Hour.UtcDateTime).Select(t => (t.Year, t.Month)).Distinct())
        {
            await EnsurePartition(month.Year, month.Month, cancellation);
        }

        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Execute(connection, $"SELECT pg_advisory_xact_lock_shared({SessionSpace}, {writer.NodeLock})", cancellation);
        await using (var mark = new NpgsqlCommand("UPDATE stream SET rolled = $1 WHERE id = $2 AND rolled = $3", connection))
        {
            Bind(mark.Parameters, [roll.LastSeq, roll.Stream, roll.FirstSeq - 1]);
            if (await mark.ExecuteNonQueryAsync(cancellation) != 1)
            {
                return false;
            }
        }

        // The server's default (pglz) takes several times the CPU for the same documents; a server built without LZ4 keeps it.
        await Execute(
            connection,
            "SELECT set_config(name, 'lz4', true) FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)",
            cancellation);
        const string copy = "COPY chunk (source_id, hour, stream, first_seq, first_arrival, last_arrival, packets, value_count, document) "
            + "FROM STDIN (FORMAT BINARY)";
        await using (var import = await connection.BeginBinaryImportAsync(copy, cancellation))
        {
            foreach (var chunk in roll.Chunks)
            {
                await import.StartRowAsync(cancellation);
                await import.WriteAsync(chunk.SourceId, NpgsqlDbType.Text, cancellation);
                await import.WriteAsync(chunk.Hour.UtcDateTime, NpgsqlDbType.TimestampTz, cancellation);
                await import.WriteAsync(chunk.Stream, NpgsqlDbType.Bigint, cancellation);
                await import.WriteAsync(chunk.FirstSeq, NpgsqlDbType.Bigint, cancellation);
                await import.WriteAsync(chunk.FirstArrival, NpgsqlDbType.Bigint, cancellation);
                await import.WriteAsync(chunk.LastArrival, NpgsqlDbType.Bigint, cancellation);
                await import.WriteAsync(chunk.Packets, NpgsqlDbType.Integer, cancellation);
                await import.WriteAsync(chunk.Values, NpgsqlDbType.Integer, cancellation);
                await import.WriteAsync(chunk.Document, NpgsqlDbType.Json, cancellation);
                await pause(cancellation);
            }

            await import.CompleteAsync(cancellation);
        }

        await using (var drop = new NpgsqlCommand("DELETE FROM block WHERE stream = $1 AND seq <= $2", connection))
        {
            Bind(drop.Parameters, [roll.Stream, roll.LastSeq]);
            await drop.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        Tail.Rolled([(roll.Stream, roll.LastSeq)]);
        return true;
    });

    public override Task<IAsyncDisposable?> LeaseRolling(CancellationToken cancellation) => Lease(RollLock, cancellation);

    /// <summary>A lock that a session holds: it ends with the lease, or with the node.</summary>
    private Task<IAsyncDisposable?> Lease(int which, CancellationToken cancellation) => Guarded<IAsyncDisposable?>(async () =>
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            $"SELECT pg_try_advisory_lock({LockSpace}, {which}) AND pg_try_advisory_lock_shared({SessionSpace}, {writer.NodeLock})", connection);
        if (await command.ExecuteScalarAsync(cancellation) is true)
        {
            return new Held(connection, which, writer.NodeLock);
        }

        await connection.DisposeAsync();
        return null;
    });

    private async Task EnsurePartition(int year, int month, CancellationToken cancellation)
    {
        var name = $"chunk_{year:0000}_{month:00}";
        if (year is < 2000 or > 2099 || partitions.Contains(name))
        {
            return;
        }

        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var make = new NpgsqlCommand("SELECT make_chunk_partition(make_date($1, $2, 1))", connection) { CommandTimeout = 0 };
        Bind(make.Parameters, [year, month]);
        await make.ExecuteNonQueryAsync(cancellation);
        partitions.Add(name);
    }

    /// <summary>
    /// A lease that is held. The lock is given back by name: the pool resets a session only when it is used again, and until then
    /// no other node could have it.
    /// </summary>
    private sealed class Held(NpgsqlConnection connection, int which, int node) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (connection)
            {
                try
                {
                    await using var command = new NpgsqlCommand(
                        $"SELECT pg_advisory_unlock({LockSpace}, {which}), pg_advisory_unlock_shared({SessionSpace}, {node})", connection);
                    await command.ExecuteScalarAsync();
                }
                catch (Exception e) when (Faults.IsOfTheStore(e))
                {
                    // The session is lost, and with it the lock.
                    NpgsqlConnection.ClearPool(connection);
                }
            }
        }
    }
}
