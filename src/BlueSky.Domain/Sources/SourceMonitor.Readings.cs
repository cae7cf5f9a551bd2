using BlueSky.Sources.Rules;
using BlueSky.Time;

namespace BlueSky.Sources;

/// <content>The way of one observation of the source's own devices or people.</content>
public sealed partial class SourceMonitor
{
    private const int MostChannels = 512;
    private int _valueHint;
    private int _seriesHint;

    private void TakeOwn(Observation o)
    {
        if (Liveness.IsFromFuture(o)) return;
        var fromDevice = !o.Mn.StartsWith("manual:", StringComparison.Ordinal);
        var live = IsLive(o);
        if (live && fromDevice)
        {
            Rest(o.DataTime);
            Advance(o.DataTime);
        }

        var rulesRun = live && !IsResting;
        if (rulesRun && fromDevice)
        {
            foreach (var rule in _rules.Packets)
            {
                if (_run.IsActive(rule, o.DataTime)) rule.OnObservation(_run, o);
            }
        }

        foreach (var reading in o.Readings) StoreLast(reading.Channel, reading.Value, o.DataTime, reading.Quality, o.Period);
        var intoHours = o.Period is Period.Instant or Period.Minute or Period.Hour;
        var usable = true;
        foreach (var reading in o.Readings)
        {
            if (!reading.Quality.IsUsable()) usable = false;
            else if (intoHours) TakeValue(o, reading, rulesRun);
        }

        if (o.Period == Period.Record && !IsResting)
        {
            foreach (var rule in _rules.All)
            {
                if (_run.IsActive(rule, o.DataTime)) rule.OnRecord(_run, o, live);
            }
        }

        if (rulesRun && fromDevice)
        {
            foreach (var rule in _rules.Packets)
            {
                if (_run.IsActive(rule, o.DataTime)) rule.AfterObservation(_run, o);
            }
        }

        if (fromDevice && o.Period == Period.Instant) CountPacket(o, usable);
        if (fromDevice && live) Heard(o);
        if (_condition.LastDataAt is not { } newest || o.End > newest) _condition.LastDataAt = o.End.ToChina();
    }

    private static bool IsLive(Observation o)
    {
        foreach (var reading in o.Readings)
        {
            if ((reading.Quality & Quality.Late) == 0) return true;
        }

        return o.Readings.Length == 0 && !Liveness.IsLate(o);
    }

    private void TakeValue(Observation o, in Reading reading, bool rulesRun)
    {
        var channel = _kind.Channels[reading.Channel];
        if (channel.Factor is not { Hourly: true } factor || !HourlyStatistics.Counts(o, channel, _kind)) return;
        var live = rulesRun && (reading.Quality & Quality.Late) == 0;
        var raw = _rules.ByFactor[channel.FactorIndex];
        if (o.Period != Period.Hour && live) TellReading(raw, new RuleReading(channel.Point, reading.Value, o.DataTime, o.Period, o.PeriodSeconds, Converted.Raw));
        AddToHour(channel.FactorAtPoint, channel.Point, factor, raw, o, reading.Value, live, Converted.Raw);
        if (factor.Conversion is null) return;
        var (value, how) = Conversion.Of(_registration, _kind, o, channel, reading.Value);
        var quality = how switch
        {
            Converted.AbnormalOxygen or Converted.NotPossible => reading.Quality | Quality.Fault,
            _ => reading.Quality,
        };
        StoreLast(_kind.Channels[channel.ConvertedAtPoint + "-Rtd"].Channel, value, o.DataTime, quality, o.Period);
        if (how == Converted.AbnormalOxygen) return;
        var converted = _rules.ByConverted[channel.FactorIndex];
        if (o.Period != Period.Hour && live) TellReading(converted, new RuleReading(channel.Point, value, o.DataTime, o.Period, o.PeriodSeconds, how));
        AddToHour(channel.ConvertedAtPoint, channel.Point, factor, converted, o, value, live, how);
    }

    private void TellReading(Rule[] rules, in RuleReading reading)
    {
        foreach (var rule in rules)
        {
            if (_run.IsActive(rule, reading.At)) rule.OnReading(_run, reading);
        }
    }

    private void StoreLast(string channel, decimal value, DateTimeOffset at, Quality quality, Period period)
    {
        if ((quality & Quality.Revision) != 0) return;
        var values = _condition.Values;
        for (var i = 0; i < values.Count; i++)
        {
            // Packets repeat the same channels in the same order, so the next one is nearly always beside the last.
            var index = _valueHint + i < values.Count ? _valueHint + i : (_valueHint + i) % values.Count;
            if (!string.Equals(values[index].Channel, channel, StringComparison.Ordinal)) continue;
            _valueHint = index + 1 < values.Count ? index + 1 : 0;
            if (at >= values[index].At) values[index] = new LastValue(values[index].Channel, value, at.ToChina(), quality, period);
            return;
        }

        if (values.Count < MostChannels) values.Add(new LastValue(_kind.Channels[channel].Channel, value, at.ToChina(), quality, period));
    }

    private SeriesState SeriesOf(string factorAtPoint)
    {
        var series = _condition.Series;
        for (var i = 0; i < series.Count; i++)
        {
            var index = _seriesHint + i < series.Count ? _seriesHint + i : (_seriesHint + i) % series.Count;
            if (!string.Equals(series[index].Factor, factorAtPoint, StringComparison.Ordinal)) continue;
            _seriesHint = index + 1 < series.Count ? index + 1 : 0;
            return series[index];
        }

        var added = new SeriesState { Factor = factorAtPoint };
        series.Add(added);
        return added;
    }

    private void CountPacket(Observation o, bool usable)
    {
        var start = o.DataTime.HourStart();
        if (_condition.CoverageRunning is not { } running || start > running.Start)
        {
            (_condition.CoverageLast, _condition.CoverageRunning) =
                (_condition.CoverageRunning, new HourCoverage { Start = start });
        }

        var coverage = start == _condition.CoverageRunning!.Start ? _condition.CoverageRunning
            : _condition.CoverageLast is { } last && last.Start == start ? last : null;
        if (coverage is null) return;
        if (coverage.LastAt == o.DataTime && coverage.LastMn == o.Mn)
        {
            // A packet that the device split: it is usable only when all its parts are.
            if (!usable && coverage.LastUsable) coverage.Usable--;
            coverage.LastUsable &= usable;
            return;
        }

        coverage.Received++;
        if (usable) coverage.Usable++;
        (coverage.LastAt, coverage.LastMn, coverage.LastUsable) = (o.DataTime.ToChina(), o.Mn, usable);
    }

    private void Heard(Observation o)
    {
        if (!SilenceRule.IsHeard(_condition, o)) return;
        var isLong = SilenceRule.IsLong(o);
        var wasLong = _condition.HeardPeriod > 0;
        if (!isLong) _condition.HeardPeriod = 0;
        else if (_condition.HeardPeriod == 0 || o.PeriodSeconds < _condition.HeardPeriod) _condition.HeardPeriod = o.PeriodSeconds;
        if (_condition.HeardAt is { } heard && o.End <= heard) return;
        var first = _condition.HeardAt is null || wasLong;
        _condition.HeardAt = o.End.ToChina();
        if (first) _run.Wake(o.End);
    }
}
