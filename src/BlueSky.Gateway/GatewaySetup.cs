using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BlueSky.Gateway;

/// <summary>Puts the HJ 212 gateway into a host. The host brings the way to the grains (<see cref="IGrainFactory"/>).</summary>
public static class GatewaySetup
{
    /// <summary>Adds the gateway and its TCP endpoint.</summary>
    /// <param name="builder">The host; its configuration section <c>Gateway</c> holds the <see cref="GatewayOptions"/>.</param>
    /// <remarks>
    /// Kestrel ignores <c>urls</c> as soon as one endpoint is set in code: a host that serves HTTP too must set its HTTP
    /// endpoint in the same way or in <c>Kestrel:Endpoints</c>.
    /// </remarks>
    public static WebApplicationBuilder AddBlueSkyGateway(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddBlueSkyGateway(builder.Configuration);
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.ListenHj212());
        return builder;
    }

    /// <summary>Adds the gateway's services without an endpoint, see <see cref="ListenHj212"/>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration.</param>
    public static IServiceCollection AddBlueSkyGateway(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<GatewayOptions>().Bind(configuration.GetSection(GatewayOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GatewayOptions>, GatewayOptionsCheck>());
        services.AddOptions<SocketTransportOptions>().Configure<IOptions<GatewayOptions>>(static (transport, gateway) => Bound(transport, gateway.Value));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton<GatewayState>();
        services.AddSingleton<IngestDispatcher>();
        services.AddSingleton<AdmissionDoor>();
        services.AddSingleton<SessionRegistry>();
        services.AddSingleton<RefusalLedger>();
        services.AddSingleton<ConnectionTable>();
        services.AddSingleton<GatewayParts>();

        // Hosted services stop in reverse order, after the server: first the watch, then the queue runs dry.
        services.AddHostedService(static s => s.GetRequiredService<IngestDispatcher>());
        services.AddHostedService<GatewayWatch>();
        return services;
    }

    /// <summary>Opens the TCP port of the <see cref="GatewayOptions"/>.</summary>
    /// <param name="kestrel">The server.</param>
    public static void ListenHj212(this KestrelServerOptions kestrel)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        var options = kestrel.ApplicationServices.GetRequiredService<IOptions<GatewayOptions>>().Value;
        kestrel.ApplicationServices.GetRequiredService<ILogger<GatewayParts>>().Listening(options.ListenAddress, options.Port);
        kestrel.Listen(IPAddress.Parse(options.ListenAddress), options.Port, static listen => listen.UseConnectionHandler<Hj212ConnectionHandler>());
    }

    // The server's own part cannot be told apart by endpoint: web pages of the same node have as much, which is enough for them.
    private static void Bound(SocketTransportOptions transport, GatewayOptions gateway)
    {
        transport.MaxReadBufferSize = gateway.ReceiveBufferBytes;
        transport.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            // What is accepted takes it over.
            if (endpoint is IPEndPoint { Port: var port } && port == gateway.Port) socket.ReceiveBufferSize = gateway.ReceiveBufferBytes;
            return socket;
        };
    }
}
