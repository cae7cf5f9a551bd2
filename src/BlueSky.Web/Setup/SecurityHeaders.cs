using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BlueSky.Web;

/// <summary>Headers on every answer, and no writes from foreign pages.</summary>
internal static class SecurityHeaders
{
    public const string Cluster = "/cluster";
    private const string Strict = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // Pages: scripts from this site alone and none in the markup. Styles in the markup must be allowed, because MudBlazor and the
    // charts set sizes and places that way; a style can hide or move things, it cannot read or send. The web socket is 'self' too.
    private const string Pages = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    // The dashboard is a script application with styles of its own in its markup; it loads nothing from elsewhere.
    private const string Dashboard = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        // On starting, because an exception's answer begins with the headers cleared.
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = PolicyOf(http.Request);
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            // Within the site a form says where it comes from, so that writes started elsewhere can be told apart.
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
            if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(http);
    });

    private static string PolicyOf(HttpRequest request) =>
        request.Path.StartsWithSegments(Cluster, StringComparison.Ordinal) ? Dashboard : Schemes.IsForPeople(request) ? Pages : Strict;

    /// <summary>
    /// A browser that signed in by Basic or has a session sends it along whatever page asks, so writes that another site started are
    /// refused. Callers that are no browsers send neither header, so with a session, which only browsers have, one is needed.
    /// </summary>
    public static void RefuseCrossSiteWrites(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || !IsForeign(http.Request)) return next(http);
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SecurityHeaders))
            .CrossSiteRefused(http.Request.Method, http.Request.Path);
        return Problems.Write(http, Problems.Of(StatusCodes.Status403Forbidden, "cross-site", "跨站请求 · Cross-site request",
            "不接受其他网站发起的写操作。Writes started by another site are refused."));
    });

    private static bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site is not ("same-origin" or "none");
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return SessionCookie.IsIn(request) && ApiKey.PresentedBy(request) is null;
        return !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
