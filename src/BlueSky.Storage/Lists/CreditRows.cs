using BlueSky.Queries;
using BlueSky.Store;

namespace BlueSky.Storage;

/// <summary>What grains of credit write and read, on either engine.</summary>
internal sealed class CreditRows(Engine engine) : ICreditRows
{
    private const string UpsertCredit =
        """
        INSERT INTO credit
            (period, source_id, version, name, town, department, kind, score, grade, deductions, revision, differs, pending, refresh_at, document)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (period, source_id) DO UPDATE SET version = excluded.version, name = excluded.name, town = excluded.town,
            department = excluded.department, kind = excluded.kind, score = excluded.score, grade = excluded.grade, deductions = excluded.deductions,
            revision = excluded.revision, differs = excluded.differs, pending = excluded.pending, refresh_at = excluded.refresh_at,
            document = excluded.document
        WHERE excluded.version >= credit.version
        """;

    private const string UpsertTruck =
        """
        INSERT INTO muck_truck (plate, version, fleet, town, is_closed, is_retired, points, grade, out_until, refresh_at, document)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (plate) DO UPDATE SET version = excluded.version, fleet = excluded.fleet, town = excluded.town, is_closed = excluded.is_closed,
            is_retired = excluded.is_retired, points = excluded.points, grade = excluded.grade, out_until = excluded.out_until,
            refresh_at = excluded.refresh_at, document = excluded.document
        WHERE excluded.version >= muck_truck.version
        """;

    public Task Publish(CreditRow row, DateTimeOffset? refreshAt) => engine.Write([new Statement(
        UpsertCredit, row.Statement.Period.ToString(), row.Source, row.AsOf.UtcTicks, row.Name, row.Town, row.Department, row.Kind, row.Statement.Score,
        row.Statement.Grade, row.Statement.Deductions, row.Revision, row.Differs, row.Pending, refreshAt, Documents.Write(row))]);

    public Task Publish(MuckTruckRow row, DateTimeOffset? refreshAt) => engine.Write([new Statement(
        UpsertTruck, row.Truck.Plate, row.AsOf.UtcTicks, row.Truck.Fleet, row.Town, row.Truck.IsClosed, row.Truck.RetiredOn is not null, row.Statement.Score,
        row.Statement.Grade, row.OutUntil, refreshAt, Documents.Write(row))]);

    public async Task<SourceRow?> Source(string id) => (await engine.Query(
        new Statement("SELECT document FROM source WHERE id = $1", id), r => Documents.Read<SourceRow>(r, 0), CancellationToken.None)).FirstOrDefault();

    // Chunks hold packets and inspections alike; hours stay when chunks of an old month are gone.
    public async Task<bool> HasData(string source, DateTimeOffset from, DateTimeOffset to) => (await engine.Query(
        new Statement(
            "SELECT CASE WHEN EXISTS (SELECT 1 FROM chunk WHERE source_id = $1 AND hour >= $2 AND hour < $3) "
            + "OR EXISTS (SELECT 1 FROM hourly_value WHERE source_id = $1 AND hour_ending > $2 AND hour_ending <= $3) THEN 1 ELSE 0 END",
            source, from, to),
        r => r.Truth(0), CancellationToken.None))[0];

    public async Task<IReadOnlyList<CreditDue>> Due(int most) => await engine.Query(
        new Statement("SELECT source_id, mark FROM credit_due ORDER BY source_id LIMIT $1", most), r => new CreditDue(r.GetString(0), r.GetInt64(1)), CancellationToken.None);

    public Task Counted(CreditDue due) => engine.Write([new Statement("DELETE FROM credit_due WHERE source_id = $1 AND mark = $2", due.Source, due.Mark)]);

    public async Task<(IReadOnlyList<string> Sources, IReadOnlyList<string> Trucks)> RefreshDue(DateTimeOffset now, int most) => (
        await Ids("SELECT source_id FROM credit WHERE refresh_at IS NOT NULL AND refresh_at <= $1 ORDER BY refresh_at, source_id LIMIT $2", now, most),
        await Ids("SELECT plate FROM muck_truck WHERE refresh_at IS NOT NULL AND refresh_at <= $1 ORDER BY refresh_at, plate LIMIT $2", now, most));

    public Task<IReadOnlyList<string>> Missing(string period, IReadOnlyList<string> exceptKinds, int most) => Ids(
        "SELECT s.id FROM source s WHERE NOT EXISTS (SELECT 1 FROM credit c WHERE c.period = $1 AND c.source_id = s.id)"
        + $"{NotOf(exceptKinds, 3)} ORDER BY s.id LIMIT $2",
        [period, most, .. exceptKinds]);

    public Task<IReadOnlyList<string>> SourcesAfter(string id, IReadOnlyList<string> exceptKinds, int most) =>
        Ids($"SELECT s.id FROM source s WHERE s.id > $1{NotOf(exceptKinds, 3)} ORDER BY s.id LIMIT $2", [id, most, .. exceptKinds]);

    private static string NotOf(IReadOnlyList<string> kinds, int first) => string.Concat(kinds.Select((_, i) => $" AND s.kind <> ${first + i}"));

    private async Task<IReadOnlyList<string>> Ids(string sql, params object?[] arguments) =>
        await engine.Query(new Statement(sql, arguments), r => r.GetString(0), CancellationToken.None);
}
