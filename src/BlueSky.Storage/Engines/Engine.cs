using System.Data.Common;
using System.Runtime.CompilerServices;

namespace BlueSky.Storage;

/// <summary>
/// One database engine. What differs between SQLite and PostgreSQL is here and in the schema; the journal, the lists and
/// grain state are written once, on top. Throws <see cref="Messages.StoreUnavailableException"/> for every failure of the store.
/// </summary>
internal abstract class Engine(Tail tail, StoreState state) : IAsyncDisposable
{
    private long keptFrom;

    /// <summary>Blocks not yet rolled. Every commit of this node is in it before its callers hear of the commit.</summary>
    public Tail Tail => tail;

    /// <summary>How well the store works, as its writers met it.</summary>
    public StoreState State => state;

    /// <summary>
    /// Creates or migrates the schema under a lock. Safe to call again and from several nodes at once; where the schema is current
    /// it needs no right to change one.
    /// </summary>
    /// <exception cref="SchemaException">Schema and program do not go together.</exception>
    public abstract Task Migrate(CancellationToken cancellation);

    /// <summary>Gives the database's roles the rights that each needs. Nothing where the engine has no roles.</summary>
    public virtual Task Grant(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>False on a node whose role only reads, such as a web node of a cluster with least rights. Known after <see cref="Open"/>.</summary>
    public virtual bool Writes => true;

    /// <summary>Opens what writing needs and loads the tail. After <see cref="Migrate"/>, before all else.</summary>
    public abstract Task Open(CancellationToken cancellation);

    /// <summary>Bytes (estimated) that wait for a commit of the journal.</summary>
    public abstract long QueuedBytes { get; }

    /// <summary>Puts observations into the journal; returns after the commit.</summary>
    public abstract Task Append(AppendWork work);

    /// <summary>Makes this node the only one that may append for a source; returns when no other can any more.</summary>
    public abstract Task Claim(string sourceId);

    /// <summary>Changes rows; returns the number of rows that each statement changed, after the commit of all of them.</summary>
    public abstract Task<int[]> Write(IReadOnlyList<Statement> statements);

    /// <summary>
    /// Appends audit entries, apart from other rows: nobody then waits for the head of the chain while holding a row that
    /// the head's holder waits for.
    /// </summary>
    public abstract Task<int[]> AppendAudit(IReadOnlyList<Statement> statements);

    /// <summary>What makes a read of a row keep others from it until the commit; empty where writers take turns anyway.</summary>
    public abstract string LockingRead { get; }

    /// <summary>Makes the tail know all that was committed, by any node, before this call.</summary>
    public abstract Task Refresh(CancellationToken cancellation);

    /// <summary>
    /// Stores chunks and drops their blocks. Whoever reads by the marks of the tail sees all of it at one moment, however many
    /// transactions it takes; what ends it half-way leaves nothing that is read, and <see cref="BegunRoll"/> then names it.
    /// </summary>
    /// <param name="roll">The roll.</param>
    /// <param name="pause">Called between two pieces of the work.</param>
    /// <param name="cancellation">Ends it, half-way too.</param>
    /// <returns>False when the blocks were rolled by another node meanwhile.</returns>
    public abstract Task<bool> Store(Roll roll, Func<CancellationToken, ValueTask> pause, CancellationToken cancellation);

    /// <summary>Last block of a roll of this stream that was begun and left unfinished; null where there is none, as where a roll is one transaction.</summary>
    public virtual Task<long?> BegunRoll(long stream, CancellationToken cancellation) => Task.FromResult<long?>(null);

    /// <summary>True while this node is the one that rolls; keeps others from it for as long as the lease is held.</summary>
    public abstract Task<IAsyncDisposable?> LeaseRolling(CancellationToken cancellation);

    /// <summary>True while this node is the one that drops old readings; keeps others from it for as long as the lease is held.</summary>
    public abstract Task<IAsyncDisposable?> LeaseRetention(CancellationToken cancellation);

    /// <summary>Months (UTC, their first moments) before <paramref name="end"/> that have chunks and are not dropped, oldest first.</summary>
    public abstract Task<List<DateTimeOffset>> MonthsBefore(DateTimeOffset end, CancellationToken cancellation);

    /// <summary>Drops the chunks of a month, all but those of the hours named, and notes it. While nobody rolls.</summary>
    /// <returns>False when the month has another number of chunks than was reduced: then nothing is dropped.</returns>
    public abstract Task<bool> DropMonth(
        DateTimeOffset month, long chunks, IReadOnlyList<(string SourceId, DateTimeOffset Hour)> kept, DateTimeOffset at,
        CancellationToken cancellation);

    /// <summary>Readings before it are reduced to hourly values, or are about to be. Never goes back.</summary>
    public DateTimeOffset KeptFrom => new(Interlocked.Read(ref keptFrom), TimeSpan.Zero);

    /// <summary>Learns <see cref="KeptFrom"/> anew.</summary>
    public async Task LoadKeptFrom(CancellationToken cancellation)
    {
        foreach (var month in await Query(new Statement(LastMonthReduced), r => r.Time(0), cancellation))
        {
            Reduced(month);
        }
    }

    /// <summary>SQL that gives the last month reduced or about to be, in no row or one.</summary>
    protected const string LastMonthReduced = "SELECT month FROM retention ORDER BY month DESC LIMIT 1";

    /// <summary>This month is reduced, or is about to be.</summary>
    protected void Reduced(DateTimeOffset month) => Interlocked.Exchange(ref keptFrom, Math.Max(KeptFrom.UtcTicks, month.AddMonths(1).UtcTicks));

    /// <summary>SQL that gives how many elements the array at <c>document → section → channel → 0</c> has; 0 when there is none.</summary>
    public abstract string ChannelCount(string section, string channelParameter);

    /// <summary>The operator for "contains, whatever the case".</summary>
    public abstract string Like { get; }

    /// <summary>Rows of a query, all of them.</summary>
    public async Task<List<T>> Query<T>(Statement statement, Func<DbDataReader, T> row, CancellationToken cancellation)
    {
        var rows = new List<T>();
        await foreach (var item in Stream(statement, row, cancellation))
        {
            rows.Add(item);
        }

        return rows;
    }

    /// <summary>Rows of a query, one at a time.</summary>
    public async IAsyncEnumerable<T> Stream<T>(
        Statement statement, Func<DbDataReader, T> row, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // An iterator may not yield inside a try with a catch, hence the steps.
        await using var connection = await Guarded(() => OpenReader(cancellation));
        await using var command = Command(connection, statement);
        await using var reader = await Guarded(() => command.ExecuteReaderAsync(cancellation));
        while (await Guarded(() => reader.ReadAsync(cancellation)))
        {
            yield return await Guarded(() => Task.FromResult(row(reader)));
        }
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>A connection for reading, from the pool.</summary>
    protected abstract Task<DbConnection> OpenReader(CancellationToken cancellation);

    /// <summary>A command with its arguments bound to the engine's types.</summary>
    protected abstract DbCommand Command(DbConnection connection, Statement statement);

    /// <summary>Runs a step and says its failure in our words.</summary>
    protected static async Task<T> Guarded<T>(Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (Exception e) when (Faults.IsOfTheStore(e))
        {
            throw Faults.InWords(e);
        }
    }
}
