using BlueSky.Time;
using BlueSky.Violations;

namespace BlueSky.Sources.Rules;

/// <summary>What a rule may see and do of one source: its register entry, its condition, raise and clear problems.</summary>
internal sealed class RuleRun(SourceRegistration registration, SourceKind kind, SourceCondition condition)
{
    /// <summary>An open problem is told again only when its ratio to the limit grew by this factor, else each reading would be news.</summary>
    private const decimal WorseFactor = 1.1m;

    private readonly LimitRow?[] _limits = new LimitRow?[kind.Rules.Count];
    private readonly ulong _active = ActiveRules(registration, kind);
    private ulong _limitsKnown;
    private long _limitDayStart = long.MaxValue;

    public SourceRegistration Registration => registration;

    public SourceKind Kind => kind;

    public SourceCondition Condition => condition;

    public Evaluation Result { get; set; } = new();

    /// <summary>Earliest UTC ticks at which any time end may lie; never later than the true one.</summary>
    public long NextDue { get; private set; }

    public void Wake(DateTimeOffset at) => NextDue = Math.Min(NextDue, at.UtcTicks);

    public void SetNextDue(DateTimeOffset? at) => NextDue = at?.UtcTicks ?? long.MaxValue;

    public bool IsActive(Rule rule) => (_active >> rule.Index & 1) != 0;

    public bool IsActive(Rule rule, DateTimeOffset at) =>
        IsActive(rule) && (rule.Spec.Schedule is not { } schedule || schedule.Covers(at.ToChina()));

    /// <summary>Limit row of a rule on the day of <paramref name="at"/>; the answer is remembered for the day.</summary>
    public LimitRow? Limit(Rule rule, string factor, Averaging averaging, string level, DateTimeOffset at)
    {
        var ticks = at.UtcTicks;
        if (ticks < _limitDayStart || ticks - _limitDayStart >= TimeSpan.TicksPerDay)
        {
            _limitDayStart = at.DayStart().UtcTicks;
            _limitsKnown = 0;
        }

        if ((_limitsKnown >> rule.Index & 1) == 0)
        {
            _limits[rule.Index] = kind.Limits.Find(factor, averaging, level, Zone, registration.SizeClass, registration.Industry, at.Day());
            _limitsKnown |= 1UL << rule.Index;
        }

        return _limits[rule.Index];
    }

    public string? Zone => registration.Zone ?? kind.DefaultZone?.Value;

    public bool TryGetLast(string channel, out LastValue value)
    {
        foreach (var last in condition.Values)
        {
            if (!string.Equals(last.Channel, channel, StringComparison.Ordinal)) continue;
            value = last;
            return true;
        }

        value = default;
        return false;
    }

    public bool IsSuppressed(SuppressSpec? suppress, string factor, DateTimeOffset from, DateTimeOffset to)
    {
        if (suppress is null) return false;
        if (suppress.SandDust && condition.SandDustFrom is { } start && start < to && (condition.SandDustTo is not { } end || end > from)) return true;
        return suppress.ReferenceAbove is { } bound && LatestReference(factor, to) is { } reference && reference > bound;
    }

    /// <summary>Mean of the reference station for the hour that starts at <paramref name="start"/>.</summary>
    public decimal? Reference(string factor, DateTimeOffset start)
    {
        if (condition.Reference is not { } hours) return null;
        foreach (var hour in hours)
        {
            if (hour.Start == start && hour.Factor == factor) return hour.Mean;
        }

        return null;
    }

    /// <summary>Newest reference mean whose hour began before <paramref name="before"/> and is at most three hours old.</summary>
    private decimal? LatestReference(string factor, DateTimeOffset before)
    {
        if (condition.Reference is not { } hours) return null;
        ReferenceHour? best = null;
        foreach (var hour in hours)
        {
            if (hour.Factor == factor && hour.Start < before && hour.Start >= before.AddHours(-3) && (best is null || hour.Start > best.Start)) best = hour;
        }

        return best?.Mean;
    }

    public OpenProblem? Find(Rule rule, string point)
    {
        foreach (var problem in condition.Open)
        {
            if (problem.RuleId == rule.Id && problem.Point == point) return problem;
        }

        return null;
    }

    /// <summary>True when <see cref="Raise"/> would tell something new: worth wording an explanation.</summary>
    public bool IsNews(Rule rule, string point, Severity severity, decimal ratio) =>
        Find(rule, point) is not { } open || severity > open.Severity || ratio > open.Ratio * WorseFactor;

    public void Raise(Rule rule, string point, DateTimeOffset start, DateTimeOffset at, Severity severity, in Finding finding)
    {
        var index = IndexOf(rule, point);
        var open = index < 0 ? null : condition.Open[index];
        var problem = new OpenProblem(
            rule.Id, point, open?.Start ?? start, at, open is not null && open.Severity > severity ? open.Severity : severity,
            (open?.Step ?? 0) + 1, finding.Factor, finding.Value, finding.Limit, finding.Unit, Math.Max(open?.Ratio ?? 0, finding.Ratio));
        if (index < 0) condition.Open.Add(problem);
        else condition.Open[index] = problem;
        Tell(open is null ? TransitionKind.Opened : TransitionKind.Updated, problem, finding);
    }

    /// <summary>Ends an open problem; nothing when none is open.</summary>
    public void Clear(Rule rule, string point, DateTimeOffset at, in Finding finding)
    {
        var index = IndexOf(rule, point);
        if (index < 0) return;
        var open = condition.Open[index];
        condition.Open.RemoveAt(index);
        Tell(TransitionKind.Cleared, open with { At = at, Step = open.Step + 1, Value = finding.Value, Limit = finding.Limit }, finding);
    }

    private void Tell(TransitionKind kindOfStep, OpenProblem problem, in Finding finding) => Result.Transitions.Add(new RuleTransition
    {
        Kind = kindOfStep,
        SourceId = registration.Id,
        RuleId = problem.RuleId,
        Point = problem.Point,
        Start = problem.Start,
        At = problem.At,
        Severity = problem.Severity,
        Factor = finding.Factor,
        Value = finding.Value,
        Limit = finding.Limit,
        Unit = finding.Unit,
        Citation = finding.From.Citation,
        Mark = finding.From.Mark,
        Explanation = finding.Text + Wording.Note(finding.From),
        Step = problem.Step,
    });

    private int IndexOf(Rule rule, string point)
    {
        for (var i = 0; i < condition.Open.Count; i++)
        {
            if (condition.Open[i].RuleId == rule.Id && condition.Open[i].Point == point) return i;
        }

        return -1;
    }

    private static ulong ActiveRules(SourceRegistration registration, SourceKind kind)
    {
        var active = 0UL;
        for (var i = 0; i < kind.Rules.Count; i++)
        {
            if (kind.Rules[i].AppliesTo(registration)) active |= 1UL << i;
        }

        return active;
    }
}

/// <summary>The figures and the wording of one step.</summary>
internal readonly record struct Finding(
    string Factor, decimal? Value, decimal? Limit, string Unit, decimal Ratio, Provenance From, string Text);
