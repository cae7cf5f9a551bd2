using BlueSky.Access;

namespace BlueSky.Credit;

/// <summary>An account as people look at it.</summary>
/// <param name="Id">Id of the source, or plate of the truck.</param>
/// <param name="Name">Name of the source, or the plate.</param>
/// <param name="Kind">Kind of the source, or <see cref="MuckTruck.Kind"/>.</param>
/// <param name="Town">属地.</param>
/// <param name="Industry">行业.</param>
/// <param name="IsDemo">True for demonstration data.</param>
/// <param name="Account">The account of the period as counted now.</param>
/// <param name="Before">The account of the period before it as counted now; null when it was not registered then.</param>
/// <param name="OutUntil">Until when a consequence of either lasts; null when none does.</param>
/// <param name="Frozen">Frozen accounts of the period, oldest first.</param>
/// <param name="Events">What people decided, oldest first.</param>
[GenerateSerializer, Immutable]
public sealed record CreditView(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] string Kind, [property: Id(3)] Unit Town, [property: Id(4)] Unit Industry,
    [property: Id(5)] bool IsDemo, [property: Id(6)] CreditStatement Account, [property: Id(7)] CreditStatement? Before, [property: Id(8)] DateTimeOffset? OutUntil,
    [property: Id(9)] PeriodFrozen[] Frozen, [property: Id(10)] CreditEvent[] Events);

/// <summary>What a count of a frozen account anew gave (重算).</summary>
/// <param name="Revision">The revision.</param>
/// <param name="FrozenDigest">Digest that was frozen.</param>
/// <param name="CountedDigest">Digest of the same events, the same policy and the same register entry counted now.</param>
/// <param name="FrozenScore">Score that was frozen.</param>
/// <param name="CountedScore">Score counted now.</param>
[GenerateSerializer, Immutable]
public sealed record CreditCheck(
    [property: Id(0)] int Revision, [property: Id(1)] string FrozenDigest, [property: Id(2)] string CountedDigest, [property: Id(3)] decimal FrozenScore,
    [property: Id(4)] decimal CountedScore)
{
    /// <summary>True when every digit is the same.</summary>
    public bool IsSame => FrozenDigest == CountedDigest;
}

/// <summary>A frozen account without its lines.</summary>
/// <param name="Revision">Number within the period.</param>
/// <param name="Score">Score.</param>
/// <param name="Digest">Digest of the account.</param>
[GenerateSerializer, Immutable]
public sealed record FrozenHead([property: Id(0)] int Revision, [property: Id(1)] decimal Score, [property: Id(2)] string Digest);

/// <summary>
/// The credit (信用) of one source or muck truck. Key: <c>source/</c> and the source's id, or <c>truck/</c> and the plate. What problems took is
/// counted from the problems' own events whenever it is asked for; only what people decided on credit is stored here.
/// </summary>
[Alias("credit")]
public interface ICreditGrain : IGrainWithStringKey
{
    /// <summary>Carries a command out; the same command again changes nothing.</summary>
    /// <returns>The account after it.</returns>
    /// <exception cref="Messages.RefusedException">The rules refuse it, or there is no such source or truck.</exception>
    Task<CreditView> Do([Immutable] CreditCommand command, [Immutable] Actor by);

    /// <summary>The account of a period, <c>2026-Q4</c> of a source, <c>2026</c> of a truck; the present one when null. Null when there is none.</summary>
    Task<CreditView?> Get(string? period);

    /// <summary>
    /// Freezes a period that is over, the first time, as part of closing it for the whole district, which audits it; frozen already, it stays.
    /// </summary>
    /// <returns>The first revision; null when the source has no account of the period.</returns>
    Task<FrozenHead?> Freeze(string period, string command, Actor by);

    /// <summary>Counts a frozen account anew from the stored events that went into it; null when there is no such revision.</summary>
    Task<CreditCheck?> Verify(string period, int revision);

    /// <summary>Counts the account anew and publishes it.</summary>
    /// <returns>False when there is none.</returns>
    Task<bool> Refresh();

    /// <summary>Takes an invented history, for the demonstration (演示) alone; changes nothing when anything happened here before.</summary>
    /// <exception cref="Messages.RefusedException">The source or truck is no demonstration, or a command is refused.</exception>
    Task Rehearse([Immutable] CreditRehearsal[] script);
}

/// <summary>A command of an invented history.</summary>
/// <param name="At">When it was given.</param>
/// <param name="By">By whom.</param>
/// <param name="Command">The command.</param>
[GenerateSerializer, Immutable]
public sealed record CreditRehearsal([property: Id(0)] DateTimeOffset At, [property: Id(1)] Actor By, [property: Id(2)] CreditCommand Command);

/// <summary>The watch over credit. Key: district code. Once a minute it counts anew what changed or what time changed.</summary>
[Alias("credit-watch")]
public interface ICreditWatchGrain : IGrainWithStringKey
{
    /// <summary>Sees to it that the watch runs (a reminder); idempotent.</summary>
    Task Start();

    /// <summary>One round; the number of accounts counted. The reminder calls it.</summary>
    Task<int> Round();
}
