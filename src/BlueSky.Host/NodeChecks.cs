using System.Globalization;
using BlueSky.Gateway;
using BlueSky.Web;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BlueSky.Host;

/// <summary>What readiness asks besides store and cluster; each answers with its reason in words.</summary>
internal static class NodeChecks
{
    public static void AddNodeChecks(this IServiceCollection services, Roles roles)
    {
        services.AddSingleton<NodeState>();
        if (!roles.HasFlag(Roles.Web)) services.AddBlueSkyHealth(ofTheStore: roles.HasFlag(Roles.Silo)); // the web role brings it along
        var checks = services.AddHealthChecks().AddCheck<NodeCheck>("node", tags: [Health.Ready]);
        if (roles.HasFlag(Roles.Silo)) checks.AddCheck<SiloCheck>("silo", tags: [Health.Ready]);
        if (roles.HasFlag(Roles.Gateway)) checks.AddCheck<GatewayCheck>("gateway", tags: [Health.Ready]);
    }
}

/// <summary>The node has started and does not stop.</summary>
internal sealed class NodeCheck(NodeState node) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(node.Obstacle is { } words ? HealthCheckResult.Unhealthy(words) : HealthCheckResult.Healthy());
}

/// <summary>The silo is an active member of its cluster.</summary>
internal sealed class SiloCheck(ISiloStatusOracle members) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(members.CurrentStatus == SiloStatus.Active
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"this silo is no active member of the cluster: {members.CurrentStatus} 尚未加入集群或已离开"));
}

/// <summary>The newest batch of the gateway was committed.</summary>
internal sealed class GatewayCheck(GatewayState gateway, TimeProvider time) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(gateway.FailingSince(time.GetUtcNow()) is { } since
            ? HealthCheckResult.Unhealthy(string.Create(
                CultureInfo.InvariantCulture, $"readings could not be committed at {since.ToOffset(Time.ChinaTime.Offset):HH:mm:ss}; their answers are withheld 数据未能提交，暂不应答"))
            : HealthCheckResult.Healthy());
}
