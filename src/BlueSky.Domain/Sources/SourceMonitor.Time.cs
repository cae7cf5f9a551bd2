using BlueSky.Sources.Rules;
using BlueSky.Time;

namespace BlueSky.Sources;

/// <content>Time ends: hours, windows, days, silence. All of them in order of event time, so the size of a step does not matter.</content>
public sealed partial class SourceMonitor
{
    /// <summary>Moves event time to <paramref name="to"/> and closes everything that ends until then.</summary>
    private void Advance(DateTimeOffset to)
    {
        if (_condition.Clock is { } clock && to <= clock) return;
        while (to.UtcTicks >= _run.NextDue)
        {
            var due = ComputeNextDue();
            if (due is null || due > to)
            {
                _run.SetNextDue(due);
                break;
            }

            CloseUntil(due.Value);
        }

        _condition.Clock = to.ToChina();
    }

    private void CloseUntil(DateTimeOffset due)
    {
        _condition.Clock = due.ToChina();
        var series = _condition.Series;
        for (var i = 0; i < series.Count; i++)
        {
            if (series[i].Running is { Closed: false } slot && slot.Start.AddHours(1) <= due) CloseHour(series[i], slot);
        }

        if (IsResting)
        {
            DropRuns();
            return;
        }

        foreach (var rule in _rules.Timed)
        {
            if (_run.IsActive(rule) && rule.Due(_run) is { } own && own <= due) rule.OnDue(_run, due);
        }
    }

    private DateTimeOffset? ComputeNextDue()
    {
        DateTimeOffset? due = null;
        foreach (var series in _condition.Series)
        {
            if (series.Running is { Closed: false } slot && slot.Start.AddHours(1) is var end && (due is null || end < due)) due = end;
        }

        return IsResting ? due : Earlier(due, static _ => true);
    }

    private DateTimeOffset? DueOf(Func<Rule, bool> wanted) =>
        !IsResting && Earlier(null, wanted) is { } due ? due + TickGrace : null;

    private DateTimeOffset? Earlier(DateTimeOffset? due, Func<Rule, bool> wanted)
    {
        foreach (var rule in _rules.Timed)
        {
            if (wanted(rule) && _run.IsActive(rule) && rule.Due(_run) is { } own && (due is null || own < due)) due = own;
        }

        return due;
    }

    /// <summary>Notices that rules begin to rest or run again; silence then counts anew.</summary>
    private void Rest(DateTimeOffset at)
    {
        if (IsResting == _condition.Resting) return;
        _condition.Resting = IsResting;
        if (IsResting) DropRuns();
        else if (_condition.HeardAt is { } heard && heard < at) _condition.HeardAt = at.ToChina();
        _run.Wake(DateTimeOffset.MinValue);
    }

    /// <summary>Runs and windows begun before a rest prove nothing after it; what overdue duties count from stays.</summary>
    private void DropRuns()
    {
        _condition.Windows = null;
        _condition.Pending = null;
        if (_condition.Runs is not { } runs) return;
        foreach (var state in runs)
        {
            state.Since = null;
            state.Over = 0;
            state.Calm = 0;
            state.CalmSince = null;
            state.Value = null;
        }
    }

    private void AddToHour(
        string factorAtPoint, string point, FactorSpec factor, Rule[] rules, Observation o, decimal value, bool live, Converted how)
    {
        var hour = o.DataTime.HourStart();
        var running = _condition.Clock?.HourStart();
        if (running is null || hour > running)
        {
            // Late data ahead of the clock: their hour cannot be judged yet and will not be whole here.
            if (_condition.AheadUntil is not { } ahead || hour > ahead) _condition.AheadUntil = hour;
            Recompute(hour);
            return;
        }

        if (hour < running.Value.AddHours(-1))
        {
            Recompute(hour);
            return;
        }

        var series = SeriesOf(factorAtPoint);
        var slot = SlotOf(series, hour, closed: hour < running);
        slot.Note(how);
        if (o.Period == Period.Hour) slot.Device = value;
        else slot.Add(o.Period, value, o.DataTime, o.PeriodSeconds, 60);
        if (slot.Closed) Correct(factorAtPoint, point, factor, rules, slot, live);
    }

    private PeriodSlot SlotOf(SeriesState series, DateTimeOffset hour, bool closed)
    {
        if (series.Running is { } running)
        {
            if (running.Start == hour) return running;
            if (hour < running.Start)
            {
                if (series.Last is not { } last || last.Start != hour) series.Last = NewSlot(hour, closed);
                return series.Last;
            }

            series.Last = running.Start == hour.AddHours(-1) ? running : null;
        }

        series.Running = NewSlot(hour, closed);
        if (!closed) _run.Wake(hour.AddHours(1));
        return series.Running;
    }

    private PeriodSlot NewSlot(DateTimeOffset hour, bool closed) =>
        new() { Start = hour, Closed = closed, Incomplete = _condition.AheadUntil >= hour };

    private void CloseHour(SeriesState series, PeriodSlot slot)
    {
        slot.Closed = true;
        var channel = _kind.Channels[series.Factor + "-Rtd"];
        var (factor, rules) = Dispatch(channel);
        if (factor is null) return;
        Publish(series.Factor, factor, slot);
        if (slot.ValidMean(_kind.ValidHourMinutes.Value) is not { } mean) return;
        TellKnown(rules, channel.Point, slot, mean);
        Judge(rules, channel.Point, slot, mean);
    }

    private void Correct(string factorAtPoint, string point, FactorSpec factor, Rule[] rules, PeriodSlot slot, bool live)
    {
        Publish(factorAtPoint, factor, slot);
        if (slot.ValidMean(_kind.ValidHourMinutes.Value) is not { } mean) return;
        TellKnown(rules, point, slot, mean);
        if (live) Judge(rules, point, slot, mean);
    }

    private void TellKnown(Rule[] rules, string point, PeriodSlot slot, decimal mean)
    {
        if (slot.Told == mean || IsResting) return;
        foreach (var rule in rules)
        {
            if (_run.IsActive(rule, slot.Start)) rule.OnHourKnown(_run, point, slot.Start, slot.Told, mean);
        }

        slot.Told = mean;
    }

    private void Judge(Rule[] rules, string point, PeriodSlot slot, decimal mean)
    {
        if (slot.Judged) return;
        slot.Judged = true;
        if (IsResting) return;
        var hour = new RuleHour(point, slot.Start, mean, (slot.Best?.Covered ?? 0) < _kind.ValidHourMinutes.Value, (Converted)slot.Conversion);
        foreach (var rule in rules)
        {
            if (_run.IsActive(rule, slot.Start)) rule.OnHour(_run, hour);
        }
    }

    private void Publish(string factorAtPoint, FactorSpec factor, PeriodSlot slot)
    {
        if (slot.Incomplete) Recompute(slot.Start);
        else _run.Result.Hours.Add(slot.ToHourly(_registration.Id, factorAtPoint, factor.Digits, _kind.ValidHourMinutes.Value, _condition.AppliedArrival));
    }

    private void Recompute(DateTimeOffset hour)
    {
        var label = hour.AddHours(1);
        if (!_run.Result.HoursToRecompute.Contains(label)) _run.Result.HoursToRecompute.Add(label);
    }

    /// <summary>Factor and rules of a series; a converted series has the rules that want converted values.</summary>
    private (FactorSpec? Factor, Rule[] Rules) Dispatch(ChannelInfo channel)
    {
        if (channel.Factor is { } factor) return (factor, _rules.ByFactor[channel.FactorIndex]);
        if (!channel.Code.EndsWith(FactorSpec.ConvertedSuffix, StringComparison.Ordinal)) return (null, []);
        var code = channel.Code.AsSpan(0, channel.Code.Length - FactorSpec.ConvertedSuffix.Length);
        for (var i = 0; i < _kind.Factors.Count; i++)
        {
            if (code.SequenceEqual(_kind.Factors[i].Code)) return (_kind.Factors[i], _rules.ByConverted[i]);
        }

        return (null, []);
    }
}
