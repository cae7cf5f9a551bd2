namespace BlueSky.Sources.Rules;

/// <summary>What all over-limit rules share: the row, runs of periods over it, clearing after a calm, the wording.</summary>
internal abstract class OverLimitRule(OverLimitSpec spec, SourceKind kind) : Rule(spec)
{
    protected OverLimitSpec Own { get; } = spec;

    public override FactorSpec Factor { get; } = kind.FindFactor(spec.Factor)!;

    public override bool WantsConverted => true;

    protected LimitRow? Row(RuleRun run, DateTimeOffset at) => run.Limit(this, Own.Factor, Own.Averaging, Own.Level, at);

    /// <summary>Judges one period [start, end) with its value. <paramref name="maxGap"/> is what may lie between two starts of one run, <paramref name="said"/> what to say of the figure.</summary>
    protected void Judge(
        RuleRun run, string point, DateTimeOffset start, DateTimeOffset end, decimal value, TimeSpan maxGap, string said)
    {
        if (Row(run, start) is not { } limit) return;
        var state = run.Run(this, point);
        if (!limit.IsBrokenBy(value) || run.IsSuppressed(Own.Suppress, Own.Factor, start, end))
        {
            if (state is not null) Calm(run, state, limit, start, end, value, limit.IsBrokenBy(value));
            return;
        }

        state ??= run.RunOrNew(this, point);
        if (state.Since is null || state.Last is not { } last || start - last > maxGap)
        {
            state.Since = start;
            state.Over = 0;
        }

        state.Over++;
        state.Last = start;
        state.Calm = 0;
        state.CalmSince = null;
        var since = state.Since.Value;
        if (state.Over < Own.Times || end - since < TimeSpan.FromMinutes(Own.ForMinutes)) return;
        var ratio = Wording.Ratio(limit, value);
        if (!run.IsNews(this, point, Spec.Severity, ratio)) return;
        var text = Wording.Point(point) + Factor.Name + Label(since, start, end) + " "
            + Wording.Figure(value, Factor.Digits, limit.BoundFor(value)) + " " + limit.Unit + said + Wording.Against(limit, value) + Repeated(state);
        run.Raise(this, point, since, end, Spec.Severity, Finding(limit, value, ratio, text));
    }

    private void Calm(RuleRun run, RunState state, LimitRow limit, DateTimeOffset start, DateTimeOffset end, decimal value, bool suppressed)
    {
        state.Over = 0;
        state.Since = null;
        state.Last = start;
        if (suppressed) return;
        if (run.Find(this, state.Point) is null)
        {
            run.Condition.Runs!.Remove(state);
            return;
        }

        state.Calm++;
        state.CalmSince ??= start;
        if (state.Calm < Spec.Clear.Periods || end - state.CalmSince.Value < TimeSpan.FromMinutes(Spec.Clear.Minutes)) return;
        run.Condition.Runs!.Remove(state);
        var text = $"恢复：{Wording.Point(state.Point)}{Factor.Name} {Wording.Figure(value, Factor.Digits)} {limit.Unit}，{Wording.Within(limit)}";
        run.Clear(this, state.Point, end, Finding(limit, value, 0, text));
    }

    private Finding Finding(LimitRow limit, decimal value, decimal ratio, string text) =>
        new(Own.Factor, decimal.Round(value, Math.Min(Factor.Digits + 3, 28), MidpointRounding.ToEven), limit.BoundFor(value), limit.Unit, ratio, limit.From, text);

    private string Repeated(RunState state) =>
        Own.ForMinutes > 0 ? $"，持续 {Own.ForMinutes} 分钟以上" : Own.Times > 1 ? $"，连续 {state.Over} 次" : "";

    protected abstract string Label(DateTimeOffset since, DateTimeOffset start, DateTimeOffset end);
}

/// <summary>Each reading against the limit, for a time or a number of readings.</summary>
internal sealed class OverLimitInstantRule(OverLimitSpec spec, SourceKind kind) : OverLimitRule(spec, kind)
{
    public override void OnReading(RuleRun run, in RuleReading reading)
    {
        if (Own.While.Count > 0 && !Conditions.AnyHolds(run, Own.While, reading.At, Own.MaxGapMinutes)) return;
        Judge(run, reading.Point, reading.At, reading.At, reading.Value, TimeSpan.FromMinutes(Own.MaxGapMinutes), Wording.Said(reading.Converted));
    }

    protected override string Label(DateTimeOffset since, DateTimeOffset start, DateTimeOffset end) => "（" + Wording.Moment(end) + "）";
}

/// <summary>Means over clock-aligned windows of n minutes.</summary>
internal sealed class OverLimitWindowRule(OverLimitSpec spec, SourceKind kind) : OverLimitRule(spec, kind)
{
    private readonly long _length = spec.Averaging.Minutes * TimeSpan.TicksPerMinute;

    public override bool IsTimed => true;

    public override void OnReading(RuleRun run, in RuleReading reading)
    {
        if (Own.While.Count > 0 && !Conditions.AnyHolds(run, Own.While, reading.At, Own.MaxGapMinutes)) return;
        var ticks = reading.At.UtcTicks;
        var startTicks = ticks - (ticks % _length);
        var state = StateLists.Find(run.Condition.Windows, this, reading.Point);
        if (state is not null && startTicks < state.Slot.Start.UtcTicks) return;
        if (state is null || state.Slot.Closed || startTicks > state.Slot.Start.UtcTicks)
        {
            if (state is { Slot.Closed: true } && startTicks == state.Slot.Start.UtcTicks) return;
            if (state is null)
            {
                var list = run.Condition.Windows;
                state = StateLists.Add(ref list, this, reading.Point);
                run.Condition.Windows = list;
            }

            state.Slot = new PeriodSlot { Start = new DateTimeOffset(startTicks, TimeSpan.Zero).ToOffset(Time.ChinaTime.Offset) };
            run.Wake(state.Slot.Start.AddTicks(_length));
        }

        state.Slot.Note(reading.Converted);
        state.Slot.Add(reading.Period, reading.Value, reading.At, reading.PeriodSeconds, Own.Averaging.Minutes);
    }

    public override DateTimeOffset? Due(RuleRun run)
    {
        DateTimeOffset? due = null;
        if (run.Condition.Windows is not { } windows) return due;
        foreach (var state in windows)
        {
            if (state.Rule == Id && !state.Slot.Closed && state.Slot.Start.AddTicks(_length) is var end && (due is null || end < due)) due = end;
        }

        return due;
    }

    public override void OnDue(RuleRun run, DateTimeOffset at)
    {
        if (run.Condition.Windows is not { } windows) return;
        foreach (var state in windows)
        {
            if (state.Rule != Id || state.Slot.Closed || state.Slot.Start.AddTicks(_length) is var end && end > at) continue;
            state.Slot.Closed = true;
            if (state.Slot.Best is not { } best || best.Covered < Own.MinimumCoverage || !run.IsActive(this, state.Slot.Start)) continue;
            Judge(run, state.Point, state.Slot.Start, end, state.Slot.OwnMean!.Value, TimeSpan.FromTicks(_length), Wording.Said((Converted)state.Slot.Conversion));
        }
    }

    protected override string Label(DateTimeOffset since, DateTimeOffset start, DateTimeOffset end) =>
        $" {Own.Averaging.Minutes} 分钟均值（{Wording.Span(start, end)}）";
}

/// <summary>Valid hourly means.</summary>
internal sealed class OverLimitHourRule(OverLimitSpec spec, SourceKind kind) : OverLimitRule(spec, kind)
{
    public override void OnHour(RuleRun run, in RuleHour hour) =>
        Judge(run, hour.Point, hour.Start, hour.End, hour.Mean, TimeSpan.FromHours(1), (hour.FromDevice ? "（设备小时均值）" : "") + Wording.Said(hour.Converted));

    protected override string Label(DateTimeOffset since, DateTimeOffset start, DateTimeOffset end) => $" 小时均值（{Wording.Span(start, end)}）";
}

/// <summary>Daily judgement: mean of the valid hours of a natural day, when there are enough of them.</summary>
internal sealed class OverLimitDayRule(OverLimitSpec spec, SourceKind kind) : OverLimitRule(spec, kind)
{
    public override bool IsTimed => true;

    public override void OnHourKnown(RuleRun run, string point, DateTimeOffset start, decimal? before, decimal? after)
    {
        var day = Time.ChinaTime.DayStart(start);
        var state = run.Day(this, point);
        if (state is not null && day < state.Day) return;
        if (state is null || day > state.Day)
        {
            state ??= run.DayOrNew(this, point);
            state.Day = day;
            state.Sum = 0;
            state.Count = 0;
            state.LastDay = null;
            run.Wake(day.AddDays(1));
        }

        state.Sum += (after ?? 0) - (before ?? 0);
        state.Count += (after is null ? 0 : 1) - (before is null ? 0 : 1);
    }

    public override DateTimeOffset? Due(RuleRun run)
    {
        DateTimeOffset? due = null;
        if (run.Condition.Days is not { } days) return due;
        foreach (var state in days)
        {
            if (state.Rule == Id && state.LastDay is null && state.Day.AddDays(1) is var end && (due is null || end < due)) due = end;
        }

        return due;
    }

    public override void OnDue(RuleRun run, DateTimeOffset at)
    {
        if (run.Condition.Days is not { } days) return;
        foreach (var state in days)
        {
            if (state.Rule != Id || state.LastDay is not null || state.Day.AddDays(1) > at) continue;
            state.LastDay = state.Day;
            if (state.Count < Math.Max(1, Own.MinimumCoverage) || !run.IsActive(this, state.Day)) continue;
            Judge(run, state.Point, state.Day, state.Day.AddDays(1), state.Sum / state.Count, TimeSpan.FromDays(1), Factor.Conversion is null ? "" : Wording.Said(Converted.ByUs));
        }
    }

    protected override string Label(DateTimeOffset since, DateTimeOffset start, DateTimeOffset end) => $" 日均值（{Wording.Date(start)}）";
}

/// <summary>The value of one record: a manual test, a road survey.</summary>
internal sealed class OverLimitRecordRule(OverLimitSpec spec, SourceKind kind) : OverLimitRule(spec, kind)
{
    public override void OnRecord(RuleRun run, Observation observation, bool live)
    {
        if (!live) return;
        foreach (var reading in observation.Readings)
        {
            var channel = run.Kind.Channels[reading.Channel];
            if (channel.Factor != Factor || channel.Field != ChannelField.Rtd || !Records.IsEvidence(reading.Quality)) continue;
            var state = run.Run(this, channel.Point);
            if (state?.Last is { } last && observation.DataTime < last) continue;
            var (value, converted) = Conversion.Of(run.Registration, run.Kind, observation, channel, reading.Value);
            if (converted == Converted.AbnormalOxygen) continue;
            Judge(run, channel.Point, observation.DataTime, observation.DataTime, value, TimeSpan.MaxValue, Wording.Said(converted));
        }
    }

    protected override string Label(DateTimeOffset since, DateTimeOffset start, DateTimeOffset end) => $"（{Wording.Date(end)}记录）";
}
