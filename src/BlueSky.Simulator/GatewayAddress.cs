using System.Net;
using System.Net.Sockets;

namespace BlueSky.Simulator;

/// <summary>Finds the gateway that a simulation may load: this machine's own, unless somebody says otherwise on purpose.</summary>
public static class GatewayAddress
{
    /// <summary>Resolves a host.</summary>
    /// <param name="host">Name or numeric address.</param>
    /// <param name="port">TCP port, 1..65535.</param>
    /// <param name="allowRemote">True accepts addresses other than loopback.</param>
    /// <param name="cancellation">Gives up the look-up.</param>
    /// <exception cref="FormatException">The host is not known, the port out of range, or the address is remote and not allowed; says what to do.</exception>
    public static async Task<IPEndPoint> Resolve(string host, int port, bool allowRemote, CancellationToken cancellation)
    {
        if (port is < 1 or > 65535) throw new FormatException($"{port} is no TCP port; give 1 to 65535.");
        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(host, out var numeric) ? [numeric] : await Dns.GetHostAddressesAsync(host, cancellation);
        }
        catch (SocketException e)
        {
            throw new FormatException($"The host '{host}' is not known: {e.Message}.", e);
        }

        if (addresses.Length == 0) throw new FormatException($"The host '{host}' has no address.");
        if (!allowRemote && !addresses.All(IPAddress.IsLoopback))
        {
            throw new FormatException($"'{host}' is another machine. A simulation sends invented data at a high rate: say --allow-remote if it is a gateway for tests.");
        }

        return new IPEndPoint(addresses.OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First(), port);
    }
}
