using BlueSky.Sources;

namespace BlueSky.Gateway;

/// <summary>One observation on its way to its shard, and who is told what became of it.</summary>
/// <param name="observation">The observation with its source.</param>
internal abstract class IngestItem(RoutedObservation observation)
{
    /// <summary>What is to be stored.</summary>
    public RoutedObservation Observation { get; } = observation;

    /// <summary>
    /// Called exactly once, after the commit or when no commit can be promised. Must not block or throw: it runs between
    /// two batches.
    /// </summary>
    public abstract void Complete(IngestResult result);
}
