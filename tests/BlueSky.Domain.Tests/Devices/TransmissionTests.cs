using BlueSky.Assessment;
using BlueSky.Sources;
using BlueSky.Time;
using Period = BlueSky.Sources.Period;

namespace BlueSky.Devices;

public sealed class TransmissionTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 20, 0, 0, 0, ChinaTime.Offset);
    private static readonly DeviceProfile Profile = new() { ReportSeconds = 60, MinuteInterval = 10 };
    private static readonly Period[] Order = [Period.Instant, Period.Minute, Period.Hour];

    private static PacketTally Live(Period period, IEnumerable<DateTimeOffset> at)
    {
        var tally = new PacketTally();
        foreach (var moment in at)
        {
            tally.Take(new Observation
            {
                Mn = "M", Period = period, DataTime = moment, ReceivedAt = moment.AddSeconds(1), Readings = [new("a34002-Rtd", 1, Quality.Valid)],
            });
        }

        return tally;
    }

    private static IEnumerable<DateTimeOffset> Every(TimeSpan interval, DateTimeOffset from, DateTimeOffset to)
    {
        for (var at = from; at < to; at += interval) yield return at;
    }

    private static TransmissionCount Count(Period period, PacketTally tally, DateTimeOffset now, int days = 1) =>
        Transmission.Of(Profile, new Dictionary<Period, PacketTally> { [period] = tally }, Order, now).Counted!.Last(days);

    [Theory]
    [InlineData(0, 0)]    // nothing is due before an interval has passed after it
    [InlineData(119, 0)]
    [InlineData(120, 1)]
    [InlineData(179, 1)]
    [InlineData(600, 9)]
    public void What_is_due_counts_from_the_first_live_packet_and_an_interval_after_it_was_over(int seconds, int due)
    {
        var first = Morning.AddHours(10).AddSeconds(17);

        Assert.Equal(due, Count(Period.Instant, Live(Period.Instant, [first]), first.AddSeconds(seconds)).Expected);
    }

    [Fact]
    public void A_device_that_never_misses_is_whole_at_every_moment_of_every_day()
    {
        var minute = TimeSpan.FromMinutes(1);
        var first = Morning.AddHours(10).AddSeconds(17);
        var tally = Live(Period.Instant, Every(minute, first, first.AddDays(2)));
        foreach (var now in Every(TimeSpan.FromSeconds(41), first.AddMinutes(2), first.AddMinutes(9)).Append(first.AddDays(1)).Append(Morning.AddDays(1).AddSeconds(125)).Append(first.AddDays(2)))
        {
            var count = Count(Period.Instant, tally, now, 30);
            Assert.Equal(100m, count.Percent);
            Assert.Equal(count.Expected, count.Received);
        }

        Assert.Equal(new TransmissionCount(1440, 1440, 0), Transmission.Of(Profile, Tallies(Period.Instant, Every(minute, first, first.AddDays(2))), Order, first.AddDays(2)).Counted!.Days[1].Count);
    }

    [Fact]
    public void An_outage_is_missing_and_a_single_missing_packet_is_never_rounded_away()
    {
        var minute = TimeSpan.FromMinutes(1);
        var whole = Every(minute, Morning, Morning.AddDays(1)).ToList();
        var now = Morning.AddDays(1).AddHours(12);

        var outage = Transmission.Of(Profile, Tallies(Period.Instant, whole.Where(t => t.Hour is < 6 or >= 12)), Order, now).Counted!.Days[1].Count;
        var one = Transmission.Of(Profile, Tallies(Period.Instant, whole.Where(t => t.TimeOfDay != TimeSpan.FromHours(7))), Order, now).Counted!.Days[1].Count;

        Assert.Equal((1440, 1080, 75m), (outage.Expected, outage.Received, outage.Percent));
        Assert.Equal((1440, 1439, 99.9m), (one.Expected, one.Received, one.Percent));
    }

    [Fact]
    public void A_day_with_more_than_was_due_makes_good_no_other()
    {
        var twice = Every(TimeSpan.FromSeconds(30), Morning, Morning.AddDays(1));
        var half = Every(TimeSpan.FromSeconds(120), Morning.AddDays(1), Morning.AddDays(2));

        var days = Transmission.Of(Profile, Tallies(Period.Instant, twice.Concat(half)), Order, Morning.AddDays(2).AddSeconds(1)).Counted!;

        Assert.Equal(75m, days.Last(3).Percent);
        Assert.Equal([2880, 720], new[] { days.Days[2].Arrived, days.Days[1].Arrived });
    }

    [Fact]
    public void A_dead_device_goes_on_missing()
    {
        var tally = Live(Period.Instant, Every(TimeSpan.FromMinutes(1), Morning, Morning.AddDays(1)));

        var week = Count(Period.Instant, tally, Morning.AddDays(4), 7);

        Assert.Equal((4 * 1440, 1440, 25m), (week.Expected + 1, week.Received, week.Percent));
    }

    [Fact]
    public void Means_are_due_by_the_span_they_stand_for()
    {
        var now = Morning.AddDays(1).AddSeconds(1);
        Assert.Equal(143, Count(Period.Minute, Live(Period.Minute, [Morning]), now, 2).Expected);
        Assert.Equal(23, Count(Period.Hour, Live(Period.Hour, [Morning]), now, 2).Expected);
    }

    [Fact]
    public void The_first_kind_of_message_in_the_order_that_a_device_sends_stands_for_it()
    {
        var tallies = new Dictionary<Period, PacketTally> { [Period.Hour] = Live(Period.Hour, [Morning]), [Period.Minute] = Live(Period.Minute, [Morning]) };

        var rate = Transmission.Of(Profile, tallies, Order, Morning.AddHours(3));

        Assert.Equal(Period.Minute, rate.Counted!.Period);
        Assert.Equal([Period.Minute, Period.Hour], rate.Classes.Select(c => c.Period));
    }

    [Fact]
    public void History_alone_makes_no_kind_of_message_due()
    {
        var tally = new PacketTally();
        tally.Take(new Observation
        {
            Mn = "M", Period = Period.Minute, DataTime = Morning, ReceivedAt = Morning.AddHours(5), Readings = [new("a34002-Avg", 1, Quality.Valid)],
        });

        Assert.Null(Transmission.Of(Profile, new Dictionary<Period, PacketTally> { [Period.Minute] = tally }, Order, Morning.AddHours(6)).Counted);
    }

    [Theory]
    [InlineData("\"instant\", \"minute\", \"hour\"", "", "rateOf")]
    [InlineData("\"hour\"]", "\"instant\"]", "rateOf")]
    [InlineData("\"value\": 90", "\"value\": 101", "markedBelowPercent")]
    [InlineData("\"mark\": \"K\", ", "", "markedBelowPercent")]
    [InlineData("\"value\": 31", "\"value\": 32", "backfillMostDays")]
    [InlineData("\"value\": 24", "\"value\": 0", "backfillGiveUpHours")]
    public void A_policy_that_cannot_be_used_names_its_field(string from, string to, string field)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seeds", "devices", "devices.json"));
        Assert.Contains(from, text, StringComparison.Ordinal);

        var fault = Assert.Throws<PolicyException>(() => DevicePolicy.Parse(text.Replace(from, to, StringComparison.Ordinal)));

        Assert.Contains(field, fault.Message, StringComparison.Ordinal);
        Assert.Equal(Order, DevicePolicy.Parse(text).RateOf.Value);
    }

    private static Dictionary<Period, PacketTally> Tallies(Period period, IEnumerable<DateTimeOffset> at) => new() { [period] = Live(period, at) };
}
