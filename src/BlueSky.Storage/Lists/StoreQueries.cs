using System.Globalization;
using BlueSky.Audit;
using BlueSky.Queries;
using BlueSky.Registers;
using BlueSky.Sources;
using BlueSky.Time;
using BlueSky.Violations;

namespace BlueSky.Storage;

/// <summary>What lists and reports read, on either engine.</summary>
internal sealed class StoreQueries(Engine engine) : IQueries
{
    private const int MostMarks = 50_000, MostPlaces = 500;
    private const string WorstFirst = "worst_ratio DESC NULLS LAST, id DESC";

    private static readonly Dictionary<string, string> SourceColumns = new()
    {
        ["id"] = "id",
        ["name"] = "name",
        ["town"] = "town",
        ["kind"] = "kind",
        ["status"] = "status",
        ["lastDataAt"] = "last_data_at",
        ["worstRatio"] = "worst_ratio",
    };

    private static readonly Dictionary<string, string> ViolationColumns = new()
    {
        ["start"] = "start_at",
        ["severity"] = "severity",
        ["town"] = "town",
        ["source"] = "source_id",
        ["due"] = "due_at",
        ["level"] = "level",
        ["state"] = "state",
    };

    private static readonly Dictionary<string, string> ReportColumns = new()
    {
        ["at"] = "seen_at",
        ["receivedAt"] = "received_at",
        ["town"] = "town",
        ["kind"] = "kind",
    };

    private static readonly Dictionary<string, string> DeviceColumns = new() { ["mn"] = "mn", ["source"] = "source_id" };

    private static readonly Dictionary<string, string> AuditColumns = new() { ["at"] = "at" };

    public Task<Page<SourceRow>> Sources(SourceFilter filter, PageRequest page, CancellationToken cancellation) =>
        Sources(filter).Page(page, "document", r => Documents.Read<SourceRow>(r, 0), "id", "id", SourceColumns, cancellation);

    public Task<Page<SourcePoint>> WorstSources(SourceFilter filter, int most, CancellationToken cancellation) =>
        Sources(filter).First(most, "document", r => Documents.Read<DrawnSource>(r, 0).Point, WorstFirst, cancellation);

    public async Task<IReadOnlyList<SourceMark>> SourceMarks(int most, CancellationToken cancellation)
    {
        Listing.CheckMost(most, MostMarks);
        return await engine.Query(
            new Statement($"SELECT id, version, name, town, kind, status, open_count FROM source ORDER BY {WorstFirst} LIMIT $1", (long)most),
            r => new SourceMark(r.GetString(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), (SourceStatus)r.GetInt32(5), r.GetInt32(6) > 0),
            cancellation);
    }

    public async Task<IReadOnlyDictionary<string, GeoPoint?>> SourcePlaces(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        Listing.CheckMost(ids.Count, MostPlaces);
        var parameters = string.Join(", ", Enumerable.Range(1, ids.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"${i}")));
        // Taken out of the document by the database: a node that reads ten thousand documents for its first map lets a person wait.
        var places = await engine.Query(
            new Statement($"SELECT id, document -> 'Registration' -> 'Location' FROM source WHERE id IN ({parameters})", [.. ids]),
            r => (Id: r.GetString(0), Place: r.IsDBNull(1) || r.GetString(1) == "null" ? (GeoPoint?)null : Documents.Read<GeoPoint>(r, 1)), cancellation);
        return places.ToDictionary(p => p.Id, p => p.Place, StringComparer.Ordinal);
    }

    private Listing Sources(SourceFilter filter) => new Listing(engine, "source", "id")
        .Where("town = {0}", filter.Town)
        .Where("kind = {0}", filter.Kind)
        .Where("status = {0}", (int?)filter.Status)
        .Where(filter.HasOpen == true ? "open_count >= {0}" : "open_count < {0}", filter.HasOpen is null ? null : 1)
        .Contains(filter.Text, "id", "name");

    public Task<Page<ViolationRow>> Violations(ViolationFilter filter, PageRequest page, CancellationToken cancellation)
    {
        var list = new Listing(engine, "violation", "id")
            .Where("town = {0}", filter.Town)
            .Where("kind = {0}", filter.Kind)
            .Where("source_id = {0}", filter.SourceId)
            .Where("rule_id = {0}", filter.RuleId)
            .Where("severity >= {0}", (int?)filter.MinimumSeverity)
            .Where("is_open = {0}", filter.Open)
            .Where("department = {0}", filter.Department)
            .Where("state = {0}", (int?)filter.State)
            .Where(filter.Ended == true ? "state >= {0}" : "state < {0}", filter.Ended is null ? null : (int)LoopState.Closed)
            .Where("due_at <= {0}", filter.DueBefore)
            .Where("level >= {0}", filter.MinimumLevel)
            .Where("start_at >= {0}", filter.From)
            .Where("start_at < {0}", filter.To);
        return list.Page(
            page, "document", r => Documents.Read<ViolationRow>(r, 0), "start_at DESC, id DESC", "id", ViolationColumns, cancellation);
    }

    public Task<Page<StoredValue>> Values(
        string sourceId, string? channel, DateTimeOffset from, DateTimeOffset to, PageRequest page, CancellationToken cancellation) =>
        new ValuePages(engine, sourceId, channel, from, to).Page(page, cancellation);

    public async Task<IReadOnlyList<HourlyValue>> Hours(
        string sourceId, string? factor, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        ValuePages.CheckRange(from, to);
        object?[] arguments = factor is null ? [sourceId, from, to] : [sourceId, from, to, factor];
        return await engine.Query(
            new Statement(
                "SELECT source_id, factor, hour_ending, mean, minimum, maximum, count, covered_minutes, is_valid, from_device, version "
                + "FROM hourly_value WHERE source_id = $1 AND hour_ending > $2 AND hour_ending <= $3"
                + (factor is null ? "" : " AND factor = $4") + " ORDER BY hour_ending, factor",
                arguments),
            r => new HourlyValue(
                r.GetString(0), r.GetString(1), r.Time(2).ToChina(), r.Number(3), r.Number(4), r.Number(5), r.GetInt32(6), r.GetInt32(7),
                r.Truth(8), r.Truth(9), r.GetInt64(10)),
            cancellation);
    }

    public async Task<IReadOnlyList<RegisterEntry>> RegisterAsOf(DateTimeOffset before, string kind, CancellationToken cancellation) =>
        await engine.Query(new Statement(RegisterTable.AsOf, before, kind), RegisterTable.Entry, cancellation);

    public async Task<IReadOnlyList<RegisterEntry>> RegisterVersions(string sourceId, CancellationToken cancellation) =>
        await engine.Query(new Statement(RegisterTable.Versions, sourceId), RegisterTable.Entry, cancellation);

    public async Task<DateTimeOffset?> RegisterSince(CancellationToken cancellation) =>
        (await engine.Query(new Statement(RegisterTable.First), r => r.Time(0).ToChina(), cancellation)) is [var first, ..] ? first : null;

    public Task<Page<DeviceRow>> Devices(string? sourceId, string? text, PageRequest page, CancellationToken cancellation)
    {
        var list = new Listing(engine, "device").Where("source_id = {0}", sourceId).Contains(text, "mn", "source_id");
        return list.Page(page, "document", r => Documents.Read<DeviceRow>(r, 0), "mn", "mn", DeviceColumns, cancellation);
    }

    public Task<Page<AuditEntry>> Audit(
        string? action, string? subject, DateTimeOffset? from, DateTimeOffset? to, PageRequest page, CancellationToken cancellation)
    {
        var list = new Listing(engine, "audit")
            .Where("action = {0}", action)
            .Where("subject = {0}", subject)
            .Where("at >= {0}", from)
            .Where("at < {0}", to);
        return list.Page(
            page, "at, actor, action, subject, reason, detail, remote_address, count",
            AuditTable.Entry,
            "at DESC, id DESC", "id", AuditColumns, cancellation);
    }

    public Task<Page<ReportRow>> Reports(ReportFilter filter, PageRequest page, CancellationToken cancellation)
    {
        var list = new Listing(engine, "report")
            .Where("town = {0}", filter.Town)
            .Where("department = {0}", filter.Department)
            .Where("kind = {0}", filter.Kind)
            .Where("origin = {0}", (int?)filter.Origin)
            .Where("source_id = {0}", filter.SourceId)
            .Where("seen_at >= {0}", filter.From)
            .Where("seen_at < {0}", filter.To)
            .Where("(unit = {0} OR town = {0} OR department = {0})", filter.Concerns)
            .Where(ReportConditions.Of(filter.Standing));
        return list.Page(page, "document", r => Documents.Read<ReportRow>(r, 0), "seen_at DESC, id DESC", "id", ReportColumns, cancellation);
    }

    public async Task<StoredPhoto?> Photo(string id, string? unit, CancellationToken cancellation) => (await engine.Query(
        new Statement(
            "SELECT id, media_type, uploaded_at, content FROM evidence WHERE id = $1" + (unit is null ? "" : " AND unit = $2") + " ORDER BY uploaded_at LIMIT 1",
            unit is null ? [id] : [id, unit]),
        r => new StoredPhoto(r.GetString(0), r.GetString(1), r.Time(2).ToChina(), r.GetFieldValue<byte[]>(3)), cancellation)).SingleOrDefault();

    public async Task CheckReady(CancellationToken cancellation)
    {
        // Changes no row, but needs all that a change needs: the writer, the lock, a database that is not read-only.
        if (engine.Writes)
            await engine.Write([new Statement("UPDATE stream SET rolled = rolled WHERE id = $1", 0L)]).WaitAsync(cancellation);
        await engine.Query(new Statement("SELECT count(*) FROM schema_version"), r => r.GetInt64(0), cancellation);
    }

    // Of a row's document what a map draws: the rest, which is most of it, is passed over.
    private sealed record DrawnSource(DrawnEntry Registration, DrawnSummary Summary)
    {
        public SourcePoint Point => new(Registration.Id, Registration.Name, Summary.Status, Registration.Location);
    }

    private sealed record DrawnEntry(string Id, string Name, GeoPoint? Location);

    private sealed record DrawnSummary(SourceStatus Status);
}
