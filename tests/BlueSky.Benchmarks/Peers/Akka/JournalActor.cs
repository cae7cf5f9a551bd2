using Akka.Actor;
using BlueSky.Sources;
using BlueSky.Store;

namespace BlueSky.Benchmarks.Peers;

/// <summary>
/// Gathers the appends of all entities of this node while a commit is under way and hands them to the journal in one call, so
/// that entities neither wait nor share a lock, and one task stands for thousands of packets.
/// </summary>
internal sealed class JournalActor(IReadingJournal journal) : UntypedActor
{
    private const int MostInBatch = 5_000;   // the store's own bound of a commit

    private readonly Queue<(IActorRef Entity, Append Append)> _gathered = new();
    private List<(IActorRef Entity, Append Append)>? _underWay;

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Append append:
                _gathered.Enqueue((Sender, append));
                break;
            case Status.Success:
                Tell(isSafe: true);
                break;
            case Status.Failure:
                Tell(isSafe: false);
                break;
            default:
                Unhandled(message);
                return;
        }

        if (_underWay is null && _gathered.Count > 0) Begin();
    }

    private void Begin()
    {
        _underWay = new List<(IActorRef, Append)>(Math.Min(_gathered.Count, MostInBatch));
        while (_underWay.Count < MostInBatch && _gathered.TryDequeue(out var next)) _underWay.Add(next);
        var batch = _underWay.ConvertAll(w => new RoutedObservation(w.Append.SourceId, w.Append.Pending.Observation));
        Commit(batch).PipeTo(Self, success: static () => new Status.Success(null));
    }

    // A refusal at once must come back as a message too.
    private async Task Commit(List<RoutedObservation> batch) => await journal.Append(batch);

    private void Tell(bool isSafe)
    {
        foreach (var (entity, append) in _underWay!) entity.Tell(new Ended(append.Pending, isSafe));
        _underWay = null;
    }
}
