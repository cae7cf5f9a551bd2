namespace BlueSky.Sources.Rules;

/// <summary>What may not exist at all was found (存在即违规); a later record with 0 clears it.</summary>
internal sealed class PresenceRule(PresenceSpec spec, SourceKind kind) : Rule(spec)
{
    private readonly FactorSpec _factor = kind.FindFactor(spec.Factor)!;

    public override void OnRecord(RuleRun run, Observation observation, bool live)
    {
        if (!live) return;
        foreach (var reading in observation.Readings)
        {
            var channel = run.Kind.Channels[reading.Channel];
            if (channel.Factor != _factor || !Records.IsEvidence(reading.Quality)) continue;
            var state = run.Run(this, channel.Point);
            if (state?.Last is { } last && observation.DataTime < last) continue;
            run.RunOrNew(this, channel.Point).Last = observation.DataTime;
            if (reading.Value <= 0)
            {
                run.Clear(this, channel.Point, observation.DataTime, Finding(reading.Value, $"恢复：{Spec.Name}，复查未再发现"));
            }
            else if (run.IsNews(this, channel.Point, Spec.Severity, reading.Value))
            {
                run.Raise(this, channel.Point, observation.DataTime, observation.DataTime, Spec.Severity, Finding(reading.Value, $"{Wording.Point(channel.Point)}{Spec.Name}：发现 {Wording.Plain(reading.Value)} {_factor.Unit}"));
            }
        }
    }

    private Finding Finding(decimal value, string text) => new(_factor.Code, value, 0, _factor.Unit, Math.Max(0, value), Spec.From, text);
}
