using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BlueSky.Web;

/// <summary>
/// The cookie of a person's session. It proves name and stamp; what the person may do is asked of the user's grain, so that a change
/// there counts at once on this node and within half a minute on others.
/// </summary>
internal static class SessionCookie
{
    /// <summary>
    /// <c>__Host-</c>: the browser takes it only with Secure, for the whole host and no other. Over plain HTTP browsers take it from
    /// loopback alone, which is right: a password does not go over a network in the clear.
    /// </summary>
    public const string Name = "__Host-bluesky";

    /// <summary>Where people sign in.</summary>
    public const string SignInPath = "/account/sign-in";

    private const string Began = "bluesky:began";

    public static bool IsIn(HttpRequest request) => request.Cookies.ContainsKey(Name);

    /// <summary>Says how the cookie is.</summary>
    public static void Configure(CookieAuthenticationOptions cookie, IOptions<WebOptions> web)
    {
        cookie.Cookie.Name = Name;
        (cookie.Cookie.HttpOnly, cookie.Cookie.SecurePolicy, cookie.Cookie.SameSite, cookie.Cookie.Path) = (true, CookieSecurePolicy.Always, SameSiteMode.Lax, "/");
        (cookie.ExpireTimeSpan, cookie.SlidingExpiration) = (web.Value.SessionIdle, true);
        (cookie.LoginPath, cookie.LogoutPath, cookie.ReturnUrlParameter) = (SignInPath, "/account/sign-out", "returnUrl");
        cookie.Events.OnValidatePrincipal = Validate;
        cookie.Events.OnRedirectToLogin = context => Schemes.IsForPeople(context.Request)
            ? Redirect(context)
            : Problems.Write(context.HttpContext, Problems.NeedsKey(ApiKeyAuthentication.NeededScope(context.HttpContext)));
        cookie.Events.OnRedirectToAccessDenied = Deny;
    }

    /// <summary>Begins a session.</summary>
    public static Task Begin(HttpContext http, Access.UserHolder user)
    {
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var properties = new AuthenticationProperties { IsPersistent = false, IssuedUtc = now };
        properties.Items[Began] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return http.SignInAsync(Schemes.Session, PersonClaims.Principal(user, RemoteCaller.Of(http).Address, EndOf(http, now)), properties);
    }

    private static async Task Validate(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var sessions = http.RequestServices.GetRequiredService<SessionCache>();
        var clock = http.RequestServices.GetRequiredService<TimeProvider>();
        var began = context.Properties.Items.TryGetValue(Began, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.MinValue;
        var end = EndOf(http, began);
        var user = clock.GetUtcNow() < end && PersonClaims.SessionOf(context.Principal!) is var (name, stamp)
            ? await sessions.Find(name, stamp)
            : null;
        if (user is null)
        {
            context.RejectPrincipal();
            await http.SignOutAsync(Schemes.Session);
            return;
        }

        context.ReplacePrincipal(PersonClaims.Principal(user, RemoteCaller.Of(http).Address, end));
    }

    // Who is signed in and may not, learns so; asking for another sign-in would help nobody.
    private static Task Deny(RedirectContext<CookieAuthenticationOptions> context)
    {
        var http = context.HttpContext;
        if (!Schemes.IsForPeople(context.Request)) return Problems.Write(http, Problems.NeedsScope(ApiKeyAuthentication.NeededScope(http)));
        if (!PersonClaims.MustChangePassword(http.User)) return AccountForm.Page<NotPermittedPage>(new { }, StatusCodes.Status403Forbidden).ExecuteAsync(http);
        context.Response.Redirect("/account/password");
        return Task.CompletedTask;
    }

    private static DateTimeOffset EndOf(HttpContext http, DateTimeOffset began) =>
        began == DateTimeOffset.MinValue ? began : began + http.RequestServices.GetRequiredService<IOptions<WebOptions>>().Value.SessionLongest;

    private static Task Redirect(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}
