using BlueSky.Messages;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BlueSky.Storage;

/// <summary>A request that holds nothing: it is answered when the writer knows the outcome of all it ever sent.</summary>
internal sealed class ResolveWork : Work
{
    public override int Weight => 0;

    public override int Bytes => 0;
}

/// <summary>
/// The connection of one node that writes blocks and claims. Used by one group commit, one commit at a time.
/// </summary>
/// <remarks>
/// A commit is one statement in one round trip. When its outcome is unknown (the connection broke, a time-out), the old
/// session may still be committing on the server. So the session holds an advisory lock of this node; the next connection
/// ends that session, waits for the lock, and only then looks whether the block is there. After that the answer can no
/// longer change. A new stream begins, so that blocks of one stream always become visible in their order.
/// Every append is conditional on the epoch of this node (see <see cref="Epoch"/>): not fenced, and all claims of others seen.
/// </remarks>
internal sealed partial class PostgresJournalWriter(
    string connectionString, SiloLife? silo, Tail tail, StorageMetrics metrics, StoreState state, Action fenced, ILogger logger) : IAsyncDisposable
{
    private readonly BlockEncoder encoder = new();
    private readonly SourceClaims claims = new();
    private readonly string connectionString = connectionString + ";Pooling=False";
    private readonly int nodeLock = System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000, int.MaxValue);
    private NpgsqlConnection? connection;
    private (long Stream, long Seq)? uncertain;
    private volatile bool isUncertain;
    private long epoch;
    private long stream;
    private long seq;

    /// <summary>Names this node in locks, and its epoch in the table of epochs.</summary>
    public int NodeLock => nodeLock;

    /// <summary>True while it is not known whether the last block was committed.</summary>
    public bool IsUncertain => isUncertain;

    public async ValueTask Commit(IReadOnlyList<Work> group)
    {
        await Open();
        ThrowIfFenced();
        await Claim(group);
        await Append(group);
    }

    public async ValueTask DisposeAsync() => await Close();

    private async Task Append(IReadOnlyList<Work> group)
    {
        for (var attempt = 1; ;)
        {
            Encode(group);
            if (encoder.Count == 0)
            {
                return;
            }

            var (payload, strings, sections) = encoder.Finish();
            var block = new Block(stream, seq + 1, payload, strings, sections, encoder.Count);
            try
            {
                if (await Insert(block))
                {
                    seq = block.Seq;
                    Committed(block);
                    return;
                }

                // Nothing was written: this epoch is fenced, which ends here, or others have claimed sources since.
                await LearnClaims();
            }
            catch (Exception e) when (!Faults.IsOfTheData(e) && !state.IsFenced)
            {
                uncertain = (block.Stream, block.Seq);
                isUncertain = true;
                await Close();
                var outcome = await Resolve();
                if (outcome == true)
                {
                    Committed(block);
                    return;
                }

                // Known not to be there: a connection that was lost while idle makes nobody wait or send again.
                if (outcome is null || attempt++ == 2)
                {
                    throw;
                }
            }
        }
    }

    private void Encode(IReadOnlyList<Work> group)
    {
        encoder.Begin();
        foreach (var work in group.OfType<AppendWork>())
        {
            // All or none of a work: the other sources of one that is refused claim themselves anew, which is rare and does no harm.
            if (FirstLost(work) is { } sourceId)
            {
                work.Failed(SourceClaims.Refusal(sourceId));
            }
            else
            {
                encoder.Add(work.Observations);
            }
        }
    }

    private string? FirstLost(AppendWork work)
    {
        for (var i = 0; i < work.Observations.Count; i++)
        {
            if (!claims.MayAppend(work.Observations[i].SourceId))
            {
                return work.Observations[i].SourceId;
            }
        }

        return null;
    }

    /// <returns>False when the epoch's conditions were not met, so that nothing was written.</returns>
    private async Task<bool> Insert(Block block)
    {
        await using var command = new NpgsqlCommand(Epoch.Append, connection);
        PostgresEngine.Bind(
            command.Parameters,
            [block.Stream, block.Seq, encoder.Times.First, encoder.Times.Last, block.Count, block.Payload, epoch, claims.Seen]);
        return await command.ExecuteNonQueryAsync() == 1;
    }

    private void Committed(Block block)
    {
        tail.Add(block);
        metrics.Journaled(block.Count, block.Payload.Length);
    }

    /// <summary>Opens a session unless there is one, and learns the outcome of what the session before left open.</summary>
    /// <returns>True when there was something open and it turned out to be committed.</returns>
    private async Task<bool> Open()
    {
        if (connection is not null)
        {
            return false;
        }

        if (uncertain is null)
        {
            ThrowIfFenced();
        }

        var opening = new NpgsqlConnection(connectionString);
        try
        {
            await opening.OpenAsync();
            await Scalar(
                opening,
                "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid() "
                + $"AND classid = {PostgresEngine.LockSpace} AND objid = {nodeLock} AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
            await Scalar(opening, $"SELECT pg_advisory_lock({PostgresEngine.LockSpace}, {nodeLock})");
            var committed = await Outcome(opening);
            if (!await OpenStream(opening))
            {
                // What was committed before the fence is seen by all successors and may be answered; there will be no more.
                await opening.DisposeAsync();
                return committed ? true : throw Refusal();
            }

            connection = opening;
            return committed;
        }
        catch
        {
            await opening.DisposeAsync();
            throw;
        }
    }

    private async Task<bool> Outcome(NpgsqlConnection opening)
    {
        if (uncertain is not var (oldStream, oldSeq))
        {
            return false;
        }

        var found = (long)(await Scalar(
            opening,
            "SELECT (SELECT count(*) FROM block WHERE stream = $1 AND seq = $2) + (SELECT count(*) FROM stream WHERE id = $1 AND rolled >= $2)",
            oldStream, oldSeq))! > 0;
        Log.Resolved(logger, oldSeq, oldStream, found ? "committed" : "not committed");
        uncertain = null;
        isUncertain = false;
        return found;
    }

    /// <summary>One attempt to learn the outcome at once.</summary>
    /// <returns>Committed or not; null while the server does not answer, or where this writer may write no more.</returns>
    private async Task<bool?> Resolve()
    {
        try
        {
            return await Open();
        }
        catch (Exception e) when (Faults.IsOfTheStore(e) || e is StoreUnavailableException)
        {
            if (isUncertain)
            {
                Log.StillUncertain(logger, e);
            }

            return null;
        }
    }

    private async Task Close()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
            connection = null;
        }
    }

    private static async Task<object?> Scalar(NpgsqlConnection opening, string sql, params object?[] arguments)
    {
        await using var command = new NpgsqlCommand(sql, opening);
        PostgresEngine.Bind(command.Parameters, arguments);
        return await command.ExecuteScalarAsync();
    }
}
