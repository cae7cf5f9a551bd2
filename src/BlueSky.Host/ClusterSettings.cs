using Orleans.Configuration;

namespace BlueSky.Host;

/// <summary>
/// How a cluster notices that a silo is gone, and how its clients notice. README.md of this project has the reason of each; the figures of a
/// kill with them stand in the benchmarks' README. The configuration section <c>Cluster</c> overrides those of <see cref="ClusterMembershipOptions"/>,
/// for a network that is slower than one building.
/// </summary>
internal static class ClusterSettings
{
    private const string Section = "Cluster";

    /// <summary>Settings of a silo.</summary>
    public static void AddClusterSettings(this ISiloBuilder silo, IConfiguration configuration)
    {
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(1);
            membership.MinProbeTimeout = TimeSpan.FromSeconds(1);
            membership.MaxProbeTimeout = TimeSpan.FromSeconds(1.5);
            membership.NumMissedProbesLimit = 3;
            membership.NumVotesForDeathDeclaration = 2;
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            membership.DefunctSiloExpiration = TimeSpan.FromDays(1);
            configuration.GetSection(Section).Bind(membership);
        });
        silo.Configure<ConnectionOptions>(Connect);
        silo.Configure<SiloMessagingOptions>(messaging => messaging.SystemResponseTimeout = TimeSpan.FromSeconds(3));
    }

    /// <summary>Settings of a node without a silo.</summary>
    public static void AddClusterSettings(this IClientBuilder client)
    {
        client.Configure<Orleans.Configuration.GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(3));
        client.Configure<ConnectionOptions>(Connect);
    }

    private static void Connect(ConnectionOptions connections)
    {
        connections.OpenConnectionTimeout = TimeSpan.FromSeconds(2);
        connections.ConnectionRetryDelay = TimeSpan.FromMilliseconds(200);
    }
}
