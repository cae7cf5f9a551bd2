using System.Net;
using BlueSky.Gateway;
using BlueSky.Messages;
using BlueSky.Simulator;
using BlueSky.Storage;
using BlueSky.Web;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace BlueSky.Host;

/// <summary>Puts a node together from its roles and runs it until it is told to stop.</summary>
internal static class Node
{
    public static async Task<int> Run(NodeOptions options, CancellationToken cancellation)
    {
        var seeds = SeedDirectory.Load();
        await using var app = Build(options, seeds);
        await app.StartAsync(cancellation);
        Banner.Print(app, options, seeds);
        if (options.Demo) DemoDevices.Start(app, options, seeds);
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }
}
