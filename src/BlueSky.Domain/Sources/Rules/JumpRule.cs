namespace BlueSky.Sources.Rules;

/// <summary>
/// A reading far above the median of the hourly means of the last 24 hours (突变): for a person to look at, never a penalty
/// by itself (source-limits.md section 8).
/// </summary>
internal sealed class JumpRule(JumpSpec spec, SourceKind kind) : Rule(spec)
{
    private const int Day = 24;

    public override FactorSpec Factor { get; } = kind.FindFactor(spec.Factor)!;

    public override void OnHour(RuleRun run, in RuleHour hour)
    {
        if (StateLists.Find(run.Condition.Means, this, hour.Point) is not { } state)
        {
            var list = run.Condition.Means;
            state = StateLists.Add(ref list, this, hour.Point);
            run.Condition.Means = list;
            state.Newest = hour.Start;
            state.Hours.Add(hour.Mean);
        }
        else if (hour.Start > state.Newest)
        {
            Shift(state, hour.Start);
            state.Hours[0] = hour.Mean;
        }
        else if ((int)(state.Newest - hour.Start).TotalHours is var back && back < state.Hours.Count)
        {
            state.Hours[back] = hour.Mean;
        }

        state.Median = MedianOf(state.Hours);
    }

    public override void OnReading(RuleRun run, in RuleReading reading)
    {
        if (StateLists.Find(run.Condition.Means, this, reading.Point) is not { } state) return;
        var newest = Time.ChinaTime.HourStart(reading.At).AddHours(-1);
        if (newest > state.Newest)
        {
            Shift(state, newest);
            state.Median = MedianOf(state.Hours);
        }

        if (state.Median is { } median && median > 0 && reading.Value > spec.Times * median)
        {
            if (run.Run(this, reading.Point) is { } run1) (run1.Calm, run1.CalmSince) = (0, null);
            var ratio = decimal.Round(Math.Min(reading.Value / (spec.Times * median), 9999m), 4);
            if (!run.IsNews(this, reading.Point, Spec.Severity, ratio)) return;
            run.Raise(this, reading.Point, reading.At, reading.At, Spec.Severity, new Finding(
                Factor.Code, reading.Value, spec.Times * median, Factor.Unit, ratio, Spec.From,
                $"{Wording.Point(reading.Point)}{Factor.Name} {Wording.Figure(reading.Value, Factor.Digits)} {Factor.Unit}，为近 24 小时中位数 {Wording.Figure(median, Factor.Digits)} 的 {Wording.Figure(reading.Value / median, 1)} 倍，超过 {Wording.Plain(spec.Times)} 倍，疑似造假，须人工核查"));
        }
        else if (run.Condition.Open.Count > 0 && run.Find(this, reading.Point) is not null)
        {
            Calm(run, reading);
        }
    }

    private void Calm(RuleRun run, in RuleReading reading)
    {
        var state = run.RunOrNew(this, reading.Point);
        state.Calm++;
        state.CalmSince ??= reading.At;
        if (state.Calm < Spec.Clear.Periods || reading.At - state.CalmSince.Value < TimeSpan.FromMinutes(Spec.Clear.Minutes)) return;
        run.Condition.Runs!.Remove(state);
        run.Clear(this, reading.Point, reading.At, new Finding(Factor.Code, reading.Value, null, Factor.Unit, 0, Spec.From, $"恢复：{Wording.Point(reading.Point)}{Factor.Name} 读数回到正常范围"));
    }

    /// <summary>Makes <paramref name="newest"/> the first hour; hours between had no valid mean.</summary>
    private static void Shift(MeansState state, DateTimeOffset newest)
    {
        var steps = (int)Math.Min(Day, (newest - state.Newest).TotalHours);
        for (var i = 0; i < steps; i++) state.Hours.Insert(0, null);
        if (state.Hours.Count > Day) state.Hours.RemoveRange(Day, state.Hours.Count - Day);
        state.Newest = newest;
    }

    private decimal? MedianOf(List<decimal?> hours)
    {
        Span<decimal> known = stackalloc decimal[Day];
        var count = 0;
        foreach (var hour in hours)
        {
            if (hour is { } mean && count < Day) known[count++] = mean;
        }

        if (count < spec.MinimumHours) return null;
        known = known[..count];
        known.Sort();
        return count % 2 == 1 ? known[count / 2] : (known[(count / 2) - 1] + known[count / 2]) / 2;
    }
}
