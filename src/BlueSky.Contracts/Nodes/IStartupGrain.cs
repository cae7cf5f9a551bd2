namespace BlueSky.Nodes;

/// <summary>
/// Gives the work of a start (entering the seeds) to one node, however many start at once. Its key names the work, contents of the
/// seeds included: nodes of two versions have two works. Remembers in memory alone: work done twice changes nothing, it only costs.
/// </summary>
[Alias("startup")]
public interface IStartupGrain : IGrainWithStringKey
{
    /// <summary>
    /// Asks for the turn, or holds it: a turn not asked for again within <see cref="StartupTurns.Held"/> goes to the next who asks,
    /// because its node may have died.
    /// </summary>
    /// <param name="node">Who asks; another word for each start of a node.</param>
    Task<StartupTurn> Claim(string node);

    /// <summary>The work is done.</summary>
    Task Done();
}

/// <summary>What a node that starts is to do.</summary>
public enum StartupTurn
{
    /// <summary>Another node does the work.</summary>
    Wait,

    /// <summary>Do the work.</summary>
    Yours,

    /// <summary>The work is done.</summary>
    Done,
}

/// <summary>Times of a turn.</summary>
public static class StartupTurns
{
    /// <summary>How long a turn stands without a further claim.</summary>
    public static readonly TimeSpan Held = TimeSpan.FromSeconds(15);
}
