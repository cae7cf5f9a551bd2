using BlueSky.Access;
using BlueSky.Sources;

namespace BlueSky.Violations;

// What is so: everything here follows from the events, in order, and from nothing else.
public sealed partial class Violation
{
    /// <summary>Of the steps of rules the first, the newest and what still fires are held, and so many of the rest.</summary>
    private const int FactsHeld = 200;

    private readonly List<ViolationEvent> _history = [];
    private readonly HashSet<Line> _accepted = [];
    private readonly Dictionary<Line, string> _passes = [];
    private readonly Dictionary<string, RuleTransition> _origins = new(StringComparer.Ordinal);
    private RuleTransition? _first;
    private Placement? _placement;
    private Rectified? _rectification;
    private WithdrawalProposed? _withdrawal;
    private Suspended? _suspension;
    private DateTimeOffset _foundAt, _closedAt, _lastFired, _lastSeen, _rejectedAt;

    // Deadlines, not clocks: after two rejections on one day the second clock may end when the first did.
    private readonly HashSet<(Stage Stage, DateTimeOffset Due)> _reminded = [];
    private int _number, _facts, _decisions, _rejections, _levelsByRejections;

    private Violation(string id) => Id = id;

    /// <summary>A problem from its events; none make a problem that was never found.</summary>
    public static Violation Of(string id, IEnumerable<ViolationEvent> events)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(events);
        var violation = new Violation(id);
        foreach (var one in events) violation.Apply(one);
        return violation;
    }

    /// <summary>Deterministic id: source, rule, point, start.</summary>
    public string Id { get; }

    /// <summary>How far the loop is.</summary>
    public LoopState State { get; private set; }

    /// <summary>Closed, withdrawn or merged.</summary>
    public bool IsEnded => State >= LoopState.Closed;

    /// <summary>
    /// True while the rule has not cleared, here or in a repeat that is handled with it. What people saw has no rule: it stands until the
    /// loop ends.
    /// </summary>
    public bool IsFiring => RuleFires || (!IsEnded && _origins.Values.Any(s => s.IsFinding));

    /// <summary>The worst it was since it was found or opened again.</summary>
    public Severity Severity { get; private set; }

    /// <summary>The order; null until it is assigned.</summary>
    public Order? Order { get; private set; }

    /// <summary>The clock that runs; null when nothing is waited for.</summary>
    public StageClock? Clock { get; private set; }

    /// <summary>Steps of supervision taken, 0 for none.</summary>
    public int Level { get; private set; }

    /// <summary>Problem that it was merged into; empty when it was not.</summary>
    public string MergedInto { get; private set; } = "";

    /// <summary>False until the rule has spoken once.</summary>
    public bool IsKnown => _first is not null;

    /// <summary>The first step of the rule; null until there is one.</summary>
    public RuleTransition? First => _first;

    /// <summary>The newest step of its own rule; null until there is one.</summary>
    public RuleTransition? Last => _origins.GetValueOrDefault(Id);

    /// <summary>The events so far.</summary>
    public IReadOnlyList<ViolationEvent> History => _history;

    /// <summary>Grows with every event.</summary>
    public int Version => _number;

    /// <summary>The town that answers for it (属地).</summary>
    public Unit Town => Order?.Town ?? _placement!.Town;

    /// <summary>The department that answers for it (行业).</summary>
    public Unit Industry => Order?.Industry ?? _placement!.Industry;

    /// <summary>What a list shows of it.</summary>
    public LoopSummary Summarise() => new()
    {
        State = State, Town = Town, Industry = Industry, Severity = Severity, Class = Order?.Class ?? "", Mark = Order?.Mark ?? "",
        Stage = Clock?.Stage, Due = _suspension is null ? Clock?.Due : null, Level = Level, LevelName = _history.OfType<Escalated>().LastOrDefault()?.Name ?? "",
        SuspendedUntil = _suspension?.Until, WithdrawalIsProposed = _withdrawal is not null, IsFiring = IsFiring,
        Repeats = _history.OfType<RepeatAbsorbed>().LastOrDefault()?.Count ?? 0, Reopenings = _history.Count(e => e is Reopened),
        MergedInto = MergedInto, Version = Version,
    };

    /// <summary>Makes an event part of the problem; gives it its number when it has none.</summary>
    public void Apply(ViolationEvent one)
    {
        ArgumentNullException.ThrowIfNull(one);
        if (one.Number == 0) one = one with { Number = _number + 1 };
        _number = one.Number;
        _history.Add(one);
        if (one is RuleStepped or RepeatAbsorbed) _facts++;
        else _decisions++;
        Become(one);
        if (_facts > FactsHeld) DropOldFacts();
    }

    private bool RuleFires => _origins.Values.Any(s => !s.IsFinding && s.Kind != TransitionKind.Cleared);

    private void Become(ViolationEvent one)
    {
        switch (one)
        {
            case RuleStepped e: Fired(e); break;
            case Assigned e: Ordered(e.Order); break;
            case Reassigned e: Ordered(e.Order); break;
            case Reopened e: (Severity, _rejections, _levelsByRejections) = (e.Order.Severity, 0, 0); Ordered(e.Order); break;
            case Hastened e: Order = e.Order; Clock = State == LoopState.Assigned ? e.Order.Accept : e.Order.Rectify; break;
            case Accepted e: Signed(e.Line); break;
            case Rectified e: (State, _rectification) = (LoopState.Rectified, e); Clock = e.Review; break;
            case ReviewPassed e: _passes[e.Line] = e.By.Id; break;
            case RectificationRejected e: Rejected(e); break;
            case Closed e: _closedAt = e.At; End(LoopState.Closed); break;
            case WithdrawalProposed e: _withdrawal = e; break;
            case WithdrawalRefused: _withdrawal = null; break;
            case Withdrawn: End(LoopState.Withdrawn); break;
            case MergedInto e: MergedInto = e.Into; End(LoopState.Merged); break;
            case Suspended e: _suspension = e; break;
            case Resumed e: WentOn(e); break;
            case Reminded e: _reminded.Add((e.Stage, e.Due)); break;
            case Escalated e: Level = e.Level; if (e.ByRejections) _levelsByRejections++; break;
        }
    }

    private void Fired(RuleStepped e)
    {
        if (_first is null) (_first, _foundAt) = (e.Step, e.At);
        if (e.Placement is not null) _placement = e.Placement;
        if (e.Step.IsFinding) _lastSeen = e.Step.At > _lastSeen ? e.Step.At : _lastSeen;
        else if (e.Step.Kind != TransitionKind.Cleared && e.Step.At > _lastFired) _lastFired = e.Step.At;
        if (e.Step.Severity > Severity) Severity = e.Step.Severity;
        _origins[e.Step.ViolationId] = e.Step;
    }

    private void Ordered(Order order)
    {
        (State, Order, _rectification) = (LoopState.Assigned, order, null);
        _accepted.Clear();
        _passes.Clear();
        Clock = order.Accept;
    }

    private void Signed(Line line)
    {
        _accepted.Add(line);
        if (_accepted.Count < 2) return;
        State = LoopState.Accepted;
        Clock = Order!.Rectify;
    }

    private void Rejected(RectificationRejected e)
    {
        (State, Order, _rectification, _rejectedAt) = (LoopState.Accepted, Order! with { Rectify = e.Rectify }, null, e.At);
        _rejections++;
        _passes.Clear();
        Clock = e.Rectify;
    }

    private void WentOn(Resumed e)
    {
        _suspension = null;
        if (Order is not null && e.Rectify is not null) Order = Order with { Rectify = e.Rectify };
        // Of the same deadline, only later by the rest: it is not reminded of again.
        if (e.Clock is not null && Clock is not null && _reminded.Contains((Clock.Stage, Clock.Due))) _reminded.Add((e.Clock.Stage, e.Clock.Due));
        Clock = e.Clock ?? Clock;
    }

    private void End(LoopState state) => (State, Clock, _withdrawal) = (state, null, null);

    // A problem that worsens for weeks, or that very many people tell of, must not grow without bound.
    private void DropOldFacts()
    {
        var kept = _origins.Values.Where(s => s.IsFinding ? s.At == _lastSeen || s.ViolationId == Id : s.Kind != TransitionKind.Cleared).ToHashSet();
        var oldest = _history.FindIndex(e => e is RepeatAbsorbed || (e is RuleStepped s && s.Step != _first && !kept.Contains(s.Step)));
        if (oldest < 0) return;
        var dropped = _history[oldest];
        _history.RemoveAt(oldest);
        _facts--;
        if (dropped is RuleStepped { Step: var step } && (step.IsFinding || step.Kind == TransitionKind.Cleared)
            && _origins.GetValueOrDefault(step.ViolationId) == step && step.ViolationId != Id) _origins.Remove(step.ViolationId);
    }
}
