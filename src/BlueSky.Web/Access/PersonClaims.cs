using System.Globalization;
using System.Security.Claims;
using BlueSky.Access;

namespace BlueSky.Web;

/// <summary>A person as a principal: the claims of every caller, and what only sessions have.</summary>
internal static class PersonClaims
{
    private const string Prefix = "user:";
    private const string NameClaim = "bluesky:user", StampClaim = "bluesky:stamp", AddressClaim = "bluesky:address", EndClaim = "bluesky:end",
        PositionClaim = "bluesky:position", MustChangeClaim = "bluesky:must-change";

    /// <summary>Until the first password is changed a session opens nothing: it has no scope.</summary>
    public static ClaimsPrincipal Principal(UserHolder user, string address, DateTimeOffset end)
    {
        var scopes = user.MustChangePassword ? Scopes.None : user.Scopes;
        var principal = Caller.Principal($"{user.DisplayName} ({user.Name})", Prefix + user.Name, scopes, user.Unit, user.Role);
        var identity = (ClaimsIdentity)principal.Identity!;
        identity.AddClaim(new(NameClaim, user.Name));
        identity.AddClaim(new(StampClaim, user.Stamp));
        identity.AddClaim(new(AddressClaim, address));
        identity.AddClaim(new(EndClaim, end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(new(PositionClaim, user.Position.ToString()));
        if (user.MustChangePassword) identity.AddClaim(new(MustChangeClaim, "true"));
        return principal;
    }

    /// <summary>Name and stamp of the session; null for who came by key or not at all.</summary>
    public static (string Name, string Stamp)? SessionOf(ClaimsPrincipal principal) =>
        principal.FindFirstValue(NameClaim) is { } name && principal.FindFirstValue(StampClaim) is { } stamp ? (name, stamp) : null;

    /// <summary>Sign-in name; empty for who came by key or not at all.</summary>
    public static string NameOf(ClaimsPrincipal principal) => principal.FindFirstValue(NameClaim) ?? "";

    /// <summary>Address of the request that the principal came with; a live page keeps it.</summary>
    public static string AddressOf(ClaimsPrincipal principal) => principal.FindFirstValue(AddressClaim) ?? "unknown";

    /// <summary>When the session ends, whatever happens.</summary>
    public static DateTimeOffset EndOf(ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue(EndClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.MinValue;

    /// <summary>The position; null for who came by key or not at all.</summary>
    public static Position? PositionOf(ClaimsPrincipal principal) =>
        Enum.TryParse<Position>(principal.FindFirstValue(PositionClaim), out var position) ? position : null;

    /// <summary>True while the first password stands.</summary>
    public static bool MustChangePassword(ClaimsPrincipal principal) => principal.HasClaim(MustChangeClaim, "true");
}
