using BlueSky.Access;
using Orleans.Concurrency;

namespace BlueSky.Credit;

/// <summary>How far the closing (季度定格) of a quarter is.</summary>
/// <param name="At">When it was decided.</param>
/// <param name="By">Who decided it.</param>
/// <param name="PolicyId">Policy of the quarter.</param>
/// <param name="Accounts">Accounts frozen so far.</param>
/// <param name="IsDone">True when all are.</param>
/// <param name="Digest">Chained over the first revisions in order of source id; final when done.</param>
[GenerateSerializer, Immutable]
public sealed record QuarterClosing(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] Actor By, [property: Id(2)] string PolicyId, [property: Id(3)] int Accounts, [property: Id(4)] bool IsDone,
    [property: Id(5)] string Digest);

/// <summary>The red and the black list (红黑榜) as drawn once, and what came of it.</summary>
/// <param name="Number">Number within the quarter, from 1.</param>
/// <param name="DrawnAt">When it was drawn.</param>
/// <param name="DrawnBy">By whom.</param>
/// <param name="Places">Places.</param>
/// <param name="Digest">Digest of the places.</param>
/// <param name="DecidedAt">When it was decided on; null while it waits.</param>
/// <param name="DecidedBy">By whom; another person than who drew it.</param>
/// <param name="IsPublished">True when it was confirmed: only then it is published.</param>
/// <param name="Reason">Why it was not confirmed, or a remark.</param>
[GenerateSerializer, Immutable]
public sealed record DrawnLists(
    [property: Id(0)] int Number, [property: Id(1)] DateTimeOffset DrawnAt, [property: Id(2)] Actor DrawnBy, [property: Id(3)] ListPlace[] Places,
    [property: Id(4)] string Digest, [property: Id(5)] DateTimeOffset? DecidedAt, [property: Id(6)] Actor? DecidedBy, [property: Id(7)] bool IsPublished,
    [property: Id(8)] string Reason);

/// <summary>A quarter of the district.</summary>
/// <param name="Closing">Its closing; null while it is open.</param>
/// <param name="Lists">Lists in the order in which they were drawn; the last published one stands.</param>
[GenerateSerializer, Immutable]
public sealed record QuarterView([property: Id(0)] QuarterClosing? Closing, [property: Id(1)] DrawnLists[] Lists)
{
    /// <summary>The lists that stand; null before any are published.</summary>
    public DrawnLists? Published => Lists.LastOrDefault(l => l.IsPublished);
}

/// <summary>What a count of a whole quarter anew gave (重算).</summary>
/// <param name="Accounts">Accounts counted.</param>
/// <param name="Different">Sources whose digits came out otherwise, at most 100 of them.</param>
/// <param name="FrozenDigest">Digest of the closing.</param>
/// <param name="CountedDigest">The same, from what was counted now.</param>
[GenerateSerializer, Immutable]
public sealed record QuarterCheck(
    [property: Id(0)] int Accounts, [property: Id(1)] string[] Different, [property: Id(2)] string FrozenDigest, [property: Id(3)] string CountedDigest)
{
    /// <summary>True when every digit of every account is the same.</summary>
    public bool IsSame => Different.Length == 0 && FrozenDigest == CountedDigest;
}

/// <summary>A quarter of the district's credit: its closing, and the lists drawn from it. Key: <c>371302/2026-Q3</c>.</summary>
[Alias("credit-quarter")]
public interface ICreditQuarterGrain : IGrainWithStringKey
{
    /// <summary>
    /// Closes the quarter: freezes the account of every source. A district of many sources is frozen piece by piece, also after a restart; ask
    /// <see cref="Get"/> whether it is done. Closed already, it stays as it is.
    /// </summary>
    /// <exception cref="Messages.RefusedException">Not the command centre, the quarter is not over, or no policy is in force.</exception>
    Task<QuarterView> Close(string command, Actor by);

    /// <summary>The quarter, also while it is being closed.</summary>
    [AlwaysInterleave]
    Task<QuarterView> Get();

    /// <summary>Draws both lists from the frozen accounts, newest revisions; they wait for confirmation.</summary>
    /// <exception cref="Messages.RefusedException">Not the command centre, not closed yet, or lists wait already.</exception>
    Task<QuarterView> Draw(string command, Actor by);

    /// <summary>Confirms the lists that wait, which publishes them, or sends them back: by another person than who drew them.</summary>
    /// <exception cref="Messages.RefusedException">Not the command centre, the same person, none wait, or a reason is missing.</exception>
    Task<QuarterView> Decide(string command, bool confirms, string reason, Actor by);

    /// <summary>Counts the first revision of every account anew and compares every digit.</summary>
    /// <exception cref="Messages.RefusedException">Not closed yet, or too many accounts to count in one go: ask source by source.</exception>
    Task<QuarterCheck> Verify();
}
