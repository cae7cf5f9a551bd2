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
        return await Roll(null, cancellation);
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
            await Roll(new RollPace(options, () => engine.Tail.Bytes, time), cancellation);
        }
    }

    /// <summary>Rolls what is there now, not what comes meanwhile: under load that would never end, and in ever smaller pieces.</summary>
    /// <param name="pace">How much of the time it works; null works without rest.</param>
    /// <param name="cancellation">Ends it between two pieces of work.</param>
    private async Task<int> Roll(RollPace? pace, CancellationToken cancellation)
    {
        var total = 0;
        foreach (var (stream, last) in engine.Tail.Newest())
        {
            var begun = await engine.BegunRoll(stream, cancellation);
            // A roll that was left unfinished is done again with exactly its blocks: no row of it is then left over, and none is missing.
            var roll = begun is { } end ? await Plan(engine.Tail.Oldest(stream, end, long.MaxValue), pace, cancellation) : await Next(stream, 0, last, pace, cancellation);
            if (begun is not null && roll is not null) roll = roll with { IsAgain = true };
            while (roll is not null)
            {
                // What must not fall behind further works in the node on the next while the store takes in this one.
                var ahead = pace is { IsHurried: true } ? Next(stream, roll.LastSeq, last, null, cancellation) : null;
                try
                {
                    if (!await engine.Store(roll, pace is null ? RollPace.None : pace.Rest, cancellation))
                    {
                        return total;
                    }

                    metrics.Rolled(roll.Count);
                    Log.Rolled(logger, roll.Count, roll.Chunks.Count, roll.Stream, roll.FirstSeq, roll.LastSeq);
                    total += roll.Count;
                }
                finally
                {
                    // Not left behind, whatever became of the other.
                    if (ahead is not null) await ahead;
                }

                roll = ahead is not null ? await ahead : await Next(stream, roll.LastSeq, last, pace, cancellation);
            }
        }

        return total;
    }

    /// <summary>The roll of the blocks after one; null when there are none.</summary>
    private Task<Roll?> Next(long stream, long after, long last, RollPace? pace, CancellationToken cancellation) =>
        Task.Run(() => Plan(engine.Tail.Oldest(stream, last, options.RollBytes, after), pace, cancellation), cancellation);

    private static async Task<Roll?> Plan(IReadOnlyList<Block> blocks, RollPace? pace, CancellationToken cancellation) =>
        blocks.Count == 0 ? null : await RollPlan.Of(blocks, pace is null ? RollPace.None : pace.Rest, cancellation);
}
