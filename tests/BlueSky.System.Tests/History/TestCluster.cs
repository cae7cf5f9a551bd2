using Npgsql;

namespace BlueSky.Testing;

/// <summary>
/// A cluster of real processes on one machine: three silos, two gateways and a web node on a PostgreSQL server of its own. Every line
/// that may break goes through a proxy: each node's to PostgreSQL, those to each silo's two ports, and the devices' to the gateways.
/// </summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private const int SiloCount = 3;
    private const int GatewayCount = 2;
    private const int Dead = 6; // SiloStatus.Dead in Orleans' membership table

    private readonly PostgresServer _server;
    private readonly string _direct;
    private readonly string _data = Directory.CreateTempSubdirectory("bluesky-history-").FullName;

    private TestCluster(PostgresServer server, string direct)
    {
        (_server, _direct) = (server, direct);
        Silos = [.. Enumerable.Range(1, SiloCount).Select(i => new SiloMember($"silo {i}", this))];
        Gateways = [.. Enumerable.Range(1, GatewayCount).Select(i => new Member($"gateway {i}", this, "gateway"))];
        Web = new Member("web", this, "web");
        Devices = new TcpProxy([.. Gateways.Select(g => g.Node.Gateway)]);
    }

    public IReadOnlyList<SiloMember> Silos { get; }

    public IReadOnlyList<Member> Gateways { get; }

    public Member Web { get; }

    public IEnumerable<Member> All => [.. Silos, .. Gateways, Web];

    /// <summary>Where devices connect: both gateways behind one address.</summary>
    public TcpProxy Devices { get; }

    public PostgresServer Server => _server;

    /// <summary>Connection string that no fault touches.</summary>
    public string Direct => _direct;

    public string Data => _data;

    /// <summary>Starts it on an empty database, the first silo with the demo register.</summary>
    public static async Task<TestCluster> Start(CancellationToken cancellation)
    {
        var server = await PostgresFixture.OwnServer();
        var cluster = new TestCluster(server, await server.NewDatabase());
        try
        {
            var first = cluster.Silos[0].Node;
            var usual = first.More;
            first.More = [.. usual, "--register", "demo"];
            await first.Start(cancellation);
            first.More = usual;
            await Task.WhenAll(cluster.All.Skip(1).Select(m => m.Node.Start(cancellation)));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A node of all roles for the same database, which has seen nothing of what happened to the others.</summary>
    public NodeProcess Newcomer() => new(_data, _direct);

    /// <summary>True when Orleans' membership says that the silo that runs there now is dead.</summary>
    public async Task<bool> IsDeclaredDead(SiloMember silo)
    {
        await using var connection = new NpgsqlConnection(_direct + ";Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("SELECT Status FROM OrleansMembershipTable WHERE Port = $1 ORDER BY Generation DESC LIMIT 1", connection)
        {
            Parameters = { new NpgsqlParameter { Value = silo.ForSilos.EndPoint.Port } },
        };
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) is Dead;
    }

    public async ValueTask DisposeAsync()
    {
        await Devices.DisposeAsync();
        foreach (var member in All) await member.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>A node and its own line to PostgreSQL.</summary>
    internal class Member : IAsyncDisposable
    {
        // Rolls every second, so that faults fall into rolls too.
        private static readonly Dictionary<string, string> Settings = new() { ["Storage__RollEvery"] = "00:00:01" };

        // A silo has two pools, the others one: all together stay below what the server lets in.
        private const int MostConnections = 15;

        public Member(string name, TestCluster cluster, string role)
        {
            Name = name;
            ToPostgres = new TcpProxy(cluster._server.EndPoint);
            var through = new NpgsqlConnectionStringBuilder(cluster._direct)
            {
                Host = "127.0.0.1", Port = ToPostgres.EndPoint.Port, MaxPoolSize = MostConnections,
            };
            Node = new NodeProcess(cluster._data, through.ConnectionString, "--roles", role)
            {
                Settings = new Dictionary<string, string>(Settings) { ["Gateway__Name"] = name },
            };
        }

        public string Name { get; }

        public NodeProcess Node { get; }

        public TcpProxy ToPostgres { get; }

        /// <summary>All lines of the node that a fault may have touched.</summary>
        public virtual IEnumerable<TcpProxy> Lines => [ToPostgres];

        public virtual async ValueTask DisposeAsync()
        {
            await Node.DisposeAsync();
            await ToPostgres.DisposeAsync();
        }
    }

    /// <summary>A silo, with lines of their own before its two ports.</summary>
    internal sealed class SiloMember : Member
    {
        public SiloMember(string name, TestCluster cluster) : base(name, cluster, "silo")
        {
            ForSilos = new TcpProxy(Node.SiloEndPoints.Silo);
            ForClients = new TcpProxy(Node.SiloEndPoints.Client);
            Node.Announced = (ForSilos.EndPoint.Port, ForClients.EndPoint.Port);
        }

        public TcpProxy ForSilos { get; }

        public TcpProxy ForClients { get; }

        public override IEnumerable<TcpProxy> Lines => [ToPostgres, ForSilos, ForClients];

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await ForSilos.DisposeAsync();
            await ForClients.DisposeAsync();
        }
    }
}
