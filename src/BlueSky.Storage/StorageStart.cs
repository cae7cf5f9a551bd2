using Microsoft.Extensions.Hosting;

namespace BlueSky.Storage;

/// <summary>
/// Migrates and opens the store in the phase before any hosted service starts, so before the silo takes its first call,
/// whatever the order of registration.
/// </summary>
internal sealed class StorageStart(Engine engine) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await engine.Migrate(cancellationToken);
        await engine.Open(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
