using System.Text.Json.Serialization;
using BlueSky.Access;
using BlueSky.Sources;

namespace BlueSky.Violations;

/// <summary>
/// Something that happened to a problem. The events in order are the problem; they are stored and never changed. The word in
/// <c>event</c> is stored too: it is never given another meaning.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RuleStepped), "rule-stepped")]
[JsonDerivedType(typeof(RepeatAbsorbed), "repeat-absorbed")]
[JsonDerivedType(typeof(Assigned), "assigned")]
[JsonDerivedType(typeof(Reassigned), "reassigned")]
[JsonDerivedType(typeof(Hastened), "hastened")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Rectified), "rectified")]
[JsonDerivedType(typeof(ReviewPassed), "review-passed")]
[JsonDerivedType(typeof(RectificationRejected), "rectification-rejected")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(Reopened), "reopened")]
[JsonDerivedType(typeof(WithdrawalProposed), "withdrawal-proposed")]
[JsonDerivedType(typeof(WithdrawalRefused), "withdrawal-refused")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
[JsonDerivedType(typeof(Commented), "commented")]
[JsonDerivedType(typeof(MergedInto), "merged")]
[JsonDerivedType(typeof(Suspended), "suspended")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(Reminded), "reminded")]
[JsonDerivedType(typeof(Escalated), "escalated")]
public abstract record ViolationEvent
{
    /// <summary>Place in the problem's life, from 1, without gaps when it is made; facts of rules may be dropped later.</summary>
    public int Number { get; init; }

    /// <summary>When it was recorded, by the node's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who brought it about.</summary>
    public Actor By { get; init; } = Actor.OfTheSystem;

    /// <summary>Id of the command that led to it; empty for what the policy does by itself.</summary>
    public string Command { get; init; } = "";
}

/// <summary>An order (交办单): who answers and until when.</summary>
/// <param name="Town">属地.</param>
/// <param name="Industry">行业.</param>
/// <param name="Class">Class of the policy that the deadlines come from, in Chinese.</param>
/// <param name="Mark">How sure that class is: T, S, K or D. K and D are shown as "to be confirmed".</param>
/// <param name="Severity">Severity at the time.</param>
/// <param name="Accept">Deadline to sign for it.</param>
/// <param name="Rectify">Deadline to rectify, counted from the order too.</param>
public sealed record Order(Unit Town, Unit Industry, string Class, string Mark, Severity Severity, StageClock Accept, StageClock Rectify);

/// <summary>Where a problem belongs by the register when the rule spoke.</summary>
/// <param name="Town">Town of the source.</param>
/// <param name="Industry">Responsible department.</param>
/// <param name="Kind">Kind of the source.</param>
public sealed record Placement(Unit Town, Unit Industry, string Kind);

/// <summary>What was measured after rectification.</summary>
/// <param name="Factor">What, e.g. PM10.</param>
/// <param name="Value">Result.</param>
/// <param name="Limit">The limit it is held against; at the limit is within.</param>
/// <param name="Unit">Unit of both.</param>
/// <param name="At">When it was measured.</param>
/// <param name="Document">Number or reference of the report.</param>
public sealed record MeasuredProof(string Factor, decimal Value, decimal Limit, string Unit, DateTimeOffset At, string Document)
{
    /// <summary>True when it shows the limit kept after the given moment.</summary>
    public bool ShowsKeptAfter(DateTimeOffset moment) => Value <= Limit && At > moment;
}

/// <summary>A rule spoke: found, worse, or clear again. A fact, whatever the loop makes of it.</summary>
public sealed record RuleStepped : ViolationEvent
{
    /// <summary>What the rule said.</summary>
    public required RuleTransition Step { get; init; }

    /// <summary>Where it belongs; given with the first step and when it changed.</summary>
    public Placement? Placement { get; init; }
}

/// <summary>A repeat of the problem is handled with it.</summary>
public sealed record RepeatAbsorbed : ViolationEvent
{
    /// <summary>Id of the repeat.</summary>
    public required string Repeat { get; init; }

    /// <summary>How many repeats there are with it.</summary>
    public required int Count { get; init; }
}

/// <summary>交办.</summary>
public sealed record Assigned : ViolationEvent
{
    /// <summary>The order.</summary>
    public required Order Order { get; init; }
}

/// <summary>改派: the order is made anew, and what changed hands is to be signed for again.</summary>
public sealed record Reassigned : ViolationEvent
{
    /// <summary>The new order.</summary>
    public required Order Order { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>提级提速: the problem became worse, so its deadlines came nearer.</summary>
public sealed record Hastened : ViolationEvent
{
    /// <summary>The order with the nearer deadlines.</summary>
    public required Order Order { get; init; }
}

/// <summary>签收 by one line.</summary>
public sealed record Accepted : ViolationEvent
{
    /// <summary>The line.</summary>
    public required Line Line { get; init; }
}

/// <summary>整改 handed in.</summary>
public sealed record Rectified : ViolationEvent
{
    /// <summary>What was done.</summary>
    public required string Text { get; init; }

    /// <summary>Ids of photos; in records of before photos were kept, references as people wrote them.</summary>
    public required IReadOnlyList<string> Photos { get; init; }

    /// <summary>What was measured afterwards; null for none.</summary>
    public MeasuredProof? Proof { get; init; }

    /// <summary>Deadline of the review.</summary>
    public required StageClock Review { get; init; }
}

/// <summary>复核通过 by one line.</summary>
public sealed record ReviewPassed : ViolationEvent
{
    /// <summary>The line.</summary>
    public required Line Line { get; init; }

    /// <summary>What was seen.</summary>
    public string Note { get; init; } = "";
}

/// <summary>复核不通过: rectification is to be done again.</summary>
public sealed record RectificationRejected : ViolationEvent
{
    /// <summary>The line that rejected.</summary>
    public required Line Line { get; init; }

    /// <summary>Why.</summary>
    public required string Note { get; init; }

    /// <summary>The new deadline.</summary>
    public required StageClock Rectify { get; init; }
}

/// <summary>销号: both lines have passed it.</summary>
public sealed record Closed : ViolationEvent;

/// <summary>重新打开: the rule fired again.</summary>
public sealed record Reopened : ViolationEvent
{
    /// <summary>The new order, to the same units.</summary>
    public required Order Order { get; init; }
}

/// <summary>申请撤销 as a false alarm.</summary>
public sealed record WithdrawalProposed : ViolationEvent
{
    /// <summary>Why it is no problem.</summary>
    public required string Reason { get; init; }
}

/// <summary>不同意撤销.</summary>
public sealed record WithdrawalRefused : ViolationEvent
{
    /// <summary>Why.</summary>
    public required string Note { get; init; }
}

/// <summary>撤销 as a false alarm, by a second person.</summary>
public sealed record Withdrawn : ViolationEvent
{
    /// <summary>Remarks of the second person.</summary>
    public string Note { get; init; } = "";
}

/// <summary>备注: words for the record.</summary>
public sealed record Commented : ViolationEvent
{
    /// <summary>The words.</summary>
    public required string Text { get; init; }
}

/// <summary>并案.</summary>
public sealed record MergedInto : ViolationEvent
{
    /// <summary>Id of the problem that goes on.</summary>
    public required string Into { get; init; }
}

/// <summary>中止: the clocks rest.</summary>
public sealed record Suspended : ViolationEvent
{
    /// <summary>Why.</summary>
    public required SuspensionCause Cause { get; init; }

    /// <summary>What was decided, in words.</summary>
    public required string Note { get; init; }

    /// <summary>When they go on by themselves.</summary>
    public required DateTimeOffset Until { get; init; }
}

/// <summary>恢复: the clocks go on with what remained.</summary>
public sealed record Resumed : ViolationEvent
{
    /// <summary>From when they go on; before <see cref="ViolationEvent.At"/> when the end of the suspension was noticed late.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The clock that runs; null when nothing was assigned.</summary>
    public StageClock? Clock { get; init; }

    /// <summary>The deadline to rectify of an order that is not signed for by both.</summary>
    public StageClock? Rectify { get; init; }
}

/// <summary>催办: most of the time of a stage has passed.</summary>
public sealed record Reminded : ViolationEvent
{
    /// <summary>Stage.</summary>
    public required Stage Stage { get; init; }

    /// <summary>Its deadline.</summary>
    public required DateTimeOffset Due { get; init; }
}

/// <summary>升级: one step of supervision (督办、约谈、移交、问责).</summary>
public sealed record Escalated : ViolationEvent
{
    /// <summary>Number of the step, from 1.</summary>
    public required int Level { get; init; }

    /// <summary>Code of the step.</summary>
    public required string Code { get; init; }

    /// <summary>Chinese name of the step.</summary>
    public required string Name { get; init; }

    /// <summary>When it was due; before <see cref="ViolationEvent.At"/> when it was noticed late.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>True when rejected rectifications brought it about, false when a deadline passed.</summary>
    public bool ByRejections { get; init; }
}
