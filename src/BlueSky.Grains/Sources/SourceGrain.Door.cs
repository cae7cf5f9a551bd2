using Microsoft.Extensions.Logging;

namespace BlueSky.Sources;

// The way in for the shard (see SourceDoor). A visit runs on the shard's scheduler, so what belongs to this activation's own
// (timers, its end) is only noted in a visit and done by Settle. Interleaved questions (Get, LastDataAt) do not wait for the
// door: the gate keeps them and a visit's steps, none of which waits inside it, apart.
internal sealed partial class SourceGrain
{
    private readonly SourceDoor _door = new();
    private readonly Lock _gate = new();
    private DateTimeOffset _lastMessageAt;
    private volatile IngestVisit? _visit;
    private bool _hasUncommitted;
    private bool _mustSettle;
    private TimeSpan? _flushWanted;

    /// <summary>Judges one observation for a visit; false when this must be called instead, because it is busy or has to wait for the journal.</summary>
    internal bool TryTake(Observation observation, IngestVisit visit, out IngestResult result)
    {
        result = IngestResult.Unavailable;
        if (!ReferenceEquals(_visit, visit) && !TryBegin(visit)) return false;
        lock (_gate)
        {
            if (!TryAdmit(observation, out result, out var stamped)) return false;
            if (stamped is null) return true;
            visit.Accept(this, _id, stamped);
            _hasUncommitted = true;
            return true;
        }
    }

    /// <summary>Applies what the visit has committed.</summary>
    internal void ApplyInVisit(Observation observation)
    {
        lock (_gate)
        {
            try
            {
                Apply(observation);
            }
#pragma warning disable CA1031 // It is committed: the others of the batch must not suffer. Logged; this activation ends and the next one replays.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _isBroken = true;
                ApplyFailed(_id, e);
            }
        }
    }

    /// <summary>The visit leaves.</summary>
    internal void EndVisit(bool isCommitted)
    {
        // Memory and journal may differ now, so this activation may not judge duplicates any more.
        if (_hasUncommitted && !isCommitted) _isBroken = true;
        _hasUncommitted = false;
        var mustSettle = _mustSettle || _isBroken;
        _visit = null;
        _door.Leave();
        if (mustSettle) GrainContext.Scheduler.QueueAction(Settle);
    }

    // Orleans sees messages only and ends an activation after a quarter of an hour without one. So every four to six minutes a
    // packet goes as a message; not all sources in the same second.
    private TimeSpan MessageEvery => TimeSpan.FromSeconds(240 + ((uint)_id.GetHashCode(StringComparison.Ordinal) % 120));

    private bool TryBegin(IngestVisit visit)
    {
        if (_monitor is null || !_door.TryEnter()) return false;
        if (_isBroken || clock.GetUtcNow() - _lastMessageAt > MessageEvery)
        {
            _door.Leave();
            return false;
        }

        _visit = visit;
        visit.Enter(this);
        return true;
    }

    // Does, on this activation's own scheduler, what visits have left to do.
    private void Settle()
    {
        lock (_gate)
        {
            if (_isBroken)
            {
                DeactivateOnIdle();
                return;
            }

            _mustSettle = false;
            if (_flushWanted is { } after) StartFlush(after);
            _flushWanted = null;
            AskWhatIsAwaited();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Source {SourceId}: the rules failed on a stored observation; the next activation tries again")]
    private partial void ApplyFailed(string sourceId, Exception cause);
}
