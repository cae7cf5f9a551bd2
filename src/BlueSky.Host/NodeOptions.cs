namespace BlueSky.Host;

/// <summary>What a process does. One process may do all; roles of several processes meet over PostgreSQL.</summary>
[Flags]
internal enum Roles
{
    /// <summary>Runs grains.</summary>
    Silo = 1,

    /// <summary>Listens to field devices.</summary>
    Gateway = 2,

    /// <summary>Serves the HTTP API.</summary>
    Web = 4,

    /// <summary>All in one.</summary>
    All = Silo | Gateway | Web,
}

/// <summary>How one node is to run. Everything listens on loopback unless told otherwise.</summary>
internal sealed record NodeOptions
{
    public Roles Roles { get; init; } = Roles.All;

    /// <summary>Directory of the embedded store, and of the first administrator's key.</summary>
    public required DirectoryInfo Data { get; init; }

    /// <summary>Connection string of PostgreSQL; null takes the embedded store. Comes from the environment, never from the command line.</summary>
    public string? Postgres { get; init; }

    /// <summary>Where the HTTP API listens.</summary>
    public Uri Web { get; init; } = new("http://127.0.0.1:5080");

    /// <summary>The numeric address of <see cref="Web"/>.</summary>
    public System.Net.IPAddress WebAddress => System.Net.IPAddress.Parse(Web.Host.Trim('[', ']'));

    /// <summary>Where field devices connect, address and port.</summary>
    public string GatewayAddress { get; init; } = "127.0.0.1";

    public int GatewayPort { get; init; } = 9212;

    /// <summary>Port between silos, and port for gateway and web nodes.</summary>
    public int SiloPort { get; init; } = 11111;

    public int SiloGatewayPort { get; init; } = 30000;

    /// <summary>Numeric address on which the silo listens and which it announces to other nodes.</summary>
    public string SiloAddress { get; init; } = "127.0.0.1";

    /// <summary>Name of the cluster: nodes of one name find each other in the store's table of members.</summary>
    public string ClusterId { get; init; } = "bluesky";

    /// <summary>Name under which grain state and reminders are kept; another name is another, empty system.</summary>
    public string ServiceId { get; init; } = "bluesky";

    /// <summary>Where <c>/health/…</c> answers on a port of its own; null leaves it to the web role's port.</summary>
    public System.Net.IPEndPoint? Health { get; init; }

    /// <summary>True enters the demo register (演示清单) of invented sources.</summary>
    public bool DemoRegister { get; init; }

    /// <summary>How many invented sites a benchmark wants entered; 0 for none.</summary>
    public int LoadSources { get; init; }

    /// <summary>How many of them, the first ones, have a device: entering its PW costs more than all else of a site.</summary>
    public int LoadDevices { get; init; }

    /// <summary>True times every grain call for the dashboard's page of methods, which costs throughput.</summary>
    public bool ProfileGrains { get; init; }

    /// <summary>True runs the simulator and opens reading to callers on loopback.</summary>
    public bool Demo { get; init; }
}
