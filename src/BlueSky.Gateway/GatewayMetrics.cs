using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BlueSky.Gateway;

/// <summary>
/// Figures of the gateway for OpenTelemetry: meter and activity source <c>BlueSky.Gateway</c>. Subscribe by name; no
/// per-packet activity exists, one per batch does.
/// </summary>
public sealed class GatewayMetrics : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "BlueSky.Gateway";

    internal static readonly ActivitySource Activities = new(Name);

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _frames;
    private readonly Counter<long> _answers;
    private readonly Counter<long> _faults;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _withheld;
    private readonly Counter<long> _closed;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _latency;
    private readonly Histogram<int> _batch;

    /// <summary>Creates the instruments.</summary>
    public GatewayMetrics()
    {
        _frames = _meter.CreateCounter<long>("bluesky.gateway.frames", "{frame}", "Good frames received");
        _answers = _meter.CreateCounter<long>("bluesky.gateway.answers", "{frame}", "Uploads answered after their commit");
        _faults = _meter.CreateCounter<long>("bluesky.gateway.faults", "{fault}", "Framing faults by kind");
        _refused = _meter.CreateCounter<long>("bluesky.gateway.refused", "{frame}", "Frames refused by reason");
        _withheld = _meter.CreateCounter<long>("bluesky.gateway.withheld", "{frame}", "Answers withheld because nothing was committed for certain");
        _closed = _meter.CreateCounter<long>("bluesky.gateway.closed", "{connection}", "Connections closed by the gateway, by reason");
        _requests = _meter.CreateCounter<long>("bluesky.gateway.requests", "{request}", "Requests to devices by command and outcome");
        _latency = _meter.CreateHistogram<double>("bluesky.gateway.answer.duration", "s", "From the whole frame to its answer");
        _batch = _meter.CreateHistogram<int>("bluesky.gateway.batch.size", "{observation}", "Observations in one call to a shard");
    }

    internal void Observe(Func<int> connections, Func<int> queued)
    {
        _meter.CreateObservableGauge("bluesky.gateway.connections", connections, "{connection}", "Open connections");
        _meter.CreateObservableGauge("bluesky.gateway.queue", queued, "{observation}", "Observations that wait for their commit");
    }

    internal void Frame() => _frames.Add(1);

    internal void Answered(double seconds)
    {
        _answers.Add(1);
        _latency.Record(seconds);
    }

    internal void Fault(string kind) => _faults.Add(1, new KeyValuePair<string, object?>("kind", kind));

    internal void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal void Withheld() => _withheld.Add(1);

    internal void Closed(string reason) => _closed.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal void Request(string command, string outcome) =>
        _requests.Add(1, new("command", command), new KeyValuePair<string, object?>("outcome", outcome));

    internal void Batch(int size) => _batch.Record(size);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
