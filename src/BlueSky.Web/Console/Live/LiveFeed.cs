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
    private volatile Reading<T>? last;
    private byte[] shape = [];
    private Action stop = () => { };

    /// <summary>What is known; null before the first read. Newer than what viewers were told where only moments of it are other.</summary>
    public Reading<T>? Last => last;

    /// <summary>Begins to read, apart from the first viewer's context: its language, its user and its turn are not this view's.</summary>
    /// <param name="read">Reads it, from what is known.</param>
    /// <param name="looks">What of a value is seen: while that stays, nobody is told.</param>
    /// <param name="every">Pause between reads.</param>
    /// <param name="clock">Clock.</param>
    public void Start(Func<Reading<T>?, CancellationToken, Task<Reading<T>>> read, Func<T, object?> looks, TimeSpan every, TimeProvider clock)
    {
        var over = new CancellationTokenSource();
        stop = over.Cancel;
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(() => Follow(read, looks, every, clock, over), CancellationToken.None);
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

    private async Task Follow(Func<Reading<T>?, CancellationToken, Task<Reading<T>>> read, Func<T, object?> looks, TimeSpan every, TimeProvider clock, CancellationTokenSource over)
    {
        var token = over.Token;
        using var own = over;
        try
        {
            while (true)
            {
                var before = last;
                var next = await read(before, token);
                var now = next.Failure is null ? JsonSerializer.SerializeToUtf8Bytes(next.Value is { } value ? looks(value) : null, Whole) : shape;
                var isNew = before is null || next.Failure != before.Failure || !now.AsSpan().SequenceEqual(shape);
                (last, shape) = (next, now);
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
