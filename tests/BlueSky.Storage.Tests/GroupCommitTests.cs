using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BlueSky.Storage;

/// <summary>When one writer commits what many wait for. The clock moves only where a test moves it.</summary>
public sealed class GroupCommitTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentQueue<int> groups = new();
    private readonly RestClock clock = new();
    private GroupCommit? writer;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_commit_of_many_what_comes_one_by_one_gathers_in_the_next(bool ownThread)
    {
        writer = Open(Spacing, ownThread);
        await writer.Submit(new Lines(16)).WaitAsync(Patience);
        await clock.Resting.WaitAsync(Patience);
        var waiting = Enumerable.Range(0, 10).Select(_ => writer.Submit(new Lines(1))).ToArray();

        clock.Advance(Spacing - TimeSpan.FromTicks(1));
        Assert.Equal([16], groups);
        clock.Advance(TimeSpan.FromTicks(1));

        await Task.WhenAll(waiting).WaitAsync(Patience);
        Assert.Equal([16, 10], groups);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_commit_of_few_nobody_waits(bool ownThread)
    {
        writer = Open(Spacing, ownThread);
        for (var i = 0; i < 100; i++)
        {
            await writer.Submit(new Lines(15)).WaitAsync(Patience);
        }

        Assert.Equal(100, groups.Count);
    }

    [Fact]
    public async Task Without_spacing_nobody_waits_after_a_commit_of_many()
    {
        writer = Open(TimeSpan.Zero, ownThread: false);
        for (var i = 0; i < 100; i++)
        {
            await writer.Submit(new Lines(50)).WaitAsync(Patience);
        }

        Assert.Equal(100, groups.Count);
    }

    /// <summary>A writer that rests, in a test that failed too, ends when its clock goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        var ended = writer!.DisposeAsync().AsTask();
        while (!ended.IsCompleted)
        {
            clock.Advance(Spacing);
            await Task.Yield();
        }

        await ended;
    }

    private GroupCommit Open(TimeSpan spacing, bool ownThread)
    {
        var options = new StorageOptions { CommitSpacing = spacing };
        return new GroupCommit("test", ownThread, Commit, options, new StorageMetrics(), new StoreState(options, clock), NullLogger.Instance, clock);
    }

    private ValueTask Commit(IReadOnlyList<Work> group)
    {
        groups.Enqueue(group.Sum(w => w.Weight));
        return ValueTask.CompletedTask;
    }

    /// <summary>Tells when the writer has begun to rest.</summary>
    private sealed class RestClock : FakeTimeProvider
    {
        private readonly TaskCompletionSource resting = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Resting => resting.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            resting.TrySetResult();
            return timer;
        }
    }

    private sealed class Lines(int count) : Work
    {
        public override int Weight => count;

        public override int Bytes => count;
    }
}
