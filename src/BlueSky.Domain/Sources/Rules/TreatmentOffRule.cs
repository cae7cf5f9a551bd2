namespace BlueSky.Sources.Rules;

/// <summary>
/// The treatment is off while the plant works (净化器未开). States hold until changed, so each live packet of the device
/// proves the time since the one before, if the gap is short enough.
/// </summary>
internal sealed class TreatmentOffRule(TreatmentOffSpec spec) : Rule(spec)
{
    public override bool HearsPackets => true;

    public override void OnObservation(RuleRun run, Observation observation)
    {
        var at = observation.DataTime;
        var state = run.Run(this, "");
        if (state?.Since is not { } since || state.Last is not { } last || at <= last) return;
        if (at - last > TimeSpan.FromMinutes(spec.MaxGapMinutes))
        {
            state.Since = at;
            state.Last = at;
            return;
        }

        state.Last = at;
        if (at - since <= TimeSpan.FromMinutes(spec.LongerThanMinutes) || !run.IsNews(this, "", Spec.Severity, 0)) return;
        var minutes = Math.Floor((decimal)(at - since).TotalMinutes);
        run.Raise(this, "", since, at, Spec.Severity, new Finding(
            "", minutes, spec.LongerThanMinutes, "min", 0, Spec.From,
            $"{Spec.Name}：自 {Wording.Moment(since)} 起生产设施运行而治理设施关闭 {minutes} 分钟，超过 {spec.LongerThanMinutes} 分钟"));
    }

    public override void AfterObservation(RuleRun run, Observation observation)
    {
        var at = observation.DataTime;
        var known = Conditions.AnyKnown(run, spec.Treated, at, spec.MaxGapMinutes);
        var off = known && Conditions.AnyHolds(run, spec.Working, at, spec.MaxGapMinutes) && !Conditions.AnyHolds(run, spec.Treated, at, spec.MaxGapMinutes);
        var state = run.Run(this, "");
        if (off)
        {
            state ??= run.RunOrNew(this, "");
            state.Since ??= at;
            if (state.Last is null || at > state.Last) state.Last = at;
            state.CalmSince = null;
            state.Calm = 0;
        }
        else if (state is not null)
        {
            state.Since = null;
            if (!known) return;
            state.Calm++;
            state.CalmSince ??= at;
            if (run.Find(this, "") is not null
                && (state.Calm < Spec.Clear.Periods || at - state.CalmSince.Value < TimeSpan.FromMinutes(Spec.Clear.Minutes)))
            {
                return;
            }

            run.Condition.Runs!.Remove(state);
            run.Clear(this, "", at, new Finding("", null, spec.LongerThanMinutes, "min", 0, Spec.From, $"恢复：{Spec.Name}，治理设施已开启或生产设施已停"));
        }
    }
}
