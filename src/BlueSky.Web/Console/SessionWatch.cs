using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BlueSky.Web.Console;

/// <summary>
/// A live page outlives its request, so every half minute it asks whether its session still lives: a user who was locked, appointed anew
/// or signed out elsewhere is shown the way to sign in.
/// </summary>
internal sealed class SessionWatch(
    ILoggerFactory loggers, SessionCache sessions, TimeProvider clock, IOptions<WebOptions> options) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    private readonly ILogger logger = loggers.CreateLogger<SessionWatch>();

    protected override TimeSpan RevalidationInterval => options.Value.KeyCacheTime > TimeSpan.Zero ? options.Value.KeyCacheTime : TimeSpan.FromSeconds(1);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var user = authenticationState.User;
        if (PersonClaims.SessionOf(user) is not var (name, stamp) || clock.GetUtcNow() >= PersonClaims.EndOf(user)) return false;
        try
        {
            return await sessions.Find(name, stamp) is not null;
        }
        catch (Exception e) when (FailureAnswers.IsOutage(e))
        {
            // Nobody can be asked. The page shows old figures with their age; whatever it would decide needs the cluster anyway.
            logger.Unavailable("Session", name, e);
            return true;
        }
    }
}
