using BlueSky.Messages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BlueSky.Storage;

/// <summary>
/// Rolls blocks into chunks in the background: at an interval, or early when the tail grows large. In a cluster one node
/// at a time does it, for the blocks of all.
/// </summary>
internal sealed class Roller(
    Engine engine, StorageOptions options, StorageMetrics metrics, TimeProvider time, ILogger<Roller> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Rolls all that is committed; used by the loop and where a test wants it now.</summary>
    /// <returns>Observations rolled.</returns>
    public async Task<int> RollAll(CancellationToken cancellation)
    {
        await using var lease = await engine.LeaseRolling(cancellation);
        if (lease is null)
        {
            return 0;
        }

        // Under the lease nobody else rolls, so after this refresh the tail begins where the chunks end.
        await engine.Refresh(cancellation);
        var total = 0;
        while (engine.Tail.Oldest(options.RollBytes) is { Count: > 0 } blocks)
        {
            var roll = RollPlan.Of(blocks);
            if (!await engine.Store(roll, cancellation))
            {
                break;
            }

            metrics.Rolled(roll.Count);
            Log.Rolled(logger, roll.Count, roll.Chunks.Count, roll.Stream, roll.FirstSeq, roll.LastSeq);
            total += roll.Count;
        }

        return total;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var look = new PeriodicTimer(LookEvery, time);
        var last = time.GetTimestamp();
        while (await look.WaitForNextTickAsync(stoppingToken))
        {
            if (engine.Tail.Bytes < options.TailBytes && time.GetElapsedTime(last) < options.RollEvery)
            {
                continue;
            }

            last = time.GetTimestamp();
            try
            {
                await RollAll(stoppingToken);
            }
            catch (Exception e) when (e is StoreUnavailableException or CorruptBlockException)
            {
                // Nothing is lost: the blocks stay, and the next round tries again.
                Log.RollFailed(logger, e);
            }
        }
    }
}
