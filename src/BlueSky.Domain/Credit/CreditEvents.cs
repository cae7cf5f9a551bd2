using System.Text.Json.Serialization;
using BlueSky.Access;
using BlueSky.Assessment;

namespace BlueSky.Credit;

/// <summary>
/// Something that people decided on an account: a fact, stored and never changed. What problems took follows from the problems' own events
/// and is not repeated here. The word in <c>type</c> is stored too and keeps its meaning.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PointsEntered), "entered")]
[JsonDerivedType(typeof(AppealFiled), "appealed")]
[JsonDerivedType(typeof(AppealDecided), "appeal-decided")]
[JsonDerivedType(typeof(LineCorrected), "corrected")]
[JsonDerivedType(typeof(PeriodFrozen), "frozen")]
public abstract record CreditEvent
{
    /// <summary>Place in the file, from 1, without gaps.</summary>
    public int Number { get; init; }

    /// <summary>Id of the command it follows from.</summary>
    public string Command { get; init; } = "";

    /// <summary>Digest of that command.</summary>
    public string CommandDigest { get; init; } = "";

    /// <summary>When it was recorded, by the node's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public Actor By { get; init; } = Actor.OfTheSystem;
}

/// <summary>录入 by a department.</summary>
/// <param name="Clause">Code of the clause.</param>
/// <param name="HappenedAt">When it happened; it decides the period.</param>
/// <param name="Evidence">Reference of the evidence: document number, address or SHA-256.</param>
/// <param name="Text">What happened. Shown to those it concerns and never published.</param>
public sealed record PointsEntered(string Clause, DateTimeOffset HappenedAt, string Evidence, string Text) : CreditEvent
{
    /// <summary>Id of the line it makes.</summary>
    [JsonIgnore]
    public string Line => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"entry-{Number}");
}

/// <summary>申诉 against one line, by a unit on behalf of the source.</summary>
/// <param name="Line">Id of the line.</param>
/// <param name="EnteredBy">Unit that entered the line; null for what the system took.</param>
/// <param name="Grounds">Why it is wrong.</param>
/// <param name="Evidence">Reference of the evidence; empty for none.</param>
public sealed record AppealFiled(string Line, Unit? EnteredBy, string Grounds, string Evidence) : CreditEvent;

/// <summary>申诉决定.</summary>
/// <param name="Appeal">Number of the event that filed it.</param>
/// <param name="Line">Its line.</param>
/// <param name="Upheld">True when the line is struck out.</param>
/// <param name="Reason">Why.</param>
public sealed record AppealDecided(int Appeal, string Line, bool Upheld, string Reason) : CreditEvent;

/// <summary>更正 of a line.</summary>
/// <param name="Line">Id of the line.</param>
/// <param name="Points">Points that it takes from now on, 0 for none.</param>
/// <param name="Reason">Why.</param>
/// <param name="Document">Document that orders it.</param>
public sealed record LineCorrected(string Line, decimal Points, string Reason, string Document) : CreditEvent;

/// <summary>A problem that went into an account, with the number of its last event that did.</summary>
/// <param name="Case">Id of the problem.</param>
/// <param name="Version">Number of the event.</param>
public sealed record CreditInput(string Case, int Version);

/// <summary>定格: the account of a period as it was, with all that is needed to count it again. A later one says what changed and why; both are kept.</summary>
/// <param name="Revision">Number within the period, from 1.</param>
/// <param name="AsOf">Moment of the count.</param>
/// <param name="Why">Why there is another one; empty for the first.</param>
/// <param name="Difference">What is other than before, in Chinese; empty for the first.</param>
/// <param name="Holder">The holder as the register had it.</param>
/// <param name="HasData">True when anything was measured or inspected in the period.</param>
/// <param name="Inputs">Problems that went in.</param>
/// <param name="OwnEvents">Number of the last event of this file that went in.</param>
/// <param name="Statement">The account.</param>
/// <param name="Digest">Digest of the account.</param>
public sealed record PeriodFrozen(
    int Revision, DateTimeOffset AsOf, string Why, string Difference, CreditHolder Holder, bool HasData, IReadOnlyList<CreditInput> Inputs, int OwnEvents,
    CreditStatement Statement, string Digest) : CreditEvent
{
    /// <summary>The period.</summary>
    [JsonIgnore]
    public Period Period => Statement.Period;
}
