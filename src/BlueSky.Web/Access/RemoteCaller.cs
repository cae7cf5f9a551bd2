using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace BlueSky.Web;

/// <summary>Who is at the other end of the connection; headers are never believed.</summary>
/// <param name="Address">Address as text; <c>unknown</c> without a network connection.</param>
/// <param name="Network">What is counted together: an IPv4 address, or the /64 network of an IPv6 address.</param>
/// <param name="IsLoopback">True for a caller on this machine who spoke to it directly by a loopback name.</param>
internal readonly record struct RemoteCaller(string Address, string Network, bool IsLoopback)
{
    public static RemoteCaller Of(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress;
        if (address is null) return new("unknown", "unknown", false);
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return new(address.ToString(), NetworkOf(address), IPAddress.IsLoopback(address) && IsDirect(http.Request));
    }

    // A proxy on this machine also connects from loopback, and a foreign page can point its own name at 127.0.0.1:
    // neither is somebody sitting here.
    private static bool IsDirect(HttpRequest request) =>
        !request.Headers.ContainsKey("Forwarded") && !request.Headers.ContainsKey("X-Forwarded-For")
        && (request.Host.Host == "localhost"
            || (IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)));

    private static string NetworkOf(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes) + "/64";
    }
}
