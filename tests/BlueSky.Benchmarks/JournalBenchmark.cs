using System.Diagnostics;
using System.Diagnostics.Metrics;
using BlueSky.Storage;
using BlueSky.Store;
using Microsoft.Extensions.DependencyInjection;

namespace BlueSky.Benchmarks;

/// <summary>Journal alone: appends of one observation each, as source grains make them, without grains.</summary>
internal static class JournalBenchmark
{
    /// <summary>What the verdict calls its rows.</summary>
    public const string Packed = "packed blocks";

    private const int InFlight = 2_000;

    public static async IAsyncEnumerable<Row> Run(BenchmarkOptions options, EngineKind engine)
    {
        await using var store = await Store.Create(engine);
        if (store is null) yield break;
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        if (store.Postgres is { } postgres) builder.Services.AddBlueSkyQueries(postgres);
        else builder.Services.AddBlueSkySqlite(store.Data);
        using var host = builder.Build();
        await host.StartAsync();
        using var bytes = new StoredBytes();
        var journal = host.Services.GetRequiredService<IReadingJournal>();
        await Append(journal, TimeSpan.FromSeconds(2), firstArrival: 1);

        var (own, server, written) = (CpuClock.Own(), CpuClock.OfPostgres(store.Postmaster), bytes.Written);
        var watch = Stopwatch.StartNew();
        var (count, latency) = await Append(journal, TimeSpan.FromSeconds(options.Seconds), firstArrival: 1_000_000);
        var elapsed = watch.Elapsed;
        yield return new Row("journal alone, 1 observation of 6 values an append", Store.NameOf(engine))
        {
            Contender = Packed,
            Values = Packets.Values,
            Rate = count / elapsed.TotalSeconds,
            P50 = latency.Percentile(0.5).TotalMilliseconds,
            P99 = latency.Percentile(0.99).TotalMilliseconds,
            Cpu = (CpuClock.Own() - own).TotalMicroseconds / count,
            PostgresCpu = (CpuClock.OfPostgres(store.Postmaster) - server)?.TotalMicroseconds / count,
            Note = FormattableString.Invariant($"{InFlight} in flight; {(double)(bytes.Written - written) / count / Packets.Values:0.0} bytes a value in blocks"),
        };
        await host.StopAsync();
    }

    private static async Task<(long Count, Simulator.LatencyHistogram Latency)> Append(IReadingJournal journal, TimeSpan duration, long firstArrival)
    {
        var count = 0L;
        var latency = new Simulator.LatencyHistogram();
        var watch = Stopwatch.StartNew();
        var start = TimeProvider.System.GetUtcNow().AddHours(-1);
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(i => Task.Run(async () =>
        {
            var (source, mn) = ($"371302-load-{i:D6}", $"DF37130239{i:D14}");
            for (var round = 0L; watch.Elapsed < duration; round++)
            {
                var begun = Stopwatch.GetTimestamp();
                await journal.Append(source, [Packets.Make(mn, start.AddSeconds(round), round, firstArrival + round)]);
                latency.Record(Stopwatch.GetElapsedTime(begun));
                Interlocked.Increment(ref count);
            }
        })));
        return (count, latency);
    }

    /// <summary>Bytes of blocks, as the store's own meter counts them.</summary>
    private sealed class StoredBytes : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _written;

        public StoredBytes()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == StorageSetup.MeterName && instrument.Name == "bluesky.storage.bytes") listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _written, value));
            _listener.Start();
        }

        public long Written => Interlocked.Read(ref _written);

        public void Dispose() => _listener.Dispose();
    }
}
