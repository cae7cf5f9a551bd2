using Npgsql;

namespace BlueSky.Storage;

/// <summary>Fencing the epochs of silos that the membership table says are dead.</summary>
internal sealed partial class PostgresEngine
{
    /// <summary>
    /// Returns when nothing that these epochs still had under way can be committed any more. Under the lock of the claims, since
    /// both change several epochs at once.
    /// </summary>
    private async Task<bool> FenceOff(long[] dead)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using (var end = new NpgsqlCommand(Epoch.EndSessions, connection))
        {
            Bind(end.Parameters, [(long)LockSpace, dead]);
            await end.ExecuteNonQueryAsync();
        }

        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT pg_advisory_xact_lock({LockSpace}, {Epoch.ClaimLock})"));
        var fence = new NpgsqlBatchCommand(Epoch.Fence);
        Bind(fence.Parameters, [dead]);
        batch.BatchCommands.Add(fence);
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            await reader.NextResultAsync();
            while (await reader.ReadAsync())
            {
                Log.FencedOff(logger, reader.GetString(0));
            }
        }

        if (Array.Exists(dead, writer.IsOwn))
        {
            writer.Fence();
            writer.ThrowIfFenced();
        }

        return true;
    }
}
