using Orleans.Concurrency;

namespace BlueSky.Cluster;

/// <inheritdoc/>
[StatelessWorker(1)]
internal sealed class PulseGrain : Grain, IPulseGrain
{
    public Task Beat() => Task.CompletedTask;
}
