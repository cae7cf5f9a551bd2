using System.Text;
using BlueSky.Hj212;
using BlueSky.Sources;
using static BlueSky.Gateway.DeviceClient;

namespace BlueSky.Gateway;

/// <summary>Admission, one live session per MN, reports, keys, forwarders.</summary>
public sealed class SessionTests
{
    private const string Mn = "371302000000000000000001";

    [Fact]
    public async Task A_device_is_presented_once_a_connection_and_its_session_reported_with_whole_counts()
    {
        await using var host = await GatewayHost.Open();
        var registered = host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        for (var i = 0; i < 3; i++) await SendAndExpect(device, host.Now.AddSeconds(i), Mn);
        Assert.Equal(1, registered.Admits);

        await host.RunUntil(() => !registered.Reports.IsEmpty, TimeSpan.FromSeconds(1));
        await SendAndExpect(device, host.Now, Mn);
        var reported = registered.Reports.Count;
        await host.RunUntil(() => registered.Reports.Count > reported, TimeSpan.FromSeconds(1));
        var report = registered.Reports.Last();
        Assert.Equal((1L, 4L, 4L, false), (report.SessionEpoch, report.Frames, report.Answered, report.Ended));
    }

    [Fact]
    public async Task The_newest_connection_of_an_MN_wins_and_the_older_is_closed()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        await using var older = await host.Connect();
        await SendAndExpect(older, host.Now, Mn);
        await using var newer = await host.Connect();
        await SendAndExpect(newer, host.Now.AddSeconds(1), Mn);
        await older.ExpectClosed();
        await SendAndExpect(newer, host.Now.AddSeconds(2), Mn);
        await host.Until(() => host.Connections.Count == 1);
    }

    [Fact]
    public async Task A_forwarder_that_loses_one_MN_to_a_newer_connection_keeps_the_others()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        host.Cluster.Register("OTHER");
        await using var forwarder = await host.Connect();
        await SendAndExpect(forwarder, host.Now, Mn);
        await SendAndExpect(forwarder, host.Now, "OTHER");
        var device = await host.Connect();
        await SendAndExpect(device, host.Now.AddSeconds(1), Mn);

        await forwarder.Send(Upload(host.Now.AddSeconds(2), Mn));
        await SendAndExpect(forwarder, host.Now.AddSeconds(3), "OTHER");
        Assert.Equal(4, host.Cluster.Ingest.Observations.Count());

        await device.DisposeAsync();
        await host.Until(() => host.Connections.Count == 1);
        await SendAndExpect(forwarder, host.Now.AddSeconds(4), Mn);
    }

    [Fact]
    public async Task A_session_that_its_grain_no_longer_knows_is_presented_again_with_the_next_frame()
    {
        await using var host = await GatewayHost.Open();
        var registered = host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        await SendAndExpect(device, host.Now, Mn);
        registered.Stands = false;
        await host.RunUntil(() => !registered.Reports.IsEmpty, TimeSpan.FromSeconds(1));
        registered.Stands = true;
        registered.Password = "654321";
        await host.Until(() => host.Connections.All.Single().Unanswered == 0);
        await device.Send(Upload(host.Now, Mn, pw: "654321", qn: "20260512100000777"));
        await device.Expect("20260512100000777");
        Assert.Equal(2, registered.Admits);
    }

    [Fact]
    public async Task After_a_PW_was_rotated_the_new_one_is_let_in_within_a_report_and_the_old_one_no_longer()
    {
        await using var host = await GatewayHost.Open(("MaxRefusedFrames", "100000"));
        var registered = host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        await SendAndExpect(device, host.Now, Mn);
        (registered.Password, registered.Stands) = ("654321", false);

        await device.Send(Upload(host.Now, Mn, pw: "654321"));
        await host.RunUntil(() => !registered.Reports.IsEmpty, TimeSpan.FromMilliseconds(500));
        registered.Stands = true;
        await device.Send(Upload(host.Now, Mn, pw: "654321", qn: "20260512100000777"));
        await device.Expect("20260512100000777");
        await device.Send(Upload(host.Now, Mn));
        await device.Send(Upload(host.Now, Mn, pw: "654321", qn: "20260512100000778"));
        await device.Expect("20260512100000778");
    }

    [Fact]
    public async Task While_the_cluster_cannot_present_a_device_its_frames_are_withheld_and_the_connection_stays()
    {
        await using var host = await GatewayHost.Open(("AnswerTimeout", "00:00:01"));
        var registered = host.Cluster.Register(Mn);
        registered.Fails = new TimeoutException("failover");
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn));
        await host.Until(() => registered.Admits == 1);
        await host.RunUntil(() => host.Now - GatewayHost.Start > TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(50));
        registered.Fails = null;
        await SendAndExpect(device, host.Now.AddSeconds(1), Mn);
        Assert.Single(host.Cluster.Ingest.Observations);
    }

    [Fact]
    public async Task A_connection_carries_a_bounded_number_of_devices()
    {
        await using var host = await GatewayHost.Open(("MaxDevicesPerConnection", "2"));
        foreach (var mn in new[] { "A", "B", "C" }) host.Cluster.Register(mn);
        await using var device = await host.Connect();
        await SendAndExpect(device, host.Now, "A");
        await SendAndExpect(device, host.Now, "B");
        await device.Send(Upload(host.Now, "C"));
        await SendAndExpect(device, host.Now, "A");
        Assert.Equal(0, host.Cluster.Device("C").Admits);
    }

    [Fact]
    public async Task An_encrypted_upload_is_read_with_any_of_the_valid_keys()
    {
        await using var host = await GatewayHost.Open();
        byte[] newKey = [.. Enumerable.Repeat((byte)'1', 16)], oldKey = [.. Enumerable.Repeat((byte)'0', 16)];
        host.Cluster.Register(Mn).Keys = [newKey, oldKey];
        await using var device = await host.Connect();
        foreach (var (key, qn) in new[] { (oldKey, "20260512100000001"), (newKey, "20260512100000002") })
        {
            await device.Send(Encrypted(Upload(host.Now, Mn, flag: 9, qn: qn), key));
            await device.Expect(qn);
        }

        Assert.All(host.Cluster.Ingest.Observations, o => Assert.Equal([new Reading("a34002-Rtd", 80.5m, Quality.Valid)], o.Readings));
    }

    [Fact]
    public async Task An_encrypted_upload_that_no_key_opens_is_a_fault_in_words_and_not_answered()
    {
        await using var host = await GatewayHost.Open();
        var registered = host.Cluster.Register(Mn);
        registered.Keys = [[.. Enumerable.Repeat((byte)'1', 16)]];
        await using var device = await host.Connect();
        await device.Send(Encrypted(Upload(host.Now, Mn, flag: 9), [.. Enumerable.Repeat((byte)'7', 16)]));
        await SendAndExpect(device, host.Now.AddSeconds(1), Mn);
        device.FinishSending();
        await host.Until(() => registered.Reports.Any(r => r.Ended));
        Assert.Equal(1, registered.Reports.Last().Faults);
        Assert.Contains("SM4", registered.Reports.Last().LastError);
    }

    [Fact]
    public async Task Any_cutting_of_the_stream_gives_the_same_observations_and_answers()
    {
        const int seed = 20260512;
        var random = new Random(seed);
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        var times = Enumerable.Range(0, 40).Select(i => host.Now.AddSeconds(i)).ToArray();
        var stream = times.SelectMany((t, i) => (byte[])
            [.. i % 7 == 3 ? "+++AT\r\n##12"u8 : [], .. Frame(Upload(t, Mn, "i11001-Info=//清洗管路//;a34002-Rtd=1"))]).ToArray();
        for (var at = 0; at < stream.Length;)
        {
            var size = Math.Min(random.Next(1, 120), stream.Length - at);
            await device.Send(stream[at..(at + size)]);
            at += size;
        }

        foreach (var time in times) await device.Expect(HjTime.FormatQn(time));
        Assert.Equal(times, host.Cluster.Ingest.Observations.Select(o => o.DataTime));
        Assert.All(host.Cluster.Ingest.Observations, o => Assert.Equal("清洗管路", Assert.Single(o.Texts).Text));
    }

    private static byte[] Encrypted(string segment, byte[] key)
    {
        var bytes = Encoding.UTF8.GetBytes(segment);
        var crc = Crc16.Compute(bytes);
        Sm4Codec.Encrypt(bytes, key);
        return Frame(bytes, crc);
    }

    private static async Task SendAndExpect(DeviceClient device, DateTimeOffset at, string mn)
    {
        await device.Send(Upload(at, mn));
        await device.Expect(HjTime.FormatQn(at));
    }
}
