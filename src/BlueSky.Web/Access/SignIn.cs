using BlueSky.Access;
using Microsoft.Extensions.Logging;

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
    IGrainFactory grains, KeyCache cache, FailureBrake brake, FoldedAudit audit, TimeProvider clock, ILogger<SignIn> logger)
{
    public async Task<(SignInOutcome Outcome, KeyHolder? Holder)> Verify(string presented, RemoteCaller remote)
    {
        if (cache.Find(presented) is { } known) return (SignInOutcome.Right, known);
        if (brake.Holds(remote))
        {
            logger.SignInThrottled(remote.Address);
            audit.Add("anonymous", "api.sign-in-refused", "", "throttled", remote.Address);
            return (SignInOutcome.Throttled, null);
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

        brake.Failed(remote);
        logger.SignInRefused(key?.Id ?? "?", remote.Address);
        audit.Add("anonymous", "api.sign-in-refused", key?.Id ?? "", key is null ? "no-key" : "wrong-key", remote.Address);
        return (SignInOutcome.Wrong, null);
    }
}
