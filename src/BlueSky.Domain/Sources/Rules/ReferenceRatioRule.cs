namespace BlueSky.Sources.Rules;

/// <summary>
/// An hourly mean against its limit and against the reference station's same hour (source-limits.md section 1). An hour
/// waits until both are there and is judged once; hours are judged in order. Without a registered station, or when six
/// more hours came without its value, only the absolute red bound can be judged.
/// </summary>
internal sealed class ReferenceRatioRule(ReferenceRatioSpec spec, SourceKind kind) : Rule(spec)
{
    private const int MostPending = 6;
    private static readonly Averaging s_hour = new(AveragingKind.Hour, 0);

    public override FactorSpec Factor { get; } = kind.FindFactor(spec.Factor)!;

    public override bool WantsConverted => true;

    public override void OnHour(RuleRun run, in RuleHour hour)
    {
        if (run.Registration.ReferenceStation is null)
        {
            Judge(run, hour.Point, hour.Start, hour.Mean, null);
            return;
        }

        var pending = run.Condition.Pending ??= [];
        pending.Add(new PendingHour { Rule = Id, Point = hour.Point, Start = hour.Start, Mean = hour.Mean });
        OnReference(run);
    }

    public override void OnReference(RuleRun run)
    {
        if (run.Condition.Pending is not { } pending) return;
        for (var i = 0; i < pending.Count;)
        {
            var hour = pending[i];
            if (hour.Rule != Id)
            {
                i++;
                continue;
            }

            var reference = run.Reference(Factor.Code, hour.Start);
            if (reference is null && !MustGiveUp(pending, hour))
            {
                i++;
                continue;
            }

            pending.RemoveAt(i);
            if (run.Run(this, hour.Point)?.Last is not { } last || hour.Start > last) Judge(run, hour.Point, hour.Start, hour.Mean, reference);
        }

        if (pending.Count == 0) run.Condition.Pending = null;
    }

    private bool MustGiveUp(List<PendingHour> pending, PendingHour hour)
    {
        var newer = 0;
        foreach (var other in pending)
        {
            if (other.Rule == Id && other.Point == hour.Point && other.Start > hour.Start) newer++;
        }

        return newer >= MostPending;
    }

    private void Judge(RuleRun run, string point, DateTimeOffset start, decimal mean, decimal? reference)
    {
        if (run.Limit(this, Factor.Code, s_hour, spec.Level, start) is not { } limit) return;
        var state = run.RunOrNew(this, point);
        var adjacent = state.Last == start.AddHours(-1);
        state.Last = start;
        if (IsSuppressed(run, start, reference))
        {
            state.Over = 0;
            state.Since = null;
            return;
        }

        var yellow = limit.IsBrokenBy(mean) && reference is { } r && mean > spec.Ratio * r;
        if (!yellow && mean <= spec.RedAbove)
        {
            Calm(run, state, start.AddHours(1), mean, limit);
            return;
        }

        if (state.Over == 0 || !adjacent) (state.Over, state.Since) = (0, start);
        state.Over++;
        state.Calm = 0;
        var (severity, bound, why) = Grade(state, mean, reference, yellow, limit);
        var ratio = Wording.Ratio(limit, mean);
        if (!run.IsNews(this, point, severity, ratio)) return;
        var text = $"{Wording.Point(point)}{Factor.Name} 小时均值（{Wording.Span(start, start.AddHours(1))}）{Wording.Figure(mean, Factor.Digits, bound)} {limit.Unit}，{why}";
        run.Raise(this, point, state.Since ?? start, start.AddHours(1), severity, Finding(limit, mean, bound, ratio, text));
    }

    private bool IsSuppressed(RuleRun run, DateTimeOffset start, decimal? reference) => spec.Suppress is { } suppress
        && ((suppress.ReferenceAbove is { } above && reference > above)
            || run.IsSuppressed(suppress with { ReferenceAbove = null }, Factor.Code, start, start.AddHours(1)));

    private (Severity Severity, decimal Bound, string Why) Grade(RunState state, decimal mean, decimal? reference, bool yellow, LimitRow limit)
    {
        var upper = limit.BoundFor(mean);
        var against = reference is not { } r ? "无参照站同时段数据"
            : r > 0 ? $"参照站同时段 {Wording.Plain(r)}，为其 {Wording.Figure(mean / r, 2)} 倍" : $"参照站同时段 {Wording.Plain(r)}";
        if (mean > spec.RedAbove) return (spec.RedSeverity, spec.RedAbove, $"超过红色报警值 {Wording.Plain(spec.RedAbove)} {limit.Unit}；{against}");
        if (yellow && mean > spec.RedRatio * reference) return (spec.RedSeverity, upper, $"超过 {Wording.Plain(upper)} {limit.Unit}；{against}，超过红色报警倍数 {Wording.Plain(spec.RedRatio)}");
        if (state.Over >= spec.RedAfterHours) return (spec.RedSeverity, upper, $"超过 {Wording.Plain(upper)} {limit.Unit}，已连续 {state.Over} 小时；{against}");
        return (Spec.Severity, upper, $"超过 {Wording.Plain(upper)} {limit.Unit}；{against}，超过 {Wording.Plain(spec.Ratio)} 倍");
    }

    private void Calm(RuleRun run, RunState state, DateTimeOffset end, decimal mean, LimitRow limit)
    {
        state.Over = 0;
        state.Since = null;
        if (run.Find(this, state.Point) is null) return;
        state.Calm++;
        if (state.Calm < Spec.Clear.Periods) return;
        state.Calm = 0;
        var text = $"恢复：{Wording.Point(state.Point)}{Factor.Name} 小时均值 {Wording.Figure(mean, Factor.Digits)} {limit.Unit}，连续 {Spec.Clear.Periods} 个有效小时未达报警条件";
        run.Clear(this, state.Point, end, Finding(limit, mean, limit.BoundFor(mean), 0, text));
    }

    private Finding Finding(LimitRow limit, decimal mean, decimal bound, decimal ratio, string text) =>
        new(Factor.Code, decimal.Round(mean, Math.Min(Factor.Digits + 3, 28), MidpointRounding.ToEven), bound, limit.Unit, ratio, limit.From, text);
}
