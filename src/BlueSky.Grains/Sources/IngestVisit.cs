using BlueSky.Messages;
using BlueSky.Store;

namespace BlueSky.Sources;

/// <summary>
/// What one batch brings into sources on its own silo by their doors: judged at once, appended together, applied after the
/// commit. Used by one ingest call.
/// </summary>
internal sealed class IngestVisit(IReadingJournal journal, int size)
{
    private readonly List<SourceGrain> _entered = new(size);
    private readonly List<SourceGrain> _owners = new(size);
    private readonly List<RoutedObservation> _accepted = new(size);

    /// <summary>A source has let this visit in; it is inside until <see cref="Commit"/>.</summary>
    public void Enter(SourceGrain source) => _entered.Add(source);

    /// <summary>Something new that is to be stored.</summary>
    public void Accept(SourceGrain source, string id, Observation stamped)
    {
        _owners.Add(source);
        _accepted.Add(new RoutedObservation(id, stamped));
    }

    /// <summary>Stores what was accepted, applies it and leaves all sources. False when the outcome is unknown: then nothing may be answered.</summary>
    public async ValueTask<bool> Commit()
    {
        var isCommitted = false;
        try
        {
            if (_accepted.Count > 0) await journal.Append(_accepted);
            isCommitted = true;
            for (var i = 0; i < _owners.Count; i++) _owners[i].ApplyInVisit(_accepted[i].Observation);
        }
        catch (StoreUnavailableException)
        {
            // Each source that brought something ends itself; its next activation reads what the journal really has.
        }
        finally
        {
            foreach (var source in _entered) source.EndVisit(isCommitted);
        }

        return isCommitted;
    }
}
