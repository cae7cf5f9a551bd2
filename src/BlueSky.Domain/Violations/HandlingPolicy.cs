using BlueSky.Assessment;
using BlueSky.Sources;

namespace BlueSky.Violations;

/// <summary>
/// How problems are handled (办理规则): deadlines by kind of source, rule and severity, reminders, and the steps of supervision.
/// A file in <c>seeds/violations/</c>; every figure with its mark and citation.
/// </summary>
public sealed record HandlingPolicy
{
    /// <summary>Id, the file's name.</summary>
    public required string Id { get; init; }

    /// <summary>Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary>Severity from which on a problem is assigned at once, without anybody's decision.</summary>
    public required Cited<Severity> AssignAtOnceFrom { get; init; }

    /// <summary>Share of a stage's time after which those who answer are reminded, above 0, below 1.</summary>
    public required Cited<decimal> RemindShare { get; init; }

    /// <summary>Days after closing within which the rule firing again opens the problem again.</summary>
    public required Cited<int> ReopenWithinDays { get; init; }

    /// <summary>The longest suspension, days.</summary>
    public required Cited<int> LongestSuspensionDays { get; init; }

    /// <summary>Rejected rectifications that raise supervision by one step.</summary>
    public required Cited<int> RejectionsPerStep { get; init; }

    /// <summary>Deadlines; the first class that fits counts, the last fits all.</summary>
    public required IReadOnlyList<HandlingClass> Classes { get; init; }

    /// <summary>Steps of supervision, in order.</summary>
    public required IReadOnlyList<SupervisionStep> Ladder { get; init; }

    /// <summary>Which days are working days.</summary>
    public required WorkingCalendar Calendar { get; init; }

    /// <summary>The class of a problem.</summary>
    public HandlingClass ClassOf(string kind, string rule, Severity severity)
    {
        foreach (var one in Classes)
        {
            if (one.Fits(kind, rule, severity)) return one;
        }

        throw new InvalidOperationException("The last class of a policy fits every problem; the reader saw to that.");
    }
}

/// <summary>Deadlines of one class of problems.</summary>
/// <param name="Name">Chinese name, shown to people.</param>
/// <param name="Kinds">Kinds of source; empty for all.</param>
/// <param name="Rules">Ids of rules, a trailing <c>*</c> for all that begin so; empty for all.</param>
/// <param name="From">Least severity.</param>
/// <param name="To">Greatest severity.</param>
/// <param name="Accept">Time to sign for it, from the order.</param>
/// <param name="Rectify">Time to rectify, from the order, or from a rejection.</param>
/// <param name="Review">Time to review, from handing in.</param>
/// <param name="Mark">T, S, K or D.</param>
/// <param name="Citation">Where it comes from.</param>
public sealed record HandlingClass(
    string Name, IReadOnlyList<string> Kinds, IReadOnlyList<string> Rules, Severity From, Severity To, TimeAllowed Accept,
    TimeAllowed Rectify, TimeAllowed Review, string Mark, string Citation)
{
    /// <summary>True when a problem is of this class.</summary>
    public bool Fits(string kind, string rule, Severity severity) =>
        severity >= From && severity <= To && (Kinds.Count == 0 || Kinds.Contains(kind)) && (Rules.Count == 0 || Rules.Any(r => Names(r, rule)));

    /// <summary>True when it fits whatever comes.</summary>
    public bool FitsAll => Kinds.Count == 0 && Rules.Count == 0 && From == Severity.Suspect && To == Severity.Serious;

    private static bool Names(string pattern, string rule) =>
        pattern.EndsWith('*') ? rule.StartsWith(pattern[..^1], StringComparison.Ordinal) : rule == pattern;
}

/// <summary>One step of supervision.</summary>
/// <param name="Code">Short stable word, e.g. <c>interview</c>.</param>
/// <param name="Name">Chinese name, e.g. 约谈.</param>
/// <param name="NameEn">English name.</param>
/// <param name="AfterDeadline">Calendar time after the deadline that passed.</param>
/// <param name="Mark">T, S, K or D.</param>
/// <param name="Citation">Where it comes from.</param>
public sealed record SupervisionStep(string Code, string Name, string NameEn, TimeSpan AfterDeadline, string Mark, string Citation);
