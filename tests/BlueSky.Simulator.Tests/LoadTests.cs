namespace BlueSky.Simulator;

public sealed class LoadTests
{
    private static List<LoadDevice> Make(int count) => [.. Enumerable.Range(1, count).Select(i => new LoadDevice($"DE371302FF{i:D14}", $"{i:D6}"))];

    private static LoadPlan Plan(TestGateway gateway) => new()
    {
        Gateway = gateway.Address,
        Devices = Make(50),
        Connections = 4,
        InFlight = 64,
        Rate = 2_000,
        Duration = TimeSpan.FromSeconds(1),
    };

    [Fact]
    public async Task A_load_keeps_its_rate_and_every_packet_is_an_observation_of_its_own()
    {
        await using var gateway = new TestGateway();

        var report = await LoadGenerator.Run(Plan(gateway), TestContext.Current.CancellationToken);

        Assert.InRange(report.Sent, 200, 2_000); // 2,000 a second for a second; fewer on a machine that is busy
        Assert.Equal((report.Sent, 0), (report.Answered, report.Unanswered));
        Assert.Equal(report.Answered, report.Latency.Count);
        var received = gateway.Received;
        Assert.Equal(received.Count, received.Select(p => (p.Mn, p.DataTime)).Distinct().Count());
        Assert.Equal(4, gateway.Accepted);
        Assert.Equal(0, gateway.Faults);
        Assert.All(received, p => Assert.True(p is { Cn: "2011", Flag: 5, Factors.Count: 6 } && p.Pw == p.Mn![^6..] && p.Warnings.Count == 0));
    }

    [Fact]
    public async Task Packets_that_nobody_answers_count_as_unanswered_and_do_not_block_the_rest()
    {
        var seen = 0;
        await using var gateway = new TestGateway(_ => Interlocked.Increment(ref seen) % 10 != 0);

        var report = await LoadGenerator.Run(Plan(gateway) with { AnswerTimeout = TimeSpan.FromSeconds(3) }, TestContext.Current.CancellationToken);

        Assert.Equal(report.Sent, gateway.Received.Count);
        Assert.Equal(report.Sent / 10, report.Unanswered);
    }

    [Fact]
    public async Task A_warm_up_is_in_no_figure_and_every_answer_after_it_is_told()
    {
        await using var gateway = new TestGateway();
        var plan = Plan(gateway);
        var told = new List<(string Mn, DateTimeOffset At)>();
        var warm = 0;

        var report = await LoadGenerator.Run(
            plan with
            {
                WarmUp = TimeSpan.FromSeconds(0.5),
                WarmUpRate = 200,
                Warm = () => warm++,
                Answered = (device, at) => told.Add((plan.Devices[device].Mn, at)),
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(1, warm);
        var received = gateway.Received;
        Assert.Equal(100, received.Count - report.Sent);   // 0.5 s at 200/s
        Assert.Equal(report.Sent, report.Answered);
        Assert.Equal((report.Answered, report.Answered), (report.Latency.Count, told.Count));
        Assert.Equal(told.Count, told.Distinct().Count());
        Assert.Subset(received.Select(p => (p.Mn!, p.DataTime!.Value)).ToHashSet(), told.ToHashSet());
    }

    [Fact]
    public async Task A_gateway_that_hangs_up_ends_the_load_with_an_error()
    {
        await using var gateway = new TestGateway();
        var running = LoadGenerator.Run(Plan(gateway) with { Duration = TimeSpan.FromMinutes(1) }, TestContext.Current.CancellationToken);
        await gateway.Until(p => p.Count > 100);
        gateway.HangUp();

        await Assert.ThrowsAnyAsync<Exception>(() => running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.True(running.Exception?.InnerException is IOException or System.Net.Sockets.SocketException, running.Exception?.ToString());
    }

    [Fact]
    public void A_load_packet_is_a_frame_of_the_standard()
    {
        var packet = new LoadPacket(24, "20260504");
        var bytes = new byte[packet.Length];
        for (var number = 0; number < 300; number++)
        {
            packet.Write(number, "DE371302FF00000000000001"u8, "123456"u8, "20260504120000"u8, bytes);
            var read = Devices.ReadOne(bytes);
            Assert.Equal(("DE371302FF00000000000001", "123456", Devices.Noon.AddSeconds(-200)), (read.Mn, read.Pw, read.DataTime));
            Assert.Equal(number, LoadPacket.NumberOf(System.Text.Encoding.ASCII.GetBytes(read.Qn!)));
            Assert.InRange(read.Factors["a34002"][0].Number!.Value, 20, 46);
        }
    }

    [Fact]
    public void A_load_register_has_a_device_for_each_source_and_all_towns()
    {
        var district = new Districts.District("371302", "兰山区", [new("371302001", "甲", "street", "A", "D"), new("371302002", "乙", "town", "B", "D")], [], []);
        var register = LoadRegister.Create(district, 1_001);

        Assert.Equal(1_001, register.Sources.Select(s => s.Id).Distinct().Count());
        Assert.Equal(1_001, register.Devices.Select(d => d.Mn).Distinct().Count());
        Assert.Equal(register.Sources.Select(s => s.Id), register.Registrations.Select(d => d.Registration.SourceId));
        Assert.Equal([501, 500], register.Sources.GroupBy(s => s.Town).Select(g => g.Count()));
        Assert.All(register.Registrations, d => Assert.Matches("^[0-9A-F]{24}$", d.Registration.Mn));
        Assert.All(register.Sources, s => Assert.True(s.IsDemo));
        Assert.Equal(register.Devices.Take(3), LoadRegister.Create(district, 1_001, withDevice: 3).Devices);
    }

    [Fact]
    public void Percentiles_are_within_one_thirty_second()
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 10_000; i++) histogram.Record(TimeSpan.FromMicroseconds(i));

        Assert.Equal(10_000, histogram.Count);
        Assert.InRange(histogram.Percentile(0.5).TotalMicroseconds, 5_000, 5_160);
        Assert.InRange(histogram.Percentile(0.99).TotalMicroseconds, 9_900, 10_220);
        Assert.Equal(TimeSpan.Zero, new LatencyHistogram().Percentile(0.99));
    }
}
