namespace BlueSky.Sources.Rules;

/// <summary>The same reading for too long (恒值): for a person to look at, never a penalty by itself (source-limits.md section 8).</summary>
internal sealed class ConstantRule(ConstantSpec spec, SourceKind kind) : Rule(spec)
{
    public override FactorSpec Factor { get; } = kind.FindFactor(spec.Factor)!;

    public override void OnReading(RuleRun run, in RuleReading reading)
    {
        var state = run.RunOrNew(this, reading.Point);
        if (state.Last is { } before && reading.At <= before) return;
        if (state.Value != reading.Value || state.Last is not { } last || reading.At - last > TimeSpan.FromMinutes(spec.MaxGapMinutes))
        {
            var changed = state.Value is not null && state.Value != reading.Value;
            state.Value = reading.Value;
            state.Since = reading.At;
            state.Last = reading.At;
            if (changed && run.Find(this, reading.Point) is not null) run.Clear(this, reading.Point, reading.At, Finding(reading.Value, $"恢复：{Wording.Point(reading.Point)}{Factor.Name} 读数已变化"));
            return;
        }

        state.Last = reading.At;
        if (reading.At - state.Since!.Value < TimeSpan.FromHours(spec.Hours) || spec.Except.Contains(reading.Value) || !run.IsNews(this, reading.Point, Spec.Severity, 0)) return;
        run.Raise(this, reading.Point, state.Since.Value, reading.At, Spec.Severity, Finding(
            reading.Value, $"{Wording.Point(reading.Point)}{Factor.Name} 自 {Wording.Moment(state.Since.Value)} 起恒为 {Wording.Plain(reading.Value)} {Factor.Unit}，已达 {spec.Hours} 小时，疑似造假，须人工核查"));
    }

    private Finding Finding(decimal value, string text) => new(Factor.Code, value, null, Factor.Unit, 0, Spec.From, text);
}
