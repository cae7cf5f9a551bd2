using System.Text.Json;
using BlueSky.Hj212;

namespace BlueSky.Simulator;

public sealed class SimulationTests
{
    private static readonly DeviceBehaviour Quick = new() { Seed = 11, Interval = TimeSpan.FromSeconds(1), AnswerTimeout = TimeSpan.FromMilliseconds(300), Resends = 1 };

    private static SimulatedDevice[] Sites(int count) => [.. Enumerable.Range(1, count).Select(i => Devices.Site($"DE37130239000000000000{i:D2}"))];

    private static async Task While(SimulationPlan plan, Func<Simulation, Task> body)
    {
        using var simulation = new Simulation(plan);
        using var stop = new CancellationTokenSource();
        var running = simulation.Run(stop.Token);
        try
        {
            await body(simulation);
        }
        finally
        {
            await stop.CancelAsync();
            await running.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    [Theory]
    [InlineData(1, 4), InlineData(4, 1), InlineData(3, 2)]
    public async Task Devices_share_connections_as_the_plan_says_and_all_are_answered(int perConnection, int connections)
    {
        await using var gateway = new TestGateway();
        await While(new SimulationPlan { Gateway = gateway.Address, Devices = Sites(4), DevicesPerConnection = perConnection, Behaviour = Quick with { AnswerTimeout = TimeSpan.FromSeconds(10) }, KeepAnswers = true }, async simulation =>
        {
            await gateway.Until(p => p.GroupBy(x => x.Mn).Count(g => g.Count() >= 4) == 4);
            Assert.Equal(connections, gateway.Accepted);
            Assert.Equal(0, gateway.Faults);
            Assert.Equal(0, simulation.Counters.Resent);
        });
    }

    [Fact]
    public async Task Every_line_that_says_answered_is_of_a_packet_that_was_answered_and_stands_after_its_sending()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("answers-").FullName, "answers.jsonl");
        // Every third packet is never answered, neither the first time nor again.
        await using var gateway = new TestGateway(p => p.Qn![^1] % 3 != 0);
        await While(new SimulationPlan { Gateway = gateway.Address, Devices = Sites(3), Behaviour = Quick, AnswerFile = file }, async simulation =>
        {
            await gateway.Until(p => p.Count > 40 && p.Any(x => x.Qn![^1] % 3 == 0));
        });

        var lines = File.ReadAllLines(file).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.NotEmpty(lines);
        var open = new HashSet<(string?, string?)>();
        var received = gateway.Received.Select(p => (p.Mn, p.Qn)).ToHashSet();
        foreach (var line in lines)
        {
            var key = (line.GetProperty("mn").GetString(), line.GetProperty("qn").GetString());
            if (line.GetProperty("event").GetString() == "sent") open.Add(key);
            else
            {
                Assert.Contains(key, open);
                Assert.Contains(key, received);
                Assert.False(key.Item2![^1] % 3 == 0, "an unanswered packet is in the log as answered");
                Assert.NotEmpty(line.GetProperty("values").EnumerateObject());
            }
        }

        Assert.Contains(lines, l => l.GetProperty("event").GetString() == "answered");
    }

    [Fact]
    public async Task A_withheld_answer_brings_the_same_packet_again_and_later_the_store()
    {
        var withhold = true;
        await using var gateway = new TestGateway(_ => !Volatile.Read(ref withhold));
        await While(new SimulationPlan { Gateway = gateway.Address, Devices = Sites(1), Behaviour = Quick, KeepAnswers = true }, async simulation =>
        {
            var first = (await gateway.Until(p => p.Count >= 2)).Take(2).ToList();
            Assert.Equal(first[0].Qn, first[1].Qn);
            Assert.Equal(first[0].DataTime, first[1].DataTime);

            await gateway.Until(p => p.Count >= 5);
            Volatile.Write(ref withhold, false);
            var hour = first[0].DataTime;
            await gateway.Until(_ => simulation.Log!.Entries.Any(e => e.Event == "answered" && e.Cn == "2061" && e.DataTime == hour));
        });
    }

    [Fact]
    public async Task A_device_comes_back_after_a_hang_up_and_brings_what_it_measured_meanwhile()
    {
        await using var gateway = new TestGateway();
        await While(new SimulationPlan { Gateway = gateway.Address, Devices = Sites(1), Behaviour = Quick }, async simulation =>
        {
            await gateway.Until(p => p.Count >= 4);
            gateway.HangUp();
            // Fresh data go first; what is pending when the gateway has a packet and has not answered it is that packet alone.
            var packets = await gateway.Until(p => p.Count(x => x.Cn == "2011") >= 6 && simulation.Pending <= 1);
            Assert.Equal(2, gateway.Accepted);
            var times = packets.Where(p => p.Cn == "2011").Select(p => p.DataTime!.Value).Distinct().Order().ToList();
            // No second is missing after the first interval, which is shorter by its phase.
            Assert.All(times.Skip(1).Zip(times.Skip(2)), pair => Assert.Equal(TimeSpan.FromSeconds(1), pair.Second - pair.First));
        });
    }

    [Fact]
    public async Task The_gateway_asks_for_history_and_sets_the_clock_over_the_wire()
    {
        await using var gateway = new TestGateway();
        var site = Sites(1)[0];
        await While(new SimulationPlan { Gateway = gateway.Address, Devices = [site], Behaviour = Quick with { Interval = TimeSpan.FromHours(1) } }, async simulation =>
        {
            var hour = (await gateway.Until(p => p.Any(x => x.Cn == "2061"))).First(x => x.Cn == "2061").DataTime!.Value;
            await gateway.Send(site.Mn, Devices.Request(site, "2061", $"BeginTime={HjTime.Format(hour.AddHours(-5))};EndTime={HjTime.Format(hour.AddHours(-3))}", "20260504120000002"));
            var packets = await gateway.Until(p => p.Any(x => x.Cn == "9012"));
            Assert.Equal([hour.AddHours(-5), hour.AddHours(-4), hour.AddHours(-3)], packets.Where(p => p.Cn == "2061").Skip(1).Select(p => p.DataTime!.Value));
            Assert.True(packets.FindIndex(p => p.Cn == "9011") < packets.FindIndex(p => p.Cn == "9012"));
            Assert.Equal("9012", packets[^1].Cn);

            await gateway.Send(site.Mn, Devices.Request(site, "1012", "SystemTime=20260504120000", "20260504120000003"));
            await gateway.Until(p => p.Any(x => x.Cn == "9012" && x.Qn == "20260504120000003"));
            await gateway.Send(site.Mn, Devices.Request(site, "1011", "", "20260504120000004"));
            var clock = (await gateway.Until(p => p.Any(x => x.Cn == "1011"))).First(p => p.Cn == "1011").Fields["SystemTime"];
            Assert.StartsWith("2026050412", clock, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Under_all_faults_only_what_arrived_is_logged_as_answered()
    {
        var behaviour = Quick with
        {
            AnswerTimeout = TimeSpan.FromMilliseconds(150),
            Faults = FaultPlan.Parse([.. FaultPlan.KnownNames.Where(n => n is not ("disconnect" or "clock")).Select(n => n + "=0.1"), "disconnect=0.02"]),
        };
        await using var gateway = new TestGateway();
        await While(new SimulationPlan { Gateway = gateway.Address, Devices = Sites(8), Behaviour = behaviour, KeepAnswers = true }, async simulation =>
        {
            await gateway.Until(_ => simulation.Counters.Answered > 60 && simulation.Faults.Count(f => f.Value > 0) >= 8 && gateway.Faults > 0);
            var answered = simulation.Log!.Entries.Where(e => e.Event == "answered").ToList();
            var received = gateway.Received.Select(p => (p.Mn, p.Qn)).ToHashSet();
            Assert.All(answered, e => Assert.Contains((e.Mn, e.Qn), received));
        });
    }

    [Fact]
    public async Task A_simulation_ends_after_its_duration()
    {
        await using var gateway = new TestGateway();
        using var simulation = new Simulation(new SimulationPlan { Gateway = gateway.Address, Devices = Sites(1), Behaviour = Quick, Duration = TimeSpan.FromMilliseconds(200) });

        await simulation.Run(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_rate_beyond_one_moment_a_second_and_device_is_refused()
    {
        var plan = new SimulationPlan { Gateway = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1), Devices = Sites(3) };

        Assert.Equal(TimeSpan.FromSeconds(6), plan.WithRate(0.5).Behaviour.Interval);
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.WithRate(4));
    }

    [Fact]
    public async Task Another_machine_is_refused_unless_allowed()
    {
        var cancellation = TestContext.Current.CancellationToken;
        Assert.Equal(9212, (await GatewayAddress.Resolve("127.0.0.1", 9212, false, cancellation)).Port);
        var refused = await Assert.ThrowsAsync<FormatException>(() => GatewayAddress.Resolve("192.0.2.1", 9212, false, cancellation));
        Assert.Contains("--allow-remote", refused.Message, StringComparison.Ordinal);
        Assert.Equal("192.0.2.1", (await GatewayAddress.Resolve("192.0.2.1", 9212, true, cancellation)).Address.ToString());
        await Assert.ThrowsAsync<FormatException>(() => GatewayAddress.Resolve("127.0.0.1", 0, false, cancellation));
    }
}
