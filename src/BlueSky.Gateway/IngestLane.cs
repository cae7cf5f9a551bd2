using System.Diagnostics;
using System.Threading.Channels;
using BlueSky.Messages;
using BlueSky.Sources;
using Microsoft.Extensions.Logging;

namespace BlueSky.Gateway;

/// <summary>
/// One of the calls in flight to a shard. What arrives while the call runs makes the next batch, so batches grow with the
/// load and a single packet never waits for company. A source always takes the same lane: its order is kept, also over
/// retries.
/// </summary>
internal sealed class IngestLane
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    private readonly IIngestGrain _grain;
    private readonly int _shard;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly GatewayMetrics _metrics;
    private readonly GatewayState _state;
    private readonly ILogger _log;
    private readonly Channel<IngestItem> _queue;
    private readonly List<IngestItem> _batch;
    private int _waiting;

    public IngestLane(
        IIngestGrain grain, int shard, int capacity, GatewayOptions options, TimeProvider time, GatewayMetrics metrics,
        GatewayState state, ILogger log)
    {
        (_grain, _shard, _options, _time, _metrics, _state, _log) = (grain, shard, options, time, metrics, state, log);
        _batch = new List<IngestItem>(Math.Min(options.MaxBatch, 64));
        _queue = Channel.CreateBounded<IngestItem>(new BoundedChannelOptions(capacity)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
            AllowSynchronousContinuations = false,
        });
    }

    /// <summary>Items accepted and not yet completed.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Takes an item; waits while the queue is full, which is what makes a connection stop reading.</summary>
    public ValueTask Enqueue(IngestItem item, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _waiting);
        return _queue.Writer.TryWrite(item) ? ValueTask.CompletedTask : EnqueueSlowly(item, cancellation);
    }

    /// <summary>No more items; what is queued is still sent.</summary>
    public void Finish() => _queue.Writer.TryComplete();

    /// <summary>Sends batches until <see cref="Finish"/>.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (_batch.Count < _options.MaxBatch && _queue.Reader.TryRead(out var item)) _batch.Add(item);
            if (_batch.Count == 0) continue;
            var results = await Send(_batch, cancellation);
            for (var i = 0; i < _batch.Count; i++) Complete(_batch[i], results is null ? IngestResult.Unavailable : results[i]);
            Interlocked.Add(ref _waiting, -_batch.Count);
            _batch.Clear();
        }
    }

    private async ValueTask EnqueueSlowly(IngestItem item, CancellationToken cancellation)
    {
        try
        {
            await _queue.Writer.WriteAsync(item, cancellation);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            Interlocked.Decrement(ref _waiting);
            item.Complete(IngestResult.Unavailable);
        }
    }

    private void Complete(IngestItem item, IngestResult result)
    {
        try
        {
            item.Complete(result);
        }
#pragma warning disable CA1031 // One connection's fault must not end the lane of all others; it is logged as an error.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.CompletionFailed(e, _shard);
        }
    }

    /// <summary>
    /// Sends one batch, again if need be, within the answer time-out. A repeat is harmless: every value has its identity.
    /// Null when nothing can be promised.
    /// </summary>
    private async Task<IngestResult[]?> Send(List<IngestItem> items, CancellationToken cancellation)
    {
        using var activity = GatewayMetrics.Activities.StartActivity("ingest", ActivityKind.Producer);
        activity?.SetTag("bluesky.shard", _shard).SetTag("bluesky.batch", items.Count);
        var batch = new RoutedObservation[items.Count];
        for (var i = 0; i < batch.Length; i++) batch[i] = items[i].Observation;
        _metrics.Batch(batch.Length);
        var begun = _time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var left = _options.AnswerTimeout - _time.GetElapsedTime(begun);
            var results = left > TimeSpan.Zero ? await Try(batch, left, attempt) : null;
            if (results is not null)
            {
                _state.Committed(_time.GetUtcNow());
                return results;
            }

            if (cancellation.IsCancellationRequested || _time.GetElapsedTime(begun) + RetryPause >= _options.AnswerTimeout)
            {
                _state.NotCommitted(_time.GetUtcNow());
                activity?.SetStatus(ActivityStatusCode.Error);
                return null;
            }

            await Pause(cancellation);
        }
    }

    private async Task<IngestResult[]?> Try(RoutedObservation[] batch, TimeSpan left, int attempt)
    {
        try
        {
            var results = await _grain.Ingest(batch).WaitAsync(left, _time);
            if (results.Length != batch.Length)
            {
                _log.WrongResultCount(_shard, batch.Length, results.Length);
                return null;
            }

            // A shard that is overloaded says so entry by entry; when all are refused so, the same batch is tried again.
            return Array.TrueForAll(results, static r => r == IngestResult.Unavailable) ? null : results;
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or BlueSkyException or OperationCanceledException)
        {
            _log.BatchFailed(e, _shard, batch.Length, attempt);
            return null;
        }
#pragma warning disable CA1031 // Whatever a store throws, the lane must live and the answers be withheld; the error is logged.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.BatchFailedUnexpectedly(e, _shard, batch.Length, attempt);
            return null;
        }
    }

    private async Task Pause(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(RetryPause, _time, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Stopping: one last attempt follows at once.
        }
    }
}
