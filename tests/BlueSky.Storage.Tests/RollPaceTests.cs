using Microsoft.Extensions.Time.Testing;

namespace BlueSky.Storage;

/// <summary>How much of the time the roller takes.</summary>
public sealed class RollPaceTests
{
    private static readonly StorageOptions Options = new() { TailLimitBytes = 1_000, RollShare = 0.25 };

    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(500, 0.25)]
    [InlineData(675, 0.625)]
    [InlineData(850, 1)]
    [InlineData(5_000, 1)]
    public void It_works_a_share_of_the_time_and_without_rest_before_the_tail_reaches_its_limit(long bytes, double share) =>
        Assert.Equal(share, new RollPace(Options, () => bytes, TimeProvider.System).Share(bytes), 9);

    [Fact]
    public async Task It_rests_three_times_as_long_as_it_worked_at_a_share_of_a_quarter()
    {
        var time = new FakeTimeProvider();
        var pace = new RollPace(Options, () => 0, time);
        Assert.True(pace.Rest(CancellationToken.None).AsTask().IsCompleted, "a small piece needs no rest");
        time.Advance(TimeSpan.FromMilliseconds(10));

        var rest = pace.Rest(CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromMilliseconds(29));
        Assert.False(rest.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await rest.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        // The rest was no work.
        Assert.True(pace.Rest(CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_rest_ends_when_the_node_stops()
    {
        var time = new FakeTimeProvider();
        using var stop = new CancellationTokenSource();
        var pace = new RollPace(Options, () => 0, time);
        time.Advance(TimeSpan.FromSeconds(1));
        var rest = pace.Rest(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rest);
    }
}
