using BlueSky.Web;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BlueSky.Host;

/// <summary>
/// A small HTTP port of its own for <c>/health/live</c> and <c>/health/ready</c>: open before the node joins its cluster and until the
/// last service has stopped, so that a supervisor sees why a node is not ready, and that it lives meanwhile.
/// </summary>
internal sealed class HealthPort(NodeOptions options, HealthCheckService checks, ILoggerProvider logs) : IHostedLifecycleService, IAsyncDisposable
{
    private WebApplication? _app;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "bluesky" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(options.Health!));
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(logs);
        builder.Services.AddRoutingCore().AddSingleton(checks);
        _app = builder.Build();
        _app.UseRouting();
        _app.MapBlueSkyHealth();
        await _app.StartAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_app is not null) await _app.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
    }
}
