using System.Text.Json;
using System.Text.Json.Serialization;
using BlueSky.Access;
using BlueSky.Assessment;

namespace BlueSky.Credit;

/// <summary>What somebody asks of an account. Sent again under the same id, it changes nothing.</summary>
/// <param name="Id">Id, chosen by the caller: 1 to 64 characters.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(EnterPoints), "enter")]
[JsonDerivedType(typeof(FileAppeal), "appeal")]
[JsonDerivedType(typeof(DecideAppeal), "decide-appeal")]
[JsonDerivedType(typeof(CorrectLine), "correct")]
[JsonDerivedType(typeof(FreezePeriod), "freeze")]
public abstract record CreditCommand(string Id)
{
    /// <summary>Tells the same command from another one under the same id.</summary>
    internal string DigestBy(Actor by) => CanonicalText.DigestOf($"{by.Id}\n{JsonSerializer.Serialize(this)}");
}

/// <summary>录入.</summary>
public sealed record EnterPoints(string Id, string Clause, DateTimeOffset HappenedAt, string Evidence, string Text) : CreditCommand(Id);

/// <summary>申诉.</summary>
public sealed record FileAppeal(string Id, string Line, string Grounds, string Evidence) : CreditCommand(Id);

/// <summary>决定申诉.</summary>
/// <param name="Id">Id.</param>
/// <param name="Appeal">Number of the event that filed it.</param>
/// <param name="Upholds">True to strike the line out.</param>
/// <param name="Reason">Why; needed either way.</param>
public sealed record DecideAppeal(string Id, int Appeal, bool Upholds, string Reason) : CreditCommand(Id);

/// <summary>更正.</summary>
public sealed record CorrectLine(string Id, string Line, decimal Points, string Reason, string Document) : CreditCommand(Id);

/// <summary>定格, the first time or, with a reason, again.</summary>
public sealed record FreezePeriod(string Id, Period Period, string Reason) : CreditCommand(Id);

/// <summary>What must be known beside the file to decide a command.</summary>
/// <param name="Policy">Policy of now.</param>
/// <param name="Scheme">Its scheme for this holder.</param>
/// <param name="Town">属地 of the holder.</param>
/// <param name="Industry">行业 of the holder.</param>
/// <param name="Periods">Periods that a command may touch. Of older ones the problems are not fetched any more: their accounts stand.</param>
/// <param name="Lines">Lines of the accounts of these periods, which a command may name.</param>
/// <param name="Count">Counts the account of a period as of now; the file's own newest event included.</param>
public sealed record CreditContext(
    CreditPolicy Policy, CreditScheme Scheme, Unit Town, Unit Industry, IReadOnlyList<Period> Periods, IReadOnlyList<CreditLine> Lines,
    Func<Period, CreditCount> Count);

/// <summary>An account as counted now, with what it was counted from.</summary>
/// <param name="Statement">The account.</param>
/// <param name="Holder">The holder.</param>
/// <param name="HasData">True when anything was measured or inspected in the period.</param>
/// <param name="Inputs">Problems.</param>
public sealed record CreditCount(CreditStatement Statement, CreditHolder Holder, bool HasData, IReadOnlyList<CreditInput> Inputs);
