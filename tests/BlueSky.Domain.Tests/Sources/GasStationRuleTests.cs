using BlueSky.Sources;
using BlueSky.Violations;
using static BlueSky.Tests.Sources.Bench;

namespace BlueSky.Tests.Sources;

/// <summary>Gas stations: GB 20952-2020 annex E (hj212.md 13.1) and the defaults of source-limits.md section 3.</summary>
public sealed class GasStationRuleTests
{
    private static readonly DateTimeOffset Day = At("2021-08-02T00:00:00");

    private static Bench Refuel(Bench bench, DateTimeOffset day, int count, int bad, decimal badRatio = 1.35m, decimal volume = 30)
    {
        for (var i = 0; i < count; i++)
        {
            bench.DeviceRecord(day.AddHours(8).AddMinutes(10 * i), ("AL@003-Rtd", i < bad ? badRatio : 1.1m), ("FuelVolume@003-Rtd", volume));
        }

        return bench;
    }

    private static Bench Days(params (int Count, int Bad)[] days)
    {
        var bench = new Bench("gas-station");
        for (var d = 0; d < days.Length; d++) Refuel(bench, Day.AddDays(d), days[d].Count, days[d].Bad);
        return bench.Instant(Day.AddDays(days.Length).AddHours(1), ("TankPressure-Rtd", -200));
    }

    [Theory]
    [InlineData(8, 2, false)]
    [InlineData(8, 3, true)]
    [InlineData(5, 1, false)]
    [InlineData(5, 2, true)]
    public void More_than_25_percent_outside_is_a_warning_of_that_day(int count, int bad, bool warned)
    {
        var steps = Days((count, bad)).Of("al-share");
        Assert.Equal(warned ? 1 : 0, steps.Count);
        if (!warned) return;
        Assert.Equal(Severity.Warning, steps[0].Severity);
        Assert.Equal("003", steps[0].Point);
        Assert.Equal(Day, steps[0].Start);
        Assert.Equal(Day.AddDays(1), steps[0].At);
        Assert.Equal("T", steps[0].Mark);
        Assert.DoesNotContain("默认值", steps[0].Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.9, false)]
    [InlineData(1.3, false)]
    [InlineData(0.89, true)]
    [InlineData(1.31, true)]
    public void The_bounds_themselves_are_inside(double ratio, bool warned)
    {
        var bench = Refuel(new Bench("gas-station"), Day, 6, 6, (decimal)ratio).Instant(Day.AddDays(1), ("TankPressure-Rtd", -200));
        Assert.Equal(warned ? 1 : 0, bench.Of("al-share").Count);
    }

    [Theory]
    [InlineData(14.99, 0)]
    [InlineData(15, 1)]
    public void Only_refuellings_of_15_litres_count(double volume, int expected)
    {
        var bench = Refuel(new Bench("gas-station"), Day, 6, 6, volume: (decimal)volume).Instant(Day.AddDays(1), ("TankPressure-Rtd", -200));
        Assert.Equal(expected, bench.Of("al-share").Count);
    }

    [Fact]
    public void Fewer_than_five_refuellings_are_carried_to_the_next_day()
    {
        Assert.Empty(Days((4, 4)).Of("al-share"));
        var step = Assert.Single(Days((4, 4), (1, 0)).Of("al-share"));
        Assert.Equal(80m, step.Value);
        Assert.Equal(Day.AddDays(1), step.Start);
    }

    [Fact]
    public void Seven_warning_days_in_a_row_are_an_alarm_and_a_day_without_judgement_does_not_break_the_row()
    {
        var six = Enumerable.Repeat((6, 3), 6);
        Assert.DoesNotContain(Days([.. six]).Of("al-share"), s => s.Severity == Severity.Violation);
        var steps = Days([.. six, (0, 0), (6, 3)]).Of("al-share");
        Assert.Equal(Severity.Violation, steps[^1].Severity);
        Assert.Equal(Day.AddDays(8), steps[^1].At);
        Assert.DoesNotContain(Days([.. six, (6, 0), (6, 3)]).Of("al-share"), s => s.Severity == Severity.Violation);
    }

    [Fact]
    public void A_judged_day_in_order_clears() =>
        Assert.Equal([TransitionKind.Opened, TransitionKind.Cleared], Days((6, 3), (6, 0)).Of("al-share").Select(s => s.Kind));

    [Theory]
    [InlineData(24, false)]
    [InlineData(25, true)]
    public void An_extreme_ratio_for_more_than_24_hours_is_an_alarm_at_once(int hours, bool alarm)
    {
        var bench = new Bench("gas-station");
        for (var h = 0; h <= hours; h += hours) bench.DeviceRecord(Day.AddHours(8 + h), ("AL@003-Rtd", 0.59m), ("FuelVolume@003-Rtd", 20));
        Assert.Equal(alarm, bench.Of("al-share").Exists(s => s.Severity == Severity.Violation));
        if (alarm) Assert.Equal(Day.AddHours(8), bench.Of("al-share")[0].Start);
    }

    [Fact]
    public void Refuellings_that_arrive_late_count_for_their_day()
    {
        var bench = new Bench("gas-station").Instant(Day.AddHours(7), ("TankPressure-Rtd", -200));
        for (var i = 0; i < 6; i++)
        {
            bench.Feed(Make("D1", Period.Record, Day.AddHours(8).AddMinutes(i), 0, Quality.Late, 0, ("AL@003-Rtd", 1.4m), ("FuelVolume@003-Rtd", 30)));
        }

        Assert.Empty(bench.Steps);
        Assert.Single(bench.Instant(Day.AddDays(1), ("TankPressure-Rtd", -200)).Of("al-share"));
    }

    private static Bench Pressure(Bench bench, DateTimeOffset from, int minutes, decimal value)
    {
        for (var m = 0; m <= minutes; m += 5) bench.Instant(from.AddMinutes(m), ("TankPressure-Rtd", value + (m % 2 == 0 ? 0 : 1)));
        return bench;
    }

    [Theory]
    [InlineData(720, 50, false)]
    [InlineData(725, 49, true)]
    [InlineData(725, 51, false)]
    [InlineData(725, -50, true)]
    public void Pressure_inside_50_Pa_for_more_than_12_hours_is_a_warning(int minutes, int value, bool warned) =>
        Assert.Equal(warned ? 1 : 0, Pressure(new Bench("gas-station"), Day.AddHours(1), minutes, value).Of("pressure-still").Count);

    [Fact]
    public void Pressure_does_not_run_over_midnight_because_the_day_is_judged()
    {
        var bench = Pressure(new Bench("gas-station"), Day.AddHours(16), 720, 10);
        Assert.Empty(bench.Of("pressure-still"));
    }

    [Fact]
    public void Seven_days_of_still_pressure_are_an_alarm_and_a_moving_day_clears()
    {
        var bench = new Bench("gas-station");
        for (var d = 0; d < 7; d++)
        {
            Pressure(bench, Day.AddDays(d).AddHours(1), 725, 10);
            Assert.Equal(d < 6 ? Severity.Warning : Severity.Violation, bench.Of("pressure-still")[^1].Severity);
        }

        Pressure(bench, Day.AddDays(7).AddHours(1), 725, 200);
        Pressure(bench, Day.AddDays(8).AddHours(1), 5, 200);
        Assert.Equal(TransitionKind.Cleared, bench.Of("pressure-still")[^1].Kind);
    }

    [Theory]
    [InlineData(3999, 0, 0)]
    [InlineData(4000, 1, 0)]
    [InlineData(7999, 1, 0)]
    [InlineData(8000, 1, 1)]
    public void Vapour_from_4000_is_a_warning_and_from_8000_an_alarm_at_once(int value, int warnings, int alarms)
    {
        var bench = new Bench("gas-station").Instant(Day.AddHours(3), ("VapourConcentration-Rtd", value));
        Assert.Equal(warnings, bench.Of("vapour-warning").Count);
        Assert.Equal(alarms, bench.Of("vapour-alarm").Count);
    }

    [Theory]
    [InlineData(601, 30, true)]
    [InlineData(601, 25, false)]
    [InlineData(600, 60, false)]
    [InlineData(-1502, 30, true)]
    [InlineData(-1500, 60, false)]
    public void Pressure_out_of_range_for_30_minutes_is_a_warning(int value, int minutes, bool warned)
    {
        var bench = new Bench("gas-station");
        for (var m = 0; m <= minutes; m += 5) bench.Instant(Day.AddMinutes(m), ("TankPressure-Rtd", value));
        Assert.Equal(warned ? 1 : 0, bench.Of("pressure-range").Count);
        if (warned) Assert.Equal(Day, bench.Of("pressure-range")[0].Start);
    }

    [Fact]
    public void A_gap_breaks_the_30_minutes()
    {
        var bench = new Bench("gas-station").Instant(Day, ("TankPressure-Rtd", 700)).Instant(Day.AddMinutes(11), ("TankPressure-Rtd", 700)).Instant(Day.AddMinutes(30), ("TankPressure-Rtd", 700));
        Assert.Empty(bench.Of("pressure-range"));
    }

    [Fact]
    public void Outlet_hour_above_25_is_an_alarm()
    {
        var bench = new Bench("gas-station").Hour(Day, "ProcessorOutlet-Rtd", 25).Hour(Day.AddHours(1), "ProcessorOutlet-Rtd", 26).Instant(Day.AddHours(2), ("TankPressure-Rtd", 0));
        Assert.Equal(Day.AddHours(1), Assert.Single(bench.Of("outlet-hour")).Start);
    }
}
