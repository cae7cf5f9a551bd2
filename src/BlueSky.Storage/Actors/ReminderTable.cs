using System.Data.Common;
using System.Globalization;

namespace BlueSky.Storage;

/// <summary>Reminders of the embedded mode, in the same file and the same commits as everything else.</summary>
internal sealed class ReminderTable(Engine engine) : IReminderTable
{
    private const string Select = "SELECT grain_id, name, start_at, period_ms, etag FROM reminder WHERE ";

    public Task Init() => Task.CompletedTask;

    public async Task<ReminderTableData> ReadRows(GrainId grainId) =>
        new(await Read(new Statement(Select + "grain_id = $1", grainId.ToString())));

    /// <summary>Ranges of the ring are open at the beginning and closed at the end; one that begins after its end goes round.</summary>
    public async Task<ReminderTableData> ReadRows(uint begin, uint end) => new(await Read(new Statement(
        Select + (begin < end ? "hash > $1 AND hash <= $2" : "(hash > $1 OR hash <= $2)"), (long)begin, (long)end)));

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName)
    {
        var found = await Read(new Statement(Select + "grain_id = $1 AND name = $2", grainId.ToString(), reminderName));
        return found.Count == 0 ? null : found[0];
    }

    public async Task<string?> UpsertRow(ReminderEntry entry)
    {
        var etag = Random.Shared.NextInt64(1, long.MaxValue);
        await engine.Write([new Statement(
            "INSERT INTO reminder (grain_id, name, hash, start_at, period_ms, etag) VALUES ($1, $2, $3, $4, $5, $6) "
            + "ON CONFLICT (grain_id, name) DO UPDATE SET hash = excluded.hash, start_at = excluded.start_at, "
            + "period_ms = excluded.period_ms, etag = excluded.etag",
            entry.GrainId.ToString(), entry.ReminderName, (long)entry.GrainId.GetUniformHashCode(),
            new DateTimeOffset(DateTime.SpecifyKind(entry.StartAt, DateTimeKind.Utc)), (long)entry.Period.TotalMilliseconds, etag)]);
        return entry.ETag = etag.ToString(CultureInfo.InvariantCulture);
    }

    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) =>
        long.TryParse(eTag, NumberStyles.None, CultureInfo.InvariantCulture, out var etag)
        && (await engine.Write([new Statement(
            "DELETE FROM reminder WHERE grain_id = $1 AND name = $2 AND etag = $3", grainId.ToString(), reminderName, etag)]))[0] == 1;

    public Task TestOnlyClearTable() => engine.Write([new Statement("DELETE FROM reminder")]);

    private Task<List<ReminderEntry>> Read(Statement statement) => engine.Query(statement, Entry, CancellationToken.None);

    private static ReminderEntry Entry(DbDataReader row) => new()
    {
        GrainId = GrainId.Parse(row.GetString(0)),
        ReminderName = row.GetString(1),
        StartAt = row.Time(2).UtcDateTime,
        Period = TimeSpan.FromMilliseconds(row.GetInt64(3)),
        ETag = row.GetInt64(4).ToString(CultureInfo.InvariantCulture),
    };
}
