using System.Globalization;
using System.Security.Claims;
using BlueSky.Access;
using BlueSky.Districts;
using Microsoft.AspNetCore.Http;

namespace BlueSky.Web;

/// <summary>Who signed in, a key or a person: what either may do is decided by the same scopes, unit and role.</summary>
/// <param name="Name">Name of the key's owner or of the person, the actor of the audit log.</param>
/// <param name="KeyId">Id of the key, or <c>user:</c> and the sign-in name; empty for the anonymous reader of a demonstration.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Address">Address it came from.</param>
/// <param name="Unit">Code of the unit acted for; null for none.</param>
/// <param name="Role">Role in it.</param>
internal sealed record Caller(string Name, string KeyId, Scopes Scopes, string Address, string? Unit, Role Role)
{
    private const string KeyClaim = "bluesky:key", ScopesClaim = "bluesky:scopes", UnitClaim = "bluesky:unit";
    public const string Anonymous = "anonymous";

    /// <summary>The caller of an authenticated request.</summary>
    public static Caller Of(HttpContext http) => Of(http.User, RemoteCaller.Of(http).Address);

    /// <summary>The caller that a principal stands for, at an address.</summary>
    public static Caller Of(ClaimsPrincipal user, string address) => new(
        user.Identity?.Name ?? Anonymous, user.FindFirstValue(KeyClaim) ?? "", ScopesOf(user), address,
        user.FindFirstValue(UnitClaim), Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role) ? role : Role.Reader);

    /// <summary>
    /// Who this is to the rules of duties: the unit and role of the key; an administrator whose key has no unit is the command
    /// centre (指挥部); everybody else without one only reads.
    /// </summary>
    public Actor ActorIn(District district)
    {
        if (Unit is not null) return new Actor(KeyId, Name, district.UnitOf(Unit), Role);
        return Scopes.HasFlag(Scopes.Administer)
            ? new Actor(KeyId, Name, Access.Unit.CommandCentre, Role.Lead)
            : new Actor(KeyId, Name, null, Role.Reader);
    }

    public static Scopes ScopesOf(ClaimsPrincipal user) =>
        user.FindFirstValue(ScopesClaim) is { } text ? (Scopes)int.Parse(text, CultureInfo.InvariantCulture) : Scopes.None;

    public static ClaimsPrincipal Principal(string name, string keyId, Scopes scopes, string? unit = null, Role role = Role.Reader)
    {
        var identity = new ClaimsIdentity(ApiKeyAuthentication.Name);
        identity.AddClaim(new(ClaimTypes.Name, name));
        identity.AddClaim(new(KeyClaim, keyId));
        identity.AddClaim(new(ScopesClaim, ((int)scopes).ToString(CultureInfo.InvariantCulture)));
        if (unit is not null) identity.AddClaim(new(UnitClaim, unit));
        identity.AddClaim(new(ClaimTypes.Role, role.ToString()));
        return new ClaimsPrincipal(identity);
    }
}
