using BlueSky.Devices;
using BlueSky.Sources;

namespace BlueSky.Gateway;

/// <summary>
/// A person's request for history while a session carries it out: which records belong to it, what came of them, and how it ends. Not
/// thread-safe: the dialogue's lock guards it.
/// </summary>
internal sealed class BackfillRun(BackfillTask task)
{
    private bool _hadData;
    private int _stored;
    private int _known;
    private string _reason = "";

    /// <summary>Id of the request; marks its spans in the line.</summary>
    public string Id => task.Id;

    /// <summary>What is asked.</summary>
    public BackfillOrder Order => task.Order;

    /// <summary>How far it is.</summary>
    public BackfillState State { get; private set; } = BackfillState.Sent;

    /// <summary>True until it has ended.</summary>
    public bool IsRunning => State is BackfillState.Sent or BackfillState.Executing;

    /// <summary>HJ 212 command that asks for it.</summary>
    public string Command => Order.Period switch { Period.Minute => "2051", Period.Hour => "2061", _ => "2031" };

    /// <summary>What the device's grain is told.</summary>
    public BackfillProgress Progress => new(Id, State, _stored, _known, _reason);

    /// <summary>The device has accepted a span.</summary>
    public void Accepted()
    {
        if (IsRunning) State = BackfillState.Executing;
    }

    /// <summary>A record was committed, or was there already. What was on its way when the request ended counts too.</summary>
    public void Committed(Observation observation, IngestResult result)
    {
        if (observation.Period != Order.Period || observation.DataTime < Order.From || observation.DataTime > Order.To) return;
        if (result == IngestResult.Duplicate) _known++;
        else _stored++;
        _hadData = true;
        Accepted();
    }

    /// <summary>A span has ended.</summary>
    /// <param name="outcome">How.</param>
    /// <param name="reason">The return code of a refusal, e.g. <c>QnRtn=8</c>; empty for none.</param>
    /// <param name="isLast">True when no span is left.</param>
    public void SpanEnded(RequestOutcome outcome, string reason, bool isLast)
    {
        if (!IsRunning) return;
        switch (outcome)
        {
            case RequestOutcome.Refused:
                (State, _reason) = (BackfillState.Refused, reason);
                break;
            case RequestOutcome.TimedOut:
                State = BackfillState.NoAnswer;
                break;
            default:
                _hadData |= outcome == RequestOutcome.Done;
                if (isLast) State = _hadData ? BackfillState.Done : BackfillState.NoData;
                break;
        }
    }
}
