using System.Diagnostics;
using System.Threading.Channels;
using BlueSky.Messages;
using Microsoft.Extensions.Logging;

namespace BlueSky.Storage;

/// <summary>
/// One writer that commits whatever has gathered while the commit before was under way, so the cost of a commit is shared
/// and grows slower than the load. After a commit of many it lets more gather (<see cref="StorageOptions.CommitSpacing"/>).
/// A full queue refuses at once: whoever asks can try again, and memory stays bounded.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const string Closed = "The store is closed on this node.";

    /// <summary>A commit of so many shows that many write at once, so that more will have come if the next waits a moment.</summary>
    private const int Many = 16;

    private readonly Channel<Work> queue;
    private readonly Func<IReadOnlyList<Work>, ValueTask> commit;
    private readonly StorageOptions options;
    private readonly StorageMetrics metrics;
    private readonly StoreState state;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly string name;
    private readonly bool ownThread;
    private readonly Task running;
    private long queuedBytes;

    /// <param name="name">Name of the writer, for metrics and logs.</param>
    /// <param name="ownThread">True when <paramref name="commit"/> blocks: it then runs on a thread of its own.</param>
    /// <param name="commit">Commits a group, all or none; throws when it did not or when that is unknown.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="metrics">Metrics.</param>
    /// <param name="state">Learns how commits end.</param>
    /// <param name="logger">Log.</param>
    /// <param name="time">The machine's clock, between commits. Not that of the node's rules: where that one stands still, commits go on.</param>
    public GroupCommit(
        string name, bool ownThread, Func<IReadOnlyList<Work>, ValueTask> commit, StorageOptions options, StorageMetrics metrics,
        StoreState state, ILogger logger, TimeProvider time)
    {
        (this.name, this.ownThread, this.commit, this.options) = (name, ownThread, commit, options);
        (this.metrics, this.state, this.logger, this.time) = (metrics, state, logger, time);
        queue = Channel.CreateBounded<Work>(new BoundedChannelOptions(options.QueueLength) { SingleReader = true });
        metrics.Watch(name, () => queue.Reader.Count, () => QueuedBytes);
        running = ownThread ? OnOwnThread() : Task.Run(Run);
    }

    /// <summary>Bytes (estimated) that wait for a commit.</summary>
    public long QueuedBytes => Interlocked.Read(ref queuedBytes);

    /// <summary>Waits for the commit that holds all of <paramref name="work"/>.</summary>
    /// <exception cref="StoreUnavailableException">Refused, failed, or outcome unknown.</exception>
    public Task Submit(Work work)
    {
        if (Interlocked.Add(ref queuedBytes, work.Bytes) <= options.QueueBytes && queue.Writer.TryWrite(work))
        {
            return work.Done;
        }

        Interlocked.Add(ref queuedBytes, -work.Bytes);
        metrics.Refused(name);
        if (running.IsCompleted)
        {
            return Task.FromException(new StoreUnavailableException(Closed));
        }

        var words = $"The store's queue ({name}) is full: more is coming in than can be committed. Try again.";
        state.Refused(name, words);
        return Task.FromException(new StoreUnavailableException(words));
    }

    /// <summary>As <see cref="Submit"/>, but waits for room instead of being refused: for work that makes room for others, one at a time.</summary>
    public async Task SubmitPatiently(Work work)
    {
        try
        {
            await queue.Writer.WriteAsync(work);
        }
        catch (ChannelClosedException e)
        {
            throw new StoreUnavailableException(Closed, e);
        }

        await work.Done;
    }

    /// <summary>Commits what is queued, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await running;
    }

    private Task OnOwnThread()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            // Nothing inside waits asynchronously when the commit blocks, so all of it stays on this thread.
            Run().GetAwaiter().GetResult();
            ended.SetResult();
        })
        {
            IsBackground = true,
            Name = $"storage {name}",
        };
        thread.Start();
        return ended.Task;
    }

    private async Task Run()
    {
        var group = new List<Work>();
        while (await More())
        {
            group.Clear();
            var (weight, bytes) = (0L, 0L);
            while (queue.Reader.TryPeek(out var next)
                && (group.Count == 0 || (weight + next.Weight <= options.CommitCount && bytes + next.Bytes <= options.CommitBytes)))
            {
                queue.Reader.TryRead(out _);
                Interlocked.Add(ref queuedBytes, -next.Bytes);
                group.Add(next);
                weight += next.Weight;
                bytes += next.Bytes;
            }

            var began = time.GetTimestamp();
            await Commit(group);
            if (weight >= Many)
            {
                await Rest(options.CommitSpacing - time.GetElapsedTime(began));
            }
        }
    }

    private ValueTask Rest(TimeSpan left)
    {
        if (left <= TimeSpan.Zero)
        {
            return ValueTask.CompletedTask;
        }

        var rested = Task.Delay(left, time);
        if (ownThread)
        {
            rested.GetAwaiter().GetResult();
        }

        return new ValueTask(rested);
    }

    private ValueTask<bool> More()
    {
        var more = queue.Reader.WaitToReadAsync();
        return !ownThread || more.IsCompleted ? more : ValueTask.FromResult(more.AsTask().GetAwaiter().GetResult());
    }

    private async ValueTask Commit(List<Work> group)
    {
        var started = Stopwatch.GetTimestamp();
        state.Began(name);
        try
        {
            await commit(group);
        }
        catch (Exception e) when (group.Count > 1 && Faults.IsOfTheData(e))
        {
            // One of them cannot be stored whatever we do; the others must not suffer for it.
            Log.GroupSplit(logger, e, name, group.Count);
            foreach (var work in group)
            {
                await Commit([work]);
            }

            return;
        }
        catch (Exception e)
        {
            metrics.Failed(name);
            state.Failed(name, e);
            Log.CommitFailed(logger, e, name, group.Count);
            foreach (var work in group)
            {
                // One exception an awaiter: a shared one would gather the stack traces of all of them.
                work.Failed(Faults.InWords(e));
            }

            return;
        }

        metrics.Committed(name, Stopwatch.GetElapsedTime(started));
        state.Committed(name);
        foreach (var work in group)
        {
            work.Committed();
        }
    }
}
