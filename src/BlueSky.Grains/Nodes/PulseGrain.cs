using Orleans.Concurrency;

namespace BlueSky.Nodes;

/// <inheritdoc/>
[StatelessWorker(1)]
internal sealed class PulseGrain : Grain, IPulseGrain
{
    public Task Beat() => Task.CompletedTask;
}
