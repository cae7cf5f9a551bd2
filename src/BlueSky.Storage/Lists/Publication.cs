using BlueSky.Audit;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Store;

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

    private const string UpsertViolation =
        """
        INSERT INTO violation (id, version, source_id, town, kind, rule_id, severity, is_open, start_at, document)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, source_id = excluded.source_id, town = excluded.town,
            kind = excluded.kind, rule_id = excluded.rule_id, severity = excluded.severity, is_open = excluded.is_open,
            start_at = excluded.start_at, document = excluded.document
        WHERE excluded.version > violation.version
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

    private const string InsertAudit =
        "INSERT INTO audit (at, actor, action, subject, reason, detail, remote_address, count) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

    public Task Publish(SourceRow source, DateTimeOffset? silenceDue)
    {
        var (entry, summary) = (source.Registration, source.Summary);
        return Write(new Statement(
            UpsertSource, entry.Id, summary.Version, entry.Name, entry.Town, entry.Kind, (int)summary.Status,
            summary.OpenBySeverity.Sum(), summary.WorstRatio, summary.LastDataAt, silenceDue, Documents.Write(source)));
    }

    public Task Publish(string violationId, ViolationRow violation)
    {
        var last = violation.Last;
        return Write(new Statement(
            UpsertViolation, violationId, (long)last.Step, last.SourceId, violation.Place.Town, violation.Place.Kind, last.RuleId,
            (int)last.Severity, violation.IsOpen, last.Start, Documents.Write(violation)));
    }

    public Task Publish(DeviceRow device) => Write(new Statement(
        UpsertDevice, device.Registration.Mn, device.Version, device.Registration.SourceId, Documents.Write(device)));

    public Task Publish(IReadOnlyList<HourlyValue> hours) => Write([.. hours.Select(h => new Statement(
        UpsertHour, h.SourceId, h.Factor, h.HourEnding, h.Mean, h.Minimum, h.Maximum, h.Count, h.CoveredMinutes, h.IsValid,
        h.FromDevice, h.Version))]);

    public Task Append(IReadOnlyList<AuditEntry> entries) => Write([.. entries.Select(e => new Statement(
        InsertAudit, e.At, e.Actor, e.Action, e.Subject, e.Reason, e.Detail, e.RemoteAddress, e.Count))]);

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

    private Task Write(params Statement[] statements) => statements.Length == 0 ? Task.CompletedTask : engine.Write(statements);
}
