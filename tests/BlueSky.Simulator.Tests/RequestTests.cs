using BlueSky.Hj212;

namespace BlueSky.Simulator;

/// <summary>Requests of the gateway (HJ 212-2017, 6.6 and Annex C).</summary>
public sealed class RequestTests
{
    private static readonly SimulatedDevice Site = Devices.Site();
    private readonly VirtualDevice _device = Make(Site);

    private static VirtualDevice Make(SimulatedDevice site, double clock = 0)
    {
        var behaviour = new DeviceBehaviour { Seed = 5, StartsWithLastHour = false, Interval = TimeSpan.FromHours(6), Faults = new FaultPlan([new(Fault.ClockDrift, clock)]) };
        var device = new VirtualDevice(site, behaviour, new SimulationCounters(), null, new FaultInjector(behaviour.Faults, 5, "x"));
        device.Connected(Devices.Noon);
        foreach (var frame in device.Poll(Devices.Noon)) device.Receive(Devices.ReadOne(Devices.Answer(Devices.ReadOne(frame))), Devices.Noon);
        return device;
    }

    private List<Packet> Ask(string cn, string area, VirtualDevice? device = null, string? password = null) =>
        [.. (device ?? _device).Receive(Devices.ReadOne(Devices.Request(Site, cn, area, password: password)), Devices.Noon).Select(f => Devices.ReadOne(f))];

    [Fact]
    public void History_is_replayed_between_9011_and_9012_and_equals_what_was_sent_live()
    {
        var replies = Ask("2061", "BeginTime=20260504080000;EndTime=20260504100000");
        Assert.Equal("1", Assert.Single(replies, r => r.Cn == "9011").Fields["QnRtn"]);
        Assert.Single(replies);

        var sent = new List<Packet>();
        for (var frames = _device.Poll(Devices.Noon); frames.Count > 0; frames = _device.Poll(Devices.Noon))
        {
            foreach (var packet in frames.Select(f => Devices.ReadOne(f)))
            {
                sent.Add(packet);
                if (packet.Cn == "2061") _device.Receive(Devices.ReadOne(Devices.Answer(packet)), Devices.Noon);
            }
        }

        Assert.Equal(["2061", "2061", "2061", "9012"], sent.Select(p => p.Cn));
        Assert.Equal([8, 9, 10], sent.Take(3).Select(p => p.DataTime!.Value.Hour));
        Assert.Equal(("20260504120000001", "1"), (sent[3].Qn, sent[3].Fields["ExeRtn"]));

        var live = new SignalSource(Site, 5).Over("2061", sent[1].DataTime!.Value);
        Assert.Equal(live.Values.Single(v => v.Key == "a34002-Avg").Text, sent[1].Factors["a34002"].Single(v => v.Field == "Avg").Text);
    }

    [Theory]
    [InlineData("2061", "BeginTime=20260504130000;EndTime=20260504150000", "100")] // in the future
    [InlineData("2061", "BeginTime=20260504120000;EndTime=20260504120000", "100")] // the hour is not over
    [InlineData("2051", "BeginTime=20250101000000;EndTime=20250101010000", "100")] // before the device was there
    [InlineData("2051", "BeginTime=20260504100000;EndTime=20260504090000", "3")]
    [InlineData("2051", "BeginTime=yesterday;EndTime=20260504090000", "3")]
    public void A_span_without_data_or_sense_is_answered_with_its_ExeRtn(string cn, string area, string result) =>
        Assert.Equal(result, Ask(cn, area).Single(r => r.Cn == "9012").Fields["ExeRtn"]);

    [Fact]
    public void Minutes_asked_for_one_record_give_one_record()
    {
        Ask("2051", "BeginTime=20260504084000;EndTime=20260504084000");

        Assert.Equal(["2051", "9012"], _device.Poll(Devices.Noon).Select(f => Devices.ReadOne(f).Cn));
    }

    [Fact]
    public void A_wrong_clock_is_read_and_then_set()
    {
        var device = Make(Site, clock: 1);
        var wrong = Ask("1011", "", device).Single(r => r.Cn == "1011").Fields["SystemTime"];
        Assert.Equal(HjTime.Format(device.ClockAt(Devices.Noon)), wrong);
        Assert.NotEqual(HjTime.Format(Devices.Noon), wrong);

        var replies = Ask("1012", $"SystemTime={HjTime.Format(Devices.Noon)}", device);

        Assert.Equal(["9011", "9012"], replies.Select(r => r.Cn));
        Assert.Equal("1", replies[1].Fields["ExeRtn"]);
        Assert.Equal(Devices.Noon, device.ClockAt(Devices.Noon));
    }

    [Fact]
    public void A_wrong_clock_drifts_on_after_it_was_set()
    {
        var device = Make(Site, clock: 1);
        Ask("1012", $"SystemTime={HjTime.Format(Devices.Noon)}", device);

        var off = (device.ClockAt(Devices.Noon.AddDays(1)) - Devices.Noon.AddDays(1)).Duration();

        Assert.InRange(off.TotalSeconds, 0.01, 18); // at most 200 parts in a million of a day
    }

    [Fact]
    public void The_real_time_interval_is_set_and_read()
    {
        Assert.Equal("1", Ask("1062", "RtdInterval=30").Single(r => r.Cn == "9012").Fields["ExeRtn"]);

        Assert.Equal(TimeSpan.FromSeconds(30), _device.Interval);
        Assert.Equal("30", Ask("1061", "").Single(r => r.Cn == "1061").Fields["RtdInterval"]);
        Assert.Equal("3", Ask("1062", "RtdInterval=0").Single(r => r.Cn == "9012").Fields["ExeRtn"]);
    }

    [Fact]
    public void Real_time_data_stop_on_notice_and_start_on_request()
    {
        Ask("1062", "RtdInterval=30");
        Assert.Equal("9013", Assert.Single(Ask("2012", "")).Cn);
        Assert.Empty(_device.Poll(Devices.Noon.AddMinutes(4)));

        Ask("2011", "");
        Assert.Equal("2011", Devices.ReadOne(Assert.Single(_device.Poll(Devices.Noon.AddMinutes(5)))).Cn);
    }

    [Fact]
    public void A_request_with_a_wrong_password_is_refused() => Assert.Equal("3", Assert.Single(Ask("1011", "", password: "999999")).Fields["QnRtn"]);

    [Fact]
    public void An_unknown_command_is_refused() => Assert.Equal("8", Assert.Single(Ask("3019", "")).Fields["QnRtn"]);

    [Fact]
    public void The_password_is_changed_for_what_follows()
    {
        Ask("1072", "NewPW=abcdef");

        Assert.Equal("3", Assert.Single(Ask("1011", "")).Fields["QnRtn"]);
        Assert.Equal("1", Ask("1011", "", password: "abcdef")[0].Fields["QnRtn"]);
    }

    [Fact]
    public void A_device_that_obeys_nothing_says_nothing() =>
        Assert.Empty(Ask("1011", "", Make(Site with { Profile = Site.Profile with { AcceptsCommands = false } })));
}
