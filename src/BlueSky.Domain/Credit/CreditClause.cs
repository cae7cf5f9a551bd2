using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Credit;

/// <summary>What may take points.</summary>
public enum CreditOccasion
{
    /// <summary>问题: a problem was assigned (交办), or became worse after.</summary>
    Problem = 0,

    /// <summary>督办: a step of supervision was taken because a deadline passed or rectifications were rejected.</summary>
    Supervision = 1,

    /// <summary>复核不通过: a rectification was rejected.</summary>
    Rejected = 2,

    /// <summary>重新打开: a closed problem came back.</summary>
    Reopened = 3,

    /// <summary>录入: entered by a department with its evidence, e.g. a penalty (处罚).</summary>
    Entered = 4,
}

/// <summary>One clause: what takes how many points.</summary>
/// <param name="Code">Short stable word.</param>
/// <param name="Name">Chinese name, which is all that is published of a deduction.</param>
/// <param name="NameEn">English name; empty in a policy kept from before clauses had one.</param>
/// <param name="On">On what occasion.</param>
/// <param name="Points">Points taken, 0 or more.</param>
/// <param name="Each">True when they are taken for each of what the rule counted, e.g. each measure that failed.</param>
/// <param name="Kinds">Kinds of source; empty for all.</param>
/// <param name="Rules">Ids of rules, a trailing <c>*</c> for all that begin so; empty for all.</param>
/// <param name="From">Least severity of the problem.</param>
/// <param name="Levels">Steps of supervision; empty for all.</param>
/// <param name="NotWhenSuspendedFor">Nothing is taken when the problem was suspended (中止) for one of these.</param>
/// <param name="Mark">T, S, K or D.</param>
/// <param name="Citation">Where it comes from.</param>
public sealed record CreditClause(
    string Code, string Name, string NameEn, CreditOccasion On, decimal Points, bool Each, IReadOnlyList<string> Kinds, IReadOnlyList<string> Rules, Severity From,
    IReadOnlyList<int> Levels, IReadOnlyList<SuspensionCause> NotWhenSuspendedFor, string Mark, string Citation)
{
    /// <summary>True when a fact falls under it, were it of the given severity.</summary>
    public bool Fits(CreditFact fact, Severity severity)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (fact.On != On) return false;
        if (On == CreditOccasion.Entered) return fact.Clause == Code;
        return severity >= From && (Kinds.Count == 0 || Kinds.Contains(fact.Kind)) && (Rules.Count == 0 || Rules.Any(r => Names(r, fact.Rule)))
            && (Levels.Count == 0 || Levels.Contains(fact.Level));
    }

    /// <summary>Points that it takes for a fact.</summary>
    public decimal PointsFor(CreditFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return Each ? Points * Math.Max(1, fact.Count) : Points;
    }

    private static bool Names(string pattern, string rule) =>
        pattern.EndsWith('*') ? rule.StartsWith(pattern[..^1], StringComparison.Ordinal) : rule == pattern;
}
