using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using BlueSky.Simulator;

namespace BlueSky.Host.Commands;

/// <summary>
/// The words of the command line that describe a node. Each has a variable of the environment for its default, so that one unit file
/// or container image serves all nodes.
/// </summary>
internal static class NodeArguments
{
    public const string PostgresVariable = "BLUESKY_POSTGRES";
    private const string DefaultHealth = "127.0.0.1:5081";

    private static readonly Option<string> RolesOption = Text(
        "--roles", "BLUESKY_ROLES", "silo,gateway,web", "What this process does: silo, gateway, web, joined by commas. Apart from each other only with PostgreSQL.");

    private static readonly Option<string> Data = Text(
        "--data", "BLUESKY_DATA", "data", "Directory of the embedded store (SQLite) and of the first administrator's key.");

    private static readonly Option<string> Web = Text("--web", "BLUESKY_WEB", "http://127.0.0.1:5080", "Where the HTTP API listens.");

    private static readonly Option<string> Gateway = Text(
        "--gateway", "BLUESKY_GATEWAY", "127.0.0.1:9212", "Where field devices connect (HJ 212 over TCP), ADDRESS:PORT.");

    private static readonly Option<string> Silo = Text(
        "--silo", "BLUESKY_SILO", "127.0.0.1:11111:30000",
        "Where this silo listens and what it announces to other nodes: ADDRESS:PORT:CLIENTPORT, the address numeric or a name of this machine.");

    private static readonly Option<string> HealthOption = Text(
        "--health", "BLUESKY_HEALTH", "",
        $"A port of its own for /health/live and /health/ready, ADDRESS:PORT; {DefaultHealth} on a node without the web role, none beside it.");

    private static readonly Option<string> Cluster = Text(
        "--cluster", "BLUESKY_CLUSTER", "bluesky", "Name of the cluster: nodes of one name and one database find each other.");

    private static readonly Option<string> Service = Text(
        "--service", "BLUESKY_SERVICE", "bluesky", "Name under which grain state is kept. Never change it: another name is another, empty system.");

    private static readonly Option<string> Register = Text(
        "--register", "BLUESKY_REGISTER", "none",
        "demo enters the register of invented sources (演示清单); load:N enters N sites for a benchmark (压测), load:N:M with devices for the first M alone; none keeps what is there.");

    private static readonly Option<bool> ProfileGrains = new("--profile-grains")
    {
        Description = "Times every grain call for the method page of the Orleans dashboard; costs throughput. Always on in the demo.",
    };

    /// <summary>Adds the words to a command.</summary>
    public static void Add(Command command, bool isDemo)
    {
        Option[] words = isDemo
            ? [Data, Web, Gateway, Silo, HealthOption]
            : [RolesOption, Data, Web, Gateway, Silo, HealthOption, Cluster, Service, Register, ProfileGrains];
        foreach (var word in words) command.Add(word);
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">A word is wrong; says which and what would be right.</exception>
    public static NodeOptions Read(ParseResult parsed, bool isDemo)
    {
        var gateway = Split(parsed.GetValue(Gateway)!, 2, "--gateway", "ADDRESS:PORT");
        var silo = Split(parsed.GetValue(Silo)!, 3, "--silo", "ADDRESS:PORT:CLIENTPORT", byName: true);
        var options = new NodeOptions
        {
            Data = new DirectoryInfo(parsed.GetValue(Data)!),
            Postgres = isDemo ? null : Environment.GetEnvironmentVariable(PostgresVariable) is { Length: > 0 } text ? text : null,
            Web = Uri.TryCreate(parsed.GetValue(Web), UriKind.Absolute, out var uri) && uri.Scheme == "http" && IPAddress.TryParse(uri.Host.Trim('[', ']'), out _)
                ? uri
                : throw new FormatException("--web: give a numeric address such as http://127.0.0.1:5080; put TLS in front of it."),
            GatewayAddress = gateway.Address,
            GatewayPort = gateway.Ports[0],
            SiloAddress = silo.Address,
            SiloPort = silo.Ports[0],
            SiloGatewayPort = silo.Ports[1],
            Demo = isDemo,
        };
        options = isDemo ? options with { DemoRegister = true, ProfileGrains = true } : ReadServe(parsed, options);
        return options with { Health = ReadHealth(parsed.GetValue(HealthOption)!, options.Roles) };
    }

    private static NodeOptions ReadServe(ParseResult parsed, NodeOptions options)
    {
        options = options with
        {
            Roles = ReadRoles(parsed.GetValue(RolesOption)!),
            ClusterId = Name(parsed.GetValue(Cluster)!, "--cluster"),
            ServiceId = Name(parsed.GetValue(Service)!, "--service"),
            ProfileGrains = parsed.GetValue(ProfileGrains),
        };
        options = parsed.GetValue(Register) switch
        {
            "demo" => options with { DemoRegister = true },
            "none" => options,
            ['l', 'o', 'a', 'd', ':', .. var counts] when ReadLoad(counts) is var (sources, devices) => options with { LoadSources = sources, LoadDevices = devices },
            var other => throw new FormatException(
                $"--register: “{other}” is none of demo, load:N, load:N:M (N sites from 1 to {LoadRegister.Most:N0}, the first M of them with a device), none."),
        };
        return options.Postgres is not null || options.Roles == Roles.All
            ? options
            : throw new FormatException(
                $"--roles: {options.Roles.ToString().ToLowerInvariant()} alone needs PostgreSQL, which nodes meet over: set {PostgresVariable} to its connection string. Without it one process has all roles: silo,gateway,web.");
    }

    private static (int Sources, int Devices)? ReadLoad(string counts)
    {
        var numbers = counts.Split(':').Select(c => int.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1).ToArray();
        return numbers is [> 0 and <= LoadRegister.Most, ..] && numbers.Length <= 2 && numbers[^1] >= 0 && numbers[^1] <= numbers[0] ? (numbers[0], numbers[^1]) : null;
    }

    private static IPEndPoint? ReadHealth(string text, Roles roles)
    {
        if (text.Length == 0 && roles.HasFlag(Roles.Web)) return null;
        var (address, ports) = Split(text.Length == 0 ? DefaultHealth : text, 2, "--health", "ADDRESS:PORT");
        return new IPEndPoint(IPAddress.Parse(address), ports[0]);
    }

    private static Roles ReadRoles(string text)
    {
        Roles roles = 0;
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            roles |= word switch
            {
                "silo" => Roles.Silo,
                "gateway" => Roles.Gateway,
                "web" => Roles.Web,
                _ => throw new FormatException($"--roles: “{word}” is none of silo, gateway, web."),
            };
        }

        return roles == 0 ? throw new FormatException("--roles: name at least one of silo, gateway, web.") : roles;
    }

    // The tables of Orleans hold 150 characters; a name is also a word in URLs and logs.
    private static string Name(string text, string option) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? text
            : throw new FormatException($"{option}: “{text}” is no name of 1 to 64 letters, digits, “-”, “_”, “.”.");

    private static (string Address, int[] Ports) Split(string text, int parts, string option, string form, bool byName = false)
    {
        var words = text.Split(':');
        if (words.Length != parts) throw new FormatException($"{option}: “{text}” is not of the form {form} with a numeric address.");
        var address = IPAddress.TryParse(words[0], out var numeric) ? numeric
            : byName ? Resolve(words[0], option)
            : throw new FormatException($"{option}: “{text}” is not of the form {form} with a numeric address.");
        if (byName && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
            throw new FormatException($"{option}: {address} is no address that other nodes could call; give the one of this machine.");
        var ports = new int[parts - 1];
        for (var i = 0; i < ports.Length; i++)
        {
            if (!int.TryParse(words[i + 1], out ports[i]) || ports[i] is < 0 or > 65535)
                throw new FormatException($"{option}: “{words[i + 1]}” is no port between 0 and 65535.");
        }

        return (address.ToString(), ports);
    }

    private static IPAddress Resolve(string name, string option)
    {
        try
        {
            return Dns.GetHostAddresses(name, AddressFamily.InterNetwork) is [var first, ..]
                ? first
                : throw new FormatException($"{option}: the name “{name}” has no IPv4 address.");
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new FormatException($"{option}: “{name}” is neither a numeric address nor a name that can be resolved: {e.Message}");
        }
    }

    private static Option<string> Text(string name, string variable, string otherwise, string description) => new(name)
    {
        Description = $"{description} [{variable}]",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set ? set : otherwise,
    };
}
