using System.Diagnostics;
using System.Text;
using System.Text.Json;
using BlueSky.Gateway;
using BlueSky.Hj212;
using BlueSky.Testing;
using static BlueSky.Gateway.DeviceClient;

namespace BlueSky.Processes;

/// <summary>Bad input over TCP to a real node: what the device is answered, and what people find at the API.</summary>
public sealed class BadInputTests(BadInputNode world) : IClassFixture<BadInputNode>
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task An_unknown_MN_is_not_answered_and_audited()
    {
        await using var device = await world.Connect();
        await device.Send(Upload(BadInputNode.Now, "NOBODY"));
        await ExpectGood(device);
        var entry = await world.Audited("device.refused", "NOBODY", "unknown-mn");
        Assert.Equal(("gateway", "127.0.0.1"), (entry.Actor, entry.RemoteAddress));
    }

    [Fact]
    public async Task A_wrong_PW_is_not_answered_stores_nothing_and_is_audited_without_the_PW()
    {
        var (source, mn) = await world.Register();
        await using var device = await world.Connect();
        await device.Send(Upload(BadInputNode.Now, mn, pw: "654321"));
        await ExpectGood(device);
        var entry = await world.Audited("device.refused", mn, "wrong-pw");
        Assert.DoesNotContain("654321", entry.Detail);
        Assert.Empty(await world.Readings(source));
    }

    [Fact]
    public async Task A_wrong_CRC_is_not_answered_stores_nothing_and_is_audited_under_its_device()
    {
        var (source, mn) = await world.Register();
        var now = BadInputNode.Now;
        await using var device = await world.Connect();
        await device.Send(Upload(now, mn));
        await device.Expect(HjTime.FormatQn(now));
        var later = Encoding.ASCII.GetBytes(Upload(now.AddSeconds(-1), mn));
        await device.Send(Frame(later, crc: (ushort)(Crc16.Compute(later) ^ 1)));
        await ExpectGood(device);
        await world.Audited("frame.fault", mn, "crc");
        Assert.Equal([now], (await world.Readings(source)).Select(r => r.DataTime));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("##9999QN=20260512100000001;ST=39;")]
    public async Task Ten_megabytes_without_CRLF_close_the_connection_and_leave_memory_as_it_was(string filler)
    {
        const int connections = 20;
        const long bound = 64L * Megabyte; // of the 200 MB that are offered
        var piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(filler, 64 * 1024 / filler.Length)));
        using var process = Process.GetProcessById(world.Node.ProcessId);
        var (before, begun) = (process.WorkingSet64, BadInputNode.Now);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            await using var device = await world.Connect();
            try
            {
                for (var sent = 0; sent < 10 * Megabyte; sent += piece.Length) await device.Send(piece);
            }
            catch (IOException)
            {
                // The gateway closed while the device was still sending.
            }

            await device.ExpectClosed();
        }));
        process.Refresh();
        var growth = process.WorkingSet64 - before;
        TestContext.Current.TestOutputHelper!.WriteLine($"grown by {growth / Megabyte} MB");
        Assert.True(growth < bound, $"The node grew by {growth / Megabyte} MB.");
        await world.Audited("connection.closed", "", "garbage", begun);
        await ExpectAnswered();
    }

    [Fact]
    public async Task Half_a_frame_closes_the_connection_after_the_limit()
    {
        await using var device = await world.Connect();
        await ExpectGood(device);
        await device.Send("##0200QN=20260512100000001;ST=39;CN=2011"u8.ToArray());
        await device.ExpectClosed();
        await world.Audited("connection.closed", "", "half-frame");
    }

    [Fact]
    public async Task A_value_that_is_no_number_is_answered_and_kept_as_text()
    {
        var (source, _) = await SendAnswered("a34002-Rtd=abc,a34002-Flag=N;a34004-Rtd=35,a34004-Flag=N");
        var readings = await world.Readings(source);
        Assert.Equal(("abc", null), readings.Where(r => r.Channel == "a34002-Rtd").Select(r => (r.Text, r.Value)).Single());
        Assert.Equal((null, 35m), readings.Where(r => r.Channel == "a34004-Rtd").Select(r => (r.Text, r.Value)).Single());
    }

    [Fact]
    public async Task An_unknown_factor_is_answered_kept_and_shown()
    {
        var (source, _) = await SendAnswered("zz9999-Rtd=7");
        var reading = Assert.Single(await world.Readings(source));
        Assert.Equal(("zz9999-Rtd", 7m), (reading.Channel, reading.Value));
        Assert.Equal(["unmarked"], reading.Quality);
        var view = await world.Node.Get<JsonElement>("sources/" + source);
        Assert.Contains(view.GetProperty("lastReadings").EnumerateArray(), r => r.GetProperty("channel").GetString() == "zz9999-Rtd");
    }

    [Fact]
    public async Task A_time_in_the_future_is_not_answered_not_stored_and_audited()
    {
        var (source, mn) = await world.Register();
        await using var device = await world.Connect();
        await device.Send(Upload(BadInputNode.Now.AddMinutes(10), mn));
        await ExpectGood(device);
        await world.Audited("data.refused", mn, "future");
        Assert.Empty(await world.Readings(source));
    }

    [Fact]
    public async Task A_time_before_the_register_entry_is_not_answered_not_stored_and_audited()
    {
        var (source, mn) = await world.Register();
        await using var device = await world.Connect();
        var dayBefore = new DateTimeOffset(2021, 8, 30, 23, 59, 59, TimeSpan.FromHours(8));
        await device.Send(Upload(dayBefore, mn));
        await ExpectGood(device);
        await world.Audited("data.refused", mn, "before-registration");
        Assert.Empty(await world.Node.All<ShownValue>($"sources/{source}/readings?from=2021-08-30&to=2021-09-01"));
    }

    [Fact]
    public async Task A_duplicate_is_answered_again_and_stored_once()
    {
        var (source, mn) = await world.Register();
        var now = BadInputNode.Now;
        await using var device = await world.Connect();
        for (var i = 0; i < 3; i++)
        {
            await device.Send(Upload(now, mn));
            await device.Expect(HjTime.FormatQn(now));
        }

        // The same readings under another request number are the same readings.
        await device.Send(Upload(now, mn, qn: "20260512100000007"));
        await device.Expect("20260512100000007");
        Assert.Single(await world.Readings(source));
        Assert.Equal(1, (await world.Node.Get<JsonElement>("sources/" + source)).GetProperty("observations").GetInt64());
    }

    [Fact]
    public async Task A_batch_out_of_order_is_answered_packet_by_packet_and_shown_in_order()
    {
        var (source, mn) = await world.Register();
        var now = BadInputNode.Now;
        int[] minutes = [-3, -60, -1, -30, 0, -59];
        await using var device = await world.Connect();
        await device.Send(minutes.SelectMany(m => Frame(Upload(now.AddMinutes(m), mn))).ToArray());
        var answers = new HashSet<string>();
        while (answers.Count < minutes.Length) answers.Add(QnOf(await device.Receive()));
        Assert.Equal(minutes.Select(m => HjTime.FormatQn(now.AddMinutes(m))).Order(), answers.Order());
        Assert.Equal(minutes.Order().Select(m => now.AddMinutes(m)), (await world.Readings(source)).Select(r => r.DataTime));
    }

    private async Task<(string Source, string Mn)> SendAnswered(string items)
    {
        var (source, mn) = await world.Register();
        var now = BadInputNode.Now;
        await using var device = await world.Connect();
        await device.Send(Upload(now, mn, items));
        await device.Expect(HjTime.FormatQn(now));
        return (source, mn);
    }

    /// <summary>The next answer on this connection is that of a good packet: the one before got none, and the connection lives.</summary>
    private async Task ExpectGood(DeviceClient device)
    {
        var (_, mn) = await world.Register();
        var qn = HjTime.FormatQn(BadInputNode.Now);
        await device.Send(Upload(BadInputNode.Now, mn, qn: qn));
        await device.Expect(qn);
    }

    private async Task ExpectAnswered()
    {
        await using var device = await world.Connect();
        await ExpectGood(device);
    }

    private static string QnOf(string? segment)
    {
        Assert.NotNull(segment);
        return segment.Split(';').Single(p => p.StartsWith("QN=", StringComparison.Ordinal))[3..];
    }
}
