using BlueSky.Access;
using BlueSky.Sources;
using Decision = BlueSky.Decisions.Decision<BlueSky.Violations.ViolationEvent>;

namespace BlueSky.Violations;

/// <summary>Something that the policy does by itself.</summary>
/// <param name="Due">When it is due.</param>
/// <param name="Event">What is to be recorded.</param>
public sealed record DueStep(DateTimeOffset Due, ViolationEvent Event);

// What rules and time bring about, without anybody's decision.
public sealed partial class Violation
{
    /// <summary>
    /// What comes of a step of the rule, of this problem or of a repeat (the rule fired anew): a repeat of an open problem is
    /// handled with it, one of a closed problem opens it again within the policy's days, and any other is refused and is a problem
    /// of its own. A step that is known changes nothing.
    /// </summary>
    public Decision Take(RuleTransition step, Placement placement, DateTimeOffset now, HandlingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(policy);
        var known = _origins.GetValueOrDefault(step.ViolationId);
        if (known is not null && step.Step <= known.Step) return new Decision();
        var isRepeat = step.ViolationId != Id && known is null && !HasAbsorbed(step.ViolationId);
        if (isRepeat && !TakesRepeat(step, policy)) return Refusals.NotCurrent;

        var events = new List<ViolationEvent>(3);
        if (isRepeat) events.Add(Repeated(step.ViolationId));
        events.Add(new RuleStepped { Step = step, Placement = placement == _placement || step.ViolationId != Id ? null : placement });
        // What people saw before it was closed, but told later, is no news; a rule that begins anew is.
        var firesAgain = State == LoopState.Closed && step.Kind != TransitionKind.Cleared && ((isRepeat && !step.IsFinding) || step.At > _closedAt);
        if (firesAgain) events.Add(new Reopened { Order = OrderFor(step.Severity, Town, Industry, now, policy) });
        return new Decision([.. events.Select(e => e with { At = now })]);
    }

    /// <summary>Another problem was merged into this one by decision; known already, it changes nothing.</summary>
    public Decision Absorb(string repeat, Actor by, DateTimeOffset now)
    {
        if (IsEnded) return Refusals.TargetEnded;
        return HasAbsorbed(repeat) ? new Decision() : Repeated(repeat) with { At = now, By = by };
    }

    /// <summary>
    /// The next thing that the policy does by itself and when, as things stand; null when nothing will be due. When several are
    /// due they come one after the other in the order of the regulation, each once, however late it is.
    /// </summary>
    public DueStep? Next(HandlingPolicy policy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (_first is null || IsEnded) return null;
        var step = _suspension is { } rest ? new DueStep(rest.Until, ResumedFrom(rest.Until, policy))
            : State == LoopState.Found ? OrderAtOnce(policy, now)
            : Hastening(policy, now) ?? ByRejections(policy) ?? ByTime(policy);
        return step is null ? null : step with { Event = step.Event with { At = now } };
    }

    /// <summary>Applies everything that is due by now; gives what was applied.</summary>
    public IReadOnlyList<ViolationEvent> Advance(HandlingPolicy policy, DateTimeOffset now)
    {
        var taken = new List<ViolationEvent>();
        while (Next(policy, now) is { } step && step.Due <= now)
        {
            Apply(step.Event);
            taken.Add(step.Event);
        }

        return taken;
    }

    private bool HasAbsorbed(string repeat) => _history.Exists(e => e is RepeatAbsorbed r && r.Repeat == repeat);

    private bool TakesRepeat(RuleTransition step, HandlingPolicy policy) => State switch
    {
        LoopState.Withdrawn or LoopState.Merged => false,
        LoopState.Closed => step.Start <= _closedAt.AddDays(policy.ReopenWithinDays.Value),
        _ => true,
    };

    private RepeatAbsorbed Repeated(string repeat) =>
        new() { Repeat = repeat, Count = (_history.OfType<RepeatAbsorbed>().LastOrDefault()?.Count ?? 0) + 1 };

    // What a person is to look at first (疑似) waits for the command centre.
    private DueStep? OrderAtOnce(HandlingPolicy policy, DateTimeOffset now) =>
        Severity < policy.AssignAtOnceFrom.Value ? null : new DueStep(_foundAt, new Assigned { Order = OrderTo(Town, Industry, now, policy) });

    // Worse than when it was ordered: the deadlines of the graver class count from now, where they are nearer.
    private DueStep? Hastening(HandlingPolicy policy, DateTimeOffset now)
    {
        if (State == LoopState.Rectified || Severity <= Order!.Severity) return null;
        var graver = OrderTo(Town, Industry, now, policy);
        var order = graver with { Accept = Nearer(Order.Accept, graver.Accept), Rectify = Nearer(Order.Rectify, graver.Rectify) };
        return new DueStep(_foundAt, new Hastened { Order = order });
    }

    private DueStep? ByRejections(HandlingPolicy policy) =>
        _rejections / policy.RejectionsPerStep.Value > _levelsByRejections && Level < policy.Ladder.Count
            ? Step(policy, _rejectedAt, byRejections: true)
            : null;

    private DueStep? ByTime(HandlingPolicy policy)
    {
        if (!_reminded.Contains((Clock!.Stage, Clock.Due))) return new DueStep(Clock.RemindAt, new Reminded { Stage = Clock.Stage, Due = Clock.Due });
        return Level < policy.Ladder.Count ? Step(policy, Clock!.Due + policy.Ladder[Level].AfterDeadline, byRejections: false) : null;
    }

    private DueStep Step(HandlingPolicy policy, DateTimeOffset due, bool byRejections)
    {
        var rung = policy.Ladder[Level];
        return new DueStep(due, new Escalated { Level = Level + 1, Code = rung.Code, Name = rung.Name, Since = due, ByRejections = byRejections });
    }

    private Resumed ResumedFrom(DateTimeOffset moment, HandlingPolicy policy) => new()
    {
        From = moment, Clock = Clock?.Rested(_suspension!.At, moment, policy.Calendar), Rectify = Order?.Rectify.Rested(_suspension!.At, moment, policy.Calendar),
    };

    private Order OrderTo(Unit town, Unit industry, DateTimeOffset at, HandlingPolicy policy) => OrderFor(Severity, town, industry, at, policy);

    private Order OrderFor(Severity severity, Unit town, Unit industry, DateTimeOffset at, HandlingPolicy policy)
    {
        var one = policy.ClassOf(_placement!.Kind, _first!.RuleId, severity);
        return new Order(
            town, industry, one.Name, one.Mark, severity,
            StageClock.Set(Stage.Accept, at, one.Accept, policy.RemindShare.Value, policy.Calendar),
            StageClock.Set(Stage.Rectify, at, one.Rectify, policy.RemindShare.Value, policy.Calendar));
    }

    private HandlingClass ClassNow(HandlingPolicy policy) => policy.ClassOf(_placement!.Kind, _first!.RuleId, Severity);

    private static StageClock Nearer(StageClock one, StageClock other) => other.Due < one.Due ? other : one;
}
