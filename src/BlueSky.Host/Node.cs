using System.Net;
using BlueSky.Assessment;
using BlueSky.Gateway;
using BlueSky.Messages;
using BlueSky.Notifications;
using BlueSky.Photos;
using BlueSky.Storage;
using BlueSky.Store;
using BlueSky.Web;
using BlueSky.Web.Console;
using Microsoft.AspNetCore.Hosting.Server;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace BlueSky.Host;

/// <summary>Puts a node together from its roles and runs it until it is told to stop.</summary>
internal static class Node
{
    public static async Task<int> Run(NodeOptions options, SeedDirectory seeds, CancellationToken cancellation)
    {
        await using var app = Build(options, seeds);
        await app.StartAsync(cancellation);
        Banner.Print(app, options);
        await using var simulation = options.Demo ? DemoSimulation.Start(app, options) : null;
        await app.WaitForShutdownAsync(cancellation);

        // A silo that the cluster declared dead is to be started anew by whoever supervises it. A gateway has no store to ask.
        return app.Services.GetService<IStoreState>()?.Now.Condition == StoreCondition.Fenced ? 3 : 0;
    }

    private static WebApplication Build(NodeOptions options, SeedDirectory seeds)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            // Files of the pages lie beside the executable, wherever the person stands who starts it.
            ApplicationName = "bluesky", WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("BlueSky", LogLevel.Information)
            // Its first check measures from the machine's start and always complains.
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error)
            // Each message that met a silo that died, several times over, with a stack trace: thousands of lines in the very seconds in
            // which its sources must find another. Who called says what failed.
            .AddFilter("Polly", LogLevel.Critical).AddFilter("Orleans.Messaging", LogLevel.Critical)
            .AddFilter("Orleans.Runtime.Messaging", LogLevel.Error).AddFilter("Orleans.Runtime.CallbackData", LogLevel.Error)
            .AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat) = (true, "HH:mm:ss "));
        builder.Services.AddSingleton(options).AddSingleton(seeds).AddSingleton(StationSeeding.Furnish(seeds.District, options.Demo)).AddSingleton(seeds.Kinds)
            .AddSingleton(seeds.Policies).AddSingleton(new PolicyShelf([.. seeds.Policies.All])).AddSingleton(seeds.Plan).AddSingleton(seeds.Handling)
            .AddSingleton(seeds.Boundary).AddSingleton(seeds.Reports).AddSingleton(seeds.Surveys)
            .AddSingleton(seeds.Tasks).AddSingleton(seeds.Measures).AddSingleton(seeds.TaskPolicy).AddSingleton(seeds.Credit).AddSingleton(seeds.Notifications).AddSingleton(seeds.Devices).AddSingleton(TimeProvider.System).AddBlueSkySerialization();
        builder.Services.Configure<PhotoLimits>(builder.Configuration.GetSection("Photos"));
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.AddBlueSkyTelemetry("bluesky");

        // First of the hosted services: its port opens before the store and the cluster are asked.
        if (options.Health is not null) builder.Services.AddHostedService<HealthPort>();
        builder.Services.AddNodeChecks(options.Roles);

        AddCluster(builder, options);
        if (options.Roles == Roles.Silo) builder.Services.AddSingleton<IServer, NoServer>();
        if (options.Roles.HasFlag(Roles.Gateway)) AddGateway(builder, options);
        if (options.Roles.HasFlag(Roles.Web)) AddWeb(builder, options, seeds);
        var app = builder.Build();
        if (options.Roles.HasFlag(Roles.Web)) app.MapBlueSkyWeb().MapBlueSkyConsole();
        return app;
    }

    private static void AddCluster(WebApplicationBuilder builder, NodeOptions options)
    {
        // Bounds of the store come from the configuration section Storage, as the gateway's come from Gateway.
        void SetStore(StorageOptions store) => builder.Configuration.GetSection("Storage").Bind(store);
        void SetCluster(ClusterOptions cluster) => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId);

        if (!options.Roles.HasFlag(Roles.Silo))
        {
            builder.UseOrleansClient(client =>
            {
                client.Configure<ClusterOptions>(SetCluster);
                client.AddClusterSettings();
                client.Services.AddSingleton<IClientConnectionRetryFilter, WaitForSilo>();
                client.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = ("Npgsql", options.Postgres!));
                if (options.Roles.HasFlag(Roles.Web)) client.AddDashboard();
            });
            // A gateway alone asks grains for everything: its role in the database need not see a single reading.
            if (options.Roles.HasFlag(Roles.Web)) builder.Services.AddBlueSkyQueries(options.Postgres!, SetStore);
            return;
        }

        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(SetCluster);
            if (options.Postgres is { } postgres)
            {
                silo.AddClusterSettings(builder.Configuration);
                silo.AddBlueSkyPostgres(postgres, SetStore);
                silo.ConfigureEndpoints(IPAddress.Parse(options.SiloAddress), options.SiloPort, options.SiloGatewayPort);
            }
            else
            {
                silo.AddBlueSkySqlite(options.Data.FullName, SetStore);
                silo.UseLocalhostClustering(options.SiloPort, options.SiloGatewayPort, serviceId: options.ServiceId, clusterId: options.ClusterId);
            }

            AddDashboard(silo, options);
        });
        builder.Services.AddWebhooks(SinkSection.Read(builder.Configuration), Random.Shared.NextDouble);
        builder.Services.AddHostedService<NodeStartup>();
    }

    // The dashboard's profiler is a filter around every grain call, also while it counts nothing; ingestion is several calls a
    // packet, so without being asked for it stays out. Only the page of methods is empty then.
    private static void AddDashboard(ISiloBuilder silo, NodeOptions options)
    {
        var before = silo.Services.Count;
        silo.AddDashboard();
        if (options.ProfileGrains) return;
        for (var i = silo.Services.Count - 1; i >= before; i--)
            if (silo.Services[i].ServiceType == typeof(IIncomingGrainCallFilter)) silo.Services.RemoveAt(i);
    }

    private static void AddGateway(WebApplicationBuilder builder, NodeOptions options)
    {
        builder.AddBlueSkyGateway();
        builder.Services.Configure<Gateway.GatewayOptions>(o =>
        {
            (o.ListenAddress, o.Port) = (options.GatewayAddress, options.GatewayPort);
            // A simulator or a forwarder on this machine has more connections than one address from outside may have.
            o.LoopbackUnlimited = true;
        });
    }

    private static void AddWeb(WebApplicationBuilder builder, NodeOptions options, SeedDirectory seeds)
    {
        builder.Services.AddSingleton(KindList.Of(seeds.Kinds)).AddSingleton(seeds.Boundary);
        builder.Services.AddSingleton(new PolicyShelf(PolicyFile.LoadAll(Path.Combine(AppContext.BaseDirectory, "seeds", "policies"))));
        builder.Services.AddBlueSkyWeb(o =>
        {
            builder.Configuration.GetSection("Web").Bind(o);
            (o.Demo, o.AnonymousReadOnLoopback) = (options.Demo, options.Demo);
        });
        builder.Services.AddBlueSkyConsole();
        builder.WebHost.UseBlueSkyAssets();

        // In code like the gateway's port: Kestrel forgets its "urls" once one endpoint is set in code.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(options.WebAddress, options.Web.Port));
    }
}
