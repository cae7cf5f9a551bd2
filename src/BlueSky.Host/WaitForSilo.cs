namespace BlueSky.Host;

/// <summary>A node without a silo that finds none yet waits for one: nodes of a cluster start in any order.</summary>
internal sealed class WaitForSilo(NodeState node, TimeProvider time, ILogger<WaitForSilo> log) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private int _attempts;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        node.Starts("no silo of the cluster can be reached yet 尚无可用的 silo 节点");
        if (_attempts++ % 30 == 0) log.NoSiloYet(exception.Message);
        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }
}
