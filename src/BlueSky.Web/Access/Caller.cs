using System.Globalization;
using System.Security.Claims;
using BlueSky.Access;
using Microsoft.AspNetCore.Http;

namespace BlueSky.Web;

/// <summary>Who signed in.</summary>
/// <param name="Name">Name of the key's owner, the actor of the audit log.</param>
/// <param name="KeyId">Id of the key; empty for the anonymous reader of a demonstration.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Address">Address it came from.</param>
internal sealed record Caller(string Name, string KeyId, Scopes Scopes, string Address)
{
    private const string KeyClaim = "bluesky:key", ScopesClaim = "bluesky:scopes";
    public const string Anonymous = "anonymous";

    /// <summary>The caller of an authenticated request.</summary>
    public static Caller Of(HttpContext http) => new(
        http.User.Identity?.Name ?? Anonymous, http.User.FindFirstValue(KeyClaim) ?? "", ScopesOf(http.User), RemoteCaller.Of(http).Address);

    public static Scopes ScopesOf(ClaimsPrincipal user) =>
        user.FindFirstValue(ScopesClaim) is { } text ? (Scopes)int.Parse(text, CultureInfo.InvariantCulture) : Scopes.None;

    public static ClaimsPrincipal Principal(string name, string keyId, Scopes scopes)
    {
        var identity = new ClaimsIdentity(ApiKeyAuthentication.Name);
        identity.AddClaim(new(ClaimTypes.Name, name));
        identity.AddClaim(new(KeyClaim, keyId));
        identity.AddClaim(new(ScopesClaim, ((int)scopes).ToString(CultureInfo.InvariantCulture)));
        return new ClaimsPrincipal(identity);
    }
}
