using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BlueSky.Web;

/// <summary>How often one key (or, without one, one address) may write.</summary>
internal static class RateLimits
{
    public static void AddBlueSkyRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<WebOptions>>((limits, web) =>
        {
            limits.OnRejected = (context, _) => new ValueTask(Reject(context));
            limits.AddPolicy(Writes.Policy, http => Minute(http, web.Value.WritesPerMinute));
            limits.AddPolicy(Writes.IngestPolicy, http => Minute(http, web.Value.IngestsPerMinute));
        });
    }

    private static RateLimitPartition<string> Minute(HttpContext http, int permits)
    {
        var key = Caller.Of(http).KeyId;
        var who = key.Length > 0 ? $"key:{key}" : $"address:{RemoteCaller.Of(http).Network}";
        return RateLimitPartition.GetFixedWindowLimiter(who, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0,
        });
    }

    private static Task Reject(OnRejectedContext context)
    {
        if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
        {
            context.HttpContext.Response.Headers.RetryAfter =
                Math.Ceiling(Math.Max(1, wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return Problems.Write(context.HttpContext, Problems.TooMany("本密钥的写请求过于频繁。Too many writes with this key: wait and send again."));
    }
}
