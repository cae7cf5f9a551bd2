using BlueSky.Notifications;
using BlueSky.Store;

namespace BlueSky.Storage;

/// <summary>Inboxes and the queues of sinks, on either engine.</summary>
internal sealed class NoticeStore(Engine engine) : INoticeStore
{
    // Before the notice itself: what is in the inbox already was offered to the sinks when it came.
    private const string InsertDeliveries =
        """
        INSERT INTO delivery (sink, notice, state, attempts, queued_at, due_at, words)
        SELECT DISTINCT s.sink, $1, 0, 0, $4, $4, '' FROM sink_subscription s JOIN sink k ON k.id = s.sink
        WHERE s.unit IN ($2, '*') AND s.kind = $3 AND s.since <= $4 AND k.is_enabled AND NOT EXISTS (SELECT 1 FROM notice WHERE id = $1)
        ON CONFLICT (sink, notice) DO NOTHING
        """;

    private const string InsertNotice =
        "INSERT INTO notice (id, unit, kind, subject, at, document) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING";

    // The same version again is the same row; how the sink fares is not the grain's to say, but what is set anew is tried at once.
    private const string UpsertSink =
        """
        INSERT INTO sink (id, version, is_enabled, document) VALUES ($1, $2, $3, $4)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, is_enabled = excluded.is_enabled, document = excluded.document,
            paused_until = CASE WHEN excluded.version > sink.version THEN NULL ELSE sink.paused_until END
        WHERE excluded.version >= sink.version
        """;

    private const string Subscribe =
        "INSERT INTO sink_subscription (sink, subscriber, unit, kind, since) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (sink, subscriber, unit, kind) DO NOTHING";

    /// <summary>What puts notices into inboxes and queues; to be written in one transaction.</summary>
    public static IEnumerable<Statement> Inserts(IReadOnlyList<Notice> notices) => notices.SelectMany(n => new[]
    {
        new Statement(InsertDeliveries, n.Id, n.Unit.Code, (int)n.Kind, n.At),
        new Statement(InsertNotice, n.Id, n.Unit.Code, (int)n.Kind, n.Subject, n.At, Documents.Write(n)),
    });

    public Task Publish(IReadOnlyList<Notice> notices) => notices.Count == 0 ? Task.CompletedTask : engine.Write([.. Inserts(notices)]);

    public async Task<int> Read(string person, string unit, IReadOnlyList<string> notices, DateTimeOffset at)
    {
        if (notices.Count == 0) return 0;
        const string mark = "INSERT INTO notice_read (person, notice, at) SELECT $1, id, $4 FROM notice WHERE id = $3 AND unit = $2 ON CONFLICT (person, notice) DO NOTHING";
        return (await engine.Write([.. notices.Distinct(StringComparer.Ordinal).Select(n => new Statement(mark, person, unit, n, at))])).Sum();
    }

    public async Task<int> ReadUntil(string person, string unit, DateTimeOffset until, DateTimeOffset at) => (await engine.Write(
    [
        new Statement(
            "INSERT INTO notice_read (person, notice, at) SELECT $1, id, $4 FROM notice WHERE unit = $2 AND at <= $3 ON CONFLICT (person, notice) DO NOTHING",
            person, unit, until, at),
    ]))[0];

    public async Task Publish(SinkView sink, IReadOnlyList<Subscription> wanted, DateTimeOffset now)
    {
        var settings = sink.Settings;
        var stale = (await Subscribed("sink", sink.Id)).Where(s => s.Subscriber.Length == 0
            ? !wanted.Contains(s.Wanted)
            : !settings.IsOpenToChoice || !settings.Serves(s.Wanted.Unit));
        await engine.Write(
        [
            new Statement(UpsertSink, sink.Id, (long)sink.Version, settings.IsEnabled, Documents.Write(sink)),
            .. stale.Select(Unsubscribe),
            .. wanted.Select(w => new Statement(Subscribe, sink.Id, "", w.Unit, (int)w.Kind, now)),
        ]);
    }

    public Task RemoveSink(string sink) => engine.Write(
    [
        new Statement("DELETE FROM sink WHERE id = $1", sink),
        new Statement("DELETE FROM sink_subscription WHERE sink = $1", sink),
        new Statement("DELETE FROM delivery WHERE sink = $1", sink),
    ]);

    public async Task Choose(string person, IReadOnlyList<(string Sink, Subscription Wanted)> chosen, DateTimeOffset now)
    {
        var stale = (await Subscribed("subscriber", person)).Where(s => !chosen.Contains((s.Sink, s.Wanted)));
        await engine.Write(
            [.. stale.Select(Unsubscribe), .. chosen.Select(c => new Statement(Subscribe, c.Sink, person, c.Wanted.Unit, (int)c.Wanted.Kind, now))]);
    }

    public async Task<IReadOnlyList<string>> Sinks(CancellationToken cancellation) =>
        await engine.Query(new Statement("SELECT id FROM sink WHERE is_enabled ORDER BY id"), r => r.GetString(0), cancellation);

    public async Task<(int Failures, DateTimeOffset? PausedUntil)> Condition(string sink, CancellationToken cancellation) =>
        (await engine.Query(
            new Statement("SELECT failures, paused_until FROM sink WHERE id = $1", sink), r => (r.GetInt32(0), r.IsDBNull(1) ? (DateTimeOffset?)null : r.Time(1)), cancellation))
        .FirstOrDefault();

    public async Task<IReadOnlyList<DateTimeOffset>> TriedAfter(string sink, DateTimeOffset moment, CancellationToken cancellation) =>
        // Deliveries of one request were taken up at one moment.
        await engine.Query(new Statement("SELECT DISTINCT tried_at FROM delivery WHERE sink = $1 AND tried_at > $2", sink, moment), r => r.Time(0), cancellation);

    public async Task<IReadOnlyList<Delivery>> Due(string sink, DateTimeOffset now, int most, CancellationToken cancellation) => await engine.Query(
        new Statement(
            "SELECT n.document, d.attempts, d.queued_at FROM delivery d JOIN notice n ON n.id = d.notice "
            + "WHERE d.sink = $1 AND d.state = 0 AND d.due_at <= $2 ORDER BY d.due_at, d.notice LIMIT $3", sink, now, most),
        r => new Delivery(Documents.Read<Notice>(r, 0), r.GetInt32(1), r.Time(2)), cancellation);

    public async Task<IReadOnlyList<Delivery>> TakeUp(string sink, IReadOnlyList<Delivery> deliveries, DateTimeOffset now, DateTimeOffset until)
    {
        const string takeUp = "UPDATE delivery SET attempts = attempts + 1, tried_at = $4, due_at = $5 WHERE sink = $1 AND notice = $2 AND state = 0 AND attempts = $3";
        var taken = await engine.Write([.. deliveries.Select(d => new Statement(takeUp, sink, d.Notice.Id, d.Attempts, now, until))]);
        return [.. deliveries.Where((_, i) => taken[i] == 1).Select(d => d with { Attempts = d.Attempts + 1 })];
    }

    public Task End(string sink, IReadOnlyList<DeliveryEnd> ends, DateTimeOffset now, int failures, DateTimeOffset? pausedUntil, string words)
    {
        const string end = "UPDATE delivery SET state = $3, due_at = $4, words = $5 WHERE sink = $1 AND notice = $2 AND state = 0";
        return engine.Write(
        [
            .. ends.Select(e => new Statement(end, sink, e.Notice, (int)e.State, e.DueAt, e.Words)),
            words.Length == 0
                ? new Statement("UPDATE sink SET failures = 0, paused_until = NULL, succeeded_at = $2 WHERE id = $1", sink, now)
                : new Statement("UPDATE sink SET failures = $2, paused_until = $3, failed_at = $4, words = $5 WHERE id = $1", sink, failures, pausedUntil, now, words),
        ]);
    }

    public async Task<int> GiveUp(string sink, DateTimeOffset queuedBefore, string words) => (await engine.Write(
    [
        new Statement(
            "UPDATE delivery SET state = 2, words = CASE WHEN words = '' THEN $3 ELSE $3 || ' ' || words END WHERE sink = $1 AND state = 0 AND queued_at < $2",
            sink, queuedBefore, words),
    ]))[0];

    public async Task<int> Resend(string sink, IReadOnlyList<string> notices, DateTimeOffset now)
    {
        const string again = "UPDATE delivery SET state = 0, attempts = 0, queued_at = $2, due_at = $2 WHERE sink = $1 AND state = 2";
        Statement[] named = [.. notices.Distinct(StringComparer.Ordinal).Select(n => new Statement(again + " AND notice = $3", sink, now, n))];
        var changed = await engine.Write(
            [.. named.Length > 0 ? named : [new Statement(again, sink, now)], new Statement("UPDATE sink SET paused_until = NULL WHERE id = $1", sink)]);
        return changed[..^1].Sum();
    }

    public async Task Drop(DateTimeOffset before, int mostPerInbox)
    {
        const string crowded = "SELECT unit FROM notice GROUP BY unit HAVING count(*) > $1";
        foreach (var unit in await engine.Query(new Statement(crowded, mostPerInbox), r => r.GetString(0), CancellationToken.None))
        {
            await engine.Write([new Statement(
                "DELETE FROM notice WHERE unit = $1 AND id IN (SELECT id FROM notice WHERE unit = $1 ORDER BY at DESC, id DESC LIMIT 1000000 OFFSET $2)", unit, mostPerInbox)]);
        }

        await engine.Write(
        [
            new Statement("DELETE FROM notice WHERE at < $1", before),
            new Statement("DELETE FROM notice_read WHERE NOT EXISTS (SELECT 1 FROM notice WHERE notice.id = notice_read.notice)"),
            new Statement("DELETE FROM delivery WHERE NOT EXISTS (SELECT 1 FROM notice WHERE notice.id = delivery.notice)"),
        ]);
    }

    // What stays is not written anew: it keeps its beginning, so that a notice whose publication is under way is not missed.
    private Task<List<(string Sink, string Subscriber, Subscription Wanted)>> Subscribed(string column, string value) => engine.Query(
        new Statement($"SELECT sink, subscriber, unit, kind FROM sink_subscription WHERE {column} = $1", value),
        r => (r.GetString(0), r.GetString(1), new Subscription(r.GetString(2), (NoticeKind)r.GetInt32(3))), CancellationToken.None);

    private static Statement Unsubscribe((string Sink, string Subscriber, Subscription Wanted) one) => new(
        "DELETE FROM sink_subscription WHERE sink = $1 AND subscriber = $2 AND unit = $3 AND kind = $4", one.Sink, one.Subscriber, one.Wanted.Unit, (int)one.Wanted.Kind);
}
