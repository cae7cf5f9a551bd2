using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace BlueSky.Storage;

/// <summary>
/// The embedded store: one SQLite file, one process. Everything that writes goes through one group commit on one thread,
/// so journal, lists and grain state share commits and no lock can time out. Readers see the last commit (WAL).
/// </summary>
internal sealed class SqliteEngine : Engine
{
    private readonly string directory;
    private readonly string connectionString;
    private readonly GroupCommit commits;
    private readonly SqliteWriter writer;
    private readonly SemaphoreSlim rolling = new(1, 1);
    private readonly SemaphoreSlim retaining = new(1, 1);
    private readonly IReadOnlyList<Migration> migrations;
    private readonly StorageOptions options;
    private readonly ILogger logger;
    private FileStream? claim;

    public SqliteEngine(
        string directory, StorageOptions options, StorageMetrics metrics, StoreState state, ILogger<SqliteEngine> logger,
        IReadOnlyList<Migration>? migrations = null) : base(new Tail(), state)
    {
        this.directory = directory;
        this.options = options;
        this.logger = logger;
        this.migrations = migrations ?? Migration.Of("Sqlite");
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(directory, "bluesky.db"),
            DefaultTimeout = 30,
        }.ConnectionString;
        writer = new SqliteWriter(connectionString, Tail, metrics);
        commits = new GroupCommit("sqlite", ownThread: true, writer.Commit, options, metrics, state, logger, TimeProvider.System);
    }

    public override long QueuedBytes => commits.QueuedBytes;

    public override string Like => "LIKE";

    public override string LockingRead => "";

    public override Task Migrate(CancellationToken cancellation) => Guarded(async () =>
    {
        Directory.CreateDirectory(directory);
        await using var connection = new SqliteConnection(connectionString + ";Pooling=False");
        await connection.OpenAsync(cancellation);
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE");
        try
        {
            Apply(connection);
            Execute(connection, "COMMIT");
        }
        catch
        {
            Execute(connection, "ROLLBACK");
            throw;
        }

        return true;
    });

    public override Task Open(CancellationToken cancellation) => Guarded(async () =>
    {
        try
        {
            claim ??= new FileStream(Path.Combine(directory, "bluesky.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"Another process uses the data directory {directory}. Stop it, or use another directory.", e);
        }

        await LoadKeptFrom(cancellation);
        var marks = await Query(
            new Statement("SELECT id, rolled FROM stream WHERE rolled > 0"), r => (Stream: r.GetInt64(0), Seq: r.GetInt64(1)), cancellation);
        Tail.Rolled(marks);
        var blocks = Stream(
            new Statement("SELECT stream, seq, payload FROM block ORDER BY stream, seq"),
            r => Block.Read(r.GetInt64(0), r.GetInt64(1), r.GetFieldValue<byte[]>(2), Tail.Strings),
            cancellation);
        var rolled = marks.ToDictionary();
        var isLeft = false;
        await foreach (var block in blocks)
        {
            isLeft |= block.Seq <= rolled.GetValueOrDefault(block.Stream);
            Tail.Add(block);
        }

        if (isLeft)
        {
            // A process ended between the mark of a roll and the last of its blocks.
            await Write([new Statement("DELETE FROM block WHERE seq <= (SELECT rolled FROM stream WHERE id = block.stream)")]);
        }

        Log.Opened(logger, "SQLite", Tail.Bytes);
        return true;
    });

    public override Task Append(AppendWork work) => commits.Submit(work);

    /// <summary>Nothing to do: there is one process, and within a silo Orleans keeps one activation of a grain.</summary>
    public override Task Claim(string sourceId) => Task.CompletedTask;

    public override async Task<int[]> Write(IReadOnlyList<Statement> statements)
    {
        var work = new RowWork(statements);
        await commits.Submit(work);
        return work.Affected;
    }

    public override Task<int[]> AppendAudit(IReadOnlyList<Statement> statements) => Write(statements);

    /// <summary>Nothing to do: this process writes all there is.</summary>
    public override Task Refresh(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>
    /// There is one writer, so a roll is written in slices and commits get their turn between two of them. Its rows lie above the mark
    /// of their stream until the slice that moves it, and nobody reads them before; the blocks go after it. What ends it half-way leaves
    /// its end noted in the stream (see <see cref="BegunRoll"/>): the same blocks are then rolled again, over the rows that are there.
    /// </summary>
    public override async Task<bool> Store(Roll roll, Func<CancellationToken, ValueTask> pause, CancellationToken cancellation)
    {
        for (var step = 0; step < RollWork.Steps(roll);)
        {
            cancellation.ThrowIfCancellationRequested();
            var slice = new RollWork(roll, step, options.RollSlice);
            await commits.SubmitPatiently(slice);
            step = slice.Next;
            await pause(cancellation);
        }

        Tail.Drop();
        return true;
    }

    public override async Task<long?> BegunRoll(long stream, CancellationToken cancellation)
    {
        var (rolled, rolling) = (await Query(
            new Statement("SELECT rolled, rolling FROM stream WHERE id = $1", stream), r => (r.GetInt64(0), r.GetInt64(1)), cancellation))[0];

        // A commit that failed may have been made all the same.
        Tail.Rolled([(stream, rolled)]);
        return rolling > rolled ? rolling : null;
    }

    public override async Task<IAsyncDisposable?> LeaseRolling(CancellationToken cancellation)
    {
        await rolling.WaitAsync(cancellation);
        return new Turn(rolling);
    }

    public override async Task<IAsyncDisposable?> LeaseRetention(CancellationToken cancellation)
    {
        await retaining.WaitAsync(cancellation);
        return new Turn(retaining);
    }

    /// <summary>Reads an index from end to end: once in hours, and beside the writer.</summary>
    public override Task<List<DateTimeOffset>> MonthsBefore(DateTimeOffset end, CancellationToken cancellation) => Query(
        new Statement(
            "SELECT DISTINCT substr(hour, 1, 7) || '-01T00:00:00.0000000Z' AS month FROM chunk WHERE hour < $1 "
            + "AND NOT EXISTS (SELECT 1 FROM retention r WHERE substr(r.month, 1, 7) = substr(chunk.hour, 1, 7) AND r.dropped_at IS NOT NULL) ORDER BY month",
            end),
        r => r.Time(0),
        cancellation);

    /// <summary>Source by source, so that no commit waits long behind it; what a crash leaves is dropped by the next run.</summary>
    public override async Task<bool> DropMonth(
        DateTimeOffset month, long chunks, IReadOnlyList<(string SourceId, DateTimeOffset Hour)> kept, DateTimeOffset at,
        CancellationToken cancellation)
    {
        var evidence = kept.ToLookup(k => k.SourceId, k => k.Hour, StringComparer.Ordinal);
        var sources = await Query(
            new Statement("SELECT source_id, count(*) FROM chunk WHERE hour >= $1 AND hour < $2 GROUP BY source_id", month, month.AddMonths(1)),
            r => (Id: r.GetString(0), Chunks: r.GetInt64(1)),
            cancellation);
        // Rows of a roll that was left unfinished would come back when it is done again.
        if (sources.Sum(s => s.Chunks) != chunks || await IsRollUnfinished(cancellation))
        {
            return false;
        }

        foreach (var (source, _) in sources)
        {
            // One text with all hours, so that it is one statement whatever their number.
            var hours = string.Join(',', evidence[source].Select(Columns.Text));
            await Write([new Statement(
                "DELETE FROM chunk WHERE source_id = $1 AND hour >= $2 AND hour < $3 AND instr($4, hour) = 0", source, month, month.AddMonths(1), hours)]);
        }

        await Write([new Statement(
            "UPDATE retention SET dropped_at = $2, chunks = $3, kept = (SELECT count(*) FROM chunk WHERE hour >= $1 AND hour < $4) WHERE month = $1",
            month, at, chunks, month.AddMonths(1))]);
        return true;
    }

    private async Task<bool> IsRollUnfinished(CancellationToken cancellation) =>
        (await Query(new Statement("SELECT 1 FROM stream WHERE rolling > rolled LIMIT 1"), r => r.GetInt64(0), cancellation)).Count > 0;

    public override string ChannelCount(string section, string channelParameter) =>
        $"coalesce(json_array_length(document, '$.{section}.' || json_quote({channelParameter}) || '[0]'), 0)";

    public override async ValueTask DisposeAsync()
    {
        await commits.DisposeAsync();
        writer.Dispose();
        rolling.Dispose();
        retaining.Dispose();
        if (claim is not null)
        {
            await claim.DisposeAsync();
        }

        using var pooled = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(pooled);
    }

    protected override async Task<DbConnection> OpenReader(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    protected override DbCommand Command(DbConnection connection, Statement statement)
    {
        var command = (SqliteCommand)connection.CreateCommand();
        command.CommandText = statement.Sql;
        SqliteWriter.Bind(command, statement.Arguments);
        return command;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Apply(SqliteConnection connection)
    {
        Execute(connection, "CREATE TABLE IF NOT EXISTS schema_version (name TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)");
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT name, checksum FROM schema_version";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                applied.Add(reader.GetString(0), reader.GetString(1));
            }
        }

        foreach (var migration in Migration.Pending(migrations, applied, logger))
        {
            Execute(connection, migration.Sql);
            using var note = connection.CreateCommand();
            note.CommandText = "INSERT INTO schema_version (name, checksum, applied_at) VALUES ($1, $2, datetime('now'))";
            SqliteWriter.Bind(note, [migration.Name, migration.Checksum]);
            note.ExecuteNonQuery();
            Log.Migrated(logger, migration.Name, "SQLite");
        }
    }

    private sealed class Turn(SemaphoreSlim semaphore) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            semaphore.Release();
            return ValueTask.CompletedTask;
        }
    }
}
