using System.Threading.RateLimiting;
using BlueSky.Access;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BlueSky.Web;

/// <summary>What came of a presented key.</summary>
internal enum SignInOutcome
{
    Right,
    Wrong,
    Throttled,
    Unavailable,
}

/// <summary>Verifies presented keys: first the cache, then the key's grain; slows down whoever guesses.</summary>
internal sealed class SignIn(
    IGrainFactory grains, KeyCache cache, FoldedAudit audit, TimeProvider clock, IOptions<WebOptions> options, ILogger<SignIn> logger)
    : IDisposable
{
    private readonly PartitionedRateLimiter<string> failures = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Value.FailedSignInsPerMinute,
            Window = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        }));

    public async Task<(SignInOutcome Outcome, KeyHolder? Holder)> Verify(string presented, RemoteCaller remote)
    {
        if (cache.Find(presented) is { } known) return (SignInOutcome.Right, known);
        using (var room = failures.AttemptAcquire(remote.Network, 0))
        {
            if (!room.IsAcquired)
            {
                logger.SignInThrottled(remote.Address);
                audit.Add("anonymous", "api.sign-in-refused", "", "throttled", remote.Address);
                return (SignInOutcome.Throttled, null);
            }
        }

        var key = ApiKey.Parse(presented);
        try
        {
            var holder = key is null ? null : await grains.GetGrain<IApiKeyGrain>(key.Id).Verify(key.Secret);
            if (holder is not null && !KeyCache.IsExpired(holder, clock.GetUtcNow()))
            {
                cache.Keep(presented, holder);
                return (SignInOutcome.Right, holder);
            }
        }
        catch (Exception e) when (FailureAnswers.IsOutage(e))
        {
            logger.Unavailable("Sign-in", key!.Id, e);
            return (SignInOutcome.Unavailable, null);
        }

        using var spent = failures.AttemptAcquire(remote.Network, 1);
        logger.SignInRefused(key?.Id ?? "?", remote.Address);
        audit.Add("anonymous", "api.sign-in-refused", key?.Id ?? "", key is null ? "no-key" : "wrong-key", remote.Address);
        return (SignInOutcome.Wrong, null);
    }

    public void Dispose() => failures.Dispose();
}
