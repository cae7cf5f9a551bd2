using System.Text.Json;

namespace BlueSky.Web.Console;

/// <summary>
/// One view and those who look at it. Viewers come and go under the lock of <see cref="LiveViews"/>; nobody is told anything under a lock,
/// because a page that is told may at once look at something else.
/// </summary>
/// <typeparam name="T">Value.</typeparam>
internal sealed class LiveFeed<T>
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);
    private static readonly JsonSerializerOptions Whole = new() { IncludeFields = true };
    private volatile Action<Reading<T>>[] viewers = [];
    private byte[] shape = [];
    private Action stop = () => { };

    /// <summary>What is known; null before the first read.</summary>
    public Reading<T>? Last { get; private set; }

    /// <summary>Begins to read, apart from the first viewer's context: its language, its user and its turn are not this view's.</summary>
    public void Start(Func<Reading<T>?, CancellationToken, Task<Reading<T>>> read, TimeSpan every, TimeProvider clock)
    {
        var over = new CancellationTokenSource();
        stop = over.Cancel;
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(() => Follow(read, every, clock, over), CancellationToken.None);
    }

    /// <summary>Adds a viewer.</summary>
    public void Add(Action<Reading<T>> tell) => viewers = [.. viewers, tell];

    /// <summary>Takes a viewer away; true when that was the last, and the view ends.</summary>
    public bool Remove(Action<Reading<T>> tell)
    {
        viewers = [.. viewers.Where(v => v != tell)];
        if (viewers.Length > 0) return false;
        stop();
        return true;
    }

    private async Task Follow(Func<Reading<T>?, CancellationToken, Task<Reading<T>>> read, TimeSpan every, TimeProvider clock, CancellationTokenSource over)
    {
        var token = over.Token;
        using var own = over;
        try
        {
            while (true)
            {
                var next = await read(Last, token);
                var now = next.Failure is null ? JsonSerializer.SerializeToUtf8Bytes(next.Value, Whole) : shape;
                var isNew = Last is null || next.Failure != Last.Failure || !now.AsSpan().SequenceEqual(shape);
                (Last, shape) = (next, now);
                if (isNew) foreach (var tell in viewers) tell(next);
                // What is read seldom is asked for again soon when it could not be read.
                await Task.Delay(next.Failure is not null && every > Again ? Again : every, clock, token);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
    }
}
