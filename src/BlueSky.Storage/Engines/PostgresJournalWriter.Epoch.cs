using BlueSky.Messages;
using Npgsql;

namespace BlueSky.Storage;

/// <summary>The writer's epoch: how it is registered, how claims are made and learned, and how it ends.</summary>
internal sealed partial class PostgresJournalWriter
{
    private const string FencedWords = "The cluster declared this silo dead: it stores nothing any more.";

    /// <exception cref="StoreUnavailableException">The cluster declared this silo dead.</exception>
    public void ThrowIfFenced()
    {
        if (state.IsFenced)
        {
            throw Refusal();
        }
    }

    /// <summary>This silo is dead to the cluster: says so once, and has the process ended.</summary>
    public void Fence()
    {
        if (state.Fence(FencedWords))
        {
            Log.Fenced(logger, FencedWords);
            fenced();
        }
    }

    /// <summary>True when the epoch is this writer's own.</summary>
    public bool IsOwn(long other) => other == Volatile.Read(ref epoch);

    private static StoreUnavailableException Refusal() => new(FencedWords);

    /// <returns>False when the silo is fenced.</returns>
    private async Task<bool> OpenStream(NpgsqlConnection opening)
    {
        if (epoch == 0)
        {
            await Register(opening);
        }

        if (epoch != 0 && await Scalar(opening, Epoch.OpenStream, Environment.MachineName, epoch) is long opened)
        {
            (stream, seq) = (opened, 0);
            return true;
        }

        Fence();
        return false;
    }

    /// <summary>
    /// With the first append or claim, not at the start: only then the silo is in the membership table for certain, so that a
    /// row that is not there always means dead.
    /// </summary>
    private async Task Register(NpgsqlConnection opening)
    {
        claims.BeginAt((long)(await Scalar(opening, "SELECT coalesce(max(version), 0) FROM claim"))!);
        var registered = silo is null
            ? await Scalar(opening, Epoch.RegisterAlone, nodeLock)
            : await Scalar(opening, Epoch.Register, silo.Cluster, silo.Address, silo.Port, silo.Generation, nodeLock);
        Volatile.Write(ref epoch, registered as long? ?? 0);
    }

    /// <summary>Claims all sources of the group in one commit: see <see cref="Engine.Claim"/>.</summary>
    private async Task Claim(IReadOnlyList<Work> group)
    {
        var sources = group.OfType<ClaimWork>().Select(w => w.SourceId).Distinct(StringComparer.Ordinal).ToArray();
        if (sources.Length == 0)
        {
            return;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (!await WriteClaims(sources))
                {
                    Fence();
                    throw Refusal();
                }

                Array.ForEach(sources, claims.Won);
                return;
            }
            catch (Exception e) when (!Faults.IsOfTheData(e) && !state.IsFenced)
            {
                // Claiming twice is harmless, so a connection that was lost while idle makes nobody activate again.
                await Close();
                if (attempt == 2)
                {
                    throw;
                }

                await Open();
                ThrowIfFenced();
            }
        }
    }

    /// <summary>
    /// Three statements, one transaction, one round trip. The lock lets one node at a time announce, so that claims are numbered in
    /// the order of their commits; the announcement waits for appends under way, and those after it find it.
    /// </summary>
    /// <returns>False when this epoch is fenced.</returns>
    private async Task<bool> WriteClaims(string[] sources)
    {
        await using var batch = new NpgsqlBatch(connection);
        Add($"SELECT pg_advisory_xact_lock({PostgresEngine.LockSpace}, {Epoch.ClaimLock})");
        Add(Epoch.AnnounceClaims, epoch);
        Add(Epoch.Claim, epoch, sources);
        await batch.ExecuteNonQueryAsync();
        return batch.BatchCommands[2].RecordsAffected > 0;

        void Add(string sql, params object?[] arguments)
        {
            var command = new NpgsqlBatchCommand(sql);
            PostgresEngine.Bind(command.Parameters, arguments);
            batch.BatchCommands.Add(command);
        }
    }

    /// <summary>
    /// Reads what others claimed. The counter first: what is claimed after it was read moves it again, and the next append finds that.
    /// </summary>
    private async Task LearnClaims()
    {
        if (await Scalar(connection!, "SELECT claims FROM epoch WHERE id = $1 AND fenced_at IS NULL", epoch) is not long seen)
        {
            Fence();
            throw Refusal();
        }

        await using var command = new NpgsqlCommand("SELECT source_id, version FROM claim WHERE version > $1 AND epoch <> $2", connection);
        PostgresEngine.Bind(command.Parameters, [claims.Version, epoch]);
        await using var reader = await command.ExecuteReaderAsync();
        var others = new List<(string, long)>();
        while (await reader.ReadAsync())
        {
            others.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        claims.Learn(seen, others);
    }
}
