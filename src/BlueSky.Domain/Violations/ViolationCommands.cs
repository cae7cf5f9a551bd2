using BlueSky.Access;

namespace BlueSky.Violations;

/// <summary>
/// What somebody asks of a problem. <see cref="Id"/> is chosen by the caller: sent again under the same id, a command changes nothing.
/// </summary>
/// <param name="Id">Id of the command, 1 to 64 characters.</param>
/// <param name="By">Who asks.</param>
/// <param name="At">When, by the node's clock.</param>
public abstract record ViolationCommand(string Id, Actor By, DateTimeOffset At)
{
    /// <summary>True when the event is what this command leads to.</summary>
    internal abstract bool LeadsTo(ViolationEvent one);

    /// <summary>True for what may end a problem, or is needed before: it stays possible when the record is full.</summary>
    internal virtual bool MayEnd => false;
}

/// <summary>交办. The units of the register answer where none are named.</summary>
public sealed record Assign(string Id, Actor By, DateTimeOffset At, Unit? Town, Unit? Industry) : ViolationCommand(Id, By, At)
{
    internal override bool LeadsTo(ViolationEvent one) => one is Assigned;
}

/// <summary>改派. A line that is not named stays.</summary>
public sealed record Reassign(string Id, Actor By, DateTimeOffset At, Unit? Town, Unit? Industry, string Reason) : ViolationCommand(Id, By, At)
{
    internal override bool LeadsTo(ViolationEvent one) => one is Reassigned;
}

/// <summary>签收, for every line that the actor's unit is.</summary>
public sealed record Accept(string Id, Actor By, DateTimeOffset At) : ViolationCommand(Id, By, At)
{
    internal override bool LeadsTo(ViolationEvent one) => one is Accepted;
}

/// <summary>提交整改.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="By">Who asks.</param>
/// <param name="At">When.</param>
/// <param name="Text">What was done.</param>
/// <param name="Photos">Ids of photos that the actor's unit has uploaded, see <see cref="Photos.PhotoFile"/>.</param>
/// <param name="Proof">What was measured afterwards; null for none.</param>
public sealed record Rectify(
    string Id, Actor By, DateTimeOffset At, string Text, IReadOnlyList<string> Photos, MeasuredProof? Proof) : ViolationCommand(Id, By, At)
{
    internal override bool LeadsTo(ViolationEvent one) => one is Rectified;
}

/// <summary>复核, by one line.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="By">Who asks.</param>
/// <param name="At">When.</param>
/// <param name="Passes">True to pass, false to reject.</param>
/// <param name="Note">What was seen; needed to reject.</param>
/// <param name="Line">The line that is reviewed for; needed only of the command centre, which stands in for either.</param>
public sealed record Review(string Id, Actor By, DateTimeOffset At, bool Passes, string Note, Line? Line) : ViolationCommand(Id, By, At)
{
    internal override bool LeadsTo(ViolationEvent one) => Passes ? one is ReviewPassed : one is RectificationRejected;
}

/// <summary>申请撤销 a false alarm.</summary>
public sealed record ProposeWithdrawal(string Id, Actor By, DateTimeOffset At, string Reason) : ViolationCommand(Id, By, At)
{
    internal override bool LeadsTo(ViolationEvent one) => one is WithdrawalProposed;

    internal override bool MayEnd => true;
}

/// <summary>决定撤销, by a second person.</summary>
public sealed record DecideWithdrawal(string Id, Actor By, DateTimeOffset At, bool Agrees, string Note) : ViolationCommand(Id, By, At)
{
    internal override bool LeadsTo(ViolationEvent one) => Agrees ? one is Withdrawn : one is WithdrawalRefused;

    internal override bool MayEnd => true;
}

/// <summary>备注: words for the record, whoever it concerns. Nothing else changes by them.</summary>
public sealed record Comment(string Id, Actor By, DateTimeOffset At, string Text) : ViolationCommand(Id, By, At)
{
    internal override bool LeadsTo(ViolationEvent one) => one is Commented;
}

/// <summary>并案 into another problem of the same source.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="By">Who asks.</param>
/// <param name="At">When.</param>
/// <param name="Into">Id of the problem that goes on.</param>
/// <param name="Target">What is known of that one; null when there is none. The node looks it up.</param>
public sealed record Merge(string Id, Actor By, DateTimeOffset At, string Into, MergeTarget? Target) : ViolationCommand(Id, By, At)
{
    internal override bool LeadsTo(ViolationEvent one) => one is MergedInto;

    internal override bool MayEnd => true;
}

/// <summary>中止 the clocks until a moment.</summary>
public sealed record Suspend(string Id, Actor By, DateTimeOffset At, SuspensionCause Cause, string Note, DateTimeOffset Until) : ViolationCommand(Id, By, At)
{
    internal override bool LeadsTo(ViolationEvent one) => one is Suspended;
}

/// <summary>恢复 before the suspension ends by itself.</summary>
public sealed record Resume(string Id, Actor By, DateTimeOffset At) : ViolationCommand(Id, By, At)
{
    internal override bool LeadsTo(ViolationEvent one) => one is Resumed;

    internal override bool MayEnd => true;
}

/// <summary>What merging must know of the problem that goes on.</summary>
/// <param name="SourceId">Its source.</param>
/// <param name="Start">When it began, event time.</param>
/// <param name="IsEnded">Closed, withdrawn or merged.</param>
public sealed record MergeTarget(string SourceId, DateTimeOffset Start, bool IsEnded);
