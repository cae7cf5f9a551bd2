using BlueSky.Access;
using BlueSky.Decisions;
using Orleans.Concurrency;

namespace BlueSky.Violations;

/// <summary>A problem as its grain holds it: its steps and its loop so far.</summary>
/// <param name="Id">Id of the problem.</param>
/// <param name="Town">Town code of the source.</param>
/// <param name="SourceName">Name of the source.</param>
/// <param name="Kind">Kind of the source.</param>
/// <param name="Department">Responsible department (行业) by the register.</param>
/// <param name="Steps">Steps of its own rule, in order.</param>
/// <param name="IsDemo">True for demonstration data.</param>
/// <param name="Loop">How its loop stands.</param>
/// <param name="History">All that happened, in order; old steps of rules may have been dropped.</param>
[GenerateSerializer, Immutable]
public sealed record ViolationView(
    [property: Id(0)] string Id, [property: Id(1)] string Town, [property: Id(2)] string SourceName, [property: Id(3)] string Kind,
    [property: Id(4)] string Department, [property: Id(5)] RuleTransition[] Steps, [property: Id(6)] bool IsDemo,
    [property: Id(7)] LoopSummary Loop, [property: Id(8)] ViolationEvent[] History)
{
    /// <summary>True until the rule cleared it; of what people found, until the loop ends.</summary>
    public bool IsOpen => Steps.Length > 0 && Steps[^1].Kind != TransitionKind.Cleared && !(Steps[^1].IsFinding && Loop is { IsEnded: true });
}

/// <summary>Where a problem belongs: what the source adds to a transition.</summary>
/// <param name="Town">Town code.</param>
/// <param name="SourceName">Name of the source.</param>
/// <param name="Kind">Kind of the source.</param>
/// <param name="Department">Responsible department.</param>
/// <param name="IsDemo">True for demonstration data.</param>
[GenerateSerializer, Immutable]
public sealed record ViolationPlace(
    [property: Id(0)] string Town, [property: Id(1)] string SourceName, [property: Id(2)] string Kind, [property: Id(3)] string Department,
    [property: Id(4)] bool IsDemo);

/// <summary>What came of a command.</summary>
/// <param name="Loop">How the loop stands now; null when there is no such problem.</param>
/// <param name="Refusal">Why it was refused; null when it was carried out, now or before.</param>
/// <param name="IsRepeat">True when it was carried out before.</param>
[GenerateSerializer, Immutable]
public sealed record CommandAnswer(
    [property: Id(0)] LoopSummary? Loop, [property: Id(1)] Refusal? Refusal, [property: Id(2)] bool IsRepeat);

/// <summary>One problem (违规) and its closed loop (报警闭环). Key: violation id.</summary>
[Alias("violation")]
public interface IViolationGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes a step of the rule; a step already taken changes nothing, so delivery may repeat. A problem that repeats one which is
    /// still open, or was closed a few days ago, is merged into that one.
    /// </summary>
    Task Take([Immutable] RuleTransition step, ViolationPlace place);

    /// <summary>
    /// Takes a step of a repeat, here or where this one was merged into.
    /// </summary>
    /// <returns>Id of the problem that handles the repeat; null when it ended for good and the repeat is a problem of its own.</returns>
    Task<string?> TakeRepeat([Immutable] RuleTransition step);

    /// <summary>Takes a problem that was merged into this one by decision; again without effect.</summary>
    /// <returns>False when this one has ended.</returns>
    Task<bool> Absorb(string repeat, Actor by);

    /// <summary>Decides on a command at the node's time; the same command id again changes nothing.</summary>
    Task<CommandAnswer> Decide([Immutable] ViolationCommand command);

    /// <summary>
    /// Carries out commands at the times they say, for the demonstration (演示) alone.
    /// </summary>
    /// <exception cref="Messages.RefusedException">The problem is no demonstration, or a command is refused.</exception>
    Task Enact([Immutable] RuleTransition step, ViolationPlace place, [Immutable] ViolationCommand[] script);

    /// <summary>Takes what is due: reminders, steps of supervision, the end of a suspension. Publishes when it is to be woken next.</summary>
    Task Wake();

    /// <summary>The problem; null when it never was.</summary>
    [AlwaysInterleave]
    Task<ViolationView?> Get();
}

/// <summary>
/// What fires again and again: one rule on one point of one source. Key: <see cref="ViolationId.SeriesOf"/>. Names the one problem
/// of it that may be open.
/// </summary>
[Alias("violation-series")]
public interface IViolationSeriesGrain : IGrainWithStringKey
{
    /// <summary>Id of the newest problem of the series; null before the first.</summary>
    Task<string?> Current();

    /// <summary>Makes a problem the current one when the given one still is; true also when it is already.</summary>
    Task<bool> Claim(string violationId, string? insteadOf);
}

/// <summary>The watch over deadlines of problems. Key: district code. Once a minute it wakes those whose time has come.</summary>
[Alias("violation-watch")]
public interface IViolationWatchGrain : IGrainWithStringKey
{
    /// <summary>Sees to it that the watch runs (a reminder); idempotent.</summary>
    Task Start();

    /// <summary>Wakes all that are due now; the number of them. The reminder calls it.</summary>
    Task<int> WakeDue();
}
