using BlueSky.Sources;
using BlueSky.Store;

namespace BlueSky.Benchmarks.Peers;

/// <summary>Appends of several sources at a time.</summary>
internal static class JournalBatch
{
    /// <summary>Appends all; ends when all are committed.</summary>
    /// <exception cref="Messages.StoreUnavailableException">Of some the outcome is unknown, so of all.</exception>
    public static async Task AppendAll(this IReadingJournal journal, List<RoutedObservation> batch)
    {
        var commits = new Task[batch.Count];
        for (var i = 0; i < commits.Length; i++) commits[i] = journal.Append(batch[i].SourceId, [batch[i].Observation]).AsTask();
        await Task.WhenAll(commits);
    }
}
