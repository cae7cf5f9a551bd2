using BlueSky.Violations;

namespace BlueSky.Web;

/// <summary>A command to a problem. Sent again under the same id it changes nothing.</summary>
public record CommandEntry
{
    /// <summary>Id of the command, chosen by the caller: 1 to 64 letters, digits, hyphens, points, underscores. Required.</summary>
    public string? Command { get; init; }
}

/// <summary>交办.</summary>
public sealed record AssignmentEntry : CommandEntry
{
    /// <summary>Code of the town (属地); the source's own when left out.</summary>
    public string? Town { get; init; }

    /// <summary>Code of the department (行业); the kind's own when left out.</summary>
    public string? Department { get; init; }
}

/// <summary>改派.</summary>
public sealed record ReassignmentEntry : CommandEntry
{
    /// <summary>Code of the new town; the present one when left out.</summary>
    public string? Town { get; init; }

    /// <summary>Code of the new department; the present one when left out.</summary>
    public string? Department { get; init; }

    /// <summary>Why. Required, at most 1,024 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>整改.</summary>
public sealed record RectificationEntry : CommandEntry
{
    /// <summary>What was done. Required, at most 4,096 characters.</summary>
    public string? Text { get; init; }

    /// <summary>Ids of photos that the caller's unit uploaded before (<c>POST /photos</c>), at most 20.</summary>
    public IReadOnlyList<string?>? Photos { get; init; }

    /// <summary>What was measured afterwards; left out when nothing was.</summary>
    public ProofEntry? Proof { get; init; }
}

/// <summary>What was measured after rectification (实测).</summary>
public sealed record ProofEntry
{
    /// <summary>What, e.g. PM10. Required.</summary>
    public string? Factor { get; init; }

    /// <summary>Result. Required.</summary>
    public decimal? Value { get; init; }

    /// <summary>The limit it is held against. Required.</summary>
    public decimal? Limit { get; init; }

    /// <summary>Unit of both. Required.</summary>
    public string? Unit { get; init; }

    /// <summary>When it was measured; not in the future. Required.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Number or reference of the report. Required.</summary>
    public string? Document { get; init; }
}

/// <summary>复核.</summary>
public sealed record ReviewEntry : CommandEntry
{
    /// <summary>True to pass, false to reject. Required.</summary>
    public bool? Passes { get; init; }

    /// <summary>What was seen; required to reject. At most 1,024 characters.</summary>
    public string? Note { get; init; }

    /// <summary>The line; needed only of the command centre.</summary>
    public Line? Line { get; init; }
}

/// <summary>申请撤销.</summary>
public sealed record WithdrawalEntry : CommandEntry
{
    /// <summary>Why it is a false alarm. Required, at most 1,024 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>决定撤销.</summary>
public sealed record WithdrawalDecisionEntry : CommandEntry
{
    /// <summary>True to withdraw, false to go on. Required.</summary>
    public bool? Agrees { get; init; }

    /// <summary>Remarks; required to go on. At most 1,024 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>并案.</summary>
public sealed record MergerEntry : CommandEntry
{
    /// <summary>Id of the problem that goes on. Required.</summary>
    public string? Into { get; init; }
}

/// <summary>中止.</summary>
public sealed record SuspensionEntry : CommandEntry
{
    /// <summary>Why the clocks rest. Required.</summary>
    public SuspensionCause? Cause { get; init; }

    /// <summary>What was decided. Required, at most 1,024 characters.</summary>
    public string? Note { get; init; }

    /// <summary>When they go on by themselves. Required.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>What came of a command.</summary>
/// <param name="Id">Id of the problem.</param>
/// <param name="Loop">How its loop stands now.</param>
/// <param name="IsRepeat">True when the command was carried out before and changed nothing now.</param>
public sealed record HandledAnswer(string Id, LoopSummary Loop, bool IsRepeat);
