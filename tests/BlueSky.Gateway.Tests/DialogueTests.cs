using BlueSky.Hj212;
using BlueSky.Sources;
using static BlueSky.Gateway.DeviceClient;

namespace BlueSky.Gateway;

/// <summary>Requests to devices: clock and history (hj212.md sections 9.5, 11, 16).</summary>
public sealed class DialogueTests
{
    private const string Mn = "371302000000000000000001";
    private static readonly DeviceProfile Obedient = new() { AcceptsCommands = true, SystemCode = "39", ReportSeconds = 60, MinuteInterval = 1 };

    [Fact]
    public async Task A_gap_found_at_connect_is_asked_for_and_filled_and_fresh_data_are_answered_meanwhile()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn, Obedient).LastMinuteAt = host.Now.AddMinutes(-30);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, qn: "20260512100000001"));
        var request = await device.Receive();
        Assert.Contains("ST=39;CN=2051;PW=123456;", request);
        Assert.Contains("Flag=5;CP=&&BeginTime=20260512093100;EndTime=20260512095900&&", request);
        await device.Expect("20260512100000001");

        var qn = request!.Split("QN=")[1][..17];
        await Reply(device, "9011", qn, "QnRtn=1");
        await device.Send(Upload(host.Now.AddMinutes(-29), Mn, "a34002-Avg=71,a34002-Flag=N", "2051", qn: "20260512100001001"));
        await device.Expect("20260512100001001");
        await device.Send(Upload(host.Now.AddSeconds(30), Mn, qn: "20260512100002001"));
        await device.Expect("20260512100002001");
        await Reply(device, "9012", qn, "ExeRtn=1");

        Assert.Equal(Period.Minute, host.Cluster.Ingest.Observations.ElementAt(1).Period);
        await AssertNothingMoreIsAsked(host, device);
    }

    [Fact]
    public async Task Longer_gaps_are_asked_for_in_spans_of_a_day_one_after_the_other()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn, Obedient).LastHourAt = host.Now.AddHours(-60);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, flag: 4));
        string[] expected =
        [
            "BeginTime=20260509230000;EndTime=20260510220000",
            "BeginTime=20260510230000;EndTime=20260511220000",
            "BeginTime=20260511230000;EndTime=20260512090000",
        ];
        foreach (var span in expected)
        {
            var request = await device.Receive();
            Assert.Contains("CN=2061", request);
            Assert.Contains(span, request);
            await Reply(device, "9012", request!.Split("QN=")[1][..17], "ExeRtn=100");
        }

        await AssertNothingMoreIsAsked(host, device);
    }

    [Fact]
    public async Task A_jump_in_the_live_stream_is_asked_for()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn, Obedient).LastMinuteAt = host.Now.AddMinutes(-1);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, "a34002-Avg=1", "2051", flag: 4));
        await host.Until(() => host.Cluster.Ingest.Observations.Any());
        host.Time.Advance(TimeSpan.FromMinutes(6));
        await device.Send(Upload(host.Now.AddMinutes(-1), Mn, "a34002-Avg=1", "2051", flag: 4));
        Assert.Contains("CN=2051;PW=123456;MN=371302000000000000000001;Flag=5;CP=&&BeginTime=20260512100100;EndTime=20260512100400&&", await device.Receive());
    }

    [Fact]
    public async Task A_device_that_ignores_requests_is_asked_four_times_and_no_more()
    {
        await using var host = await GatewayHost.Open();
        var registered = host.Cluster.Register(Mn, Obedient);
        registered.LastMinuteAt = host.Now.AddDays(-3);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, flag: 4));
        var first = await device.Receive();
        for (var i = 0; i < 3; i++)
        {
            host.Time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(first, await device.Receive());
        }

        host.Time.Advance(TimeSpan.FromSeconds(10));
        await host.RunUntil(() => registered.Reports.Any(r => r.LastError.Contains("无应答", StringComparison.Ordinal)), TimeSpan.FromSeconds(1));
        await AssertNothingMoreIsAsked(host, device);
    }

    [Fact]
    public async Task A_device_that_takes_no_commands_is_asked_nothing()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn).LastMinuteAt = host.Now.AddDays(-3);
        await using var device = await host.Connect();
        await AssertNothingMoreIsAsked(host, device);
    }

    [Fact]
    public async Task A_request_for_the_time_is_answered_9013_and_then_the_clock_is_set()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn, Obedient);
        await using var device = await host.Connect();
        await device.Send($"QN=20260512090000001;ST=39;CN=1013;PW=123456;MN={Mn};Flag=5;CP=&&&&");
        await device.Expect("20260512090000001", "9013");
        var request = await device.Receive();
        Assert.Contains("CN=1012", request);
        Assert.Contains($"SystemTime={HjTime.Format(host.Now)}", request);
    }

    [Theory]
    [InlineData(90, true)]
    [InlineData(-90, true)]
    [InlineData(40, false)]
    public async Task A_clock_off_by_more_than_a_minute_is_set(int secondsSlow, bool isSet)
    {
        await using var host = await GatewayHost.Open();
        var registered = host.Cluster.Register(Mn, Obedient);
        await using var device = await host.Connect();
        for (var i = 0; i < 5; i++)
        {
            await device.Send(Upload(host.Now.AddSeconds(-secondsSlow), Mn, flag: 4));
            await host.Until(() => host.Cluster.Ingest.Observations.Count() == i + 1);
            host.Time.Advance(TimeSpan.FromSeconds(2));
        }

        if (isSet) Assert.Contains("CN=1012", await device.Receive());
        else await AssertNothingMoreIsAsked(host, device);
        device.FinishSending();
        await host.Until(() => registered.Reports.Any(r => r.Ended));
        Assert.InRange(registered.Reports.Last().ClockDriftSeconds ?? 0, secondsSlow - 45, secondsSlow + 1);
    }

    [Fact]
    public async Task A_time_in_the_future_sets_the_clock()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn, Obedient);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now.AddHours(2), Mn));
        Assert.Contains("CN=1012", await device.Receive());
        Assert.Empty(host.Cluster.Ingest.Batches);
    }

    [Fact]
    public async Task The_upload_is_started_after_connecting_where_that_is_configured()
    {
        await using var host = await GatewayHost.Open(("StartUploadOnConnect", "true"));
        host.Cluster.Register(Mn, Obedient);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, flag: 4));
        Assert.Contains("ST=39;CN=2011;", await device.Receive());
    }

    [Fact]
    public async Task An_answer_of_2005_without_MN_and_PW_ends_the_request_of_the_only_device()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn, Obedient).LastHourAt = host.Now.AddHours(-30);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, flag: 4));
        var first = await device.Receive();
        await device.Send($"ST=91;CN=9012;CP=&&QN={first!.Split("QN=")[1][..17]};ExeRtn=1&&");
        var second = await device.Receive();
        Assert.Contains("CN=2061", second);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task No_more_devices_than_allowed_send_history_at_a_time()
    {
        await using var host = await GatewayHost.Open(("MaxBackfills", "1"));
        foreach (var mn in new[] { "A", "B" }) host.Cluster.Register(mn, Obedient).LastMinuteAt = host.Now.AddMinutes(-30);
        await using var a = await host.Connect();
        await using var b = await host.Connect();
        await a.Send(Upload(host.Now, "A", flag: 4));
        var request = await a.Receive();
        await b.Send(Upload(host.Now, "B", qn: "20260512100000001"));
        await b.Expect("20260512100000001");
        await a.Send($"QN={request!.Split("QN=")[1][..17]};ST=91;CN=9012;PW=123456;MN=A;Flag=4;CP=&&ExeRtn=1&&");
        await host.RunUntil(() => b.HasBytes, TimeSpan.FromMilliseconds(200));
        Assert.Contains("CN=2051", await b.Receive());
    }

    private static Task Reply(DeviceClient device, string cn, string qn, string area) =>
        device.Send($"QN={qn};ST=91;CN={cn};PW=123456;MN={Mn};Flag=4;CP=&&{area}&&");

    private static async Task AssertNothingMoreIsAsked(GatewayHost host, DeviceClient device)
    {
        for (var i = 0; i < 3; i++)
        {
            host.Time.Advance(TimeSpan.FromSeconds(2));
            var qn = $"2026051210009900{i}";
            await device.Send(Upload(host.Now, Mn, qn: qn));
            await device.Expect(qn);
        }
    }
}
