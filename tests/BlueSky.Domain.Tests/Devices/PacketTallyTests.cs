using BlueSky.Sources;
using BlueSky.Time;
using CsCheck;

namespace BlueSky.Devices;

public sealed class PacketTallyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, ChinaTime.Offset);
    private static readonly DateOnly Today = ChinaTime.Day(Noon);

    private static Observation Packet(DateTimeOffset at, TimeSpan? after = null, Quality quality = Quality.Valid, string channel = "a34002-Rtd") => new()
    {
        Mn = "M", Period = Period.Instant, DataTime = at, ReceivedAt = at + (after ?? TimeSpan.FromSeconds(1)), Readings = [new(channel, 1, quality)],
    };

    [Fact]
    public void Packets_are_counted_by_the_day_of_their_event_time()
    {
        var tally = new PacketTally();
        foreach (var minute in Enumerable.Range(0, 3)) tally.Take(Packet(Noon.AddMinutes(minute)));
        tally.Take(Packet(Noon.AddDays(1)));

        Assert.Equal([3, 1], new[] { Today, Today.AddDays(1) }.Select(tally.ReceivedOn));
        Assert.Equal(Noon, tally.Since);
    }

    [Fact]
    public void The_parts_of_one_packet_and_corrections_of_it_are_one()
    {
        var tally = new PacketTally();
        tally.Take(Packet(Noon));
        tally.Take(Packet(Noon, channel: "a34004-Rtd"));
        tally.Take(Packet(Noon.AddMinutes(1)));
        tally.Take(Packet(Noon, quality: Quality.Revision));

        Assert.Equal(2, tally.ReceivedOn(Today));
    }

    [Fact]
    public void History_fills_its_own_day_counts_as_late_and_starts_nothing()
    {
        var tally = new PacketTally();
        tally.Take(Packet(Noon.AddDays(-2), after: TimeSpan.FromDays(2)));
        Assert.Null(tally.Since);

        tally.Take(Packet(Noon));
        tally.Take(Packet(Noon.AddDays(-1), after: TimeSpan.FromDays(1)));

        Assert.Equal(Noon, tally.Since);
        Assert.Equal([(1, 0), (1, 1), (1, 1)], Enumerable.Range(0, 3).Select(n => (tally.ReceivedOn(Today.AddDays(-n)), tally.LateOn(Today.AddDays(-n)))));
    }

    [Fact]
    public void A_day_that_left_the_ring_is_forgotten_and_does_not_come_back_as_another()
    {
        var tally = new PacketTally();
        tally.Take(Packet(Noon));
        tally.Take(Packet(Noon.AddDays(PacketTally.DaysKept)));
        tally.Take(Packet(Noon.AddMinutes(1), after: TimeSpan.FromDays(40)));

        Assert.Equal([0, 1], new[] { Today, Today.AddDays(PacketTally.DaysKept) }.Select(tally.ReceivedOn));
    }

    [Fact]
    public void Whatever_the_order_of_days_every_day_that_is_kept_has_its_own_packets() =>
        Gen.Int[0, 80].Array[1, 60].Sample(days =>
        {
            var tally = new PacketTally();
            foreach (var (day, n) in days.Select((day, n) => (day, n))) tally.Take(Packet(Noon.AddDays(day).AddSeconds(n)));
            var newest = days.Max();
            for (var day = newest; day > newest - PacketTally.DaysKept; day--)
            {
                // What came while its day was still kept is there.
                var held = days.Where((d, n) => d == day && days.Take(n + 1).Max() - d < PacketTally.DaysKept).Count();
                if (tally.ReceivedOn(Today.AddDays(day)) != held) return false;
            }

            return true;
        });
}
