using Akka.Actor;
using BlueSky.Messages;
using BlueSky.Sources;
using BlueSky.Store;

namespace BlueSky.Benchmarks.Peers;

/// <summary>
/// The entity of one source. It never waits: what the journal says comes back as a message, so packets that follow are judged
/// while commits are under way.
/// </summary>
internal sealed class SourceActor(PeerDevice device, SourceKind kind, IReadingJournal journal, IActorRef appends) : UntypedActor, IWithUnboundedStash
{
    // In order of the packets; each is answered when everything up to its arrival is safe, so a repeat waits for what it repeats.
    private readonly Queue<(long After, IActorRef Line, byte[] Answer)> _unanswered = new();
    private SourceBook? _book;

    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => Load();

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Packet packet:
                Take(packet, Sender, null);
                break;
            case Ended ended:
                End(ended);
                if (_book!.IsBroken) Load();
                break;
            case HourOf { Hour: { } hour } of:
                Take(of.Packet, of.Line, hour);
                break;
            case HourOf of:
                of.Line.Tell(Withheld.Instance);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Take(Packet packet, IActorRef line, HourRead? hour)
    {
        switch (_book!.Take(packet.Observation, hour, out var pending))
        {
            case Verdict.New:
                appends.Tell(new Append(packet.SourceId, pending!));
                _unanswered.Enqueue((_book.Newest, line, packet.Answer));
                break;
            case Verdict.Known when _unanswered.Count == 0:
                line.Tell(new Stored(packet.Answer));
                break;
            case Verdict.Known:
                _unanswered.Enqueue((_book.Newest, line, packet.Answer));
                break;
            case Verdict.HourNeeded:
                _book.Read(packet.Observation).PipeTo(
                    Self, success: read => new HourOf(packet, line, read), failure: _ => new HourOf(packet, line, null));
                break;
            default:
                line.Tell(Withheld.Instance);
                break;
        }
    }

    private void End(Ended ended)
    {
        _book!.Ended(ended.Pending, ended.IsSafe);
        while (_unanswered.TryPeek(out var head) && (_book.IsBroken || _book.IsSafe(head.After)))
        {
            _unanswered.Dequeue();
            head.Line.Tell(_book.IsBroken ? Withheld.Instance : new Stored(head.Answer));
        }
    }

    /// <summary>Makes the book, or another in the place of a broken one; packets wait meanwhile.</summary>
    private void Load()
    {
        LoadAfter(_book?.Drained() ?? Task.CompletedTask).PipeTo(Self);
        Become(Loading);
    }

    private async Task<SourceBook> LoadAfter(Task drained)
    {
        await drained;
        return await SourceBook.Load(device, kind, journal);
    }

    private void Loading(object message)
    {
        switch (message)
        {
            case SourceBook book:
                _book = book;
                Become(OnReceive);
                Stash.UnstashAll();
                break;
            case Ended ended:
                End(ended);
                break;
            case Status.Failure { Cause: StoreUnavailableException }:
                Become(Refusing);
                Stash.UnstashAll();
                Self.Tell(LoadAgain.Instance);
                break;
            case Status.Failure failure:
                throw new InvalidOperationException($"{device.Source.Id} cannot be loaded.", failure.Cause);
            default:
                Stash.Stash();
                break;
        }
    }

    private void Refusing(object message)
    {
        switch (message)
        {
            case Packet:
                Sender.Tell(Withheld.Instance);
                break;
            case HourOf hour:
                hour.Line.Tell(Withheld.Instance);
                break;
            case LoadAgain:
                Load();
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
