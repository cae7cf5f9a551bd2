using System.Text;
using BlueSky.Hj212;
using BlueSky.Sources;
using static BlueSky.Gateway.DeviceClient;

namespace BlueSky.Gateway;

/// <summary>Every row of the README's table of bad input: what the device sees and what the operator sees.</summary>
public sealed class BadInputTests
{
    private const string Mn = "371302000000000000000001";
    private const string GoodQn = "20260512100000999";

    [Fact]
    public async Task An_unknown_MN_gets_no_answer_and_an_audit_entry()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, "NOBODY"));
        await ExpectGood(host, device);
        await host.Ledger.Flush(force: true);
        var entry = Assert.Single(host.Cluster.Audit.Entries);
        Assert.Equal(
            ("gateway", "device.refused", "NOBODY", "unknown-mn", "127.0.0.1", 1),
            (entry.Actor, entry.Action, entry.Subject, entry.Reason, entry.RemoteAddress, entry.Count));
    }

    [Fact]
    public async Task A_flood_of_one_unknown_MN_asks_the_cluster_once_and_is_folded_into_one_entry_with_a_count()
    {
        await using var host = await GatewayHost.Open(("MaxRefusedFrames", "1000"));
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        for (var i = 0; i < 50; i++) await device.Send(Upload(host.Now.AddSeconds(i), "NOBODY"));
        await ExpectGood(host, device);
        Assert.Equal(1, host.Cluster.Device("NOBODY").Admits);
        await host.RunUntil(() => !host.Cluster.Audit.Entries.IsEmpty, TimeSpan.FromSeconds(5));
        Assert.Equal(50, Assert.Single(host.Cluster.Audit.Entries).Count);

        host.Cluster.Register("NOBODY");
        host.Time.Advance(TimeSpan.FromSeconds(31));
        await device.Send(Upload(host.Now, "NOBODY", qn: "20260512100000777"));
        await device.Expect("20260512100000777");
    }

    [Fact]
    public async Task After_ten_refused_frames_the_connection_is_closed()
    {
        await using var host = await GatewayHost.Open();
        await using var device = await host.Connect();
        for (var i = 0; i < 10; i++) await device.Send(Upload(host.Now.AddSeconds(i), $"NOBODY{i}"));
        await device.ExpectClosed();
        await host.Until(() => host.Connections.Count == 0);
        await host.Ledger.Flush(force: true);
        Assert.Contains(host.Cluster.Audit.Entries, e => e is { Action: "connection.closed", Reason: "refused" });
    }

    [Fact]
    public async Task A_wrong_PW_at_the_door_and_later_in_the_session_gets_no_answer()
    {
        await using var host = await GatewayHost.Open();
        var registered = host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, pw: "000000"));
        await ExpectGood(host, device);
        await device.Send(Upload(host.Now, Mn, pw: "000000"));
        await device.Send(Upload(host.Now, Mn, pw: ""));
        await ExpectGood(host, device);

        Assert.Equal(2, host.Cluster.Ingest.Observations.Count());
        Assert.Equal(2, registered.Admits);
        await host.Ledger.Flush(force: true);
        Assert.Equal(3, host.Cluster.Audit.Entries.Where(e => e is { Reason: "wrong-pw", Subject: Mn }).Sum(e => e.Count));
        Assert.DoesNotContain(host.Cluster.Audit.Entries, e => e.Detail.Contains("000000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_guesser_is_no_longer_asked_for_after_twenty_passwords_a_minute()
    {
        await using var host = await GatewayHost.Open(("MaxRefusedFrames", "1000"));
        var victim = host.Cluster.Register(Mn);
        host.Cluster.Register("OTHER");
        await using var device = await host.Connect();
        for (var i = 0; i < 30; i++) await device.Send(Upload(host.Now, Mn, pw: $"{i:D6}"));
        await device.Send(Upload(host.Now, "OTHER", qn: GoodQn));
        await device.Expect(GoodQn);
        Assert.Equal(20, victim.Admits);
    }

    [Fact]
    public async Task A_wrong_CRC_is_not_stored_not_answered_and_counted_for_the_device()
    {
        await using var host = await GatewayHost.Open();
        var registered = host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        await ExpectGood(host, device);
        await device.Send(Frame(Encoding.ASCII.GetBytes(Upload(host.Now, Mn)), crc: 0x1234));
        await ExpectGood(host, device);
        Assert.Equal(2, host.Cluster.Ingest.Observations.Count());
        device.FinishSending();
        await host.Until(() => registered.Reports.Any(r => r.Ended));
        var report = registered.Reports.Last();
        Assert.Equal((2, 2, 1, 0), (report.Frames, report.Answered, report.Faults, report.Refused));
        Assert.Contains("CRC", report.LastError);
    }

    [Theory]
    [InlineData(ChecksumVariant.Modbus, true)]
    [InlineData(ChecksumVariant.Hj212, false)]
    public async Task A_MODBUS_checksum_is_good_only_where_the_profile_says_so(ChecksumVariant registered, bool taken)
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn, new DeviceProfile { Checksum = registered });
        await using var device = await host.Connect();
        for (var i = 0; i < 2; i++)
        {
            var segment = Encoding.ASCII.GetBytes(Upload(host.Now.AddSeconds(i), Mn));
            await device.Send(Frame(segment, crc: Crc16.Modbus(segment)));
        }

        await ExpectGood(host, device, skipOthers: true);
        Assert.Equal(taken ? 3 : 1, host.Cluster.Ingest.Observations.Count());
    }

    [Fact]
    public async Task Ten_megabytes_without_a_frame_close_the_connection_after_64_KiB()
    {
        await using var host = await GatewayHost.Open();
        await using var device = await host.Connect();
        var junk = new byte[64 * 1024];
        Array.Fill(junk, (byte)'x');
        try
        {
            for (var i = 0; i < 160; i++) await device.Send(junk);
        }
        catch (IOException)
        {
            // The gateway closed while the device was still sending: that is the point.
        }

        await device.ExpectClosed();
        await host.Until(() => host.Connections.Count == 0);
        await host.Ledger.Flush(force: true);
        Assert.Contains(host.Cluster.Audit.Entries, e => e is { Action: "connection.closed", Reason: "garbage" });
    }

    [Fact]
    public async Task Half_a_frame_closes_the_connection_after_thirty_seconds_and_not_before()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        await ExpectGood(host, device);
        var begun = host.Now;
        await device.Send("##0200QN=20260512100000001;ST=39"u8.ToArray());
        await device.Send(";CN=2011"u8.ToArray());
        var connection = host.Connections.All.Single();
        await host.Until(() => connection.HasPartialFrame);
        connection.CheckTime(begun.AddSeconds(30));
        Assert.False(connection.IsClosing);
        connection.CheckTime(begun.AddSeconds(31));
        await device.ExpectClosed();
        await host.Until(() => host.Connections.Count == 0);
        await host.Ledger.Flush(force: true);
        Assert.Contains(host.Cluster.Audit.Entries, e => e is { Action: "connection.closed", Reason: "half-frame" });
    }

    [Fact]
    public async Task A_connection_without_any_frame_is_closed_after_thirty_seconds()
    {
        await using var host = await GatewayHost.Open();
        await using var device = await host.Connect();
        await host.Until(() => host.Connections.All.Any());
        var connection = host.Connections.All.Single();
        connection.CheckTime(host.Now.AddSeconds(29));
        Assert.False(connection.IsClosing);
        connection.CheckTime(host.Now.AddSeconds(31));
        await device.ExpectClosed();
    }

    [Theory]
    [InlineData(60, 601)]
    [InlineData(900, 2701)]
    public async Task A_silent_connection_is_closed_after_ten_minutes_or_three_report_intervals(int reportSeconds, int closedAfter)
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn, new DeviceProfile { ReportSeconds = reportSeconds });
        await using var device = await host.Connect();
        await ExpectGood(host, device);
        var connection = host.Connections.All.Single();
        await host.Until(() => connection.Unanswered == 0);
        connection.CheckTime(host.Now.AddSeconds(closedAfter - 2));
        Assert.False(connection.IsClosing);
        connection.CheckTime(host.Now.AddSeconds(closedAfter));
        await device.ExpectClosed();
    }

    [Fact]
    public async Task A_value_that_is_no_number_is_kept_as_text_and_the_rest_is_stored_and_answered()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, "a34002-Rtd=abc,a34002-Flag=N;a34004-Rtd=35,a34004-Flag=N"));
        await device.Expect(HjTime.FormatQn(host.Now));
        var stored = Assert.Single(host.Cluster.Ingest.Observations);
        Assert.Equal([new TextReading("a34002-Rtd", "abc")], stored.Texts);
        Assert.Equal([new Reading("a34004-Rtd", 35m, Quality.Valid)], stored.Readings);
    }

    [Fact]
    public async Task An_unknown_factor_is_stored_under_its_own_name_and_answered()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, "zz9999-Rtd=7"));
        await device.Expect(HjTime.FormatQn(host.Now));
        Assert.Equal([new Reading("zz9999-Rtd", 7m, Quality.Unmarked)], Assert.Single(host.Cluster.Ingest.Observations).Readings);
    }

    [Fact]
    public async Task A_time_in_the_future_is_refused_before_the_cluster_sees_it_and_said_in_words()
    {
        await using var host = await GatewayHost.Open();
        var registered = host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now.AddMinutes(6), Mn));
        await ExpectGood(host, device);
        Assert.Single(host.Cluster.Ingest.Observations);
        device.FinishSending();
        await host.Until(() => registered.Reports.Any(r => r.Ended));
        Assert.Equal(1, registered.Reports.Last().Refused);
        Assert.Contains("晚于当前时间", registered.Reports.Last().LastError);
    }

    [Theory]
    [InlineData(IngestResult.Future, "future")]
    [InlineData(IngestResult.BeforeRegistration, "before-registration")]
    [InlineData(IngestResult.UnknownSource, "unknown-source")]
    public async Task What_the_source_refuses_is_not_answered_counted_and_audited(IngestResult result, string reason)
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        host.Cluster.Ingest.AnswerAlways(result);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn));
        await host.Until(() => host.Ledger.Open > 0);
        host.Cluster.Ingest.AnswerAlways(IngestResult.Stored);
        await ExpectGood(host, device);
        await host.Ledger.Flush(force: true);
        Assert.Contains(host.Cluster.Audit.Entries, e => e.Action == "data.refused" && e.Reason == reason && e.Subject == Mn);
    }

    [Theory]
    [InlineData("a34002-Rtd=1", "no-datatime")]
    [InlineData("DataTime=2026-05-12;a34002-Rtd=1", "bad-datatime")]
    [InlineData("DataTime=20261312000000;a34002-Rtd=1", "bad-datatime")]
    public async Task Data_without_a_readable_DataTime_are_refused_in_words(string area, string reason)
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        await device.Send($"QN=20260512100000001;ST=39;CN=2011;PW=123456;MN={Mn};Flag=5;CP=&&{area}&&");
        await ExpectGood(host, device);
        await host.Ledger.Flush(force: true);
        Assert.Contains(host.Cluster.Audit.Entries, e => e.Reason == reason);
    }

    [Fact]
    public async Task A_batch_out_of_order_is_stored_in_the_order_of_arrival_and_every_packet_answered()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        int[] minutes = [-3, -60, -1, -30, 0, -59];
        var times = minutes.Select(m => host.Now.AddMinutes(m)).ToArray();
        await device.Send(times.SelectMany(t => Frame(Upload(t, Mn))).ToArray());
        foreach (var time in times) await device.Expect(HjTime.FormatQn(time));
        Assert.Equal(times, host.Cluster.Ingest.Observations.Select(o => o.DataTime));
    }

    private static async Task ExpectGood(GatewayHost host, DeviceClient device, bool skipOthers = false)
    {
        await device.Send(Upload(host.Now, Mn, qn: GoodQn));
        if (!skipOthers)
        {
            await device.Expect(GoodQn);
            return;
        }

        string? answer;
        do answer = await device.Receive();
        while (answer is not null && !answer.Contains(GoodQn, StringComparison.Ordinal));
        Assert.NotNull(answer);
    }
}
