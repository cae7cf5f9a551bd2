using System.Net;
using BlueSky.Notifications;

namespace BlueSky.Host;

/// <summary>
/// The configuration section <c>Notifications</c>: where sinks may be. <c>AllowLoopback</c> (true), <c>AllowHttp</c> (false), and
/// <c>AllowedNetworks</c>: private networks by comma, e.g. <c>10.20.0.0/16,192.168.7.0/24</c>.
/// </summary>
internal static class SinkSection
{
    private const string Name = "Notifications";

    /// <exception cref="FormatException">A value cannot be read; names it and the fix.</exception>
    public static SinkAddressRules Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Name);
        var networks = (section["AllowedNetworks"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new SinkAddressRules(Flag(section, "AllowLoopback", true), Flag(section, "AllowHttp", false), [.. networks.Select(Network)]);
    }

    private static bool Flag(IConfigurationSection section, string name, bool otherwise) =>
        section[name] is not { Length: > 0 } text ? otherwise
        : bool.TryParse(text, out var flag) ? flag
        : throw new FormatException($"{Name}:{name}: '{text}' is neither true nor false");

    private static IPNetwork Network(string text) => IPNetwork.TryParse(text, out var network)
        ? network
        : throw new FormatException($"{Name}:AllowedNetworks: '{text}' is no network; write one as 10.20.0.0/16");
}
