namespace BlueSky.Web;

/// <summary>Something that takes points, entered by a department (录入).</summary>
public sealed record DeductionEntry : CommandEntry
{
    /// <summary>Code of the clause, one of those that are entered. Required.</summary>
    public string? Clause { get; init; }

    /// <summary>When it happened; not in the future. Required.</summary>
    public DateTimeOffset? HappenedAt { get; init; }

    /// <summary>Reference of the evidence: document number, address or SHA-256, at most 256 characters. Required.</summary>
    public string? Evidence { get; init; }

    /// <summary>What happened. Shown to those it concerns and never published. Required.</summary>
    public string? Text { get; init; }
}

/// <summary>申诉.</summary>
public sealed record AppealEntry : CommandEntry
{
    /// <summary>Id of the line of the account. Required.</summary>
    public string? Line { get; init; }

    /// <summary>Why it is wrong. Required.</summary>
    public string? Grounds { get; init; }

    /// <summary>Reference of the evidence, at most 256 characters.</summary>
    public string? Evidence { get; init; }
}

/// <summary>申诉决定.</summary>
public sealed record AppealDecisionEntry : CommandEntry
{
    /// <summary>True to strike the line out. Required.</summary>
    public bool? Upholds { get; init; }

    /// <summary>Why. Required.</summary>
    public string? Reason { get; init; }
}

/// <summary>更正.</summary>
public sealed record CorrectionEntry : CommandEntry
{
    /// <summary>Id of the line. Required.</summary>
    public string? Line { get; init; }

    /// <summary>Points that it takes from now on; 0 for none. Required.</summary>
    public decimal? Points { get; init; }

    /// <summary>Why. Required.</summary>
    public string? Reason { get; init; }

    /// <summary>Document that orders it. Required.</summary>
    public string? Document { get; init; }
}

/// <summary>A revision of a frozen account whose problems changed since.</summary>
public sealed record AccountRevisionEntry : CommandEntry
{
    /// <summary>Period. Required.</summary>
    public string? Period { get; init; }

    /// <summary>Why. Required.</summary>
    public string? Reason { get; init; }
}

/// <summary>What becomes of the lists that wait.</summary>
public sealed record ListDecisionEntry : CommandEntry
{
    /// <summary>True to publish them, false to send them back. Required.</summary>
    public bool? Confirms { get; init; }

    /// <summary>Remarks; required to send them back. At most 1,024 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>The register entry of a muck truck (渣土车备案); replaces the whole.</summary>
public sealed record MuckTruckEntry
{
    /// <summary>Source id of its fleet. Required.</summary>
    public string? Fleet { get; init; }

    /// <summary>True for the fully closed flat-push type (平推式全密闭). Required.</summary>
    public bool? Closed { get; init; }

    /// <summary>Number of its transport permit (核准证).</summary>
    public string? Permit { get; init; }

    /// <summary>Last day of the permit; needed with its number.</summary>
    public DateOnly? PermitUntil { get; init; }

    /// <summary>First day in the register. Required.</summary>
    public DateOnly? RegisteredOn { get; init; }

    /// <summary>Day from which it is no longer in the register.</summary>
    public DateOnly? RetiredOn { get; init; }

    /// <summary>True for demonstration data.</summary>
    public bool Demo { get; init; }
}
