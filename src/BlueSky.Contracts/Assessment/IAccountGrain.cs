using Orleans.Concurrency;

namespace BlueSky.Assessment;

/// <summary>The accounts of a year.</summary>
/// <param name="Year">Calendar year.</param>
/// <param name="Policy">Id of the policy.</param>
/// <param name="Units">One account a unit that has entries, in order of unit.</param>
/// <param name="Confirmations">Which revisions were declared good for payment, by whom.</param>
/// <param name="Postings">All entries by number, corrections included.</param>
/// <param name="Settlements">All transfers in the order in which they were entered.</param>
[GenerateSerializer, Immutable]
public sealed record AccountView(
    [property: Id(0)] int Year, [property: Id(1)] string Policy, [property: Id(2)] YearlyAccount[] Units,
    [property: Id(3)] Confirmation[] Confirmations, [property: Id(4)] Posting[] Postings, [property: Id(5)] SettlementEntry[] Settlements);

/// <summary>
/// The yearly accounts of a district's units under one policy. Key: <c>district/year/policy</c>. Postings follow from revisions that a
/// person has confirmed; nothing is overwritten.
/// </summary>
[Alias("account")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>The accounts now.</summary>
    [AlwaysInterleave]
    Task<AccountView> Get();

    /// <summary>Declares a revision good for payment and posts it, or the differences to an earlier one; the same again changes nothing.</summary>
    /// <exception cref="Messages.RefusedException">
    /// No such revision, another year, days that another confirmed period has, or a newer revision is confirmed.
    /// </exception>
    Task<AccountView> Confirm(string period, int revision, string actor, string reason);

    /// <summary>Enters a transfer; the same id with the same content changes nothing.</summary>
    /// <param name="id">Id of the entry, given by the caller.</param>
    /// <param name="unit">Unit of the district.</param>
    /// <param name="settlement">Day (not in the future), amount in 万元 (positive: the treasury paid the unit), document.</param>
    /// <param name="actor">Who enters it.</param>
    /// <exception cref="Messages.RefusedException">The id is taken, the unit unknown, the amount nothing, or the document missing.</exception>
    Task<AccountView> Settle(string id, string unit, Settlement settlement, string actor);
}
