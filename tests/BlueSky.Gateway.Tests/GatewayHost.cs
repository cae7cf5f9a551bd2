using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace BlueSky.Gateway;

/// <summary>The real gateway on a real server and a free loopback port; only the grains and the clock are fakes.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    /// <summary>2026-05-12 10:00:00 in China.</summary>
    public static readonly DateTimeOffset Start = new(2026, 5, 12, 10, 0, 0, TimeSpan.FromHours(8));

    private readonly WebApplication _app;
    private readonly int _port;

    private GatewayHost(WebApplication app, FakeCluster cluster, FakeTimeProvider time, int port) =>
        (_app, Cluster, Time, _port) = (app, cluster, time, port);

    public FakeCluster Cluster { get; }

    public FakeTimeProvider Time { get; }

    public ConnectionTable Connections => _app.Services.GetRequiredService<ConnectionTable>();

    public RefusalLedger Ledger => _app.Services.GetRequiredService<RefusalLedger>();

    public GatewayState State => _app.Services.GetRequiredService<GatewayState>();

    public IngestDispatcher Dispatcher => _app.Services.GetRequiredService<IngestDispatcher>();

    public AdmissionDoor Door => _app.Services.GetRequiredService<AdmissionDoor>();

    public SocketTransportOptions Transport => _app.Services.GetRequiredService<IOptions<SocketTransportOptions>>().Value;

    public DateTimeOffset Now => Time.GetUtcNow().ToOffset(TimeSpan.FromHours(8));

    public static async Task<GatewayHost> Open(params (string Key, string Value)[] settings)
    {
        var cluster = new FakeCluster();
        var time = new FakeTimeProvider(Start);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
            settings.Append(("Port", "0")).Select(s => new KeyValuePair<string, string?>("Gateway:" + s.Item1, s.Item2)));
        builder.Services.AddSingleton(cluster.Factory);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.AddBlueSkyGateway();
        var app = builder.Build();

        // A gateway without a silo beside it meets its cluster when its services start, not while it is put together.
        cluster.IsMet = true;
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new GatewayHost(app, cluster, time, new Uri(address).Port);
    }

    public Task<DeviceClient> Connect() => DeviceClient.Connect(new IPEndPoint(IPAddress.Loopback, _port));

    public Task Stop() => _app.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>
    /// Lets fake time run in small steps until something has happened; fails after 20 s of real time. At most one step a
    /// millisecond, so that what a step sets off can run before fake time runs away from it.
    /// </summary>
    public async Task RunUntil(Func<bool> happened, TimeSpan? step = null)
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var steps = 0; !happened(); await Task.Yield())
        {
            var elapsed = TimeProvider.System.GetElapsedTime(begun);
            Assert.True(elapsed < TimeSpan.FromSeconds(20), "It did not happen within 20 s.");
            if (step is not { } s || elapsed.TotalMilliseconds < steps) continue;
            Time.Advance(s);
            steps++;
        }
    }

    /// <summary>Waits for something that needs no time of the gateway's clock.</summary>
    public Task Until(Func<bool> happened) => RunUntil(happened);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
