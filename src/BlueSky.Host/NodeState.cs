namespace BlueSky.Host;

/// <summary>Where a node is between its start and its end, in words for readiness. Thread-safe.</summary>
internal sealed class NodeState(IHostApplicationLifetime lifetime)
{
    private volatile string _step = "the node starts 正在启动";

    /// <summary>What the start does now; said while the node has not started.</summary>
    public void Starts(string step) => _step = step;

    /// <summary>Why the node takes no work now; null when it does. Stopping counts from the first sign, before any port closes.</summary>
    public string? Obstacle =>
        lifetime.ApplicationStopping.IsCancellationRequested ? "the node stops 正在停止"
        : lifetime.ApplicationStarted.IsCancellationRequested ? null
        : _step;
}
