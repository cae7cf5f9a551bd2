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
        return await Roll(RollPace.None, cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var look = new PeriodicTimer(LookEvery, time);
        var last = time.GetTimestamp();
        var seen = engine.Tail.Marks;
        while (await look.WaitForNextTickAsync(stoppingToken))
        {
            if (engine.Tail.Bytes < options.TailBytes && time.GetElapsedTime(last) < options.RollEvery)
            {
                continue;
            }

            last = time.GetTimestamp();
            try
            {
                await RollUnlessOthersDid(seen, stoppingToken);
                seen = engine.Tail.Marks;
            }
            catch (Exception e) when (e is StoreUnavailableException or CorruptBlockException)
            {
                // Nothing is lost: the blocks stay, and the next round tries again.
                Log.RollFailed(logger, e);
            }
        }
    }

    /// <summary>Another node that rolled in this interval did it for all: rolling more often only makes chunks smaller.</summary>
    private async Task RollUnlessOthersDid(object seen, CancellationToken cancellation)
    {
        await using var lease = await engine.LeaseRolling(cancellation);
        if (lease is null)
        {
            return;
        }

        await engine.Refresh(cancellation);
        if (ReferenceEquals(seen, engine.Tail.Marks) || engine.Tail.Bytes >= options.TailBytes)
        {
            await Roll(new RollPace(options, () => engine.Tail.Bytes, time).Rest, cancellation);
        }
    }

    /// <summary>Rolls what is there now, not what comes meanwhile: under load that would never end, and in ever smaller pieces.</summary>
    private async Task<int> Roll(Func<CancellationToken, ValueTask> pause, CancellationToken cancellation)
    {
        var total = 0;
        foreach (var (stream, last) in engine.Tail.Newest())
        {
            var begun = await engine.BegunRoll(stream, cancellation);
            while (Next(stream, begun, last) is { Count: > 0 } blocks)
            {
                var roll = (await RollPlan.Of(blocks, pause, cancellation)) with { IsAgain = begun is not null };
                if (!await engine.Store(roll, pause, cancellation))
                {
                    return total;
                }

                metrics.Rolled(roll.Count);
                Log.Rolled(logger, roll.Count, roll.Chunks.Count, roll.Stream, roll.FirstSeq, roll.LastSeq);
                total += roll.Count;
                begun = null;
            }
        }

        return total;
    }

    /// <summary>A roll that was left unfinished is done again with exactly its blocks: no row of it is then left over, and none is missing.</summary>
    private IReadOnlyList<Block> Next(long stream, long? begun, long last) => begun is { } end
        ? engine.Tail.Oldest(stream, end, long.MaxValue)
        : engine.Tail.Oldest(stream, last, options.RollBytes);
}
