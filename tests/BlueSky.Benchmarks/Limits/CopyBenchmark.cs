using System.Diagnostics;
using System.Globalization;
using BlueSky.Simulator;
using Npgsql;
using NpgsqlTypes;

namespace BlueSky.Benchmarks;

/// <summary>
/// What PostgreSQL takes of the same readings as rows: binary COPY into one table, six rows a packet, nothing received, judged
/// or answered. With the index that any question of a source and a time needs, on top of two million rows, and without.
/// </summary>
internal static class CopyBenchmark
{
    /// <summary>What the table calls the row that the node is held against.</summary>
    public const string Indexed = "raw COPY, rows with index (source, time)";

    private const int PacketsPerCommit = 1_000;
    private const int RowsBefore = 2_000_000;

    public static async IAsyncEnumerable<Row> Run(BenchmarkOptions options)
    {
        foreach (var (isIndexed, writers) in new[] { (true, 1), (true, 2), (false, 1), (false, 2) })
        {
            await using var store = await Store.Create(EngineKind.Postgres);
            if (store is null) yield break;
            await Prepare(store.Postgres!, isIndexed);
            await Copy(store.Postgres!, options, writers, TimeSpan.FromSeconds(1));
            var (own, server, watch) = (CpuClock.Own(), CpuClock.OfPostgres(store.Postmaster), Stopwatch.StartNew());
            var (count, latency) = await Copy(store.Postgres!, options, writers, TimeSpan.FromSeconds(options.Seconds));
            var elapsed = watch.Elapsed;
            var what = isIndexed ? Indexed : "raw COPY, rows without index";
            yield return new Row($"{what}, {writers} connection{(writers == 1 ? "" : "s")}", Store.NameOf(EngineKind.Postgres))
            {
                Contender = isIndexed ? Indexed : "",
                Values = Packets.Values,
                Rate = count / elapsed.TotalSeconds,
                P50 = latency.Percentile(0.5).TotalMilliseconds,
                P99 = latency.Percentile(0.99).TotalMilliseconds,
                Cpu = (CpuClock.Own() - own).TotalMicroseconds / count,
                PostgresCpu = (CpuClock.OfPostgres(store.Postmaster) - server)?.TotalMicroseconds / count,
                Note = FormattableString.Invariant($"{PacketsPerCommit:N0} packets a commit{(isIndexed ? $", {RowsBefore:N0} rows before" : "")}; {await BytesEach(store.Postgres!):0} bytes a value on disk"),
            };
        }
    }

    private static async Task Prepare(string connectionString, bool isIndexed)
    {
        const string table =
            "CREATE TABLE reading_row (source_id text NOT NULL, channel text NOT NULL, data_time timestamptz NOT NULL, "
            + "received_at timestamptz NOT NULL, value numeric NOT NULL, quality smallint NOT NULL)";
        await Execute(connectionString, table);
        if (!isIndexed) return;
        var before = string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT INTO reading_row SELECT '371302-load-' || lpad((n / 6 % 10000)::text, 6, '0'), 'a3400' || n % 6 || '-Rtd', "
            + $"now() - interval '1 day' + n / 60000 * interval '1 second', now(), 50 + n % 100 * 0.1, 0 FROM generate_series(1, {RowsBefore}) n");
        await Execute(connectionString, before);
        await Execute(connectionString, "CREATE INDEX ON reading_row (source_id, data_time)");
        await Execute(connectionString, "CHECKPOINT");
    }

    private static async Task<(long Packets, LatencyHistogram Latency)> Copy(string connectionString, BenchmarkOptions options, int writers, TimeSpan duration)
    {
        var (count, latency, watch) = (0L, new LatencyHistogram(), Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            // Each writer has its own sources, and they come in turn, as packets do.
            var ids = Enumerable.Range(0, options.Sources / writers).Select(i => $"371302-load-{(i * writers) + writer:D6}").ToArray();
            await using var connection = new NpgsqlConnection(connectionString + ";Pooling=False");
            await connection.OpenAsync();
            var start = TimeProvider.System.GetUtcNow();
            for (var sent = 0L; watch.Elapsed < duration; sent += PacketsPerCommit)
            {
                var begun = Stopwatch.GetTimestamp();
                await using (var import = await connection.BeginBinaryImportAsync(
                    "COPY reading_row (source_id, channel, data_time, received_at, value, quality) FROM STDIN (FORMAT BINARY)"))
                {
                    for (var i = sent; i < sent + PacketsPerCommit; i++)
                        await Write(import, ids[i % ids.Length], Packets.Make("", start.AddSeconds(i / ids.Length), i));
                    await import.CompleteAsync();
                }

                latency.Record(Stopwatch.GetElapsedTime(begun));
                Interlocked.Add(ref count, PacketsPerCommit);
            }
        })));
        return (count, latency);
    }

    private static async ValueTask Write(NpgsqlBinaryImporter import, string id, Sources.Observation packet)
    {
        foreach (var reading in packet.Readings)
        {
            await import.StartRowAsync();
            await import.WriteAsync(id, NpgsqlDbType.Text);
            await import.WriteAsync(reading.Channel, NpgsqlDbType.Text);
            await import.WriteAsync(packet.DataTime.UtcDateTime, NpgsqlDbType.TimestampTz);
            await import.WriteAsync(packet.ReceivedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
            await import.WriteAsync(reading.Value, NpgsqlDbType.Numeric);
            await import.WriteAsync((short)reading.Quality, NpgsqlDbType.Smallint);
        }
    }

    private static async Task<double> BytesEach(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_total_relation_size('reading_row')::float8 / count(*) FROM reading_row", connection);
        return (double)(await command.ExecuteScalarAsync())!;
    }

    private static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
