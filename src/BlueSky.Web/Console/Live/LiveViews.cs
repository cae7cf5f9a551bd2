using Microsoft.Extensions.Logging;

namespace BlueSky.Web.Console;

/// <summary>
/// What is on the screens of this node. Every different view (a page's data under one filter, as one unit sees it) is read once a
/// second for all who look at it, and told to them only when it changed: 500 viewers of the overview cost one read a second. A view
/// that nobody looks at is not read. Why not a grain observer: a list under a filter changes by rows that no single grain knows of, and the
/// lists are rows in the store that every node can read; so each node asks, bounded by what its viewers see.
/// </summary>
/// <remarks>
/// Bounds: <see cref="MostViews"/> different views, <see cref="AtOnce"/> reads at once, each within <see cref="Patience"/>. The pause
/// begins when a read ends, so a slow store is asked less, not more.
/// </remarks>
internal sealed class LiveViews(TimeProvider clock, ILogger<LiveViews> logger) : IDisposable
{
    /// <summary>Different views a node reads.</summary>
    public const int MostViews = 2_000;

    private const int AtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Lock gate = new();
    private readonly Dictionary<string, object> feeds = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim reads = new(AtOnce);

    /// <summary>Views that are read now.</summary>
    public int Count
    {
        get
        {
            lock (gate) return feeds.Count;
        }
    }

    /// <summary>Looks at a view until the answer is disposed.</summary>
    /// <param name="key">Names all that the value depends on, the viewer's sight too: viewers with one key share what they are told.</param>
    /// <param name="every">Pause between reads.</param>
    /// <param name="read">Reads it; must depend on nothing but the key.</param>
    /// <param name="tell">Called with each change, by a thread of the node; quick, and may be called once more after disposal.</param>
    /// <param name="looks">What of a value is seen beside its moments; all of it when left out. Depends on the key alone too.</param>
    /// <exception cref="InvalidOperationException">The node reads as many views as it may.</exception>
    public LiveViewing<T> Watch<T>(string key, TimeSpan every, Func<CancellationToken, Task<T>> read, Action<Reading<T>> tell, Func<T, object?>? looks = null)
    {
        LiveFeed<T> feed;
        lock (gate)
        {
            if (feeds.TryGetValue(key, out var present))
            {
                feed = (LiveFeed<T>)present;
            }
            else
            {
                if (feeds.Count >= MostViews) throw new InvalidOperationException($"This node reads {MostViews} views already.");
                feeds[key] = feed = new LiveFeed<T>();
                feed.Start((before, over) => Once(before, read, over), looks ?? (value => value), every, clock);
            }

            feed.Add(tell);
        }

        if (feed.Last is { } known) tell(known);
        return new LiveViewing<T>(feed, () => Leave(key, feed, tell));
    }

    public void Dispose() => reads.Dispose();

    private async Task<Reading<T>> Once<T>(Reading<T>? before, Func<CancellationToken, Task<T>> read, CancellationToken over)
    {
        await reads.WaitAsync(over);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(over);
            limit.CancelAfter(Patience);
            return new Reading<T>(await read(limit.Token).WaitAsync(limit.Token), clock.GetUtcNow(), null);
        }
        catch (Exception e) when (!over.IsCancellationRequested)
        {
            // Whatever it was, the page goes on with what it has, says how old that is, and tries again.
            if (before?.Failure is null) logger.ViewFailed(typeof(T).Name, e);
            return new Reading<T>(before is null ? default : before.Value, before?.At ?? clock.GetUtcNow(), WordsOf(e));
        }
        finally
        {
            reads.Release();
        }
    }

    private static string WordsOf(Exception e) => e is InvalidRequestException invalid
        ? string.Join(' ', invalid.Problems.Select(p => p.Message))
        : "暂时无法读取数据，正在重试。The data cannot be read now; trying again.";

    private void Leave<T>(string key, LiveFeed<T> feed, Action<Reading<T>> tell)
    {
        lock (gate)
        {
            if (feed.Remove(tell)) feeds.Remove(key);
        }
    }
}
