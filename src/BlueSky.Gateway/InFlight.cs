namespace BlueSky.Gateway;

/// <summary>
/// Uploads of one connection between their arrival and their commit. The loop adds and waits; completions, on other
/// threads, take away.
/// </summary>
internal sealed class InFlight(int most)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _empty;
    private int _count;

    /// <summary>Uploads that wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>One more.</summary>
    public void Add() => Interlocked.Increment(ref _count);

    /// <summary>One is done.</summary>
    public void Remove()
    {
        var left = Interlocked.Decrement(ref _count);
        if (left > most / 2) return;
        lock (_gate)
        {
            _room?.TrySetResult();
            _room = null;
            if (Volatile.Read(ref _count) > 0) return;
            _empty?.TrySetResult();
            _empty = null;
        }
    }

    /// <summary>Completes when there is room for one more; at the limit only after half of them are done, to read in larger pieces.</summary>
    public Task Room()
    {
        if (Count < most) return Task.CompletedTask;
        lock (_gate)
        {
            if (Count <= most / 2) return Task.CompletedTask;
            return (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Completes when none waits any more.</summary>
    public Task Empty()
    {
        lock (_gate)
        {
            if (Count == 0) return Task.CompletedTask;
            return (_empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
