using BlueSky.Messages;
using BlueSky.Sources;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BlueSky.Storage;

/// <summary>
/// Reduces months that are older than readings are kept to hourly values, and drops their chunks. In the background, one node
/// at a time, one source of one month after the other, the oldest month first. Every step may be repeated: after a crash
/// the next run does the month again and finds what is done.
/// </summary>
/// <remarks>
/// In this order nothing is lost. First the month is closed: late data of it are refused from then on. Then every hour of every
/// channel gets its hourly value where there is none. Then, while nobody rolls, the chunks are counted again: only if they are
/// those that were reduced, they go, in one transaction with the note of it.
/// </remarks>
internal sealed class Retention(
    Engine engine, StorageOptions options, StorageMetrics metrics, TimeProvider time, ILogger<Retention> logger,
    SourceKindCatalog? kinds = null) : BackgroundService
{
    private const int SourcesAtOnce = 200;

    /// <summary>Drops all that is due; used by the loop and where a test wants it now.</summary>
    /// <returns>Months dropped.</returns>
    public async Task<int> DropDue(CancellationToken cancellation)
    {
        await using var lease = options.KeepReadingsMonths == 0 ? null : await engine.LeaseRetention(cancellation);
        if (lease is null)
        {
            return 0;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var end = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(-options.KeepReadingsMonths);
        var dropped = 0;
        foreach (var month in await engine.MonthsBefore(end, cancellation))
        {
            if (options.RetentionDryRun)
            {
                Log.WouldDrop(logger, month, await Chunks(month, cancellation));
                continue;
            }

            await Close(month, cancellation);
            var (chunks, kept) = await Reduce(month, cancellation);
            if (!await Drop(month, chunks, kept, cancellation))
            {
                // Something was rolled into it meanwhile, or somebody rolls just now: with the next run.
                break;
            }

            metrics.Dropped(chunks);
            Log.Dropped(logger, month, chunks, kept.Count);
            dropped++;
        }

        return dropped;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var look = new PeriodicTimer(options.RetainEvery, time);
        while (await look.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await DropDue(stoppingToken);
            }
            catch (StoreUnavailableException e)
            {
                // Nothing is lost: what is done stays done, and the next round goes on.
                Log.RetentionFailed(logger, e);
            }
        }
    }

    private async Task<long> Chunks(DateTimeOffset month, CancellationToken cancellation) => (await engine.Query(
        new Statement("SELECT count(*) FROM chunk WHERE hour >= $1 AND hour < $2", month, month.AddMonths(1)), r => r.GetInt64(0), cancellation))[0];

    private async Task Close(DateTimeOffset month, CancellationToken cancellation)
    {
        await engine.Write([new Statement(
            "INSERT INTO retention (month, begun_at) VALUES ($1, $2) ON CONFLICT (month) DO NOTHING", month, time.GetUtcNow())]);
        await engine.LoadKeptFrom(cancellation);
    }

    /// <summary>Sees to it that every hour has its values.</summary>
    /// <returns>Chunks that were read, and hours that are evidence.</returns>
    private async Task<(long Chunks, List<(string SourceId, DateTimeOffset Hour)> Kept)> Reduce(DateTimeOffset month, CancellationToken cancellation)
    {
        var chunks = 0L;
        var kept = new List<(string, DateTimeOffset)>();
        var last = "";
        while (true)
        {
            var sources = await engine.Query(
                new Statement(
                    "SELECT DISTINCT source_id FROM chunk WHERE hour >= $1 AND hour < $2 AND source_id > $3 ORDER BY source_id LIMIT $4",
                    month, month.AddMonths(1), last, SourcesAtOnce),
                r => r.GetString(0),
                cancellation);
            foreach (var source in sources)
            {
                var evidence = await Evidence.Of(engine, source, month.AddMonths(1), cancellation);
                var one = new SourceMonth(engine, kinds, source, month);
                await one.Reduce(cancellation);
                chunks += one.Chunks;
                kept.AddRange(one.Hours.Where(evidence.Holds).Select(h => (source, h)));
            }

            if (sources.Count < SourcesAtOnce)
            {
                return (chunks, kept);
            }

            last = sources[^1];
        }
    }

    private async Task<bool> Drop(
        DateTimeOffset month, long chunks, List<(string SourceId, DateTimeOffset Hour)> kept, CancellationToken cancellation)
    {
        await using var nobodyRolls = await engine.LeaseRolling(cancellation);
        return nobodyRolls is not null && await engine.DropMonth(month, chunks, kept, time.GetUtcNow(), cancellation);
    }
}
