using System.Text;
using BlueSky.Assessment;

namespace BlueSky.Credit;

/// <summary>Who has the account.</summary>
/// <param name="Id">Id of the source, or the plate of the truck.</param>
/// <param name="Kind">Kind of the source, or <see cref="MuckTruck.Kind"/>.</param>
/// <param name="Since">First day in the register: a month that began before it is no good month.</param>
public sealed record CreditHolder(string Id, string Kind, DateOnly Since);

/// <summary>One line of the account: what happened, the clause, the points, and the balance after it.</summary>
/// <param name="Id">Id of the line, which an appeal names.</param>
/// <param name="At">When.</param>
/// <param name="Clause">Code of the clause; <c>good-month</c> for what a good month gives.</param>
/// <param name="Name">Its Chinese name.</param>
/// <param name="Points">Points: negative taken, positive given, 0 where the clause takes none here.</param>
/// <param name="Balance">Balance after it, within floor and ceiling, not rounded.</param>
/// <param name="Case">Problem; empty for an entry and for a good month.</param>
/// <param name="Note">Why it is other than the clause says, in Chinese; empty when it is not.</param>
/// <param name="Mark">How sure the clause is.</param>
public sealed record CreditLine(
    string Id, DateTimeOffset At, string Clause, string Name, decimal Points, decimal Balance, string Case, string Note, string Mark);

/// <summary>The account of one period: every line, and the score. It follows from facts, changes and policy alone.</summary>
/// <param name="Period">Period.</param>
/// <param name="PolicyId">Policy.</param>
/// <param name="PolicyDigest">Digest of its text.</param>
/// <param name="Start">Points at the beginning.</param>
/// <param name="Lines">Lines in order of time, then of id.</param>
/// <param name="Score">Balance at the end, rounded as the policy says.</param>
/// <param name="Grade">Code of the grade.</param>
/// <param name="GradeName">Its Chinese name.</param>
/// <param name="OutUntil">Until when the consequence of the worst grade reached lasts; null when there is none.</param>
public sealed record CreditStatement(
    Period Period, string PolicyId, string PolicyDigest, decimal Start, IReadOnlyList<CreditLine> Lines, decimal Score, string Grade, string GradeName,
    DateTimeOffset? OutUntil)
{
    /// <summary>Lines that took points.</summary>
    public int Deductions => Lines.Count(l => l.Points < 0);

    /// <summary>Points taken in all, as a positive figure, whatever the floor.</summary>
    public decimal Deducted => -Lines.Where(l => l.Points < 0).Sum(l => l.Points);

    /// <summary>SHA-256 over the canonical text, lower-case hex: equal digits, equal digest.</summary>
    public string Digest
    {
        get
        {
            var text = new StringBuilder().Line(Period.ToString(), PolicyDigest, Start.Plain(), Score.Plain(), Grade, Ticks(OutUntil));
            foreach (var l in Lines) text.Line(l.Id, Ticks(l.At), l.Clause, l.Points.Plain(), l.Balance.Plain(), l.Note);
            return CanonicalText.DigestOf(text.ToString());
        }
    }

    /// <summary>A digest over many accounts: that of those before, with one more.</summary>
    /// <param name="before">Digest so far; empty at the beginning.</param>
    /// <param name="holder">Id of the next holder.</param>
    /// <param name="digest">Digest of its account.</param>
    public static string Chain(string before, string holder, string digest) => CanonicalText.DigestOf($"{before}\n{holder}\n{digest}");

    private static string Ticks(DateTimeOffset? at) => at?.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";
}

/// <summary>A line that a decision changed: an appeal upheld (申诉成立), or a correction (更正).</summary>
/// <param name="Line">Id of the line.</param>
/// <param name="Points">Points taken instead, 0 or more; 0 when it was struck out.</param>
/// <param name="Note">Why, in Chinese.</param>
public sealed record CreditChange(string Line, decimal Points, string Note);
