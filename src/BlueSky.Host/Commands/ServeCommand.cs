using System.CommandLine;
using System.Globalization;
using System.Net;
using BlueSky.Assessment;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Sources;
using Microsoft.AspNetCore.Connections;

namespace BlueSky.Host.Commands;

/// <summary><c>serve</c>: a node without simulator; <c>demo</c>: the same, all in one, with the demo register and the simulator.</summary>
internal static class ServeCommand
{
    private const string PostgresVariable = "BLUESKY_POSTGRES";

    private static readonly Option<string> RolesOption = new("--roles")
    {
        Description = "What this process does: silo, gateway, web, joined by commas. Apart from each other only with PostgreSQL.",
        DefaultValueFactory = _ => "silo,gateway,web",
    };

    private static readonly Option<DirectoryInfo> Data = new("--data")
    {
        Description = "Directory of the embedded store (SQLite).",
        DefaultValueFactory = _ => new DirectoryInfo("data"),
    };

    private static readonly Option<string> Web = new("--web")
    {
        Description = "Where the HTTP API listens.",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
    };

    private static readonly Option<string> Gateway = new("--gateway")
    {
        Description = "Where field devices connect (HJ 212 over TCP), ADDRESS:PORT.",
        DefaultValueFactory = _ => "127.0.0.1:9212",
    };

    private static readonly Option<string> Silo = new("--silo")
    {
        Description = "Address this silo announces to other nodes and its two ports, ADDRESS:PORT:CLIENTPORT.",
        DefaultValueFactory = _ => "127.0.0.1:11111:30000",
    };

    private static readonly Option<string> Register = new("--register")
    {
        Description = "demo enters the register of invented sources (演示清单); load:N enters N sites for a benchmark (压测); none keeps what is there.",
        DefaultValueFactory = _ => "none",
    };

    private static readonly Option<bool> ProfileGrains = new("--profile-grains")
    {
        Description = "Times every grain call for the method page of the Orleans dashboard; costs throughput. Always on in the demo.",
    };

    public static Command Create() => Create(
        "serve",
        $"Runs a node. The store is SQLite in --data, or PostgreSQL where the variable {PostgresVariable} holds a connection string.",
        isDemo: false);

    public static Command CreateDemo() => Create(
        "demo", "Runs an all-in-one node on embedded storage with invented sources and a simulator that feeds them over TCP.", isDemo: true);

    private static Command Create(string name, string description, bool isDemo)
    {
        var command = new Command(name, description) { Data, Web, Gateway, Silo };
        if (!isDemo)
        {
            command.Add(RolesOption);
            command.Add(Register);
            command.Add(ProfileGrains);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                return await Node.Run(Read(parsed, isDemo), SeedDirectory.Load(), cancellation);
            }
            catch (Exception e) when (e is FormatException or DistrictSeedException or KindFileException or PolicyException)
            {
                // What the person who starts the node can mend: a word of the command line or a seed file.
                await Console.Error.WriteLineAsync(e.Message);
                return 2;
            }
            catch (Exception e) when (e is StoreUnavailableException or AddressInUseException || e.InnerException is AddressInUseException)
            {
                // A store that another process has, a port that is taken: words, not a stack trace.
                await Console.Error.WriteLineAsync(e.Message);
                return 3;
            }
        });
        return command;
    }

    private static NodeOptions Read(ParseResult parsed, bool isDemo)
    {
        var gateway = Split(parsed.GetValue(Gateway)!, 2, "--gateway", "ADDRESS:PORT");
        var silo = Split(parsed.GetValue(Silo)!, 3, "--silo", "ADDRESS:PORT:CLIENTPORT");
        var options = new NodeOptions
        {
            Data = parsed.GetValue(Data)!,
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
        if (isDemo) return options with { DemoRegister = true, ProfileGrains = true };

        options = options with
        {
            Roles = ReadRoles(parsed.GetValue(RolesOption)!),
            ProfileGrains = parsed.GetValue(ProfileGrains),
        };
        options = parsed.GetValue(Register) switch
        {
            "demo" => options with { DemoRegister = true },
            "none" => options,
            ['l', 'o', 'a', 'd', ':', .. var count] when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 and <= 999_999 =>
                options with { LoadSources = n },
            var other => throw new FormatException($"--register: “{other}” is none of demo, load:N (N from 1 to 999,999), none."),
        };
        if (options.Postgres is null && options.Roles != Roles.All)
            throw new FormatException($"--roles: without PostgreSQL ({PostgresVariable}) one process has all roles: silo,gateway,web.");
        return options;
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

    private static (string Address, int[] Ports) Split(string text, int parts, string option, string form)
    {
        var words = text.Split(':');
        if (words.Length != parts || !IPAddress.TryParse(words[0], out _))
            throw new FormatException($"{option}: “{text}” is not of the form {form} with a numeric address.");
        var ports = new int[parts - 1];
        for (var i = 0; i < ports.Length; i++)
        {
            if (!int.TryParse(words[i + 1], out ports[i]) || ports[i] is < 0 or > 65535)
                throw new FormatException($"{option}: “{words[i + 1]}” is no port between 0 and 65535.");
        }

        return (words[0], ports);
    }
}
