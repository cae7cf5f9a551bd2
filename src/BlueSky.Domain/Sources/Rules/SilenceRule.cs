namespace BlueSky.Sources.Rules;

/// <summary>
/// Nothing arrives (离线). Opened at the last data + n hours and cleared at the next reading, both in event time, so that a
/// clock that ticks and a replay that only sees the gap tell the same. Exactly n hours is not yet silence.
/// </summary>
internal sealed class SilenceRule(SilenceSpec spec) : Rule(spec)
{
    public override bool IsTimed => true;

    public override bool HearsPackets => true;

    public override DateTimeOffset? Due(RuleRun run)
    {
        if (Heard(run) is not { } heard) return null;
        var open = run.Find(this, "");
        return open is null ? heard.AddHours(spec.WarningHours).AddTicks(1)
            : open.Severity < Severity.Violation ? heard.AddHours(spec.ViolationHours).AddTicks(1)
            : null;
    }

    public override void OnDue(RuleRun run, DateTimeOffset at)
    {
        if (Heard(run) is not { } heard) return;
        if (at - heard > TimeSpan.FromHours(spec.WarningHours) && run.Find(this, "") is null)
        {
            Raise(run, heard, spec.WarningHours, spec.WarningHours >= spec.ViolationHours ? Severity.Violation : Spec.Severity);
        }

        if (at - heard > TimeSpan.FromHours(spec.ViolationHours) && run.Find(this, "") is { Severity: < Severity.Violation })
        {
            Raise(run, heard, spec.ViolationHours, Severity.Violation);
        }
    }

    /// <summary>Longer periods than this are statements about the past: a device known to send shorter ones is not heard by them.</summary>
    private const int LongPeriodSeconds = 600;

    public static bool IsLong(Observation observation) => observation.PeriodSeconds > LongPeriodSeconds;

    public static bool IsHeard(SourceCondition condition, Observation observation) =>
        !IsLong(observation) || condition.HeardAt is null || condition.HeardPeriod > 0;

    public override void OnObservation(RuleRun run, Observation observation)
    {
        if (!IsHeard(run.Condition, observation)) return;

        // Messages with long periods reach back before the clock's last step, so the gap is looked at once more here.
        OnDue(run, observation.End);
        if (run.Find(this, "") is not { } open || observation.End <= open.At) return;
        run.Clear(this, "", observation.End, new Finding("", null, null, "h", 0, Spec.From, $"恢复：{Wording.Moment(observation.End)} 重新收到数据"));
    }

    private void Raise(RuleRun run, DateTimeOffset heard, int hours, Severity severity)
    {
        var at = heard.AddHours(hours);
        run.Raise(this, "", at, at, severity, new Finding(
            "", hours, hours, "h", 0, Spec.From, $"{Spec.Name}：自 {Wording.Moment(heard)} 起 {hours} 小时未收到数据"));
    }

    /// <summary>The moment from which silence counts: the last data, and for devices that send only long periods one period more.</summary>
    private static DateTimeOffset? Heard(RuleRun run) => run.Condition.HeardAt?.AddSeconds(run.Condition.HeardPeriod);
}
