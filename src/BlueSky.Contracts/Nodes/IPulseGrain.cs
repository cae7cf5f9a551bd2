namespace BlueSky.Nodes;

/// <summary>
/// Answers on whichever silo the call reaches and knows nothing: for a node's question whether it reaches the cluster at all. While
/// one silo is being replaced the others go on answering, so a node stays ready that can still serve.
/// </summary>
[Alias("pulse")]
public interface IPulseGrain : IGrainWithIntegerKey
{
    /// <summary>Answers.</summary>
    Task Beat();
}
