using Akka.Actor;
using BlueSky.Messages;
using BlueSky.Sources;
using BlueSky.Store;

namespace BlueSky.Benchmarks.Peers;

/// <summary>
/// The entity of one source. It never waits: what the journal says comes back as a message, so packets that follow are judged
/// while commits are under way.
/// </summary>
internal sealed class SourceActor(PeerDevice device, SourceKind kind, IReadingJournal journal) : UntypedActor, IWithUnboundedStash
{
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
                _book!.ApplyCommitted();
                ended.Line.Tell(ended.IsSafe ? new Stored(ended.Answer) : Withheld.Instance);
                if (_book.IsBroken) Load();
                break;
            case HourOf hour:
                Take(hour.Packet, hour.Line, hour.Hour);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Take(Packet packet, IActorRef line, HourRead? hour)
    {
        switch (_book!.Take(packet.Observation, hour, out var commit))
        {
            case Verdict.Taken:
                commit.PipeTo(Self, success: () => new Ended(line, packet.Answer, true), failure: _ => new Ended(line, packet.Answer, false));
                break;
            case Verdict.HourNeeded:
                _book.Read(packet.Observation).PipeTo(
                    Self, success: read => new HourOf(packet, line, read), failure: _ => new Ended(line, packet.Answer, false));
                break;
            default:
                line.Tell(Withheld.Instance);
                break;
        }
    }

    /// <summary>Makes the book, or another in the place of a broken one; packets wait meanwhile.</summary>
    private void Load()
    {
        SourceBook.Load(device, kind, journal, _book).PipeTo(Self);
        Become(Loading);
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
            case Status.Failure { Cause: StoreUnavailableException }:
                Become(Refusing);
                Stash.UnstashAll();
                Self.Tell(LoadAgain.Instance);
                break;
            case Ended ended:
                ended.Line.Tell(ended.IsSafe ? new Stored(ended.Answer) : Withheld.Instance);
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
            case Ended ended:
                ended.Line.Tell(ended.IsSafe ? new Stored(ended.Answer) : Withheld.Instance);
                break;
            case LoadAgain:
                Load();
                break;
        }
    }
}
