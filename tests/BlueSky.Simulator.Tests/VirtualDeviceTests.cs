using BlueSky.Hj212;

namespace BlueSky.Simulator;

public sealed class VirtualDeviceTests
{
    private static readonly DeviceBehaviour Quiet = new() { Seed = 7, StartsWithLastHour = false };
    private readonly SimulationCounters _counters = new();

    private VirtualDevice Make(SimulatedDevice device, DeviceBehaviour? behaviour = null, AnswerLog? log = null) => new(device, behaviour ?? Quiet, _counters, log);

    private static Packet Answered(VirtualDevice device, byte[] frame, DateTimeOffset now, byte[]? key = null)
    {
        var upload = Devices.ReadOne(frame, key);
        Assert.Empty(device.Receive(Devices.ReadOne(Devices.Answer(upload)), now));
        return upload;
    }

    [Fact]
    public void A_first_connection_brings_the_last_complete_hour_and_minute_mean_and_then_live_data()
    {
        var device = Make(Devices.Site(), new DeviceBehaviour { Window = 10 });
        device.Connected(Devices.Noon);

        var packets = device.Poll(Devices.Noon).Select(f => Devices.ReadOne(f)).ToList();

        Assert.Equal(["2061", "2051", "2011"], packets.Select(p => p.Cn));
        // HJ 212-2017: a period is stamped by its start. At 12:03:20 the last hour began at 11, the last ten minutes at 11:50.
        Assert.Equal([At(11, 0, 0), At(11, 50, 0), At(12, 3, 20)], packets.Select(p => p.DataTime));
        Assert.All(packets, p => Assert.Equal(5, p.Flag));
        Assert.All(packets, p => Assert.Empty(p.Warnings));
    }

    [Fact]
    public void A_device_that_stamps_the_end_stamps_the_end()
    {
        var site = Devices.Site();
        var device = Make(site with { Profile = site.Profile with { StampsPeriodEnd = true } }, new DeviceBehaviour { Window = 10 });
        device.Connected(Devices.Noon);

        Assert.Equal([At(12, 0, 0), At(12, 0, 0), At(12, 3, 20)], device.Poll(Devices.Noon).Select(f => Devices.ReadOne(f).DataTime));
    }

    [Fact]
    public void An_unanswered_upload_goes_out_three_times_more_with_the_same_bytes_and_then_into_the_store()
    {
        // HJ 212-2017, 6.6.2: time-out 10 s, 3 re-sends on mobile links.
        var device = Make(Devices.Site(), Quiet with { Interval = TimeSpan.FromHours(2) });
        device.Connected(Devices.Noon);
        var first = Assert.Single(device.Poll(Devices.Noon));

        for (var again = 1; again <= 3; again++)
        {
            Assert.Empty(device.Poll(Devices.Noon.AddSeconds((10 * again) - 0.1)));
            Assert.Equal(first, Assert.Single(device.Poll(Devices.Noon.AddSeconds(10 * again))));
        }

        Assert.Empty(device.Poll(Devices.Noon.AddSeconds(40)));
        Assert.Equal((1, 0), (device.Stored, device.Waits));
        Assert.Equal((1, 3, 0, 1), (_counters.Sent, _counters.Resent, _counters.Answered, _counters.Backlogged));
    }

    [Fact]
    public void The_store_waits_until_somebody_answers_something_fresh_and_then_goes_out_under_a_new_QN()
    {
        var device = Make(Devices.Site(), Quiet with { Resends = 0, Interval = TimeSpan.FromSeconds(60) });
        device.Connected(Devices.Noon);
        var first = Devices.ReadOne(Assert.Single(device.Poll(Devices.Noon)));
        Assert.Empty(device.Poll(Devices.Noon.AddSeconds(10)));
        Assert.Equal(1, device.Stored);

        var later = Devices.Noon.AddSeconds(60);
        Answered(device, Assert.Single(device.Poll(later)), later);
        var stored = Devices.ReadOne(Assert.Single(device.Poll(later)));

        Assert.Equal(first.DataTime, stored.DataTime);
        Assert.NotEqual(first.Qn, stored.Qn);
        Assert.Null(stored.Rf);
        Assert.Equal(0, device.Stored);
    }

    [Fact]
    public void The_edition_of_2025_marks_stored_data_with_RF_and_encrypts_with_its_key()
    {
        var key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");
        var device = Make(Devices.Kiln(key), Quiet with { Resends = 0 });
        device.Connected(Devices.Noon);
        var live = Assert.Single(device.Poll(Devices.Noon));
        device.Disconnected();
        device.Connected(Devices.Noon.AddSeconds(1));
        var again = Assert.Single(device.Poll(Devices.Noon.AddSeconds(1)));

        Assert.DoesNotContain("a21002", Devices.Text(live), StringComparison.Ordinal);
        var (first, second) = (Devices.ReadOne(live, key), Devices.ReadOne(again, key));
        Assert.Equal((9, null, "1"), (first.Flag, first.Rf, second.Rf));
        Assert.True(first.WasEncrypted);
        Assert.Equal(first.Factors["a21002"][0].Text, second.Factors["a21002"][0].Text);
    }

    [Fact]
    public void The_edition_of_2025_sends_heart_beats()
    {
        var device = Make(Devices.Kiln(new byte[16]), Quiet with { Interval = TimeSpan.FromHours(1) });
        device.Connected(Devices.Noon);
        Answered(device, Assert.Single(device.Poll(Devices.Noon)), Devices.Noon, new byte[16]);

        var beat = Devices.ReadOne(Assert.Single(device.Poll(Devices.Noon.AddSeconds(60))));

        Assert.Equal(("9015", "91", 8), (beat.Cn, beat.St, beat.Flag));
    }

    [Fact]
    public void What_fell_due_while_the_connection_was_down_comes_afterwards_and_nothing_is_missing()
    {
        var device = Make(Devices.Site(), Quiet with { Interval = TimeSpan.FromSeconds(60) });
        device.Connected(Devices.Noon);
        var times = new List<DateTimeOffset?> { Answered(device, Assert.Single(device.Poll(Devices.Noon)), Devices.Noon).DataTime };
        device.Disconnected();

        var now = Devices.Noon.AddMinutes(5);
        device.Connected(now);
        for (var frames = device.Poll(now); frames.Count > 0; frames = device.Poll(now)) times.Add(Answered(device, Assert.Single(frames), now).DataTime);

        // The first interval has a phase of half to one interval, so five or six moments fall into five minutes.
        Assert.InRange(times.Count, 6, 7);
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public void A_full_store_drops_its_oldest_and_counts_it()
    {
        var device = Make(Devices.Site(), Quiet with { Interval = TimeSpan.FromSeconds(1), StoreLimit = 5 });
        device.Connected(Devices.Noon);
        device.Disconnected();
        device.Connected(Devices.Noon.AddSeconds(30));

        Assert.Equal(5, device.Stored);
        Assert.InRange(_counters.Dropped, 24, 26);
    }

    [Fact]
    public void A_silent_device_stops_sending()
    {
        var device = Make(Devices.Site(incident: Incident.Silent), Quiet with { SilentAfter = TimeSpan.FromSeconds(30), Interval = TimeSpan.FromSeconds(10) });
        device.Connected(Devices.Noon);
        var sent = 0;
        for (var second = 0; second < 7200; second += 5)
        {
            foreach (var frame in device.Poll(Devices.Noon.AddSeconds(second)))
            {
                sent++;
                Answered(device, frame, Devices.Noon.AddSeconds(second));
            }
        }

        Assert.InRange(sent, 3, 4);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        byte[] Run(int seed) => [.. Hour(Make(Devices.Site(), new DeviceBehaviour { Seed = seed })).SelectMany(f => f)];

        Assert.Equal(Run(3), Run(3));
        Assert.NotEqual(Run(3), Run(4));
    }

    [Fact]
    public void The_answer_log_holds_an_answer_only_after_it_came()
    {
        using var log = new AnswerLog(null, keep: true);
        var device = Make(Devices.Site(), log: log);
        device.Connected(Devices.Noon);
        var upload = Devices.ReadOne(Assert.Single(device.Poll(Devices.Noon)));
        Assert.Equal("sent", Assert.Single(log.Entries).Event);

        device.Receive(Devices.ReadOne(Devices.Answer(upload, "9013")), Devices.Noon);
        device.Receive(Devices.ReadOne(Devices.Answer(upload with { Qn = "20260504000000000" })), Devices.Noon);
        Assert.Single(log.Entries);

        for (var twice = 0; twice < 2; twice++) device.Receive(Devices.ReadOne(Devices.Answer(upload)), Devices.Noon);

        var answered = Assert.Single(log.Entries, e => e.Event == "answered");
        Assert.Equal((upload.Mn, "2011", upload.DataTime, upload.Qn), (answered.Mn, answered.Cn, answered.DataTime, answered.Qn));
        Assert.Equal(upload.Factors["a34002"][0].Text, answered.Values["a34002-Rtd"]);
    }

    [Fact]
    public void An_upload_in_parts_is_two_packets_with_a_QN_each_and_all_factors_once()
    {
        // HJ 212-2017, C.49 and C.50: parts repeat DataTime and have their own QN.
        var behaviour = Quiet with { Window = 4, Faults = new FaultPlan([new(Fault.Parts, 1)]) };
        var device = new VirtualDevice(Devices.Site(), behaviour, _counters, null, new FaultInjector(behaviour.Faults, 1, "x"));
        device.Connected(Devices.Noon);

        var parts = device.Poll(Devices.Noon).Select(f => Devices.ReadOne(f)).ToList();

        Assert.Equal([(7, 2, 1), (7, 2, 2)], parts.Select(p => (p.Flag!.Value, p.Pnum!.Value, p.Pno!.Value)));
        Assert.NotEqual(parts[0].Qn, parts[1].Qn);
        Assert.Equal(parts[0].DataTime, parts[1].DataTime);
        Assert.Equal(["LA", "a34002", "a34004"], parts.SelectMany(p => p.Factors.Keys).Order(StringComparer.Ordinal));
    }

    internal static List<byte[]> Hour(VirtualDevice device)
    {
        var frames = new List<byte[]>();
        device.Connected(Devices.Noon);
        for (var second = 0; second < 3600; second++)
        {
            var now = Devices.Noon.AddSeconds(second);
            foreach (var frame in device.Poll(now))
            {
                frames.Add(frame);
                if (second % 7 != 0) device.Receive(Devices.ReadOne(Devices.Answer(Devices.ReadOne(frame))), now);
            }
        }

        return frames;
    }

    private static DateTimeOffset At(int hour, int minute, int second) => new(2026, 5, 4, hour, minute, second, TimeSpan.FromHours(8));
}
