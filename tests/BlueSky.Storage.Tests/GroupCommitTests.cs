using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;

namespace BlueSky.Storage;

/// <summary>When one writer commits what many wait for.</summary>
public sealed class GroupCommitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<int> groups = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_commit_of_many_what_comes_one_by_one_gathers_in_the_next(bool ownThread)
    {
        await using var writer = Open(TimeSpan.FromSeconds(2), ownThread);
        await writer.Submit(new Lines(16)).WaitAsync(Patience);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => writer.Submit(new Lines(1))))).WaitAsync(Patience);
        Assert.Equal([16, 10], groups);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_is_alone_does_not_wait(bool ownThread)
    {
        // With a minute between commits the second of these would not end in time.
        await using var writer = Open(TimeSpan.FromMinutes(1), ownThread);
        for (var i = 0; i < 100; i++)
        {
            await writer.Submit(new Lines(1)).WaitAsync(Patience);
        }

        Assert.Equal(100, groups.Count);
    }

    [Fact]
    public async Task Without_spacing_a_commit_of_many_is_followed_at_once()
    {
        await using var writer = Open(TimeSpan.Zero, ownThread: false);
        for (var i = 0; i < 100; i++)
        {
            await writer.Submit(new Lines(50)).WaitAsync(Patience);
        }

        Assert.Equal(100, groups.Count);
    }

    private GroupCommit Open(TimeSpan spacing, bool ownThread)
    {
        var options = new StorageOptions { CommitSpacing = spacing };
        return new GroupCommit("test", ownThread, Commit, options, new StorageMetrics(), new StoreState(options, TimeProvider.System), NullLogger.Instance);
    }

    private ValueTask Commit(IReadOnlyList<Work> group)
    {
        groups.Enqueue(group.Sum(w => w.Weight));
        return ValueTask.CompletedTask;
    }

    private sealed class Lines(int count) : Work
    {
        public override int Weight => count;

        public override int Bytes => count;
    }
}
