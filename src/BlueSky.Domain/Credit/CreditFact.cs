using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Credit;

/// <summary>Something that happened and that a policy may take points for. Whether it does, and how many, the policy says.</summary>
public sealed record CreditFact
{
    /// <summary>Id of the line it makes: the problem and the number of its event, or the number of an entry. The same for ever.</summary>
    public required string Line { get; init; }

    /// <summary>When it was recorded (of an entry: when it happened); it decides the period.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Occasion.</summary>
    public required CreditOccasion On { get; init; }

    /// <summary>Kind of the source, or <see cref="MuckTruck.Kind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Problem that it belongs to; empty for an entry.</summary>
    public string Case { get; init; } = "";

    /// <summary>Rule of the problem; empty for an entry.</summary>
    public string Rule { get; init; } = "";

    /// <summary>Severity at the time.</summary>
    public Severity Severity { get; init; }

    /// <summary>Severity that points were taken for already, when the problem became worse; null for the first time.</summary>
    public Severity? Before { get; init; }

    /// <summary>Step of supervision; 0 for none.</summary>
    public int Level { get; init; }

    /// <summary>What the rule counted when it was found, e.g. measures that failed; 0 when it counts nothing.</summary>
    public int Count { get; init; }

    /// <summary>For what the problem was suspended by now.</summary>
    public IReadOnlyList<SuspensionCause> RestedFor { get; init; } = [];

    /// <summary>Clause that it was entered under; empty for what follows from a problem.</summary>
    public string Clause { get; init; } = "";
}

/// <summary>How long a problem was open: from the order to its closing. One that came back has several.</summary>
/// <param name="Case">The problem.</param>
/// <param name="From">Beginning.</param>
/// <param name="To">End, not part of it; null while it is open.</param>
public sealed record OpenSpan(string Case, DateTimeOffset From, DateTimeOffset? To);

/// <summary>What one problem tells.</summary>
/// <param name="Facts">What may take points.</param>
/// <param name="Spans">When it was open.</param>
public sealed record CaseFacts(IReadOnlyList<CreditFact> Facts, IReadOnlyList<OpenSpan> Spans)
{
    /// <summary>Of a problem that counts for nothing.</summary>
    public static CaseFacts None { get; } = new([], []);
}
