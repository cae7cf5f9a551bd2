using System.Diagnostics;
using System.Threading.Channels;
using BlueSky.Messages;
using BlueSky.Sources;
using Microsoft.Extensions.Logging;

namespace BlueSky.Gateway;

/// <summary>
/// One of the calls in flight to a shard. What arrives while the call runs makes the next batch, so batches grow with the
/// load and a single packet never waits for company. A source always takes the same lane: its order is kept, also over
/// retries. What could not be committed is tried again within the answer time-out under the same identities, so that a
/// silo can be replaced meanwhile; only its own source waits for it.
/// </summary>
internal sealed class IngestLane
{
    private const int FailuresPerLogEntry = 25;
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    private readonly IGrainFactory _grains;
    private readonly int _shard;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly GatewayMetrics _metrics;
    private readonly GatewayState _state;
    private readonly ILogger _log;
    private readonly Channel<IngestItem> _queue;
    private readonly List<IngestItem> _batch;
    private readonly List<long> _deadlines;
    private readonly HeldItems _held = new();
    private IIngestGrain? _grain;
    private long _retryAt;
    private int _failures;
    private int _waiting;

    public IngestLane(
        IGrainFactory grains, int shard, int capacity, GatewayOptions options, TimeProvider time, GatewayMetrics metrics,
        GatewayState state, ILogger log)
    {
        (_grains, _shard, _options, _time, _metrics, _state, _log) = (grains, shard, options, time, metrics, state, log);
        _batch = new List<IngestItem>(Math.Min(options.MaxBatch, 64));
        _deadlines = new List<long>(Math.Min(options.MaxBatch, 64));
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
        while (await Fill(cancellation))
        {
            var results = await Send();
            var now = _time.GetTimestamp();
            var (committed, givenUp) = (false, 0);
            for (var i = 0; i < _batch.Count; i++)
            {
                var result = results?[i] ?? IngestResult.Unavailable;
                committed |= result != IngestResult.Unavailable;
                if (result != IngestResult.Unavailable) Complete(_batch[i], result);
                else if (now < _deadlines[i] && !cancellation.IsCancellationRequested) Hold(_batch[i], _deadlines[i], now);
                else givenUp += Complete(_batch[i], result);
            }

            if (committed) _state.Committed(_time.GetUtcNow());
            else if (givenUp > 0) _state.NotCommitted(_time.GetUtcNow());
            _batch.Clear();
            _deadlines.Clear();
        }
    }

    /// <summary>Makes the next batch; waits for an item or for the time of another attempt. False when nothing will come any more.</summary>
    private async ValueTask<bool> Fill(CancellationToken cancellation)
    {
        while (true)
        {
            var now = _time.GetTimestamp();
            if (_held.Count > 0 && (now >= _retryAt || cancellation.IsCancellationRequested)) _held.MoveTo(_batch, _deadlines);
            while (_batch.Count + _held.Count < _options.MaxBatch && _queue.Reader.TryRead(out var item))
            {
                var deadline = now + Ticks(_options.AnswerTimeout);
                if (_held.Holds(item))
                {
                    _held.Add(item, deadline);
                    continue;
                }

                _batch.Add(item);
                _deadlines.Add(deadline);
            }

            if (_batch.Count > 0) return true;
            if (_held.Count > 0) await Pause(_time.GetElapsedTime(now, _retryAt), cancellation);
            else if (!await _queue.Reader.WaitToReadAsync(CancellationToken.None)) return false;
        }
    }

    // The pause begins with the first that is held. Were it to begin anew with each batch, the traffic of others would put off for ever
    // the source that has to be tried again.
    private void Hold(IngestItem item, long deadline, long now)
    {
        if (_held.Count == 0) _retryAt = now + Ticks(RetryPause);
        _held.Add(item, deadline);
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

    private int Complete(IngestItem item, IngestResult result)
    {
        Interlocked.Decrement(ref _waiting);
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

        return 1;
    }

    /// <summary>
    /// Tries the batch once. A repeat is harmless: every value has its identity. The attempt is given up before the batch is, because a
    /// silo that died takes calls with it that nobody ever answers. Null when nothing is known.
    /// </summary>
    private async Task<IngestResult[]?> Send()
    {
        using var activity = GatewayMetrics.Activities.StartActivity("ingest", ActivityKind.Producer);
        activity?.SetTag("bluesky.shard", _shard).SetTag("bluesky.batch", _batch.Count);
        var batch = new RoutedObservation[_batch.Count];
        for (var i = 0; i < batch.Length; i++) batch[i] = _batch[i].Observation;
        _metrics.Batch(batch.Length);
        try
        {
            // Not before the first batch: a node without a silo knows no grains until it has found one.
            _grain ??= _grains.GetGrain<IIngestGrain>(_shard);
            var results = await _grain.Ingest(batch).WaitAsync(_options.Attempt, _time, CancellationToken.None);
            if (results.Length == batch.Length)
            {
                _failures = 0;
                return results;
            }

            _log.WrongResultCount(_shard, batch.Length, results.Length);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or BlueSkyException or OperationCanceledException)
        {
            // While a silo is replaced every lane to it fails five times a second: the first words say it, the others only that it goes on.
            if (_failures++ % FailuresPerLogEntry == 0) _log.BatchFailed(e, _shard, batch.Length, _failures);
        }
#pragma warning disable CA1031 // Whatever a store throws, the lane must live and the answers be withheld; the error is logged.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (_failures++ % FailuresPerLogEntry == 0) _log.BatchFailedUnexpectedly(e, _shard, batch.Length, _failures);
        }

        activity?.SetStatus(ActivityStatusCode.Error);
        return null;
    }

    /// <summary>Waits for the time of the next attempt, or for an item that need not wait for it.</summary>
    private async Task Pause(TimeSpan time, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pause = Task.Delay(time, _time, over.Token);
        if (_held.Count < _options.MaxBatch) await Task.WhenAny(pause, _queue.Reader.WaitToReadAsync(over.Token).AsTask());
        else await Task.WhenAny(pause); // cancelled or over: both end the pause
        await over.CancelAsync();
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);
}
