using System.Net;
using System.Net.Sockets;
using BlueSky.Decisions;

namespace BlueSky.Notifications;

/// <summary>What of a sink's address may be shown.</summary>
public static class SinkAddress
{
    /// <summary>Scheme, host and port; of path and query, which may be all the secret there is, only that they are there.</summary>
    public static string Shown(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri)
        ? $"{uri.GetLeftPart(UriPartial.Authority)}{(uri.PathAndQuery.Length > 1 ? "/…" : "")}"
        : "";
}

/// <summary>
/// Where sinks may be, so that nobody makes this program knock at doors inside the network (SSRF): https to public addresses; loopback by
/// either scheme; anything else only where the operator of the node says so.
/// </summary>
/// <param name="AllowLoopback">True lets sinks be on this machine.</param>
/// <param name="AllowHttp">True lets sinks elsewhere be spoken to without encryption.</param>
/// <param name="AllowedNetworks">Private networks in which sinks may be, e.g. <c>10.20.0.0/16</c>.</param>
public sealed record SinkAddressRules(bool AllowLoopback, bool AllowHttp, IReadOnlyList<IPNetwork> AllowedNetworks)
{
    // What is not the public internet: this network, private, shared, link-local (with the metadata services of clouds), protocol
    // assignments, documentation, benchmarks, relays, multicast, reserved. IANA special-purpose registries, RFC 6890 and after.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    /// <summary>Loopback yes, plain http elsewhere no, private networks no.</summary>
    public static SinkAddressRules Default { get; } = new(true, false, []);

    /// <summary>Why an address cannot be used as far as its text says; null when it can. The connection checks what a name stands for.</summary>
    public Refusal? Check(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.Host.Length == 0)
            return Wrong("form", "请填写以 https:// 开头的完整地址。", "Give a whole address that begins with https://.");
        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            return Wrong("form", "地址中不要写用户名、口令或 #。", "Leave user name, password and fragment out of the address.");
        var literal = IPAddress.TryParse(uri.DnsSafeHost, out var ip) ? ip : null;
        var isLoopback = uri.IsLoopback || (literal is not null && IPAddress.IsLoopback(Plain(literal)));
        if (uri.Scheme == "http" && !AllowHttp && !(isLoopback && AllowLoopback))
            return Wrong("not-https", "请使用 https；明文 http 只许本机，或由运维以 Notifications:AllowHttp 放开。", "Use https; plain http is for this machine only, or where the operator sets Notifications:AllowHttp.");
        if (isLoopback && !AllowLoopback) return Wrong("loopback", "不许指向本机（Notifications:AllowLoopback）。", "This machine is not allowed (Notifications:AllowLoopback).");
        return literal is not null && !Allows(literal) ? PrivateAddress : null;
    }

    /// <summary>True when a connection may be made to this address.</summary>
    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = Plain(address);
        if (IPAddress.IsLoopback(plain)) return AllowLoopback;
        if (AllowedNetworks.Any(n => n.BaseAddress.AddressFamily == plain.AddressFamily && n.Contains(plain))) return true;
        return plain.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6
            && !NotPublic.Any(n => n.BaseAddress.AddressFamily == plain.AddressFamily && n.Contains(plain));
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static Refusal PrivateAddress => Wrong(
        "private-address", "地址在内部网络，请用公网地址，或由运维在 Notifications:AllowedNetworks 中放开该网段。",
        "The address is inside a private network: use a public one, or let the operator allow the network in Notifications:AllowedNetworks.");

    private static Refusal Wrong(string code, string chinese, string english) => new(code, "address", chinese, english);
}
