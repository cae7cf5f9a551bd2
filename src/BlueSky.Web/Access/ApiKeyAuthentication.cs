using System.Text.Encodings.Web;
using BlueSky.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BlueSky.Web;

/// <summary>Signs callers in by API key, and in a demonstration lets loopback callers read without one.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory loggers, UrlEncoder encoder, SignIn signIn,
    IOptions<WebOptions> web) : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, loggers, encoder)
{
    public const string Name = "ApiKey";
    private SignInOutcome? outcome;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var remote = RemoteCaller.Of(Context);
        if (ApiKey.PresentedBy(Request) is not { } presented)
        {
            return web.Value.LetsAnonymousRead && remote.IsLoopback
                ? Ticket(Caller.Anonymous, "", Scopes.Read)
                : AuthenticateResult.NoResult();
        }

        (outcome, var holder) = await signIn.Verify(presented, remote);
        return holder is null
            ? AuthenticateResult.Fail("The key was not accepted.")
            : Ticket(holder.Name, holder.KeyId, holder.Scopes, holder.Unit, holder.Role);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        switch (outcome)
        {
            case SignInOutcome.Throttled:
                Response.Headers.RetryAfter = "60";
                return Problems.Write(Context, Problems.TooMany(
                    "登录失败次数过多，请一分钟后再试。Too many failed sign-ins from this address: wait a minute."));
            case SignInOutcome.Unavailable:
                return Problems.Write(Context, Problems.Unavailable());
            default:
                // Basic lets a browser ask for the key; other callers use the header.
                Response.Headers.WWWAuthenticate = "Basic realm=\"BlueSky\", charset=\"UTF-8\"";
                return Problems.Write(Context, Problems.NeedsKey(NeededScope(Context)));
        }
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        // The anonymous reader of a demonstration can still sign in, so it is asked to.
        if (Caller.Of(Context).KeyId.Length > 0) return Problems.Write(Context, Problems.NeedsScope(NeededScope(Context)));
        return HandleChallengeAsync(properties);
    }

    /// <summary>What the endpoint of a request asks for.</summary>
    public static Scopes NeededScope(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>()?.Scope ?? Scopes.Read;

    private static AuthenticateResult Ticket(string name, string keyId, Scopes scopes, string? unit = null, Role role = Role.Reader) =>
        AuthenticateResult.Success(new AuthenticationTicket(Caller.Principal(name, keyId, scopes, unit, role), Name));
}
