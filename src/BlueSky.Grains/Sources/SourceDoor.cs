namespace BlueSky.Sources;

/// <summary>
/// Lets one at a time into an active source: a message with all that it waits for, or the visit of its shard. A grain call costs
/// more than judging, storing and applying a packet together; a shard that finds the source active on its own silo and
/// the door free therefore brings readings in itself (<see cref="IngestVisit"/>). What Orleans promises a grain still holds:
/// nothing else runs in it before the one inside has left, its waiting included.
/// </summary>
internal sealed class SourceDoor
{
    private readonly Lock _gate = new();
    private Queue<TaskCompletionSource>? _waiting;
    private bool _isTaken;

    /// <summary>Enters when nobody is inside; never waits.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_isTaken) return false;
            return _isTaken = true;
        }
    }

    /// <summary>Enters as soon as those before have left; disposing what it gives leaves again.</summary>
    public async ValueTask<Turn> Enter(CancellationToken cancellation = default)
    {
        TaskCompletionSource called;
        lock (_gate)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return new Turn(this);
            }

            called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (_waiting ??= new()).Enqueue(called);
        }

        await using var registration = cancellation.UnsafeRegister(static c => ((TaskCompletionSource)c!).TrySetCanceled(), called);
        await called.Task;
        return new Turn(this);
    }

    /// <summary>Leaves, and lets in who waits longest.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            while (_waiting?.TryDequeue(out var next) == true)
                if (next.TrySetResult()) return;   // the place passes on: nobody can come in between
            _isTaken = false;
        }
    }

    /// <summary>A stay inside.</summary>
    internal readonly struct Turn(SourceDoor door) : IDisposable
    {
        public void Dispose() => door.Leave();
    }
}
