using CsCheck;

namespace BlueSky.Gateway;

/// <summary>The small pure parts: rate, clock, gaps, requests.</summary>
public sealed class RuleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 12, 12, 0, 0, TimeSpan.FromHours(8));
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_bucket_gives_its_burst_and_then_its_rate_and_never_more()
    {
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 10], Gen.Int[0, 2000].Array[1, 100]).Sample((burst, rate, waits) =>
        {
            var bucket = new TokenBucket(rate, burst);
            var (now, taken) = (Noon, 0);
            foreach (var wait in waits)
            {
                now = now.AddMilliseconds(wait);
                while (bucket.TryTake(now)) taken++;
            }

            Assert.InRange(taken, burst, burst + ((now - Noon).TotalSeconds * rate) + 0.001);
        }, seed: "0N0XIzNsQ0O2", iter: 500);
    }

    [Fact]
    public void A_clock_that_goes_back_gives_no_token()
    {
        var bucket = new TokenBucket(1, 1);
        Assert.True(bucket.TryTake(Noon));
        Assert.False(bucket.TryTake(Noon.AddHours(-1)));
        Assert.False(bucket.TryTake(Noon.AddMilliseconds(900)));
        Assert.True(bucket.TryTake(Noon.AddSeconds(1)));
    }

    [Fact]
    public void Drift_is_a_median_of_live_packets_and_unknown_before_five()
    {
        var drift = new ClockDrift();
        for (var i = 0; i < 4; i++) drift.Take(Noon.AddMinutes(i), Noon.AddMinutes(i).AddSeconds(-70), Noon.AddMinutes(i).AddSeconds(-69), 60, resent: false);
        Assert.Null(drift.Median);
        drift.Take(Noon.AddMinutes(4), Noon.AddMinutes(4).AddSeconds(-900), null, 60, resent: false);
        Assert.Null(drift.Median);
        drift.Take(Noon.AddMinutes(4), Noon.AddHours(-20), Noon.AddMinutes(4), 60, resent: false);
        drift.Take(Noon.AddMinutes(4), Noon.AddMinutes(4), Noon.AddMinutes(4), 60, resent: true);
        Assert.Null(drift.Median);
        drift.Take(Noon.AddMinutes(5), Noon.AddMinutes(5).AddSeconds(-3000), Noon.AddMinutes(5).AddSeconds(-2999), 60, resent: false);
        Assert.Equal(70, drift.Median);
    }

    [Fact]
    public void One_missing_period_is_no_gap_and_nothing_known_is_none()
    {
        Assert.Empty(GapFinder.Since(null, Noon, Minute, TimeSpan.FromDays(7)));
        Assert.Empty(GapFinder.Since(Noon.AddMinutes(-1), Noon, Minute, TimeSpan.FromDays(7)));
        Assert.Empty(GapFinder.Since(Noon.AddMinutes(-2), Noon, Minute, TimeSpan.FromDays(7)));
        Assert.Equal([new(Noon.AddMinutes(-2), Noon.AddMinutes(-1))], GapFinder.Since(Noon.AddMinutes(-3), Noon, Minute, TimeSpan.FromDays(7)));
    }

    [Fact]
    public void Spans_cover_exactly_the_missing_periods_in_pieces_of_at_most_a_day()
    {
        Gen.Select(Gen.Int[0, 6000], Gen.OneOf(Gen.Const(1), Gen.Const(5), Gen.Const(60))).Sample((missing, minutes) =>
        {
            var period = TimeSpan.FromMinutes(minutes);
            var spans = GapFinder.Between(Noon, Noon + ((missing + 1) * period), period).ToArray();
            if (missing < 2)
            {
                Assert.Empty(spans);
                return;
            }

            var next = Noon + period;
            foreach (var span in spans)
            {
                Assert.Equal(next, span.Begin);
                Assert.InRange(span.End - span.Begin, TimeSpan.Zero, TimeSpan.FromDays(1) - period);
                next = span.End + period;
            }

            Assert.Equal(Noon + ((missing + 1) * period), next);
        }, seed: "0N0XIzNsQ0O2", iter: 500);
    }

    [Fact]
    public void History_is_asked_for_no_further_back_than_allowed()
    {
        var spans = GapFinder.Since(Noon.AddDays(-400), Noon, TimeSpan.FromHours(1), TimeSpan.FromDays(7)).ToArray();
        Assert.Equal(Noon.AddDays(-7).AddHours(1), spans[0].Begin);
        Assert.Equal(Noon.AddHours(-1), spans[^1].End);
        Assert.InRange(spans.Length, 7, 8);
    }

    [Fact]
    public void A_request_is_sent_four_times_ten_seconds_apart_and_then_given_up_with_all_history()
    {
        var line = new RequestLine(TimeSpan.FromSeconds(10), 3, Minute);
        line.Add(new DeviceRequest("2051", new(Noon, Noon)));
        line.Add(new DeviceRequest("2051", new(Noon, Noon.AddHours(1))));
        var sent = 0;
        var outcome = RequestOutcome.Pending;
        for (var now = Noon; now < Noon.AddMinutes(5); now = now.AddSeconds(1))
        {
            if (line.Due(now, true, () => "q", out var ended) is not null) sent++;
            if (ended != RequestOutcome.Pending) outcome = ended;
        }

        Assert.Equal((4, RequestOutcome.TimedOut, 0), (sent, outcome, line.Queued));
        line.Add(new DeviceRequest("2051", new(Noon, Noon.AddHours(2))));
        Assert.Equal(0, line.Queued);
    }

    [Fact]
    public void An_accepted_request_waits_for_its_end_as_long_as_data_come()
    {
        var line = Sent(new DeviceRequest("2051", new(Noon, Noon)));
        Assert.Equal(RequestOutcome.Pending, line.Answer("q1", 1, null, false, Noon));
        Assert.Null(line.Due(Noon.AddSeconds(50), true, () => "q2", out _));
        line.Progress("2051", Noon.AddSeconds(50));
        Assert.Null(line.Due(Noon.AddSeconds(100), true, () => "q2", out var ended));
        Assert.Equal(RequestOutcome.Pending, ended);
        Assert.Equal(RequestOutcome.NoData, line.Answer("q1", null, 100, false, Noon.AddSeconds(101)));
        Assert.Null(line.Open);
    }

    [Theory]
    [InlineData("q1", true)]
    [InlineData("", true)]
    [InlineData("1715479200000", true)]
    [InlineData("q0", false)]
    public void An_answer_under_no_or_a_strange_QN_belongs_to_the_open_request_and_one_under_an_old_QN_is_late(string qn, bool ends)
    {
        var line = new RequestLine(TimeSpan.FromSeconds(10), 3, Minute);
        line.Add(new DeviceRequest("1012"));
        line.Due(Noon, true, () => "q0", out _);
        line.Answer("q0", null, 1, false, Noon);
        line.Add(new DeviceRequest("1012"));
        line.Due(Noon, true, () => "q1", out _);
        Assert.Equal(ends ? RequestOutcome.Done : RequestOutcome.Pending, line.Answer(qn, null, 1, false, Noon));
    }

    [Fact]
    public void The_clock_goes_before_history_and_history_waits_while_the_gateway_is_busy()
    {
        var line = new RequestLine(TimeSpan.FromSeconds(10), 3, Minute);
        line.Add(new DeviceRequest("2051", new(Noon, Noon)));
        line.Add(new DeviceRequest("1012"));
        line.Add(new DeviceRequest("1012"));
        Assert.Equal("1012", line.Due(Noon, false, () => "q1", out _)!.Command);
        line.Answer("q1", null, 1, false, Noon);
        Assert.Null(line.Due(Noon, false, () => "q2", out _));
        Assert.Equal("2051", line.Due(Noon, true, () => "q2", out _)!.Command);
        Assert.Equal(RequestOutcome.Refused, line.Answer("q2", 2, null, false, Noon));
    }

    private static RequestLine Sent(DeviceRequest request)
    {
        var line = new RequestLine(TimeSpan.FromSeconds(10), 3, Minute);
        line.Add(request);
        line.Due(Noon, true, () => "q1", out _);
        return line;
    }
}
