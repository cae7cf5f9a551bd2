using BlueSky.Audit;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Notifications;
using BlueSky.Queries;
using BlueSky.Registers;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Violations;

namespace BlueSky.Storage;

/// <summary>What grains publish, on either engine.</summary>
internal sealed class Publication(Engine engine) : IPublication
{
    // The same version again may bring another moment of the watch, hence >= here and > elsewhere.
    private const string UpsertSource =
        """
        INSERT INTO source (id, version, name, town, kind, status, open_count, worst_ratio, last_data_at, silence_due, document)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name, town = excluded.town, kind = excluded.kind,
            status = excluded.status, open_count = excluded.open_count, worst_ratio = excluded.worst_ratio,
            last_data_at = excluded.last_data_at, silence_due = excluded.silence_due, document = excluded.document
        WHERE excluded.version >= source.version
        """;

    // The same version again may bring another moment of the watch here too.
    private const string UpsertViolation =
        """
        INSERT INTO violation
            (id, version, source_id, town, kind, rule_id, severity, is_open, start_at, document, state, department, level, due_at, wake_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, source_id = excluded.source_id, town = excluded.town,
            kind = excluded.kind, rule_id = excluded.rule_id, severity = excluded.severity, is_open = excluded.is_open,
            start_at = excluded.start_at, document = excluded.document, state = excluded.state, department = excluded.department,
            level = excluded.level, due_at = excluded.due_at, wake_at = excluded.wake_at
        WHERE excluded.version >= violation.version
        """;

    // Its credit is counted anew by the watch; in the same commit as the row, so that no change is forgotten.
    private const string MarkCredit =
        """
        INSERT INTO credit_due (source_id, mark) VALUES ($1, 1)
        ON CONFLICT (source_id) DO UPDATE SET mark = credit_due.mark + 1
        """;

    private const string UpsertDevice =
        """
        INSERT INTO device (mn, version, source_id, document) VALUES ($1, $2, $3, $4)
        ON CONFLICT (mn) DO UPDATE SET version = excluded.version, source_id = excluded.source_id, document = excluded.document
        WHERE excluded.version > device.version
        """;

    private const string UpsertHour =
        """
        INSERT INTO hourly_value
            (source_id, factor, hour_ending, mean, minimum, maximum, count, covered_minutes, is_valid, from_device, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (source_id, hour_ending, factor) DO UPDATE SET mean = excluded.mean, minimum = excluded.minimum,
            maximum = excluded.maximum, count = excluded.count, covered_minutes = excluded.covered_minutes,
            is_valid = excluded.is_valid, from_device = excluded.from_device, version = excluded.version
        WHERE excluded.version > hourly_value.version
        """;

    public Task Publish(SourceRow source, DateTimeOffset? silenceDue)
    {
        var (entry, summary) = (source.Registration, source.Summary);
        return Write(new Statement(
            UpsertSource, entry.Id, summary.Version, entry.Name, entry.Town, entry.Kind, (int)summary.Status,
            summary.OpenBySeverity.Sum(), summary.WorstRatio, summary.LastDataAt, silenceDue, Documents.Write(source)));
    }

    // The entries first: they may be there already, the row must never be ahead of them.
    public async Task Publish(
        string violationId, ViolationRow violation, DateTimeOffset? wakeAt, IReadOnlyList<AuditEntry> decisions, IReadOnlyList<Notice>? notices = null)
    {
        await Append(decisions, once: true);
        var (last, loop) = (violation.Last, violation.Loop);
        var row = new Statement(
            UpsertViolation, violationId, (long)(loop?.Version ?? last.Step), last.SourceId, loop?.Town.Code ?? violation.Place.Town,
            violation.Place.Kind, last.RuleId, (int)last.Severity, violation.IsOpen, last.Start, Documents.Write(violation),
            (int)(loop?.State ?? LoopState.Found), loop?.Industry.Code ?? "", loop?.Level ?? 0, loop?.Due, wakeAt);
        // What rules alone say takes no points: steps without a decision mark nothing.
        Statement[] credit = decisions.Count == 0 ? [] : [new Statement(MarkCredit, last.SourceId)];
        await Write([.. NoticeStore.Inserts(notices ?? []), row, .. credit]);
    }

    public Task Publish(IReadOnlyList<RegisterEntry> entries) => Write([.. entries.Select(e => new Statement(
        RegisterTable.Insert, e.Registration.Id, e.Number, e.At, e.Registration.Kind, e.Registration.Town, e.Actor, Documents.Write(e.Registration)))]);

    public async Task<RegisterEntry?> LastEntry(string sourceId, CancellationToken cancellation = default) =>
        (await engine.Query(new Statement(RegisterTable.Last, sourceId), RegisterTable.Entry, cancellation)).FirstOrDefault();

    public Task Publish(DeviceRow device) => Write(new Statement(
        UpsertDevice, device.Registration.Mn, device.Version, device.Registration.SourceId, Documents.Write(device)));

    public Task Publish(IReadOnlyList<HourlyValue> hours) => Write([.. hours.Select(h => new Statement(
        UpsertHour, h.SourceId, h.Factor, h.HourEnding, h.Mean, h.Minimum, h.Maximum, h.Count, h.CoveredMinutes, h.IsValid,
        h.FromDevice, h.Version))]);

    // A report is decided once: the same row again changes nothing.
    public async Task Publish(ReportRow report, IReadOnlyList<AuditEntry> entries)
    {
        await Append(entries, once: true);
        await Write(new Statement(
            """
            INSERT INTO report (id, unit, town, department, kind, origin, source_id, seen_at, received_at, document)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING
            """,
            report.Key, report.Unit, report.Place.Town, report.Department, report.Place.Kind, (int)report.Origin, report.SourceId, report.At,
            report.ReceivedAt, Documents.Write(report)));
    }

    // Uploads of a unit take turns (its grain), so the sum cannot be overtaken.
    public async Task<bool> Keep(UploadedPhoto photo, DateTimeOffset since, long mostBytes) => (await engine.Write([new Statement(
        """
        INSERT INTO evidence (id, unit, media_type, bytes, actor, uploaded_at, content) SELECT $1, $2, $3, $4, $5, $6, $7
        WHERE (SELECT coalesce(sum(bytes), 0) FROM evidence WHERE unit = $2 AND uploaded_at >= $8) + $4 <= $9
        ON CONFLICT (id, unit) DO NOTHING
        """,
        photo.Id, photo.Unit, photo.MediaType, photo.Content.Length, photo.Actor, photo.UploadedAt, photo.Content, since, mostBytes)]))[0] > 0;

    public async Task<IReadOnlyList<string>> PhotosOf(string unit, IReadOnlyCollection<string> ids)
    {
        if (ids.Count == 0) return [];
        var places = string.Join(", ", Enumerable.Range(2, ids.Count).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${i}")));
        return await engine.Query(
            new Statement($"SELECT id FROM evidence WHERE unit = $1 AND id IN ({places})", [unit, .. ids]), r => r.GetString(0), CancellationToken.None);
    }

    public async Task Append(IReadOnlyList<AuditEntry> entries, bool once = false)
    {
        if (entries.Count == 0) return;
        List<Statement> statements = [.. entries.Select(e => AuditTable.Append(e, engine, once))];
        var affected = await engine.AppendAudit(statements);
        if (!affected.Contains(0)) return;

        // There was no head to append to, or, asked for once, it is there already, which is as good. Which of the two is only known by asking
        // again with a head: the first entries of all come from many at once, and one of them starts the chain between two looks of another.
        if (await AuditTable.Head(engine, CancellationToken.None) is null) await AuditTable.Start(engine, entries[0].At, CancellationToken.None);
        affected = await engine.AppendAudit([.. statements.Where((_, i) => affected[i] == 0)]);
        if (!affected.Contains(0) || (once && await AuditTable.Head(engine, CancellationToken.None) is not null)) return;

        // An entry must not be lost in silence.
        throw new StoreUnavailableException("The audit log has no head: somebody removed it, or the store was not opened. Run 'bluesky audit verify'.");
    }

    public async Task<IReadOnlyList<SourceSummary>> SummariesOf(string town, CancellationToken cancellation = default) =>
        await engine.Query(
            new Statement("SELECT document FROM source WHERE town = $1 ORDER BY id", town),
            row => Documents.Read<SourceRow>(row, 0).Summary,
            cancellation);

    public async Task<IReadOnlyList<string>> SilenceDue(DateTimeOffset now, int most, CancellationToken cancellation = default) =>
        await engine.Query(
            new Statement(
                "SELECT id FROM source WHERE silence_due IS NOT NULL AND silence_due <= $1 ORDER BY silence_due, id LIMIT $2", now, most),
            row => row.GetString(0),
            cancellation);

    public async Task<IReadOnlyList<string>> ViolationsDue(DateTimeOffset now, int most, CancellationToken cancellation = default) =>
        await engine.Query(
            new Statement(
                "SELECT id FROM violation WHERE wake_at IS NOT NULL AND wake_at <= $1 ORDER BY wake_at, id LIMIT $2", now, most),
            row => row.GetString(0),
            cancellation);

    private Task Write(params Statement[] statements) => statements.Length == 0 ? Task.CompletedTask : engine.Write(statements);
}
