using System.Text.Json;
using BlueSky.Access;
using BlueSky.Nodes;
using BlueSky.Queries;
using BlueSky.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BlueSky.Web;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: store and cluster answer, and every check that the host added
/// with the tag <c>ready</c>, each with its reason in words when it says no. Who is neither here nor signed in learns only the word.
/// </summary>
public static class Health
{
    /// <summary>Tag of a check that readiness asks.</summary>
    public const string Ready = "ready";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Adds the checks of store and cluster; the host brings an <c>IQueries</c> and an <c>IGrainFactory</c>.</summary>
    public static void AddBlueSkyHealth(this IServiceCollection services, bool ofTheStore = true)
    {
        var checks = services.AddHealthChecks().AddCheck<ClusterCheck>("cluster", HealthStatus.Unhealthy, [Ready], Patience);
        if (ofTheStore) checks.AddCheck<StoreCheck>("store", HealthStatus.Unhealthy, [Ready], Patience);
    }

    /// <summary>Maps both endpoints.</summary>
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
        var reasons = mayKnow
            ? report.Entries.Where(e => e.Value.Status != HealthStatus.Healthy).ToDictionary(e => e.Key, e => Reason(e.Value), StringComparer.Ordinal)
            : null;
        var answer = new HealthAnswer(report.Status.ToString().ToLowerInvariant(), parts, reasons is { Count: > 0 } ? reasons : null);
        return http.Response.WriteAsJsonAsync(answer, options);
    }

    // What a check threw speaks better than the framework's word for it.
    private static string Reason(HealthReportEntry entry) => entry.Exception is { } e and not OperationCanceledException
        ? e.Message
        : entry.Description ?? entry.Status.ToString();
}

/// <summary>The answer of a health endpoint.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Parts">Status of each part; left out for strangers.</param>
/// <param name="Reasons">Why a part is not healthy; left out when all are, and for strangers.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string>? Parts, IReadOnlyDictionary<string, string>? Reasons);

/// <summary>The store can be read, and takes what this node commits. A slow store stays ready, and says so.</summary>
internal sealed class StoreCheck(IQueries queries, IServiceProvider services) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (services.GetService<IStoreState>()?.Now is { Condition: not StoreCondition.Available } store)
        {
            var words = $"{store.English} {store.Chinese}";
            return store.TakesReadings ? HealthCheckResult.Degraded(words) : HealthCheckResult.Unhealthy(words);
        }

        await queries.CheckReady(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>
/// A silo answers, whichever. Not a certain grain: while the silo that holds it is replaced, nodes that hold their callers back and
/// serve them in a moment would all be taken out of service at once.
/// </summary>
internal sealed class ClusterCheck(IGrainFactory grains) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // A grain call cannot be cancelled, so only the waiting ends (the registration's time-out cancels the token).
        await grains.GetGrain<IPulseGrain>(0).Beat().WaitAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
