using BlueSky.Districts;
using BlueSky.Sources.Rules;
using BlueSky.Time;

namespace BlueSky.Sources;

/// <summary>
/// The rules of one source at work: observation in, steps of problems and hourly values out. There is no clock inside: the
/// same observations in the same order of arrival give the same steps and the same condition, wherever the life of the
/// source was interrupted. Not safe for two callers at once. While maintenance or suspension is declared rules rest, data
/// and hours are kept, and open problems stay as they are until rules run again.
/// </summary>
public sealed partial class SourceMonitor
{
    private readonly SourceRegistration _registration;
    private readonly SourceKind _kind;
    private readonly SourceCondition _condition;
    private readonly RuleRun _run;
    private readonly RuleSet _rules;

    /// <summary>A monitor that goes on from <paramref name="condition"/>, which it changes in place.</summary>
    /// <exception cref="ArgumentException">The kind is not the registration's, or the condition's layout is not known.</exception>
    public SourceMonitor(SourceRegistration registration, SourceKind kind, SourceCondition condition)
    {
        ArgumentNullException.ThrowIfNull(registration);
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(condition);
        if (registration.Kind != kind.Code) throw new ArgumentException($"Source {registration.Id} is of kind {registration.Kind}, not {kind.Code}.", nameof(kind));
        if (condition.Version != SourceCondition.CurrentVersion) throw new ArgumentException($"Condition of layout {condition.Version} cannot be read; known is {SourceCondition.CurrentVersion}.", nameof(condition));
        _registration = registration;
        _kind = kind;
        _condition = condition;
        _rules = kind.RuleSet;
        _run = new RuleRun(registration, kind, condition);
    }

    /// <summary>Status by what data say and the operator declared.</summary>
    /// <remarks>
    /// The silence problem counts as offline whatever its severity; other problems by theirs. A source of which nothing was
    /// ever heard and nothing is open is <see cref="SourceStatus.NotConnected"/>: nothing can be claimed of it.
    /// </remarks>
    public SourceStatus Status
    {
        get
        {
            if (_registration.Operation == Operation.Suspended) return SourceStatus.Suspended;
            if (_registration.Operation == Operation.Maintenance) return SourceStatus.Maintenance;
            var worst = _condition.LastDataAt is null ? SourceStatus.NotConnected : SourceStatus.Normal;
            foreach (var problem in _condition.Open)
            {
                var status = problem.RuleId == _kind.Silence?.Id ? SourceStatus.Offline : problem.Severity switch
                {
                    Severity.Suspect => SourceStatus.Suspect,
                    Severity.Warning => SourceStatus.Warning,
                    _ => SourceStatus.Violating,
                };
                if (status > worst) worst = status;
            }

            return worst;
        }
    }

    /// <summary>Open problems in the order they opened.</summary>
    public IReadOnlyList<OpenProblem> Open => _condition.Open;

    /// <summary>Last value of each channel.</summary>
    public IEnumerable<LastValue> LastValues => _condition.Values;

    /// <summary>
    /// Clock time from which <see cref="Tick"/> would tell something of silence or an overdue duty; null while nothing can
    /// be. A source that sleeps must be woken for this one.
    /// </summary>
    public DateTimeOffset? SilenceDue => DueOf(static rule => rule is SilenceRule or OverdueRule);

    /// <summary>Clock time from which <see cref="Tick"/> would close an hour, a window or a day besides; never later than <see cref="SilenceDue"/>.</summary>
    public DateTimeOffset? NextDue => ComputeNextDue() is { } due ? due + TickGrace : null;

    /// <summary>Takes one observation, whose readings are already deduplicated and stamped. Adds to <paramref name="result"/>.</summary>
    public void Apply(Observation o, Evaluation result)
    {
        ArgumentNullException.ThrowIfNull(o);
        ArgumentNullException.ThrowIfNull(result);
        _run.Result = result;
        var before = Status;
        _condition.AppliedArrival = o.Arrival > 0 ? o.Arrival : _condition.AppliedArrival + 1;
        if (o.Mn.StartsWith("station:", StringComparison.Ordinal)) TakeReference(o);
        else if (o.Mn.StartsWith("context:", StringComparison.Ordinal)) TakeContext(o);
        else TakeOwn(o);
        result.StatusChanged |= Status != before;
    }

    /// <summary>
    /// Tells the engine the clock. Time ends are closed only up to <paramref name="now"/> less what a live observation may be
    /// behind (<see cref="Liveness.Grace"/>), so that a tick never tells anything that a replay without ticks would not.
    /// </summary>
    public void Tick(DateTimeOffset now, Evaluation result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _run.Result = result;
        var before = Status;
        Rest(now);
        if (_condition.Clock is not null || _condition.Runs is not null) Advance(now - TickGrace);
        result.StatusChanged |= Status != before;
    }

    /// <summary>What the town is told.</summary>
    /// <param name="version">Version of the summary, from 1.</param>
    /// <param name="asOf">The moment it speaks of; the last hour closed before it gives the packet counts.</param>
    /// <param name="hasDevice">True when a device is bound.</param>
    /// <param name="reportSeconds">Seconds between two momentary packets, 1..3600.</param>
    public SourceSummary Summarise(long version, DateTimeOffset asOf, bool hasDevice, int reportSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(reportSeconds);
        var severities = new int[4];
        var worst = 0m;
        var isSilent = false;
        foreach (var problem in _condition.Open)
        {
            isSilent |= problem.RuleId == _kind.Silence?.Id;
            severities[(int)problem.Severity]++;
            worst = Math.Max(worst, problem.Ratio);
        }

        var hour = asOf.HourStart().AddHours(-1);
        var coverage = _condition.CoverageRunning is { } running && running.Start == hour ? running
            : _condition.CoverageLast is { } last && last.Start == hour ? last : null;
        var expected = hasDevice ? Math.Max(1, 3600 / reportSeconds) : 0;
        return new SourceSummary
        {
            SourceId = _registration.Id,
            Name = _registration.Name,
            Town = _registration.Town,
            Kind = _registration.Kind,
            Version = version,
            Status = Status,
            IsSilent = isSilent,
            HasDevice = hasDevice,
            OpenBySeverity = severities,
            WorstRatio = worst,
            LastDataAt = _condition.LastDataAt,
            Expected = expected,
            Received = Math.Min(expected, coverage?.Received ?? 0),
            Usable = Math.Min(expected, coverage?.Usable ?? 0),
            AsOf = asOf,
            IsDemo = _registration.IsDemo,
        };
    }

    private bool IsResting => _registration.Operation != Operation.InService;

    /// <summary>Devices that send only long periods may be one period behind and still live.</summary>
    private TimeSpan TickGrace => TimeSpan.FromSeconds(Math.Max(Liveness.Grace.TotalSeconds, _condition.HeardPeriod));

    private void TakeReference(Observation o)
    {
        if (o.Period != Period.Hour || _registration.ReferenceStation is not { } station || !o.Mn.AsSpan("station:".Length).SequenceEqual(station)) return;
        var start = o.DataTime.HourStart();
        foreach (var reading in o.Readings)
        {
            var channel = _kind.Channels[reading.Channel];
            if (channel.Field != ChannelField.Avg || !reading.Quality.IsUsable()) continue;
            var hours = _condition.Reference ??= [];
            hours.RemoveAll(hour => hour.Factor == channel.Code && (hour.Start == start || hour.Start < start.AddHours(-8)));
            hours.Add(new ReferenceHour(channel.Code, start, reading.Value));
        }

        if (IsResting) return;
        foreach (var rule in _rules.All) rule.OnReference(_run);
    }

    private void TakeContext(Observation o)
    {
        if (o.Mn != "context:sand-dust") return;
        foreach (var reading in o.Readings)
        {
            if (reading.Channel != "sand-dust-Rtd" || !reading.Quality.IsUsable()) continue;
            var inForce = _condition.SandDustFrom is not null && _condition.SandDustTo is null;
            if (reading.Value > 0 && !inForce) (_condition.SandDustFrom, _condition.SandDustTo) = (o.DataTime, null);
            else if (reading.Value <= 0 && inForce) _condition.SandDustTo = o.DataTime;
        }
    }
}
