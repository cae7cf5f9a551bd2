using BlueSky.Hj212;
using BlueSky.Sources;
using static BlueSky.Gateway.DeviceClient;

namespace BlueSky.Gateway;

/// <summary>What is answered, when, and what is withheld (design.md "A reading's way, and the promise").</summary>
public sealed class AnswerTests
{
    private const string Mn = "371302000000000000000001";

    [Fact]
    public async Task An_upload_is_answered_9014_with_its_QN_after_it_was_stored()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();

        await device.Send(Upload(host.Now, Mn));
        var answer = await device.Receive();

        Assert.Equal($"QN={HjTime.FormatQn(host.Now)};ST=91;CN=9014;PW=123456;MN={Mn};Flag=4;CP=&&&&", answer);
        var stored = Assert.Single(host.Cluster.Ingest.Observations);
        Assert.Equal((Mn, Period.Instant, host.Now, 0), (stored.Mn, stored.Period, stored.DataTime, stored.PeriodSeconds));
        Assert.Equal([new Reading("a34002-Rtd", 80.5m, Quality.Valid)], stored.Readings);
        Assert.True(host.State.CanCommit);
    }

    [Fact]
    public async Task No_answer_leaves_before_the_commit()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        var commit = new TaskCompletionSource<IngestResult[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Cluster.Ingest.Answer = _ => commit.Task;
        await using var device = await host.Connect();

        await device.Send(Upload(host.Now, Mn));
        await host.Until(() => host.Cluster.Ingest.Batches.Count == 1);
        var answer = device.Receive();
        Assert.False(answer.IsCompleted);
        Assert.Equal(1, host.Dispatcher.Waiting);

        commit.SetResult([IngestResult.Stored]);
        Assert.Contains("CN=9014", await answer);
    }

    [Theory]
    [InlineData(IngestResult.Duplicate)]
    [InlineData(IngestResult.Revised)]
    public async Task What_is_there_already_is_answered_too_else_the_device_sends_for_ever(IngestResult result)
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        host.Cluster.Ingest.AnswerAlways(result);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn));
        await device.Expect(HjTime.FormatQn(host.Now));
    }

    [Fact]
    public async Task While_the_store_is_away_the_answer_is_withheld_and_the_re_sent_packet_is_answered_later()
    {
        await using var host = await GatewayHost.Open(("AnswerTimeout", "00:00:02"));
        host.Cluster.Register(Mn);
        host.Cluster.Ingest.AnswerAlways(IngestResult.Unavailable);
        await using var device = await host.Connect();
        var at = host.Now;

        await device.Send(Upload(at, Mn, qn: "20260512100000001"));
        await host.Until(() => !host.Cluster.Ingest.Batches.IsEmpty);
        await host.RunUntil(() => !host.State.CanCommit, TimeSpan.FromMilliseconds(100));
        Assert.True(host.Cluster.Ingest.Batches.Count > 1, "tried again within the answer time-out");

        host.Cluster.Ingest.AnswerAlways(IngestResult.Stored);
        await device.Send(Upload(at, Mn, qn: "20260512100000002"));
        await device.Expect("20260512100000002");
        Assert.True(host.State.CanCommit);
    }

    [Fact]
    public async Task A_shard_that_throws_or_never_answers_withholds_and_does_not_end_the_connection()
    {
        await using var host = await GatewayHost.Open(("AnswerTimeout", "00:00:01"));
        host.Cluster.Register(Mn);
        var never = new TaskCompletionSource<IngestResult[]>();
        var calls = 0;
        host.Cluster.Ingest.Answer = _ => Interlocked.Increment(ref calls) == 1 ? throw new InvalidOperationException("codec") : never.Task;
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, qn: "20260512100000001"));
        await host.Until(() => !host.Cluster.Ingest.Batches.IsEmpty);
        await host.RunUntil(() => !host.State.CanCommit, TimeSpan.FromMilliseconds(100));
        Assert.Equal(2, calls);

        host.Cluster.Ingest.AnswerAlways(IngestResult.Stored);
        await device.Send(Upload(host.Now, Mn, qn: "20260512100000002"));
        await device.Expect("20260512100000002");
    }

    [Fact]
    public async Task Entries_of_one_batch_are_answered_each_by_its_own_result()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Cluster.Ingest.Answer = async batch =>
        {
            await first.Task;
            return Array.ConvertAll(batch, r => r.Observation.Qn.EndsWith('2') ? IngestResult.Unavailable : IngestResult.Stored);
        };
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, qn: "20260512100000000"));
        await host.Until(() => host.Cluster.Ingest.Batches.Count == 1);
        var bytes = Enumerable.Range(1, 3)
            .SelectMany(i => Frame(Upload(host.Now.AddSeconds(i), Mn, qn: $"2026051210000000{i}"))).ToArray();
        await device.Send(bytes);
        await host.Until(() => host.Dispatcher.Waiting == 4);
        first.SetResult();
        await device.Expect("20260512100000000");
        await device.Expect("20260512100000001");
        await device.Expect("20260512100000003");
        await host.RunUntil(() => host.Dispatcher.Waiting == 0, TimeSpan.FromMilliseconds(100)); // the second is withheld
    }

    [Theory]
    [InlineData("9011", "QnRtn=1")]
    [InlineData("9012", "ExeRtn=1")]
    [InlineData("9013", "")]
    [InlineData("9014", "")]
    public async Task Answers_of_a_device_are_never_answered_whatever_their_Flag_says(string cn, string area)
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        await device.Send($"QN=20260512100000001;ST=91;CN={cn};PW=123456;MN={Mn};Flag=5;CP=&&{area}&&");
        await device.Send(Upload(host.Now, Mn, qn: "20260512100000002"));
        await device.Expect("20260512100000002");
        Assert.Single(host.Cluster.Ingest.Observations);
    }

    [Fact]
    public async Task A_heart_beat_is_answered_9013_and_stores_nothing()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        await device.Send($"QN=20260512100000001;ST=91;CN=9015;PW=123456;MN={Mn};Flag=9;CP=&&&&");
        await device.Expect("20260512100000001", "9013");
        Assert.Empty(host.Cluster.Ingest.Batches);
    }

    [Fact]
    public async Task An_upload_without_the_answer_bit_is_stored_and_not_answered()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, flag: 4, qn: "20260512100000001"));
        await device.Send(Upload(host.Now.AddSeconds(1), Mn, qn: "20260512100000002"));
        await device.Expect("20260512100000002");
        Assert.Equal(2, host.Cluster.Ingest.Observations.Count());
    }

    [Theory]
    [InlineData("2081", "RestartTime=20260512095500")]
    [InlineData("3020", "PolId=w01018;i11001-Info=//清洗管路//")]
    [InlineData("2021", "SB1-RS=1")]
    public async Task Other_uploads_are_answered_after_their_commit_like_data(string cn, string items)
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, items, cn));
        await device.Expect(HjTime.FormatQn(host.Now));
        Assert.Single(host.Cluster.Ingest.Observations);
    }

    [Fact]
    public async Task A_device_of_2005_that_wants_an_answer_gets_it_in_the_form_of_2005()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        await device.Send(Upload(host.Now, Mn, "02-Avg=1.5", "2051", flag: 1, qn: "20260512100000001"));
        Assert.Equal("ST=91;CN=9014;CP=&&QN=20260512100000001;CN=2051&&", await device.Receive());
    }

    [Fact]
    public async Task Each_part_of_a_split_packet_is_stored_and_answered_alone()
    {
        await using var host = await GatewayHost.Open();
        host.Cluster.Register(Mn);
        await using var device = await host.Connect();
        var time = HjTime.Format(host.Now);
        foreach (var (part, qn, item) in new[] { (1, "20260512100000534", "a34002-Rtd=1"), (2, "20260512100000535", "a34004-Rtd=2") })
        {
            await device.Send($"QN={qn};ST=39;CN=2011;PW=123456;MN={Mn};Flag=7;PNUM=2;PNO={part};CP=&&DataTime={time};{item}&&");
            await device.Expect(qn);
        }

        Assert.Equal(["a34002-Rtd", "a34004-Rtd"], host.Cluster.Ingest.Observations.SelectMany(o => o.Readings).Select(r => r.Channel));
    }
}
