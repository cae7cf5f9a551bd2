using BlueSky.Time;

namespace BlueSky.Sources.Rules;

/// <summary>
/// A state of one factor that puts a natural day in warning, at once when it is met; so many days in a row make an alarm
/// (GB 20952-2020 annex E: pressure that does not move, vapour concentration). A day without data breaks the row.
/// </summary>
internal sealed class DailyConditionRule(DailyConditionSpec spec, SourceKind kind) : Rule(spec)
{
    public override FactorSpec Factor { get; } = kind.FindFactor(spec.Factor)!;

    public override bool IsTimed => true;

    public override void OnReading(RuleRun run, in RuleReading reading)
    {
        var day = reading.At.DayStart();
        var state = run.DayOrNew(this, reading.Point);
        if (day < state.Day) return;
        if (day > state.Day)
        {
            state.Day = day;
            state.Bad = 0;
            state.Since = null;
            run.Wake(day.AddDays(1));
        }

        var met = (spec.AtLeast is not { } least || reading.Value >= least) && (spec.AtMost is not { } most || reading.Value <= most);
        var broken = state.LastAt is { } last && reading.At - last > TimeSpan.FromMinutes(spec.MaxGapMinutes);
        state.LastAt = reading.At;
        if (!met)
        {
            state.Since = null;
            return;
        }

        if (state.Since is null || broken) state.Since = reading.At;
        var minutes = (decimal)(reading.At - state.Since.Value).TotalMinutes;
        if (state.Bad > 0 || (spec.LongerThanMinutes > 0 && minutes <= spec.LongerThanMinutes)) return;
        state.Bad = 1;
        state.Calm = 0;
        state.DaysInRow = state.LastDay == day.AddDays(-1) ? state.DaysInRow + 1 : 1;
        Raise(run, state, reading.Value, reading.At);
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
            if (state.Bad > 0) continue;
            state.DaysInRow = 0;
            if (run.Find(this, state.Point) is null || ++state.Calm < Spec.Clear.Periods) continue;
            state.Calm = 0;
            run.Clear(this, state.Point, state.Day.AddDays(1), Finding(null, $"恢复：{Spec.Name}，{Wording.Date(state.Day)}全天未出现"));
        }
    }

    private void Raise(RuleRun run, DayState state, decimal value, DateTimeOffset at)
    {
        var severity = state.DaysInRow >= spec.AlarmDays ? Severity.Violation : Spec.Severity;
        if (!run.IsNews(this, state.Point, severity, 0)) return;
        var bounds = (spec.AtLeast, spec.AtMost) switch
        {
            ({ } least, { } most) => $"处于 {Wording.Plain(least)}…{Wording.Plain(most)} {Factor.Unit} 之内",
            ({ } least, null) => $"达到 {Wording.Plain(least)} {Factor.Unit}",
            (_, { } most) => $"不高于 {Wording.Plain(most)} {Factor.Unit}",
            _ => "",
        };
        var dwell = spec.LongerThanMinutes > 0 ? $"，连续超过 {Wording.Plain(spec.LongerThanMinutes / 60m)} 小时" : "";
        var row = state.DaysInRow > 1 ? $"，已连续 {state.DaysInRow} 天" : "";
        var start = spec.LongerThanMinutes > 0 ? state.Since!.Value : at;
        run.Raise(this, state.Point, start, at, severity, Finding(value, $"{Wording.Point(state.Point)}{Factor.Name} {Wording.Figure(value, Factor.Digits)} {Factor.Unit}，{bounds}{dwell}{row}"));
    }

    private Finding Finding(decimal? value, string text) => new(
        Factor.Code, value, spec.AtLeast is { } least && spec.AtMost is null ? least : spec.AtMost, Factor.Unit,
        value is { } v && spec.AtMost is null && spec.AtLeast is { } bound && bound > 0 ? decimal.Round(v / bound, 4) : 0, Spec.From, text);
}
