using BlueSky.Messages;
using BlueSky.Store;

namespace BlueSky.Storage;

/// <summary>
/// Appends without a pause for several sources, as source grains do: after a failure a writer reads what the journal really
/// holds before it goes on. Counts what was acknowledged.
/// </summary>
internal sealed class Writers : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Between two attempts to read from a store that is away: a pace, not a wait for something.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly OpenStore store;
    private readonly long[] answered;
    private readonly CancellationTokenSource done = new();
    private readonly CancellationToken stop;
    private readonly SemaphoreSlim progress = new(0);
    private readonly Task<long>[] running;
    private int failures;

    public Writers(OpenStore store, int sources)
    {
        this.store = store;
        answered = new long[sources];
        stop = done.Token;
        running = [.. Enumerable.Range(0, sources).Select(s => Task.Run(() => Write(s)))];
    }

    /// <summary>Waits until so many more are acknowledged.</summary>
    public Task Answered(int more)
    {
        var before = answered.Sum();
        return Until(() => answered.Sum() >= before + more);
    }

    /// <summary>Waits until an append fails.</summary>
    public Task Failed()
    {
        var before = Volatile.Read(ref failures);
        return Until(() => Volatile.Read(ref failures) > before);
    }

    /// <summary>Ends them and holds the store, opened anew, against what was acknowledged: all of it there, nothing twice.</summary>
    public async Task HoldAgainst(Home home)
    {
        await done.CancelAsync();
        var written = await Task.WhenAll(running).WaitAsync(Patience);
        await store.DisposeAsync();
        await using var again = await home.Open();
        for (var s = 0; s < answered.Length; s++)
        {
            var stored = (await again.All($"s{s}")).Select(o => o.Arrival).ToList();
            Assert.True(stored.Count >= answered[s], $"Source {s}: {answered[s]} acknowledged, {stored.Count} stored.");
            Assert.Equal(Enumerable.Range(1, stored.Count).Select(i => (long)i), stored);
            Assert.Equal(written[s], stored.Count);
        }
    }

    /// <summary>Waits for a condition that the writers' progress, or their failures, bring about.</summary>
    public async Task Until(Func<bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (!condition())
        {
            await progress.WaitAsync(patience.Token);
        }
    }

    public void Dispose()
    {
        done.Cancel();
        done.Dispose();
        progress.Dispose();
    }

    private async Task<long> Write(int s)
    {
        long next = 1;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await store.Journal.Append($"s{s}", [Some.Observation(next)]);
                Volatile.Write(ref answered[s], next++);
            }
            catch (StoreUnavailableException)
            {
                Interlocked.Increment(ref failures);
                progress.Release();
                next = await Recover(s);
            }

            progress.Release();
        }

        return next - 1;
    }

    private async Task<long> Recover(int s)
    {
        while (true)
        {
            try
            {
                var all = await store.All($"s{s}");
                return all.Count == 0 ? 1 : all[^1].Arrival + 1;
            }
            catch (StoreUnavailableException)
            {
                Interlocked.Increment(ref failures);
                progress.Release();
                await Task.Delay(Pace);
            }
        }
    }
}
