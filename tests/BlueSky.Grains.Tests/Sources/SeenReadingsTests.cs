using BlueSky.Time;

namespace BlueSky.Sources;

/// <summary>Identity of a value: device, period, DataTime, factor and field (hj212.md section 16).</summary>
public class SeenReadingsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 8, 1, 12, 0, 0, ChinaTime.Offset);

    private static Observation Packet(int second, params (string Channel, decimal Value)[] values) => new()
    {
        Mn = "MN1", Period = Period.Instant, DataTime = Noon.AddSeconds(second), ReceivedAt = Noon.AddSeconds(second),
        Readings = [.. values.Select(v => new Reading(v.Channel, v.Value, Quality.Valid))],
    };

    private static SeenReadings Holding(params Observation[] stored)
    {
        var seen = new SeenReadings();
        seen.Hold(Noon, stored);
        return seen;
    }

    [Fact]
    public void The_same_packet_again_is_the_same() =>
        Assert.Equal(SeenReadings.Verdict.Same, Holding(Packet(30, ("a34002-Rtd", 61.0m))).Judge(Packet(30, ("a34002-Rtd", 61.0m))));

    [Fact]
    public void Trailing_zeros_and_the_order_of_values_make_no_difference() =>
        Assert.Equal(SeenReadings.Verdict.Same, Holding(Packet(30, ("a", 1.50m), ("b", 2m))).Judge(Packet(30, ("b", 2.0m), ("a", 1.5m))));

    [Fact]
    public void Another_second_is_new() =>
        Assert.Equal(SeenReadings.Verdict.New, Holding(Packet(30, ("a", 1m))).Judge(Packet(31, ("a", 1m))));

    [Fact]
    public void Another_part_of_a_split_packet_is_new_and_both_together_are_then_the_same()
    {
        var seen = Holding(Packet(30, ("a", 1m)));
        Assert.Equal(SeenReadings.Verdict.New, seen.Judge(Packet(30, ("b", 2m))));

        seen.Add(Packet(30, ("b", 2m)));

        Assert.Equal(SeenReadings.Verdict.Same, seen.Judge(Packet(30, ("a", 1m), ("b", 2m))));
        Assert.Equal(SeenReadings.Verdict.LookCloser, seen.Judge(Packet(30, ("b", 2m))));
    }

    [Fact]
    public void Another_value_asks_for_a_closer_look() =>
        Assert.Equal(SeenReadings.Verdict.LookCloser, Holding(Packet(30, ("a", 1m))).Judge(Packet(30, ("a", 1.1m))));

    [Fact]
    public void A_revision_does_not_become_the_current_value()
    {
        var seen = Holding(Packet(30, ("a", 1m)));
        seen.Add(new Observation
        {
            Mn = "MN1", Period = Period.Instant, DataTime = Noon.AddSeconds(30), ReceivedAt = Noon,
            Readings = [new("a", 9m, Quality.Revision)],
        });

        Assert.Equal(SeenReadings.Verdict.Same, seen.Judge(Packet(30, ("a", 1m))));
    }

    [Fact]
    public void Only_the_hours_used_last_are_held()
    {
        var seen = Holding();
        for (var hour = 1; hour <= 3; hour++) seen.Hold(Noon.AddHours(hour), []);

        Assert.False(seen.Holds(Noon));
        Assert.True(seen.Holds(Noon.AddHours(1)));
    }

    [Fact]
    public void What_differs_is_kept_as_a_revision_and_what_is_equal_is_dropped()
    {
        var stored = Packet(30, ("a", 1m), ("b", 2m));
        var (readings, _, revised) = ReadingDifference.Of(Packet(30, ("a", 1m), ("b", 2.5m), ("c", 3m)), [stored, Packet(31, ("a", 7m))]);

        Assert.True(revised);
        Assert.Equal([new Reading("b", 2.5m, Quality.Revision), new Reading("c", 3m, Quality.Valid)], readings);
    }

    [Fact]
    public void A_revision_sent_twice_is_kept_once()
    {
        var stored = new[] { Packet(30, ("a", 1m)), Packet(30, ("a", 1.5m)) };
        var (readings, texts, revised) = ReadingDifference.Of(Packet(30, ("a", 1.5m)), stored);

        Assert.Empty(readings);
        Assert.Empty(texts);
        Assert.False(revised);
    }
}
