using BlueSky.Devices;
using BlueSky.Sources;
using static BlueSky.Gateway.DeviceClient;

namespace BlueSky.Gateway;

/// <summary>What a person asks of a device (补传): fetched from its grain, carried out in spans, told back.</summary>
public sealed class BackfillTests
{
    private const string Mn = "371302000000000000000001";
    private static readonly DeviceProfile Obedient = new() { AcceptsCommands = true, SystemCode = "39", ReportSeconds = 60, MinuteInterval = 1 };
    private static readonly DateTimeOffset Midnight = GatewayHost.Start.AddHours(-10);

    private static BackfillTask Hours(string id, double from, double to) => new(id, new(Period.Hour, Midnight.AddHours(from), Midnight.AddHours(to)));

    private static string Qn(string? request) => request!.Split("QN=")[1][..17];

    private static Task Reply(DeviceClient device, string cn, string qn, string area) =>
        device.Send($"QN={qn};ST=91;CN={cn};PW=123456;MN={Mn};Flag=4;CP=&&{area}&&");

    // Fake time may run ahead of what a loaded machine sends: no limit may pass meanwhile.
    private static Task<GatewayHost> Open(string requestTimeout = "01:00:00") =>
        GatewayHost.Open(("RequestTimeout", requestTimeout), ("ExecutionTimeout", "01:00:00"), ("IdleAtLeast", "1.00:00:00"));

    private static async Task<DeviceClient> Admitted(GatewayHost host)
    {
        var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, qn: "20260512100000001"));
        await device.Expect("20260512100000001");
        return device;
    }

    private static Task Told(GatewayHost host, FakeDevice device, Func<BackfillProgress, bool> what) =>
        host.RunUntil(() => device.Reports.Any(r => r.Backfill is { } progress && what(progress)), TimeSpan.FromMilliseconds(200));

    private static async Task<string> Request(GatewayHost host, DeviceClient device)
    {
        await host.RunUntil(() => device.HasBytes, TimeSpan.FromMilliseconds(200));
        return (await device.Receive())!;
    }

    [Fact]
    public async Task A_request_is_asked_day_by_day_and_what_came_is_told_with_what_was_there_already()
    {
        await using var host = await Open();
        var registered = host.Cluster.Register(Mn, Obedient);
        await using var device = await Admitted(host);
        host.Cluster.Ingest.Answer = batch => Task.FromResult(Array.ConvertAll(
            batch, r => r.Observation.DataTime == Midnight.AddHours(-29) ? IngestResult.Duplicate : IngestResult.Stored));
        registered.Backfill = Hours("b1", -30, -1);

        var first = await Request(host, device);
        Assert.Contains("ST=39;CN=2061;PW=123456;", first);
        Assert.Contains("BeginTime=20260510180000;EndTime=20260511170000", first);
        await Reply(device, "9011", Qn(first), "QnRtn=1");
        for (var hour = -30; hour < -27; hour++) await device.Send(Upload(Midnight.AddHours(hour), Mn, "a34002-Avg=71", "2061", flag: 4));
        await device.Send(Upload(Midnight.AddHours(3), Mn, "a34002-Avg=71", "2061", flag: 4));   // an hour that nobody asked for here
        await Reply(device, "9012", Qn(first), "ExeRtn=1");
        var second = await Request(host, device);
        Assert.Contains("BeginTime=20260511180000;EndTime=20260511230000", second);
        await Reply(device, "9012", Qn(second), "ExeRtn=100");

        await Told(host, registered, p => p == new BackfillProgress("b1", BackfillState.Done, 2, 1, ""));
    }

    [Theory]
    [InlineData("9011", "QnRtn=8", BackfillState.Refused, "QnRtn=8")]
    [InlineData("9012", "ExeRtn=5", BackfillState.Refused, "ExeRtn=5")]
    [InlineData("9012", "ExeRtn=100", BackfillState.NoData, "")]
    public async Task How_a_device_answers_is_told(string cn, string area, BackfillState state, string reason)
    {
        await using var host = await Open();
        var registered = host.Cluster.Register(Mn, Obedient);
        await using var device = await Admitted(host);
        registered.Backfill = Hours("b1", -3, -1);

        await Reply(device, cn, Qn(await Request(host, device)), area);

        await Told(host, registered, p => p == new BackfillProgress("b1", state, 0, 0, reason));
    }

    [Fact]
    public async Task A_device_that_does_not_answer_is_told_and_may_be_asked_again_by_another_request()
    {
        await using var host = await Open(requestTimeout: "00:00:10");
        var registered = host.Cluster.Register(Mn, Obedient);
        await using var device = await Admitted(host);
        registered.Backfill = Hours("b1", -30, -1);
        for (var i = 0; i < 4; i++) Assert.Contains("BeginTime=20260510180000", await Request(host, device));
        await Told(host, registered, p => p.State == BackfillState.NoAnswer);

        registered.Backfill = Hours("b2", -2, -1);

        Assert.Contains("BeginTime=20260511220000;EndTime=20260511230000", await Request(host, device));
    }

    [Fact]
    public async Task A_request_taken_back_asks_for_no_further_day()
    {
        await using var host = await Open();
        var registered = host.Cluster.Register(Mn, Obedient);
        await using var device = await Admitted(host);
        registered.Backfill = Hours("b1", -30, -1);
        var first = await Request(host, device);
        await Reply(device, "9011", Qn(first), "QnRtn=1");
        await Told(host, registered, p => p.State == BackfillState.Executing);

        registered.Backfill = null;
        await host.RunUntil(() => registered.Reports.LastOrDefault() is { Backfill: null }, TimeSpan.FromMilliseconds(200));
        await Reply(device, "9012", Qn(first), "ExeRtn=1");
        await device.Send($"QN=20260512100900001;ST=91;CN=9015;PW=123456;MN={Mn};Flag=5;CP=&&&&");

        await device.Expect("20260512100900001", "9013");
    }
}
