using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Sources;
using BlueSky.Violations;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace BlueSky.Tests;

public class SerializationTests
{
    private readonly Serializer _serializer =
        new ServiceCollection().AddBlueSkySerialization().BuildServiceProvider().GetRequiredService<Serializer>();

    private T RoundTrip<T>(T value) => _serializer.Deserialize<T>(_serializer.SerializeToArray(value))!;

    [Fact]
    public void An_observation_travels_with_every_digit_and_flag()
    {
        var observation = new Observation
        {
            Mn = "010000A8900016F000169DC0", Period = Period.Minute, DataTime = new(2026, 8, 1, 9, 30, 0, TimeSpan.FromHours(8)),
            ReceivedAt = new(2026, 8, 1, 1, 31, 2, TimeSpan.Zero), Qn = "20260801093001123", PeriodSeconds = 60, Arrival = 42,
            Readings = [new("a34002-Avg", 35.10m, Quality.Late | Quality.Unmarked), new("AL@003-Rtd", -1.08m, Quality.Negative)],
            Texts = [new("i11001-Info", "清洗管路")],
        };

        var copy = RoundTrip(new RoutedObservation("371302-site-0001", observation)).Observation;

        Assert.Equivalent(observation, copy, strict: true);
        Assert.Equal("35.10", copy.Readings[0].Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Types_of_the_domain_travel_although_they_carry_no_attributes()
    {
        var summary = new SourceSummary
        {
            SourceId = "s", Name = "演示", Town = "371302001", Kind = "site", Version = 3, Status = SourceStatus.Violating, HasDevice = true,
            OpenBySeverity = [0, 1, 0, 2], WorstRatio = 1.62m, AsOf = DateTimeOffset.UnixEpoch,
        };
        var view = new RollupView("371302001", "兰山街道", Rollup.Of([summary]), DateTimeOffset.UnixEpoch);

        Assert.Equivalent(view, RoundTrip(view), strict: true);
    }

    [Fact]
    public void A_step_of_a_problem_travels()
    {
        var step = new RuleTransition
        {
            Kind = TransitionKind.Opened, SourceId = "s", RuleId = "pm10-hour", Start = DateTimeOffset.UnixEpoch, At = DateTimeOffset.UnixEpoch,
            Severity = Severity.Serious, Value = 262.5m, Limit = 250m, Unit = "µg/m³", Explanation = "PM10 小时均值 262.5", Step = 1, Mark = "D",
        };

        Assert.Equal(step, RoundTrip(step));
    }

    [Fact]
    public void A_problem_travels_with_its_whole_history_and_a_command_with_its_actor()
    {
        var (town, centre) = (new Unit(UnitKind.Town, "371302001", "兰山街道"), new Actor("k1", "甲", Unit.CommandCentre, Role.Lead));
        var clock = new StageClock(Stage.Accept, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, false);
        ViolationEvent[] history =
        [
            new Assigned { Number = 1, Order = new Order(town, town, "立行立改", "D", Severity.Serious, clock, clock) },
            new Suspended { Number = 2, By = centre, Command = "c1", Cause = SuspensionCause.SandDust, Note = "沙尘", Until = DateTimeOffset.UnixEpoch },
        ];
        var view = new ViolationView("v", "371302001", "演示", "site", "区住建局", [], true, new LoopSummary { State = LoopState.Assigned, Town = town, Industry = town }, history);

        Assert.Equivalent(view, RoundTrip(view), strict: true);
        Assert.Equal(history, RoundTrip(view).History);
        ViolationCommand command = new Review("c2", centre, DateTimeOffset.UnixEpoch, false, "仍有裸土", Line.Town);
        Assert.Equal(command, RoundTrip(command));
        Assert.Equal(Refusals.TargetEnded, RoundTrip(new CommandAnswer(null, Refusals.TargetEnded, false)).Refusal);
    }

    [Fact]
    public void A_refusal_keeps_its_field_and_reason_across_nodes()
    {
        var refused = new RefusedException("unknown-kind", "kind", "没有这种类型");

        var copy = RoundTrip<Exception>(refused);

        var same = Assert.IsType<RefusedException>(copy);
        Assert.Equal(("unknown-kind", "kind", "没有这种类型"), (same.Reason, same.Field, same.Message));
    }
}
