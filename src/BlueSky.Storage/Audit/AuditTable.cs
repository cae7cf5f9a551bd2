using BlueSky.Audit;
using BlueSky.Time;

namespace BlueSky.Storage;

/// <summary>The chained audit log on either engine: its statements and how it is walked.</summary>
internal static class AuditTable
{
    private const string Columns = "at, actor, action, subject, reason, detail, remote_address, count";

    /// <summary>
    /// Appends behind whatever is last when the statement runs. All appends go one after the other (one writer on SQLite, the locked head on
    /// PostgreSQL), and an entry and the head are in one transaction, so a crash leaves the chain with all of an append or nothing.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="once">True appends nothing when an entry of the same subject, moment, action and detail is there.</param>
    public static Statement Append(AuditEntry entry, Engine engine, bool once = false)
    {
        var e = AuditChain.AsStored(entry);
        return new Statement(
            $"INSERT INTO audit ({Columns}, seq, previous_hash, hash) SELECT $1, $2, $3, $4, $5, $6, $7, $8, head.seq + 1, head.hash, "
            + $"chain_hash(head.hash, head.seq + 1, $9) FROM (SELECT seq, hash FROM audit_head{engine.LockingRead}) AS head"
            + (once ? " WHERE NOT EXISTS (SELECT 1 FROM audit WHERE subject = $4 AND at = $1 AND action = $3 AND detail = $6)" : ""),
            e.At, e.Actor, e.Action, e.Subject, e.Reason, e.Detail, e.RemoteAddress, e.Count, AuditChain.Content(e));
    }

    /// <summary>
    /// Writes the genesis where nothing is chained yet. Nodes that do it together agree: the first one's counts. A chain whose head is gone
    /// gets no new one: that is for a person to look at.
    /// </summary>
    public static async Task Start(Engine engine, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await Head(engine, cancellation) is not null) return;
        using var earlier = await Earlier(engine, cancellation);
        var start = AuditChain.Start(now, earlier.Count, earlier.Digest());
        var e = start.Entry;
        await engine.AppendAudit(
        [
            new Statement(
                "INSERT INTO audit_head (id, seq, hash) SELECT 1, 0, $1 WHERE NOT EXISTS (SELECT 1 FROM audit WHERE seq IS NOT NULL) "
                + "ON CONFLICT (id) DO NOTHING",
                start.Hash),
            new Statement(
                $"INSERT INTO audit ({Columns}, seq, previous_hash, hash) SELECT $1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10 "
                + "WHERE NOT EXISTS (SELECT 1 FROM audit WHERE seq = 0)",
                e.At, e.Actor, e.Action, e.Subject, e.Reason, e.Detail, e.RemoteAddress, e.Count, start.Previous, start.Hash),
        ]);
    }

    /// <summary>Recomputes the chain from its genesis to the head as it is now.</summary>
    public static async Task<AuditCheck> Check(Engine engine, AuditHead? known, CancellationToken cancellation)
    {
        // The head first: entries that come meanwhile lie behind it and are good or not by themselves.
        var noted = await Head(engine, cancellation);
        var check = new AuditCheck(known);
        var rows = engine.Stream(
            new Statement($"SELECT {Columns}, seq, previous_hash, hash FROM audit WHERE seq IS NOT NULL ORDER BY seq"),
            r => new ChainedEntry(r.GetInt64(8), r.GetFieldValue<byte[]>(9), r.GetFieldValue<byte[]>(10), Entry(r)), cancellation);
        await foreach (var row in rows)
            if (!check.Take(row)) return check;
        check.End(noted);
        using var earlier = await Earlier(engine, cancellation);
        check.Earlier(earlier);
        return check;
    }

    /// <summary>An entry of a row that begins with the columns of an entry.</summary>
    public static AuditEntry Entry(System.Data.Common.DbDataReader row) => new(
        row.Time(0).ToChina(), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6),
        row.GetInt32(7));

    /// <summary>The newest entry as the store notes it; null before the chain was started.</summary>
    public static async Task<AuditHead?> Head(Engine engine, CancellationToken cancellation) =>
        (await engine.Query(
            new Statement("SELECT seq, hash FROM audit_head"), r => new AuditHead(r.GetInt64(0), r.GetFieldValue<byte[]>(1)), cancellation))
        .SingleOrDefault();

    private static async Task<EarlierEntries> Earlier(Engine engine, CancellationToken cancellation)
    {
        var earlier = new EarlierEntries();
        var rows = engine.Stream(new Statement($"SELECT {Columns} FROM audit WHERE seq IS NULL ORDER BY id"), Entry, cancellation);
        await foreach (var entry in rows) earlier.Take(entry);
        return earlier;
    }
}
