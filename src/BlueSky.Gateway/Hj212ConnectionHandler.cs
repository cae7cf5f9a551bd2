using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace BlueSky.Gateway;

/// <summary>
/// The door of the TCP port: lets a connection in within the limits and runs it. On a graceful stop of the server it reads
/// nothing more, answers what is in flight and closes.
/// </summary>
internal sealed class Hj212ConnectionHandler(GatewayParts parts, ConnectionTable table) : ConnectionHandler
{
    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var address = AddressOf(connection.RemoteEndPoint);
        if (table.Enter(address) is { } words)
        {
            parts.Log.ConnectionRefused(address.ToString(), words);
            parts.Metrics.Closed("connections");
            parts.Ledger.Note("connection.refused", address.ToString(), "", "connections", words);
            return;
        }

        var device = new DeviceConnection(connection, address.ToString(), parts);
        table.Add(device);
        try
        {
            var lifetime = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
            await device.Run(lifetime?.ConnectionClosedRequested ?? CancellationToken.None);
        }
#pragma warning disable CA1031 // A fault of ours on one connection must not reach the server; it is logged as an error.
        catch (Exception e)
#pragma warning restore CA1031
        {
            parts.Log.ConnectionFailed(e, connection.ConnectionId, device.Address);
        }
        finally
        {
            table.Remove(device);
            table.Leave(address);
        }
    }

    private static IPAddress AddressOf(EndPoint? remote)
    {
        if (remote is not IPEndPoint { Address: var address }) return IPAddress.None;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
