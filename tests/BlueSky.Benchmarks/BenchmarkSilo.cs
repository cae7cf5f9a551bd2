using System.Net;
using System.Net.Sockets;
using BlueSky.Devices;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Notifications;
using BlueSky.Simulator;
using BlueSky.Sources;
using BlueSky.Storage;
using BlueSky.Store;
using BlueSky.Violations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace BlueSky.Benchmarks;

/// <summary>A silo in this process, without gateway and web.</summary>
internal sealed class BenchmarkSilo : IAsyncDisposable
{
    private static readonly string Seeds = Path.Combine(AppContext.BaseDirectory, "seeds");
    private readonly IHost _host;

    private BenchmarkSilo(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>What the silo itself uses.</summary>
    public T Service<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Starts one.</summary>
    /// <param name="data">Directory of the store.</param>
    /// <param name="journal">Takes the place of the store's journal; null keeps that.</param>
    /// <param name="clock">Takes the place of the system's clock; null keeps that.</param>
    /// <param name="postgres">Connection string of PostgreSQL; null for the embedded store. There the names are those of a node, which reads the same grain state.</param>
    public static async Task<BenchmarkSilo> Start(string data, IReadingJournal? journal = null, TimeProvider? clock = null, string? postgres = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole();
        builder.UseOrleans(silo =>
        {
            if (postgres is null)
            {
                silo.AddBlueSkySqlite(data);
                silo.UseLocalhostClustering(FreePort(), FreePort());
            }
            else
            {
                silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = ("bluesky", "bluesky"));
                silo.AddBlueSkyPostgres(postgres);
                silo.ConfigureEndpoints(IPAddress.Loopback, FreePort(), FreePort());
            }
        });
        builder.Services.AddBlueSkySerialization();
        builder.Services.AddSingleton(DistrictSeed.Load(Path.Combine(Seeds, "lanshan")));
        builder.Services.AddSingleton(SourceKindCatalog.Load(Path.Combine(Seeds, "source-kinds")));
        builder.Services.AddSingleton(HandlingPolicyFile.Load(Path.Combine(Seeds, "violations")));
        builder.Services.AddSingleton(DevicePolicy.Load(Path.Combine(Seeds, "devices")));
        builder.Services.AddSingleton(NotificationPolicyFile.Load(Path.Combine(Seeds, "notifications")));
        if (clock is not null) builder.Services.AddSingleton(clock);
        if (journal is not null) builder.Services.AddSingleton(journal);
        var host = builder.Build();
        await host.StartAsync();
        return new BenchmarkSilo(host);
    }

    /// <summary>Enters invented sites.</summary>
    public async Task<IReadOnlyList<SourceRegistration>> Enter(int count)
    {
        var sources = LoadRegister.Create(_host.Services.GetRequiredService<District>(), count).Sources;
        await Parallel.ForEachAsync(
            sources, new ParallelOptions { MaxDegreeOfParallelism = 256 },
            async (entry, _) => await Grains.GetGrain<ISourceGrain>(entry.Id).Register(entry, "benchmark"));
        return sources;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
