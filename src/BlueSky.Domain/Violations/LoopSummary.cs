using BlueSky.Access;
using BlueSky.Sources;

namespace BlueSky.Violations;

/// <summary>How a problem's loop stands, for lists.</summary>
public sealed record LoopSummary
{
    /// <summary>How far it is.</summary>
    public required LoopState State { get; init; }

    /// <summary>属地.</summary>
    public required Unit Town { get; init; }

    /// <summary>行业.</summary>
    public required Unit Industry { get; init; }

    /// <summary>The worst it was since it was found or opened again.</summary>
    public Severity Severity { get; init; }

    /// <summary>Class of the policy that deadlines come from; empty until it is assigned.</summary>
    public string Class { get; init; } = "";

    /// <summary>How sure that class is: T, S, K, D; K and D are to be confirmed by the district.</summary>
    public string Mark { get; init; } = "";

    /// <summary>What is waited for; null when nothing is.</summary>
    public Stage? Stage { get; init; }

    /// <summary>Until when; null when nothing is waited for or the clocks rest.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Steps of supervision taken (督办、约谈、移交、问责), 0 for none.</summary>
    public int Level { get; init; }

    /// <summary>Chinese name of the last of them; empty for none.</summary>
    public string LevelName { get; init; } = "";

    /// <summary>End of the suspension; null when the clocks run.</summary>
    public DateTimeOffset? SuspendedUntil { get; init; }

    /// <summary>True while a withdrawal waits for the second person.</summary>
    public bool WithdrawalIsProposed { get; init; }

    /// <summary>True while the rule, here or in a repeat, has not cleared.</summary>
    public bool IsFiring { get; init; }

    /// <summary>Repeats that are handled with it.</summary>
    public int Repeats { get; init; }

    /// <summary>How often it was opened again.</summary>
    public int Reopenings { get; init; }

    /// <summary>Problem that it was merged into; empty when it was not.</summary>
    public string MergedInto { get; init; } = "";

    /// <summary>Number of the newest event.</summary>
    public int Version { get; init; }

    /// <summary>Closed, withdrawn or merged.</summary>
    public bool IsEnded => State >= LoopState.Closed;
}
