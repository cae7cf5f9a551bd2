using BlueSky.Sources;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BlueSky.Gateway;

/// <summary>
/// Sends observations to their shards in batches and completes each after its commit. Bounded: a full queue makes the
/// connection wait, and so the device, instead of growing.
/// </summary>
internal sealed class IngestDispatcher : IHostedService, IDisposable
{
    private readonly IngestLane[] _lanes;
    private readonly int _callsPerShard;
    private readonly int _bound;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public IngestDispatcher(
        IGrainFactory grains, IOptions<GatewayOptions> options, TimeProvider time, GatewayMetrics metrics, GatewayState state,
        ILogger<IngestDispatcher> log)
    {
        var o = options.Value;
        _callsPerShard = o.CallsPerShard;
        _bound = o.QueueBound;
        _lanes = new IngestLane[IngestShard.Count * o.CallsPerShard];
        for (var i = 0; i < _lanes.Length; i++)
        {
            var shard = i / o.CallsPerShard;
            _lanes[i] = new IngestLane(grains, shard, Math.Max(1, o.QueueBound / _lanes.Length), o, time, metrics, state, log);
        }
    }

    /// <summary>Observations accepted and not yet committed or given up.</summary>
    public int Waiting
    {
        get
        {
            var sum = 0;
            foreach (var lane in _lanes) sum += lane.Waiting;
            return sum;
        }
    }

    /// <summary>True when more than a quarter of the queue is taken: then no history is asked for.</summary>
    public bool IsBusy => Waiting > _bound / 4;

    /// <summary>Hands an observation over; waits while its lane's queue is full. Its item is completed exactly once.</summary>
    public ValueTask Enqueue(IngestItem item, CancellationToken cancellation) =>
        _lanes[LaneOf(item.Observation.SourceId)].Enqueue(item, cancellation);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.WhenAll(_lanes.Select(lane => Task.Run(() => lane.Run(_stopping.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Sends what is queued (each batch tried once more at most) and ends.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in _lanes) lane.Finish();
        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private int LaneOf(string sourceId)
    {
        // The last characters number the sources of a kind, so they spread over the lanes whatever the shard's hash took.
        var within = _callsPerShard == 1 || sourceId.Length == 0 ? 0 : sourceId[^1] % _callsPerShard;
        return (IngestShard.Of(sourceId) * _callsPerShard) + within;
    }
}
