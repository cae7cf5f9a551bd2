using System.Net;
using System.Net.Sockets;
using BlueSky.Hj212;
using BlueSky.Sources;
using static BlueSky.Gateway.DeviceClient;

namespace BlueSky.Gateway;

/// <summary>Bounds under load, and stopping while frames are in flight.</summary>
public sealed class OverloadTests
{
    private const string Mn = "371302000000000000000001";

    [Fact]
    public async Task A_connection_with_too_many_unanswered_uploads_is_not_read_further_and_goes_on_after_the_commit()
    {
        await using var host = await GatewayHost.Open(("MaxUnanswered", "8"));
        host.Cluster.Register(Mn);
        var commit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Cluster.Ingest.Answer = async batch =>
        {
            await commit.Task;
            return Array.ConvertAll(batch, static _ => IngestResult.Stored);
        };
        await using var device = await host.Connect();
        var times = Enumerable.Range(0, 100).Select(i => host.Now.AddSeconds(i)).ToArray();
        await device.Send(times.SelectMany(t => Frame(Upload(t, Mn))).ToArray());
        await host.Until(() => host.Connections.All.Any(c => c.Unanswered == 8));
        Assert.Equal(8, host.Dispatcher.Waiting);

        commit.SetResult();
        foreach (var time in times) await device.Expect(HjTime.FormatQn(time));
        Assert.Equal(times, host.Cluster.Ingest.Observations.Select(o => o.DataTime));
    }

    [Fact]
    public async Task Only_the_port_of_devices_has_small_buffers_with_the_system()
    {
        await using var host = await GatewayHost.Open(("ReceiveBufferBytes", "16384"));
        var transport = host.Transport;
        using var ofDevices = transport.CreateBoundListenSocket(new IPEndPoint(IPAddress.Loopback, 0));
        // Linux reports twice what was asked for, the rest being for its own entries (socket(7), SO_RCVBUF).
        Assert.InRange(ofDevices.ReceiveBufferSize, 16_384, 32_768);
        Assert.Equal(16_384, transport.MaxReadBufferSize);

        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var ofOthers = transport.CreateBoundListenSocket(new UnixDomainSocketEndPoint(path));
        File.Delete(path);
        Assert.True(ofOthers.ReceiveBufferSize > 32_768);
    }

    [Fact]
    public async Task A_frame_that_is_longer_than_the_buffers_is_read_all_the_same()
    {
        await using var host = await GatewayHost.Open(("ReceiveBufferBytes", "4096"));
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        var items = string.Join(';', Enumerable.Range(0, 240).Select(i => $"x{i:D5}-Rtd=1.5,x{i:D5}-Flag=N"));
        Assert.InRange(items.Length, 4_096 + 1_024, 8_192 - 256);

        await device.Send(Upload(host.Now, Mn, items, qn: "20260512100000001"));

        await device.Expect("20260512100000001");
    }

    [Fact]
    public async Task A_device_that_sends_faster_than_it_may_is_not_answered_beyond_its_burst()
    {
        await using var host = await GatewayHost.Open(("FrameBurst", "3"), ("MaxFramesPerSecond", "1"));
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        for (var i = 1; i <= 5; i++) await device.Send(Upload(host.Now, Mn, qn: $"2026051210000000{i}"));
        for (var i = 1; i <= 3; i++) await device.Expect($"2026051210000000{i}");
        await host.Until(() => host.Ledger.Open > 0);
        host.Time.Advance(TimeSpan.FromSeconds(2));
        await device.Send(Upload(host.Now, Mn, qn: "20260512100000009"));
        await device.Expect("20260512100000009");
        Assert.Equal(4, host.Cluster.Ingest.Observations.Count());
    }

    [Fact]
    public async Task A_full_queue_makes_connections_wait_and_loses_nothing()
    {
        await using var host = await GatewayHost.Open(("QueueBound", "128"), ("MaxBatch", "2"));
        host.Cluster.Register(Mn);
        var gate = new SemaphoreSlim(0);
        host.Cluster.Ingest.Answer = async batch =>
        {
            await gate.WaitAsync(TestContext.Current.CancellationToken);
            return Array.ConvertAll(batch, static _ => IngestResult.Stored);
        };
        await using var device = await host.Connect();
        var times = Enumerable.Range(0, 60).Select(i => host.Now.AddSeconds(i)).ToArray();
        await device.Send(times.SelectMany(t => Frame(Upload(t, Mn))).ToArray());

        // Four in the lane's queue, at most two in the call, one waiting to get in: the rest is still in the socket.
        await host.Until(() => host.Dispatcher.Waiting >= 6);
        Assert.InRange(host.Dispatcher.Waiting, 6, 7);
        gate.Release(1000);
        foreach (var time in times) await device.Expect(HjTime.FormatQn(time));
        Assert.Equal(times, host.Cluster.Ingest.Observations.Select(o => o.DataTime));
    }

    [Fact]
    public async Task What_arrives_during_a_call_makes_the_next_batch_and_a_source_has_one_call_at_a_time()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inCall = 0;
        var most = 0;
        host.Cluster.Ingest.Answer = async batch =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inCall));
            await first.Task;
            Interlocked.Decrement(ref inCall);
            return Array.ConvertAll(batch, static _ => IngestResult.Stored);
        };
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn));
        await host.Until(() => host.Cluster.Ingest.Batches.Count == 1);
        var times = Enumerable.Range(1, 100).Select(i => host.Now.AddSeconds(i)).ToArray();
        await device.Send(times.SelectMany(t => Frame(Upload(t, Mn))).ToArray());
        await host.Until(() => host.Dispatcher.Waiting == 101);
        first.SetResult();
        for (var i = 0; i <= 100; i++) Assert.NotNull(await device.Receive());
        Assert.Equal([1, 100], host.Cluster.Ingest.Batches.Select(b => b.Length));
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_stop_reads_no_new_frame_and_answers_what_is_in_flight()
    {
        await using var host = await GatewayHost.Open();
        var registered = host.Cluster.Register(Mn);
        var commit = new TaskCompletionSource<IngestResult[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Cluster.Ingest.Answer = _ => commit.Task;
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, qn: "20260512100000001"));
        await host.Until(() => host.Cluster.Ingest.Batches.Count == 1);
        var connection = host.Connections.All.Single();

        var stop = host.Stop();
        await host.Until(() => connection.IsClosing);
        await device.Send(Upload(host.Now.AddSeconds(1), Mn, qn: "20260512100000002"));
        commit.SetResult([IngestResult.Stored]);
        await device.Expect("20260512100000001");
        await device.ExpectClosed();
        await stop;
        Assert.Single(host.Cluster.Ingest.Observations);
        Assert.True(registered.Reports.Single().Ended);
    }

    [Fact]
    public async Task A_stop_while_the_store_is_away_withholds_and_ends()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        host.Cluster.Ingest.AnswerAlways(IngestResult.Unavailable);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn));
        await host.Until(() => !host.Cluster.Ingest.Batches.IsEmpty);
        var stop = host.Stop();
        await host.RunUntil(() => stop.IsCompleted, TimeSpan.FromSeconds(1));
        await stop;
        await device.ExpectClosed();
    }

    [Fact]
    public async Task Connections_from_one_address_and_in_all_are_limited_and_the_refusal_is_audited()
    {
        await using var host = await GatewayHost.Open(("MaxConnectionsPerAddress", "2"));
        host.Cluster.Register(Mn);
        await using var first = await host.Connect();
        await using var second = await host.Connect();
        await host.Until(() => host.Connections.Count == 2);
        await using var third = await host.Connect();
        await third.ExpectClosed();
        await host.Ledger.Flush(force: true);
        Assert.Equal(("connection.refused", "connections"), host.Cluster.Audit.Entries.Select(e => (e.Action, e.Reason)).Single());

        await first.DisposeAsync();
        await host.Until(() => host.Connections.Count == 1);
        await using var fourth = await host.Connect();
        await fourth.Send(Upload(host.Now, Mn));
        await fourth.Expect(HjTime.FormatQn(host.Now));
    }

    [Fact]
    public async Task Loopback_is_exempt_only_by_option()
    {
        await using var host = await GatewayHost.Open(("MaxConnectionsPerAddress", "1"), ("LoopbackUnlimited", "true"));
        await using var first = await host.Connect();
        await using var second = await host.Connect();
        await host.Until(() => host.Connections.Count == 2);
    }

    [Fact]
    public async Task The_audit_ledger_is_bounded_and_keeps_what_could_not_be_written()
    {
        await using var host = await GatewayHost.Open(("MaxRemembered", "100"));
        for (var i = 0; i < 1000; i++) host.Ledger.Note("device.refused", "10.0.0.1", $"MN{i}", "unknown-mn", "x");
        Assert.Equal(101, host.Ledger.Open);
        host.Cluster.Audit.IsAway = true;
        await host.Ledger.Flush(force: true);
        Assert.Equal(101, host.Ledger.Open);
        host.Cluster.Audit.IsAway = false;
        await host.Ledger.Flush(force: true);
        Assert.Equal(0, host.Ledger.Open);
        Assert.Equal(1000, host.Cluster.Audit.Entries.Sum(e => e.Count));
        Assert.Equal(900, host.Cluster.Audit.Entries.Single(e => e.Subject == "*").Count);
    }

    [Fact]
    public async Task Unknown_MNs_are_remembered_in_bounded_memory()
    {
        await using var host = await GatewayHost.Open(("MaxRemembered", "100"));
        for (var i = 0; i < 500; i++)
            await host.Door.Ask($"MN{i}", "123456", new("g", "c", "10.0.0.1"), TestContext.Current.CancellationToken);
        Assert.InRange(host.Door.Remembered, 1, 100);
    }

    [Theory]
    [InlineData("MaxFrameBytes", "100")]
    [InlineData("ListenAddress", "nowhere")]
    [InlineData("AnswerTimeout", "00:00:00")]
    [InlineData("CallsPerShard", "9")]
    public async Task An_option_that_cannot_work_stops_the_start_and_names_its_field(string field, string value)
    {
        var refused = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => GatewayHost.Open((field, value)));
        Assert.Contains($"Gateway:{field}", refused.Message);
    }
}
