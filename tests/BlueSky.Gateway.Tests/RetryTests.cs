using BlueSky.Sources;
using static BlueSky.Gateway.DeviceClient;

namespace BlueSky.Gateway;

/// <summary>While a silo is replaced the gateway holds its devices' answers back and tries again; the devices need not.</summary>
public sealed class RetryTests
{
    private const string Mn = "371302000000000000000001";
    private const string OtherMn = "371302000000000000000002";
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task An_upload_that_met_a_silo_that_died_is_answered_by_a_later_attempt_without_being_sent_again()
    {
        await using var host = await GatewayHost.Open(("AnswerTimeout", "00:01:00"));
        host.Cluster.Register(Mn);
        var calls = 0;
        host.Cluster.Ingest.Answer = batch => Interlocked.Increment(ref calls) < 4
            ? throw new SiloUnavailableException("gone")
            : Task.FromResult(Array.ConvertAll(batch, static _ => IngestResult.Stored));
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, qn: "20260512100000001"));
        await host.RunUntil(() => Volatile.Read(ref calls) == 4, Step);
        await device.Expect("20260512100000001");
        Assert.True(host.State.CanCommit);
    }

    [Fact]
    public async Task A_call_that_nobody_answers_is_made_again_long_before_the_answer_time_out()
    {
        await using var host = await GatewayHost.Open(("AnswerTimeout", "00:01:00"));
        host.Cluster.Register(Mn);
        var calls = 0;
        host.Cluster.Ingest.Answer = batch => Interlocked.Increment(ref calls) == 1
            ? new TaskCompletionSource<IngestResult[]>().Task
            : Task.FromResult(Array.ConvertAll(batch, static _ => IngestResult.Stored));
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, qn: "20260512100000001"));
        await host.RunUntil(() => Volatile.Read(ref calls) == 2, Step);
        await device.Expect("20260512100000001");
        Assert.InRange(host.Now - GatewayHost.Start, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_source_that_cannot_be_stored_holds_up_its_own_packets_in_their_order_and_no_other_source()
    {
        var (stuck, other) = SourcesOfOneLane();
        await using var host = await GatewayHost.Open(("AnswerTimeout", "00:01:00"));
        host.Cluster.Register(Mn, source: stuck);
        host.Cluster.Register(OtherMn, source: other);
        var isAway = true;
        host.Cluster.Ingest.Answer = batch => Task.FromResult(Array.ConvertAll(
            batch, r => r.SourceId == stuck && Volatile.Read(ref isAway) ? IngestResult.Unavailable : IngestResult.Stored));
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, qn: "20260512100000001"));
        await host.Until(() => !host.Cluster.Ingest.Batches.IsEmpty);
        await device.Send(Upload(host.Now.AddSeconds(1), Mn, qn: "20260512100000002"));
        await host.Until(() => host.Dispatcher.Waiting == 2);
        await device.Send(Upload(host.Now, OtherMn, qn: "20260512100000003"));
        await device.Expect("20260512100000003");
        Assert.DoesNotContain(host.Cluster.Ingest.Observations, o => o.Qn == "20260512100000002");

        Volatile.Write(ref isAway, false);
        await host.RunUntil(() => host.Dispatcher.Waiting == 0, Step);
        await device.Expect("20260512100000001");
        await device.Expect("20260512100000002");
    }

    [Fact]
    public async Task A_source_that_has_to_be_tried_again_is_not_put_off_by_the_traffic_of_others_on_its_lane()
    {
        var (stuck, other) = SourcesOfOneLane();
        await using var host = await GatewayHost.Open(("AnswerTimeout", "00:01:00"));
        host.Cluster.Register(Mn, source: stuck);
        host.Cluster.Register(OtherMn, source: other);
        var tries = 0;
        host.Cluster.Ingest.Answer = batch => Task.FromResult(Array.ConvertAll(
            batch, r => r.SourceId == stuck && Interlocked.Increment(ref tries) == 1 ? IngestResult.Unavailable : IngestResult.Stored));
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, qn: "20260512100000001"));
        await host.Until(() => Volatile.Read(ref tries) == 1);

        // The others come faster than the pause of 200 ms before another attempt.
        await using var busy = await host.Connect();
        for (var i = 0; i < 10; i++)
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(100));
            var qn = $"2026051210000010{i}";
            await busy.Send(Upload(host.Now, OtherMn, qn: qn));
            await busy.Expect(qn);
        }

        Assert.Equal(2, Volatile.Read(ref tries));
        await device.Expect("20260512100000001");
    }

    [Fact]
    public async Task A_device_whose_grain_moves_while_it_is_presented_is_admitted_by_a_later_attempt()
    {
        await using var host = await GatewayHost.Open(("AnswerTimeout", "00:01:00"));
        var registered = host.Cluster.Register(Mn);
        registered.Fails = new SiloUnavailableException("gone");
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, qn: "20260512100000001"));
        await host.RunUntil(() => registered.Admits >= 2, Step);
        registered.Fails = null;
        await host.RunUntil(() => !host.Cluster.Ingest.Batches.IsEmpty, Step);
        await device.Expect("20260512100000001");
    }

    [Fact]
    public void A_failed_batch_speaks_against_the_gateway_until_a_better_one_or_for_a_quarter_of_a_minute()
    {
        var state = new GatewayState();
        var at = GatewayHost.Start;
        Assert.Null(state.FailingSince(at));
        state.NotCommitted(at);
        Assert.Equal(at, state.FailingSince(at.AddSeconds(14)));
        Assert.Null(state.FailingSince(at.AddSeconds(16)));
        state.Committed(at.AddSeconds(1));
        Assert.Null(state.FailingSince(at.AddSeconds(2)));
    }

    /// <summary>Two sources that share a shard and a lane of it.</summary>
    private static (string First, string Second) SourcesOfOneLane()
    {
        const string first = "371302-site-0001";
        for (var number = 11; ; number += 10)
        {
            var other = $"371302-site-{number:D4}";
            if (IngestShard.Of(other) == IngestShard.Of(first)) return (first, other);
        }
    }
}
