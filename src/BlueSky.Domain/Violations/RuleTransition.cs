using BlueSky.Sources;

namespace BlueSky.Violations;

/// <summary>What a rule says has happened to a problem.</summary>
public enum TransitionKind
{
    /// <summary>发现: the problem begins.</summary>
    Opened = 0,

    /// <summary>更新: it goes on and is worse (new peak or higher severity).</summary>
    Updated = 1,

    /// <summary>恢复: the rule's clearing condition is met. The closed loop may go on: clearing is not closing (销号).</summary>
    Cleared = 2,
}

/// <summary>How a problem was found (问题来源).</summary>
public enum FoundBy
{
    /// <summary>自动监测: a rule over readings or records, which also says when it is over.</summary>
    Rule = 0,

    /// <summary>网格巡查: somebody on duty saw it.</summary>
    Patrol = 1,

    /// <summary>群众举报: a citizen told of it.</summary>
    Citizen = 2,
}

/// <summary>
/// One step of one problem as a rule decided it: a fact with all figures needed to explain it later.
/// Same readings in the same order give the same transitions.
/// </summary>
public sealed record RuleTransition
{
    /// <summary>What happened.</summary>
    public required TransitionKind Kind { get; init; }

    /// <summary>The source.</summary>
    public required string SourceId { get; init; }

    /// <summary>Id of the rule in the kind file, e.g. <c>pm10-hour</c>.</summary>
    public required string RuleId { get; init; }

    /// <summary>Measuring point the rule ran on, e.g. nozzle <c>003</c>; empty for the whole source.</summary>
    public string Point { get; init; } = "";

    /// <summary>Event time at which the problem began. With source, rule and point it is the problem's identity.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Event time of this step.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Severity from now on.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Factor that decided; empty for silence and checklists.</summary>
    public string Factor { get; init; } = "";

    /// <summary>The figure that decided, in <see cref="Unit"/>; null where there is none.</summary>
    public decimal? Value { get; init; }

    /// <summary>The limit it was held against; null where there is none.</summary>
    public decimal? Limit { get; init; }

    /// <summary>Unit of value and limit.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Standard and clause the limit comes from.</summary>
    public string Citation { get; init; } = "";

    /// <summary>How sure the limit is: T text, S secondary, K unverified, D our default. K and D are shown as "to be confirmed".</summary>
    public string Mark { get; init; } = "";

    /// <summary>What happened, in Chinese, with figures, e.g. “PM10 小时均值 262 µg/m³，超过 250”.</summary>
    public required string Explanation { get; init; }

    /// <summary>Grows by one with each step of the same problem, from 1: a repeated or late message changes nothing.</summary>
    public required int Step { get; init; }

    /// <summary>
    /// By whom. What people found (<see cref="IsFinding"/>) was so at one moment: nothing ever clears it, it is over when the loop says so.
    /// </summary>
    public FoundBy FoundBy { get; init; }

    /// <summary>True for what people saw, rather than a rule.</summary>
    public bool IsFinding => FoundBy != FoundBy.Rule;

    /// <summary>Deterministic id of the problem: source, rule, point, start in China time.</summary>
    public string ViolationId => Violations.ViolationId.Of(SourceId, RuleId, Point, Start);
}
