using BlueSky.AirQuality;
using BlueSky.Assessment;

namespace BlueSky.Credit;

/// <summary>
/// How credit (信用) is scored: of sources by quarter, of muck trucks (渣土车) by year, and which of them come on the red and the black list
/// (红黑榜). A file in <c>seeds/credit/</c>; every figure with its mark and citation.
/// </summary>
public sealed record CreditPolicy
{
    /// <summary>Id, the file's name without extension.</summary>
    public required string Id { get; init; }

    /// <summary>Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary>In force for periods that begin on this day or later, until another policy is.</summary>
    public required Cited<DateOnly> EffectiveFrom { get; init; }

    /// <summary>Days after a deduction was recorded within which it may be appealed (申诉).</summary>
    public required Cited<int> AppealWithinDays { get; init; }

    /// <summary>Days after it happened within which something may be entered.</summary>
    public required Cited<int> EnterWithinDays { get; init; }

    /// <summary>Kinds of source that have no score.</summary>
    public required Cited<IReadOnlyList<string>> KindsNotScored { get; init; }

    /// <summary>Score of a source, a quarter.</summary>
    public required CreditScheme Sources { get; init; }

    /// <summary>Points of a muck truck, a year.</summary>
    public required CreditScheme Trucks { get; init; }

    /// <summary>红榜.</summary>
    public required RedListRule Red { get; init; }

    /// <summary>黑榜.</summary>
    public required BlackListRule Black { get; init; }

    /// <summary>SHA-256 over the file's canonical text, lower-case hex.</summary>
    public required string Digest { get; init; }
}

/// <summary>How the points of one period are counted: start, less what clauses take, plus what a good month gives, within floor and ceiling.</summary>
public sealed record CreditScheme
{
    /// <summary>Length of a period: a quarter or a year.</summary>
    public required PeriodType Period { get; init; }

    /// <summary>Points at the beginning of each period.</summary>
    public required Cited<decimal> Start { get; init; }

    /// <summary>The balance never falls below.</summary>
    public required Cited<decimal> Floor { get; init; }

    /// <summary>The balance never rises above.</summary>
    public required Cited<decimal> Ceiling { get; init; }

    /// <summary>Decimals of the score.</summary>
    public required Cited<int> Digits { get; init; }

    /// <summary>How it is rounded, once, at the end.</summary>
    public required Cited<RoundingRule> Rounding { get; init; }

    /// <summary>What takes points; of one occasion the first that fits counts, and what fits none takes nothing.</summary>
    public required IReadOnlyList<CreditClause> Clauses { get; init; }

    /// <summary>What a month without a problem gives; null for nothing.</summary>
    public CreditBonus? GoodMonth { get; init; }

    /// <summary>Grades from the best; the last begins at the floor.</summary>
    public required IReadOnlyList<CreditGrade> Grades { get; init; }

    /// <summary>The period of this scheme that contains the day.</summary>
    public Period PeriodOf(DateOnly day) =>
        Period == PeriodType.Year ? Assessment.Period.Year(day.Year) : Assessment.Period.Quarter(day.Year, ((day.Month - 1) / 3) + 1);

    /// <summary>The clause that something entered by hand falls under; null when there is none of this code.</summary>
    public CreditClause? Entered(string code) => Clauses.FirstOrDefault(c => c.On == CreditOccasion.Entered && c.Code == code);

    /// <summary>The grade of a balance.</summary>
    public CreditGrade GradeOf(decimal balance) => Grades.First(g => balance >= g.From);
}

/// <summary>What a month without a problem gives.</summary>
/// <param name="Name">Chinese name.</param>
/// <param name="NameEn">English name; empty in a policy kept from before it had one.</param>
/// <param name="Points">Points given, above 0.</param>
/// <param name="Mark">T, S, K or D.</param>
/// <param name="Citation">Where it comes from.</param>
public sealed record CreditBonus(string Name, string NameEn, decimal Points, string Mark, string Citation);

/// <summary>
/// A grade (牌). “红牌” is the worst grade and “红榜” the best list: the same colour for opposite things, so they are never one field.
/// </summary>
/// <param name="Code">Short stable word.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="From">Least balance of it.</param>
/// <param name="Months">Months for which its consequence lasts from the moment it was reached; null where it has none.</param>
/// <param name="Mark">T, S, K or D.</param>
/// <param name="Citation">Where it comes from.</param>
public sealed record CreditGrade(string Code, string Name, decimal From, int? Months, string Mark, string Citation);

/// <summary>Who comes on the red list (praise).</summary>
/// <param name="AtLeast">Least score.</param>
/// <param name="MostDeductions">Deductions that it may have.</param>
/// <param name="NeedsData">True when nothing is praised that nobody looked at: data or an inspection in the quarter.</param>
/// <param name="MostPerKind">Places a kind of source; null for no bound. Who ties with the last place is in.</param>
public sealed record RedListRule(Cited<decimal> AtLeast, Cited<int> MostDeductions, Cited<bool> NeedsData, Cited<int>? MostPerKind);

/// <summary>Who comes on the black list: a score below, or so many deductions by one clause.</summary>
/// <param name="Below">Score below which.</param>
/// <param name="Counts">Clause and number of deductions from which on, whatever the score.</param>
/// <param name="Months">How long it stands.</param>
public sealed record BlackListRule(Cited<decimal> Below, IReadOnlyList<Cited<ClauseCount>> Counts, Cited<int> Months);

/// <summary>So many deductions by one clause.</summary>
/// <param name="Clause">Code of the clause.</param>
/// <param name="AtLeast">Number from which on.</param>
public sealed record ClauseCount(string Clause, int AtLeast);
