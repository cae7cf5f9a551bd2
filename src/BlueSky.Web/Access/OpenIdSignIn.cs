using System.Security.Claims;
using BlueSky.Access;
using BlueSky.Messages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BlueSky.Web;

/// <summary>
/// Signing in at an OpenID provider: the code flow with PKCE. The provider says who somebody is; what they may do here is mapped by our
/// configuration, and from then on the session is like every other.
/// </summary>
internal static class OpenIdSignIn
{
    private const string Path = "/account/openid";

    public static void AddOpenId(this IServiceCollection services)
    {
        services.AddOptions<OpenIdOptions>().BindConfiguration("OpenId")
            .Validate(o => !o.IsOn || (Uri.TryCreate(o.Authority, UriKind.Absolute, out var uri) && (uri.Scheme == "https" || uri.IsLoopback)),
                "OpenId:Authority must be an https address.")
            .Validate(o => !o.IsOn || o.ClientId.Length > 0, "OpenId:ClientId is missing.").ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<OpenIdConnectOptions>, OpenIdConnectPostConfigureOptions>());
        services.AddTransient<OpenIdConnectHandler>();
        // The handler looks at every request, so it is there only where it is set up.
        services.AddOptions<AuthenticationOptions>().Configure<IOptions<OpenIdOptions>>((schemes, own) =>
        {
            if (own.Value.IsOn) schemes.AddScheme<OpenIdConnectHandler>(Schemes.OpenId, null);
        });
        services.AddOptions<OpenIdConnectOptions>(Schemes.OpenId).Configure<IOptions<OpenIdOptions>>(Configure);
    }

    public static void MapOpenId(this IEndpointRouteBuilder endpoints)
    {
        if (!endpoints.ServiceProvider.GetRequiredService<IOptions<OpenIdOptions>>().Value.IsOn) return;
        endpoints.MapGet(Path, (string? returnUrl) => TypedResults.Challenge(
                new AuthenticationProperties { RedirectUri = AccountForm.Local(returnUrl) }, [Schemes.OpenId]))
            .AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>What the claims make of a person; null when none of their values is mapped.</summary>
    internal static (string Name, Appointment Appointment)? Map(ClaimsPrincipal user, OpenIdOptions options)
    {
        var subject = user.FindFirstValue(options.NameClaim) ?? "";
        var values = user.FindAll(options.PositionClaim).Select(c => c.Value).ToHashSet(StringComparer.Ordinal);
        var granted = options.Positions.Where(p => values.Contains(p.Key)).Select(p => p.Value).ToHashSet();
        if (subject.Length == 0 || Positions.All.FirstOrDefault(rule => granted.Contains(rule.Position)) is not { } rule) return null;
        var role = rule.Roles.Contains(Role.Lead) && options.Leads.Any(values.Contains) ? Role.Lead : rule.Roles[0];
        var unit = rule.UnitKinds.Count == 0 ? null : user.FindFirstValue(options.UnitClaim);
        return (options.NamePrefix + PersonSignIn.Normal(subject), new(user.FindFirstValue(options.DisplayNameClaim) ?? subject, rule.Position, unit, role));
    }

    private static void Configure(OpenIdConnectOptions openId, IOptions<OpenIdOptions> own)
    {
        (openId.Authority, openId.ClientId, openId.ClientSecret) = (own.Value.Authority, own.Value.ClientId, own.Value.ClientSecret);
        openId.RequireHttpsMetadata = own.Value.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        (openId.ResponseType, openId.ResponseMode, openId.UsePkce) = ("code", "query", true);
        (openId.MapInboundClaims, openId.SaveTokens, openId.GetClaimsFromUserInfoEndpoint) = (false, false, true);
        (openId.CallbackPath, openId.SignInScheme) = ("/account/openid/answer", Schemes.Session);
        // The answer comes as a plain navigation, so the two cookies of the exchange need not be sent with foreign posts.
        (openId.CorrelationCookie.SameSite, openId.NonceCookie.SameSite) = (SameSiteMode.Lax, SameSiteMode.Lax);
        openId.ClaimActions.Clear();
        foreach (var claim in new[] { own.Value.NameClaim, own.Value.DisplayNameClaim, own.Value.UnitClaim })
            openId.ClaimActions.MapUniqueJsonKey(claim, claim);
        openId.ClaimActions.MapJsonKey(own.Value.PositionClaim, own.Value.PositionClaim);
        openId.Events.OnTicketReceived = LetIn;
        openId.Events.OnRemoteFailure = context =>
        {
            Refuse(context.HttpContext, "?", context.Failure?.Message ?? "refused by the provider");
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }

    private static async Task LetIn(TicketReceivedContext context)
    {
        var http = context.HttpContext;
        context.HandleResponse();
        if (Map(context.Principal!, http.RequestServices.GetRequiredService<IOptions<OpenIdOptions>>().Value) is not var (name, appointment))
        {
            Refuse(http, context.Principal?.FindFirstValue("sub") ?? "?", "no position is mapped");
            return;
        }

        try
        {
            var grains = http.RequestServices.GetRequiredService<IGrainFactory>();
            var user = await grains.GetGrain<IUserGrain>(name).SignInFromProvider(appointment, new("provider", RemoteCaller.Of(http).Address));
            await SessionCookie.Begin(http, user);
            http.Response.Redirect(AccountForm.Local(context.ReturnUri));
        }
        catch (RefusedException e)
        {
            Refuse(http, name, e.Reason);
        }
    }

    private static void Refuse(HttpContext http, string subject, string reason)
    {
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OpenIdSignIn)).ProviderRefused(subject, reason);
        http.RequestServices.GetRequiredService<FoldedAudit>().Add("provider", "user.sign-in-refused", subject, "provider", RemoteCaller.Of(http).Address);
        http.Response.Redirect(SessionCookie.SignInPath + "?refused=provider");
    }
}
