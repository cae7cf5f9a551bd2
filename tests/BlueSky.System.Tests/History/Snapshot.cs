using System.Globalization;
using System.Text.Json;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Sources;
using Npgsql;

namespace BlueSky.Testing;

/// <summary>What the store has and what a node says of it, taken when nothing comes in any more.</summary>
internal static class Snapshot
{
    private const int AtOnce = 16;
    private const int Tries = 5;
    private static readonly TimeSpan RolledWithin = TimeSpan.FromMinutes(2);

    /// <summary>Takes it from a node with the web role and from the store behind it.</summary>
    /// <param name="node">The node that is asked.</param>
    /// <param name="who">What to call it.</param>
    /// <param name="data">Its data directory.</param>
    /// <param name="postgres">The store, without a proxy.</param>
    public static async Task<History> Of(NodeProcess node, string who, string data, string postgres)
    {
        var towns = await Counts.Settled(node);
        await using var store = await OpenedStore.Open(data, postgres);
        await Until.Seen("All is rolled", RolledWithin, () => Scalar(postgres, "SELECT count(*) FROM block"), blocks => blocks == 0);
        var (stored, shown) = await ReadAlike(node, who, store);
        var recounted = new List<TownCount>();
        foreach (var (code, held) in towns)
        {
            var again = (await node.Post<JsonElement>($"towns/{code}/recount")).GetProperty("counts").GetProperty("rollup");
            recounted.Add(new TownCount(code, held, Api.As<Rollup>(again)));
        }

        return new History
        {
            Stored = stored,
            View = await ReadView(postgres),
            Shown = shown,
            Problems = [.. (await store.Violations()).Select(StepOf)],
            Towns = recounted,
        };
    }

    public static ShownStep StepOf(ViolationRow row) =>
        new(row.Last.ViolationId, row.Last.SourceId, row.Last.RuleId, row.Last.Point, row.Last.Step, row.IsOpen);

    /// <summary>
    /// Journals and sources of one moment: a source may still ask its reference station for an hour, which is an entry of its journal,
    /// so both are read again until no journal grew meanwhile.
    /// </summary>
    private static async Task<(List<StoredSource> Stored, List<ShownSource> Shown)> ReadAlike(NodeProcess node, string who, OpenedStore store)
    {
        var registrations = (await store.Sources()).ConvertAll(r => r.Registration);
        var before = await Journals(store, registrations);
        for (var left = Tries; ; left--)
        {
            var shown = new List<ShownSource>();
            foreach (var some in registrations.Chunk(AtOnce)) shown.AddRange(await Task.WhenAll(some.Select(r => Ask(node, who, r.Id))));
            var after = await Journals(store, registrations);
            if (left == 0 || before.Zip(after).All(j => j.First.Journal.Count == j.Second.Journal.Count)) return (after, shown);
            before = after;
        }
    }

    private static async Task<List<StoredSource>> Journals(OpenedStore store, List<SourceRegistration> registrations)
    {
        var stored = new List<StoredSource>(registrations.Count);
        foreach (var registration in registrations) stored.Add(new StoredSource(registration, await store.Journal(registration.Id)));
        return stored;
    }

    private static async Task<ShownSource> Ask(NodeProcess node, string who, string id)
    {
        var view = await node.Get<JsonElement>("sources/" + id);
        var open = Api.As<OpenProblem[]>(view.GetProperty("open"));
        return new ShownSource(
            who, id, view.GetProperty("observations").GetInt64(), Api.As<SourceSummary>(view.GetProperty("summary")).Status,
            [.. open.Select(p => new Problem(id, p.RuleId, p.Point, p.Start, p.Severity))]);
    }

    private static async Task<List<ViewRow>> ReadView(string postgres)
    {
        await using var connection = new NpgsqlConnection(postgres + ";Pooling=False;Command Timeout=120");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("SELECT source_id, mn, period, data_time, channel, exact, text, quality FROM reading", connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<ViewRow>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            var (source, mn) = (reader.GetString(0), reader.GetString(1));
            var key = new ValueKey(
                ValueKey.SaidBy(mn, source),
                (Period)reader.GetInt32(2), reader.GetFieldValue<DateTimeOffset>(3).ToOffset(TimeSpan.FromHours(8)), reader.GetString(4));
            object value = reader.IsDBNull(5) ? reader.GetString(6) : decimal.Parse(reader.GetString(5), NumberStyles.Float, CultureInfo.InvariantCulture);
            rows.Add(new ViewRow(source, key, value, ((Quality)reader.GetInt32(7) & Quality.Revision) != 0));
        }

        return rows;
    }

    private static async Task<long> Scalar(string postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres + ";Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
