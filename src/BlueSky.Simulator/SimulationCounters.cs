namespace BlueSky.Simulator;

/// <summary>What happened so far. Counters only grow; any thread.</summary>
public sealed class SimulationCounters
{
    private long _sent;
    private long _answered;
    private long _resent;
    private long _backlogged;
    private long _dropped;
    private long _connections;
    private long _refusedConnections;
    private long _requests;

    /// <summary>Uploads sent, re-sent ones not counted again.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Uploads whose 9014 came back.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Frames sent again after a time-out, or from the backlog.</summary>
    public long Resent => Interlocked.Read(ref _resent);

    /// <summary>Uploads that went to a device's store because nobody answered.</summary>
    public long Backlogged => Interlocked.Read(ref _backlogged);

    /// <summary>Uploads that a full store pushed out.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Connections made.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>Attempts to connect that failed.</summary>
    public long FailedConnections => Interlocked.Read(ref _refusedConnections);

    /// <summary>Requests and notices of the gateway that a device obeyed.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Time from a sending to its answer.</summary>
    public LatencyHistogram Latency { get; } = new();

    internal void CountSent() => Interlocked.Increment(ref _sent);

    internal void CountAnswered(TimeSpan latency)
    {
        Interlocked.Increment(ref _answered);
        Latency.Record(latency);
    }

    internal void CountResent() => Interlocked.Increment(ref _resent);

    internal void CountBacklogged() => Interlocked.Increment(ref _backlogged);

    internal void CountDropped() => Interlocked.Increment(ref _dropped);

    internal void CountConnection() => Interlocked.Increment(ref _connections);

    internal void CountFailedConnection() => Interlocked.Increment(ref _refusedConnections);

    internal void CountRequest() => Interlocked.Increment(ref _requests);
}
