using System.Text.Json;
using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BlueSky.Web;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: store and cluster answer, and every check that the host added
/// with the tag <c>ready</c>. Who is neither here nor signed in learns only the word.
/// </summary>
internal static class Health
{
    public const string Ready = "ready";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void AddBlueSkyHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<StoreCheck>("store", HealthStatus.Unhealthy, [Ready], Patience)
        .AddCheck<ClusterCheck>("cluster", HealthStatus.Unhealthy, [Ready], Patience);

    public static void MapBlueSkyHealth(this IEndpointRouteBuilder endpoints)
    {
        Map("/health/live", _ => false, "Answers while the process lives. 存活");
        Map("/health/ready", check => check.Tags.Contains(Ready), "Answers 200 when store and cluster work, else 503. 就绪");

        void Map(string path, Func<HealthCheckRegistration, bool> which, string summary) =>
            endpoints.MapHealthChecks(path, new HealthCheckOptions { Predicate = which, ResponseWriter = Write })
                .AllowAnonymous().WithSummary(summary);
    }

    private static Task Write(HttpContext http, HealthReport report)
    {
        var mayKnow = RemoteCaller.Of(http).IsLoopback || Caller.ScopesOf(http.User).HasFlag(Scopes.Read);
        var parts = mayKnow
            ? report.Entries.ToDictionary(e => e.Key, e => e.Value.Status.ToString().ToLowerInvariant(), StringComparer.Ordinal)
            : null;
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        };
        return http.Response.WriteAsJsonAsync(new HealthAnswer(report.Status.ToString().ToLowerInvariant(), parts), options);
    }
}

/// <summary>The answer of a health endpoint.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Parts">Status of each part; left out for strangers.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string>? Parts);

/// <summary>The store can be read and written.</summary>
internal sealed class StoreCheck(IQueries queries) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await queries.CheckReady(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>A grain answers.</summary>
internal sealed class ClusterCheck(IGrainFactory grains, District district) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // A grain call cannot be cancelled, so only the waiting ends (the registration's time-out cancels the token).
        await grains.GetGrain<IDistrictGrain>(district.Code).Get().WaitAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
