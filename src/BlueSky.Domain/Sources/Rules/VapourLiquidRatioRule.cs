using BlueSky.Time;

namespace BlueSky.Sources.Rules;

/// <summary>
/// 气液比 (GB 20952-2020 annex E): per nozzle and natural day the share of refuellings outside the bounds; warning days in a
/// row make an alarm; too few refuellings are carried to the next day, and such a day neither counts nor breaks the row; an
/// extreme ratio for long is an alarm at once. Recomputed from the raw ratios, whatever the station's own flags say.
/// A refuelling whose volume is not known does not count. One that arrives after its day was judged is judged with the
/// running day, if its day was yesterday or later.
/// </summary>
internal sealed class VapourLiquidRatioRule(VapourLiquidRatioSpec spec, SourceKind kind) : Rule(spec)
{
    private readonly FactorSpec _ratio = kind.FindFactor(spec.RatioFactor)!;

    public override bool IsTimed => true;

    public override void OnRecord(RuleRun run, Observation observation, bool live)
    {
        foreach (var reading in observation.Readings)
        {
            var channel = run.Kind.Channels[reading.Channel];
            if (channel.Factor != _ratio || channel.Field != ChannelField.Rtd || !reading.Quality.IsUsable()) continue;
            if (Volume(run, observation, channel.Point) is not { } volume || volume < spec.MinimumVolume) continue;
            Count(run, channel.Point, observation.DataTime, reading.Value, live);
        }
    }

    public override DateTimeOffset? Due(RuleRun run)
    {
        DateTimeOffset? due = null;
        if (run.Condition.Days is not { } days) return due;
        foreach (var state in days)
        {
            if (state.Rule == Id && state.LastDay != state.Day && state.Day.AddDays(1) is var end && (due is null || end < due)) due = end;
        }

        return due;
    }

    public override void OnDue(RuleRun run, DateTimeOffset at)
    {
        if (run.Condition.Days is not { } days) return;
        foreach (var state in days)
        {
            if (state.Rule != Id || state.LastDay == state.Day || state.Day.AddDays(1) > at) continue;
            state.LastDay = state.Day;
            if (state.Count >= spec.MinimumCount) JudgeDay(run, state);
            JudgeExtreme(run, state, state.Day.AddDays(1));
        }
    }

    private void Count(RuleRun run, string point, DateTimeOffset at, decimal ratio, bool live)
    {
        var state = run.DayOrNew(this, point);
        var day = at.DayStart();
        if (state.LastDay is { } closed && day < closed.AddDays(-1)) return;
        if (state.Day == default || (state.LastDay == state.Day && RunningDay(run, day) > state.Day))
        {
            state.Day = state.Day == default ? day : RunningDay(run, day);
            run.Wake(state.Day.AddDays(1));
        }

        state.Count++;
        if (ratio < spec.Lower || ratio > spec.Upper) state.Bad++;
        if (state.LastAt is { } last && at < last) return;
        state.LastAt = at;
        if (ratio < spec.ExtremeLower || ratio > spec.ExtremeUpper) state.Since ??= at;
        else state.Since = null;
        if (live) JudgeExtreme(run, state, at);
    }

    private static DateTimeOffset RunningDay(RuleRun run, DateTimeOffset day) =>
        run.Condition.Clock is { } clock && clock.DayStart() is var now && now > day ? now : day;

    private void JudgeDay(RuleRun run, DayState state)
    {
        var share = 100m * state.Bad / state.Count;
        var text = $"{Wording.Point(state.Point)}枪 {Wording.Date(state.Day)} 气液比超出 {Wording.Plain(spec.Lower)}…{Wording.Plain(spec.Upper)} 的加油 {state.Bad}/{state.Count} 次，占 {Wording.Figure(share, 1, spec.SharePercent)} %";
        state.Count = 0;
        state.Bad = 0;
        var end = state.Day.AddDays(1);
        if (share > spec.SharePercent)
        {
            state.DaysInRow++;
            state.Calm = 0;
            var severity = state.DaysInRow >= spec.AlarmDays ? Severity.Violation : Spec.Severity;
            var ratio = decimal.Round(share / Math.Max(spec.SharePercent, 1), 4);
            if (!run.IsNews(this, state.Point, severity, ratio)) return;
            var row = state.DaysInRow > 1 ? $"，已连续 {state.DaysInRow} 天预警" : "";
            run.Raise(this, state.Point, state.Day, end, severity, Finding(share, ratio, $"{text}，超过 {Wording.Plain(spec.SharePercent)} %{row}"));
            return;
        }

        state.DaysInRow = 0;
        if (run.Find(this, state.Point) is null || ++state.Calm < Spec.Clear.Periods) return;
        state.Calm = 0;
        run.Clear(this, state.Point, end, Finding(share, 0, "恢复：" + text));
    }

    private void JudgeExtreme(RuleRun run, DayState state, DateTimeOffset at)
    {
        if (state.Since is not { } since || state.LastAt is not { } last || last - since <= TimeSpan.FromHours(spec.ExtremeHours)) return;
        if (!run.IsActive(this, at) || !run.IsNews(this, state.Point, Severity.Violation, 0)) return;
        run.Raise(this, state.Point, since, at, Severity.Violation, new Finding(
            _ratio.Code, null, null, _ratio.Unit, 0, Spec.From,
            $"{Wording.Point(state.Point)}枪自 {Wording.Moment(since)} 起气液比持续小于 {Wording.Plain(spec.ExtremeLower)} 或大于 {Wording.Plain(spec.ExtremeUpper)}，超过 {spec.ExtremeHours} 小时"));
    }

    private decimal? Volume(RuleRun run, Observation observation, string point)
    {
        foreach (var reading in observation.Readings)
        {
            var channel = run.Kind.Channels[reading.Channel];
            if (channel.Point == point && channel.Code == spec.VolumeFactor && channel.Field == ChannelField.Rtd && reading.Quality.IsUsable()) return reading.Value;
        }

        return null;
    }

    private Finding Finding(decimal share, decimal ratio, string text) =>
        new(_ratio.Code, decimal.Round(share, 2, MidpointRounding.ToEven), spec.SharePercent, "%", ratio, Spec.From, text);
}
