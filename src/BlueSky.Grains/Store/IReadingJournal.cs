using BlueSky.Sources;

namespace BlueSky.Store;

/// <summary>
/// The journal of readings of this silo: what was appended is durable when the call returns, and is never lost after.
/// One writer per silo groups what all grains have queued into one commit. Implemented for SQLite and PostgreSQL.
/// </summary>
public interface IReadingJournal
{
    /// <summary>
    /// Makes this silo the only one that can append for the source: a call of every activation, before it reads. What another
    /// activation of it had acknowledged is there to read when the call returns, and that one appends nothing any more, whether
    /// its silo died, was paused, or lives and has not heard of this one yet.
    /// </summary>
    /// <exception cref="Messages.StoreUnavailableException">The store failed, or this silo is fenced: do not go on.</exception>
    Task Claim(string sourceId);

    /// <summary>
    /// Appends observations of any number of sources, those of one source in order, with their arrivals already given. Returns
    /// after the commit that holds all of them (all or none).
    /// </summary>
    /// <exception cref="Messages.StoreUnavailableException">
    /// The queue is full, the store failed, or the source was claimed by another activation: the outcome is unknown, the caller
    /// must end itself; its successor claims and reads again.
    /// </exception>
    ValueTask Append(IReadOnlyList<RoutedObservation> observations);

    /// <summary>
    /// Readings with a DataTime before it are reduced to hourly values, or are about to be: such data come too late. Moves on by
    /// whole months, never back.
    /// </summary>
    DateTimeOffset KeptFrom { get; }

    /// <summary>Everything of one source with an arrival greater than <paramref name="arrival"/>, in order of arrival, whichever silo wrote it.</summary>
    IAsyncEnumerable<Observation> ReadAfter(string sourceId, long arrival, CancellationToken cancellation = default);

    /// <summary>Everything of one source whose DataTime lies in the hour that starts at <paramref name="hourStart"/>, in order of arrival.</summary>
    Task<IReadOnlyList<Observation>> ReadHour(string sourceId, DateTimeOffset hourStart, CancellationToken cancellation = default);
}

/// <summary>Shorthand on an <see cref="IReadingJournal"/>.</summary>
public static class ReadingJournalExtensions
{
    /// <summary>Appends observations of one source: see <see cref="IReadingJournal.Append"/>.</summary>
    /// <exception cref="Messages.StoreUnavailableException">As there.</exception>
    public static ValueTask Append(this IReadingJournal journal, string sourceId, IReadOnlyList<Observation> observations)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(observations);
        var routed = new RoutedObservation[observations.Count];
        for (var i = 0; i < routed.Length; i++) routed[i] = new RoutedObservation(sourceId, observations[i]);
        return journal.Append(routed);
    }
}
