using System.Globalization;
using System.Text.Json;
using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Tests.Sources;

/// <summary>One source on the bench: feeds observations by China time and keeps everything that came out.</summary>
internal sealed class Bench
{
    public static readonly SourceKindCatalog Kinds = SourceKindCatalog.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "source-kinds"));

    private long _arrival;

    public Bench(string kind, Func<SourceRegistration, SourceRegistration>? change = null)
        : this(Kinds[kind], change)
    {
    }

    public Bench(SourceKind kind, Func<SourceRegistration, SourceRegistration>? change = null)
    {
        var registration = new SourceRegistration
        {
            Id = "371302-test-0001", Name = "试验源", Kind = kind.Code, Town = "371302001", RegisteredOn = new DateOnly(2020, 1, 1),
            ReferenceStation = "1618A",
        };
        Registration = change is null ? registration : change(registration);
        Kind = kind;
        Monitor = new SourceMonitor(Registration, kind, Condition);
    }

    public SourceKind Kind { get; }

    public SourceRegistration Registration { get; private set; }

    public SourceCondition Condition { get; private set; } = new();

    public SourceMonitor Monitor { get; private set; }

    public Evaluation Result { get; } = new();

    public List<RuleTransition> Steps => Result.Transitions;

    /// <summary>Steps of one rule.</summary>
    public List<RuleTransition> Of(string rule) => Steps.FindAll(s => s.RuleId == rule);

    public static DateTimeOffset At(string chinaTime) =>
        DateTimeOffset.Parse(chinaTime + "+08:00", CultureInfo.InvariantCulture);

    public static Observation Make(string mn, Period period, DateTimeOffset at, int seconds, Quality quality, long arrival, params (string Channel, decimal Value)[] values) => new()
    {
        Mn = mn, Period = period, DataTime = at, ReceivedAt = at.AddSeconds(seconds + 2), PeriodSeconds = seconds, Arrival = arrival,
        Readings = [.. values.Select(v => new Reading(v.Channel, v.Value, quality))],
    };

    public Bench Instant(DateTimeOffset at, params (string, decimal)[] values) => Feed(Make("D1", Period.Instant, at, 0, Quality.Valid, ++_arrival, values));

    public Bench Late(DateTimeOffset at, params (string, decimal)[] values) => Feed(Make("D1", Period.Instant, at, 0, Quality.Late, ++_arrival, values));

    public Bench State(DateTimeOffset at, params (string, decimal)[] values) => Feed(Make("D1", Period.State, at, 0, Quality.Valid, ++_arrival, values));

    public Bench Minute(DateTimeOffset at, int minutes, params (string, decimal)[] values) => Feed(Make("D1", Period.Minute, at, minutes * 60, Quality.Valid, ++_arrival, values));

    public Bench DeviceHour(DateTimeOffset at, params (string, decimal)[] values) => Feed(Make("D1", Period.Hour, at, 3600, Quality.Valid, ++_arrival, values));

    public Bench Record(DateTimeOffset at, params (string, decimal)[] values) => Feed(Make("manual:inspector", Period.Record, at, 0, Quality.Valid, ++_arrival, values));

    public Bench DeviceRecord(DateTimeOffset at, params (string, decimal)[] values) => Feed(Make("D1", Period.Record, at, 0, Quality.Valid, ++_arrival, values));

    public Bench Reference(DateTimeOffset start, decimal pm10) => Feed(Make("station:1618A", Period.Hour, start, 3600, Quality.Valid, ++_arrival, ("a34002-Avg", pm10)));

    public Bench SandDust(DateTimeOffset at, bool inForce) => Feed(Make("context:sand-dust", Period.Instant, at, 0, Quality.Valid, ++_arrival, ("sand-dust-Rtd", inForce ? 1 : 0)));

    /// <summary>One value a minute for so many minutes.</summary>
    public Bench Minutes(DateTimeOffset from, int count, params (string, decimal)[] values)
    {
        for (var m = 0; m < count; m++) Instant(from.AddMinutes(m), values);
        return this;
    }

    /// <summary>An hour of values that differ a little around the mean, so that nothing looks constant.</summary>
    public Bench Hour(DateTimeOffset start, string channel, decimal mean)
    {
        for (var m = 0; m < 60; m++) Instant(start.AddMinutes(m), (channel, mean + (m % 2 == 0 ? -1 : 1)));
        return this;
    }

    public Bench Tick(DateTimeOffset now)
    {
        Monitor.Tick(now, Result);
        return this;
    }

    public Bench Feed(Observation o)
    {
        Monitor.Apply(o, Result);
        return this;
    }

    /// <summary>Writes the condition, reads it back and goes on from it.</summary>
    public Bench Restart(Func<SourceRegistration, SourceRegistration>? change = null)
    {
        Condition = JsonSerializer.Deserialize<SourceCondition>(JsonSerializer.Serialize(Condition))!;
        if (change is not null) Registration = change(Registration);
        Monitor = new SourceMonitor(Registration, Kind, Condition);
        return this;
    }

    public static string Json(object value) => JsonSerializer.Serialize(value);
}
