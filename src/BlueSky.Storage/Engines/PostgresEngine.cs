using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace BlueSky.Storage;

/// <summary>The store of a cluster: PostgreSQL. Each node has one writer for the journal and one for rows.</summary>
internal sealed partial class PostgresEngine : Engine
{
    /// <summary>First key of all advisory locks of this program ("BLUE"); the second names the lock.</summary>
    internal const int LockSpace = 0x424C5545;

    /// <summary>First key of the locks that sessions of a node hold beside its writer's, shared, so that a fence finds and ends them.</summary>
    private const int SessionSpace = LockSpace + 1;

    /// <summary>
    /// Blocks and chunks are sent by hundreds of kilobytes. With Npgsql's 8 KiB every second row of a roll is a write of its own, and on a busy node
    /// what goes on after it waits for its turn among all that the grains do.
    /// </summary>
    private const int WriteBuffer = 128 * 1024;

    private readonly NpgsqlDataSource source;
    private readonly GroupCommit appends;
    private readonly GroupCommit rows;
    private readonly GroupCommit audit;
    private readonly PostgresJournalWriter writer;
    private readonly IReadOnlyList<Migration> migrations;
    private readonly bool fences;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim refreshing = new(1, 1);
    private Task? nextRefresh;
    private bool writes = true;

    /// <param name="connectionString">Npgsql connection string.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="metrics">Metrics.</param>
    /// <param name="state">Learns how commits end.</param>
    /// <param name="logger">Log.</param>
    /// <param name="silo">The silo that writes through it; null where none does, and nobody can declare it dead.</param>
    /// <param name="fenced">Called once when the cluster has declared the silo dead: the process is to end.</param>
    /// <param name="migrations">Other files than the program's own, in tests.</param>
    public PostgresEngine(
        string connectionString, StorageOptions options, StorageMetrics metrics, StoreState state, ILogger<PostgresEngine> logger,
        SiloLife? silo = null, Action? fenced = null, IReadOnlyList<Migration>? migrations = null) : base(new Tail(), state)
    {
        this.logger = logger;

        // Only silos replay. A node that merely shows readings needs no right to end the sessions of others.
        fences = silo is not null;
        this.migrations = migrations ?? Migration.Of("PostgreSql");
        var settings = Settings(connectionString, options);
        source = NpgsqlDataSource.Create(settings);
        writer = new PostgresJournalWriter(settings.ConnectionString, silo, Tail, metrics, state, fenced ?? (() => { }), logger);
        appends = new GroupCommit("journal", ownThread: false, writer.Commit, options, metrics, state, logger, TimeProvider.System);
        rows = new GroupCommit("rows", ownThread: false, Commit, options, metrics, state, logger, TimeProvider.System);
        audit = new GroupCommit("audit", ownThread: false, Commit, options, metrics, state, logger, TimeProvider.System);
    }

    public override long QueuedBytes => appends.QueuedBytes;

    public override string Like => "ILIKE";

    public override string LockingRead => " FOR UPDATE";

    /// <summary>What this program needs of a connection, where the given string does not say it.</summary>
    public static NpgsqlConnectionStringBuilder Settings(string connectionString, StorageOptions options)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            CommandTimeout = (int)Math.Ceiling(options.StatementTimeout.TotalSeconds),
            IncludeErrorDetail = false,
        };
        settings.MaxAutoPrepare = settings.MaxAutoPrepare == 0 ? 100 : settings.MaxAutoPrepare;
        settings.AutoPrepareMinUsages = 2;
        settings.Timeout = Math.Min(settings.Timeout, 5);
        // Npgsql's own hundred would let one node that takes over another's sources use up the server's connections. A node has two
        // pools of this size: its own, and that of the Orleans providers.
        if (settings.MaxPoolSize == 100) settings.MaxPoolSize = 24;
        settings.WriteBufferSize = Math.Max(settings.WriteBufferSize, WriteBuffer);
        settings.ApplicationName ??= "bluesky";
        return settings;
    }

    public override bool Writes => writes;

    public override async Task Open(CancellationToken cancellation)
    {
        writes = (await Query(new Statement("SELECT has_table_privilege('stream', 'UPDATE')"), r => r.GetBoolean(0), cancellation))[0];
        await Refresh(cancellation);
        Log.Opened(logger, "PostgreSQL", Tail.Bytes);
    }

    public override Task Append(AppendWork work) => appends.Submit(work);

    /// <summary>In the queue of the appends: what this node appended before is committed before.</summary>
    public override Task Claim(string sourceId) => appends.Submit(new ClaimWork(sourceId));

    public override Task<int[]> Write(IReadOnlyList<Statement> statements) => Write(rows, statements);

    public override Task<int[]> AppendAudit(IReadOnlyList<Statement> statements) => Write(audit, statements);

    /// <summary>Callers that come while a refresh is under way share the one after it: it begins after all of them.</summary>
    public override async Task Refresh(CancellationToken cancellation)
    {
        writer.ThrowIfFenced();
        if (writer.IsUncertain)
        {
            // What this node wrote last may or may not be there; a reader must not be told either before that is known.
            await appends.Submit(new ResolveWork());
        }

        Task refresh;
        lock (gate)
        {
            // On the pool: it must not begin before it is shared, nor run on the scheduler of the grain that asked first.
            refresh = nextRefresh ??= Task.Run(RefreshInTurn, CancellationToken.None);
        }

        await refresh.WaitAsync(cancellation);
    }

    public override string ChannelCount(string section, string channelParameter) =>
        $"coalesce(json_array_length(document -> '{section}' -> {channelParameter}::text -> 0), 0)";

    public override async ValueTask DisposeAsync()
    {
        await appends.DisposeAsync();
        await rows.DisposeAsync();
        await audit.DisposeAsync();
        await writer.DisposeAsync();
        await source.DisposeAsync();
    }

    internal static void Bind(NpgsqlParameterCollection parameters, object?[] arguments)
    {
        foreach (var argument in arguments)
        {
            parameters.Add(argument switch
            {
                null => new NpgsqlParameter { Value = DBNull.Value },
                Json j => new NpgsqlParameter { Value = j.Text, NpgsqlDbType = NpgsqlDbType.Json },
                DateTimeOffset t => new NpgsqlParameter { Value = t.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz },

                // PostgreSQL has no NUL in texts.
                string s => new NpgsqlParameter { Value = s.Replace('\0', '\uFFFD'), NpgsqlDbType = NpgsqlDbType.Text },
                var other => new NpgsqlParameter { Value = other },
            });
        }
    }

    protected override async Task<DbConnection> OpenReader(CancellationToken cancellation) =>
        await source.OpenConnectionAsync(cancellation);

    protected override DbCommand Command(DbConnection connection, Statement statement)
    {
        var command = new NpgsqlCommand(statement.Sql, (NpgsqlConnection)connection);
        Bind(command.Parameters, statement.Arguments);
        return command;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<int[]> Write(GroupCommit commits, IReadOnlyList<Statement> statements)
    {
        writer.ThrowIfFenced();
        var work = new RowWork(statements);
        await commits.Submit(work);
        return work.Affected;
    }

    /// <summary>One batch without a transaction of its own is one transaction and one round trip.</summary>
    private async ValueTask Commit(IReadOnlyList<Work> group)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var work in group.Cast<RowWork>())
        {
            foreach (var statement in work.Statements)
            {
                var command = new NpgsqlBatchCommand(statement.Sql);
                Bind(command.Parameters, statement.Arguments);
                batch.BatchCommands.Add(command);
            }
        }

        await batch.ExecuteNonQueryAsync();
        var at = 0;
        foreach (var work in group.Cast<RowWork>())
        {
            for (var i = 0; i < work.Affected.Length; i++)
            {
                work.Affected[i] = (int)batch.BatchCommands[at++].RecordsAffected;
            }
        }
    }

    private async Task RefreshInTurn()
    {
        await refreshing.WaitAsync();
        try
        {
            lock (gate)
            {
                nextRefresh = null;
            }

            while (await Guarded(Load) is { Length: > 0 } dead && fences)
            {
                // What the dead still appended until they were fenced is read again, and after that there is no more.
                await Guarded(() => FenceOff(dead));
            }

        }
        finally
        {
            refreshing.Release();
        }
    }

    /// <summary>
    /// Blocks first, marks after: a block that is rolled between the two statements is then below its mark, and its chunk
    /// is read instead. The other way round it would be in neither.
    /// </summary>
    /// <returns>Epochs that must be fenced before what was read counts as all.</returns>
    private async Task<long[]> Load()
    {
        var (streams, seqs) = Tail.Known();
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Epoch.Dead));
        var blocks = new NpgsqlBatchCommand(
            "SELECT b.stream, b.seq, b.payload FROM block b LEFT JOIN unnest($1::bigint[], $2::bigint[]) AS k (stream, seq) "
            + "ON k.stream = b.stream WHERE b.seq > coalesce(k.seq, 0) ORDER BY b.stream, b.seq");
        Bind(blocks.Parameters, [streams, seqs]);
        batch.BatchCommands.Add(blocks);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT id, rolled FROM stream WHERE rolled > 0"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LastMonthReduced));
        await using var reader = await batch.ExecuteReaderAsync();
        var dead = new List<long>();
        while (await reader.ReadAsync())
        {
            dead.Add(reader.GetInt64(0));
        }

        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            Tail.Add(Block.Read(reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2), Tail.Strings));
        }

        await reader.NextResultAsync();
        var marks = new List<(long, long)>();
        while (await reader.ReadAsync())
        {
            marks.Add((reader.GetInt64(0), reader.GetInt64(1)));
        }

        Tail.Rolled(marks);
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            Reduced(reader.Time(0));
        }

        return [.. dead];
    }
}
