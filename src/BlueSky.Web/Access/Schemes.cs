using Microsoft.AspNetCore.Http;

namespace BlueSky.Web;

/// <summary>The ways to sign in.</summary>
internal static class Schemes
{
    /// <summary>By key or by session, whichever the request brings. Everything asks for this one, so both meet the same rules.</summary>
    public const string Either = "BlueSky";

    /// <summary>By the cookie of a session.</summary>
    public const string Session = "Session";

    /// <summary>At an OpenID provider.</summary>
    public const string OpenId = "OpenId";

    /// <summary>The way that a request takes. A key counts before a cookie: who sends one means it.</summary>
    public static string Of(HttpContext http)
    {
        if (ApiKey.PresentedBy(http.Request) is not null) return ApiKeyAuthentication.Name;
        return SessionCookie.IsIn(http.Request) || IsForPeople(http.Request) ? Session : ApiKeyAuthentication.Name;
    }

    /// <summary>True for pages; false where programs ask and want problem details, not a page.</summary>
    public static bool IsForPeople(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api", StringComparison.Ordinal) && !request.Path.StartsWithSegments("/openapi", StringComparison.Ordinal)
        && !request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
        && !request.Path.StartsWithSegments(SecurityHeaders.Cluster, StringComparison.Ordinal);
}
