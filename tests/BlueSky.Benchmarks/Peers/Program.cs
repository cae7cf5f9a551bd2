using System.Net;
using BlueSky.Benchmarks.Peers;
using BlueSky.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

PeerOptions options;
try
{
    options = PeerOptions.Read(args);
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSingleton(TimeProvider.System);
if (options.Kind != PeerKind.Echo)
{
    // The node's own store, with its roller: whatever a commit costs there it costs here.
    builder.Services.AddBlueSkyQueries(options.Postgres).AddHostedService<Roller>();
    builder.Services.AddSingleton(PeerRegister.Load(options.Seeds, options.Sources));
    if (options.Kind == PeerKind.Plain) builder.Services.AddSingleton<IIntake, PlainIntake>();
    else builder.Services.AddSingleton<AkkaIntake>().AddSingleton<IIntake>(s => s.GetRequiredService<AkkaIntake>()).AddHostedService(s => s.GetRequiredService<AkkaIntake>());
}

builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
    _ = options.Kind == PeerKind.Echo ? listen.UseConnectionHandler<EchoConnectionHandler>() : listen.UseConnectionHandler<PeerConnectionHandler>()));
var app = builder.Build();
await app.StartAsync();

// Who started the peer waits for this line.
var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
await Console.Out.WriteLineAsync($"listening {new Uri(address).Port}");
await app.WaitForShutdownAsync();
return 0;
