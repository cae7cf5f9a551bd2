using System.Globalization;
using BlueSky.Notifications;
using BlueSky.Queries;
using BlueSky.Time;

namespace BlueSky.Storage;

/// <summary>Inboxes, sinks and deliveries as lists read them, on either engine.</summary>
internal sealed class NoticeQueries(Engine engine) : INoticeQueries
{
    private static readonly Dictionary<string, string> NoticeColumns = new() { ["at"] = "at", ["kind"] = "kind" };

    private static readonly Dictionary<string, string> DeliveryColumns = new() { ["queuedAt"] = "queued_at", ["attempts"] = "attempts" };

    private static readonly string Duties = Kinds(Enum.GetValues<NoticeKind>().Where(k => k.IsDuty()));

    public async Task<Page<InboxNotice>> Notices(NoticeFilter filter, PageRequest page, CancellationToken cancellation)
    {
        var found = await Filtered(filter).Page(page, "document", r => Documents.Read<Notice>(r, 0), "at DESC, id DESC", "id", NoticeColumns, cancellation);
        var read = await ReadOf(filter.Person, found.Items, cancellation);
        return new Page<InboxNotice>(
            [.. found.Items.Select(n => new InboxNotice(n, read.TryGetValue(n.Id, out var at) ? at : null))], found.Total, found.Number, found.Size);
    }

    public async Task<IReadOnlyDictionary<NoticeKind, long>> Count(NoticeFilter filter, CancellationToken cancellation) =>
        (await Filtered(filter).CountBy("kind", cancellation)).ToDictionary(c => (NoticeKind)c.Value, c => c.Count);

    public async Task<Page<SinkRow>> Sinks(PageRequest page, CancellationToken cancellation) => await new Listing(engine, "sink").Page(
        page,
        "document, failures, paused_until, succeeded_at, failed_at, words, (SELECT count(*) FROM delivery d WHERE d.sink = sink.id AND d.state = 0), "
        + "(SELECT count(*) FROM delivery d WHERE d.sink = sink.id AND d.state = 2)",
        r => new SinkRow(Documents.Read<SinkView>(r, 0), r.GetInt64(6), r.GetInt64(7), r.GetInt32(1), Moment(r, 2), Moment(r, 3), Moment(r, 4), r.GetString(5)),
        "id", "id", new Dictionary<string, string>(), cancellation);

    public async Task<Page<DeliveryRow>> Deliveries(string sink, DeliveryState? state, PageRequest page, CancellationToken cancellation) =>
        await new Listing(engine, "delivery").Where("sink = {0}", sink).Where("state = {0}", (int?)state).Page(
            page, "(SELECT document FROM notice n WHERE n.id = delivery.notice), state, attempts, queued_at, due_at, tried_at, words",
            r => new DeliveryRow(
                Documents.Read<Notice>(r, 0), (DeliveryState)r.GetInt32(1), r.GetInt32(2), r.Time(3).ToChina(), r.Time(4).ToChina(), Moment(r, 5), r.GetString(6)),
            "queued_at DESC, notice DESC", "notice", DeliveryColumns, cancellation);

    private Listing Filtered(NoticeFilter filter) => new Listing(engine, "notice")
        .Where("unit = {0}", filter.Unit)
        .Where("kind = {0}", (int?)filter.Kind)
        .Where("subject = {0}", filter.Subject)
        .Where("at >= {0}", filter.From)
        .Where("at < {0}", filter.To)
        .Where(filter.Hidden.Count == 0 ? "" : $"kind NOT IN ({Kinds(filter.Hidden)})")
        .Where(filter.Duty is null ? "" : $"kind {(filter.Duty == true ? "IN" : "NOT IN")} ({Duties})")
        .Where(
            $"{(filter.Unread == true ? "NOT " : "")}EXISTS (SELECT 1 FROM notice_read r WHERE r.notice = notice.id AND r.person = {{0}})",
            filter.Unread is null ? null : filter.Person);

    private async Task<Dictionary<string, DateTimeOffset>> ReadOf(string person, IReadOnlyList<Notice> notices, CancellationToken cancellation)
    {
        if (person.Length == 0 || notices.Count == 0) return [];
        var places = string.Join(", ", Enumerable.Range(2, notices.Count).Select(i => "$" + i.ToString(CultureInfo.InvariantCulture)));
        var rows = await engine.Query(
            new Statement($"SELECT notice, at FROM notice_read WHERE person = $1 AND notice IN ({places})", [person, .. notices.Select(n => n.Id)]),
            r => (r.GetString(0), r.Time(1).ToChina()), cancellation);
        return rows.ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal);
    }

    private static DateTimeOffset? Moment(System.Data.Common.DbDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.Time(ordinal).ToChina();

    // Numbers of an enumeration: nothing of a caller's text.
    private static string Kinds(IEnumerable<NoticeKind> kinds) => string.Join(", ", kinds.Select(k => ((int)k).ToString(CultureInfo.InvariantCulture)));
}
