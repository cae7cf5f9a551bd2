namespace BlueSky.Sources.Rules;

/// <summary>
/// Something that must be done every n days was not (清洗超期). Counts from the last record; before the first record
/// nothing can be claimed.
/// </summary>
internal sealed class OverdueRule(OverdueSpec spec) : Rule(spec)
{
    public override bool IsTimed => true;

    public override DateTimeOffset? Due(RuleRun run) =>
        run.Find(this, "") is null && run.Run(this, "")?.Last is { } last ? last.AddDays(spec.Days).AddTicks(1) : null;

    public override void OnDue(RuleRun run, DateTimeOffset at)
    {
        if (run.Run(this, "")?.Last is not { } last || at - last <= TimeSpan.FromDays(spec.Days) || run.Find(this, "") is not null) return;
        var due = last.AddDays(spec.Days);
        run.Raise(this, "", due, due, Spec.Severity, new Finding(
            "", spec.Days, spec.Days, "d", 0, Spec.From, $"{Spec.Name}：上次 {Wording.Date(last)}，已超过 {spec.Days} 天"));
    }

    public override void OnRecord(RuleRun run, Observation observation, bool live)
    {
        if (!live) return;
        foreach (var reading in observation.Readings)
        {
            if (reading.Channel != spec.Channel || reading.Value <= 0 || !Records.IsEvidence(reading.Quality)) continue;
            var state = run.RunOrNew(this, "");
            if (state.Last is { } last && observation.DataTime <= last) continue;
            OnDue(run, observation.DataTime);
            state.Last = observation.DataTime;
            run.Clear(this, "", observation.DataTime, new Finding("", null, spec.Days, "d", 0, Spec.From, $"恢复：{Spec.Name}，{Wording.Date(observation.DataTime)} 已完成"));
            run.Wake(observation.DataTime.AddDays(spec.Days));
        }
    }
}
