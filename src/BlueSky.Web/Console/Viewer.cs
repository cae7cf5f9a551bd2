using System.Security.Claims;
using BlueSky.Access;
using BlueSky.Districts;
using Microsoft.AspNetCore.Components.Authorization;

namespace BlueSky.Web.Console;

/// <summary>
/// Who looks at this live page. The same <see cref="Caller"/> as the API's, so a page asks for nothing and decides on nothing that the
/// person could not by the API. Loaded by the layout before any page is shown.
/// </summary>
internal sealed class Viewer(AuthenticationStateProvider states, District district)
{
    private ClaimsPrincipal user = new();

    /// <summary>The caller.</summary>
    public Caller Caller => Caller.Of(user, PersonClaims.AddressOf(user));

    /// <summary>Who this is to the rules of duties.</summary>
    public Actor Actor => Caller.ActorIn(district);

    /// <summary>Sign-in name.</summary>
    public string Name => PersonClaims.NameOf(user);

    /// <summary>The position.</summary>
    public PositionRule? Position => PersonClaims.PositionOf(user) is { } position ? Positions.Of(position) : null;

    /// <summary>Who changes a user, for the audit log.</summary>
    public ChangedBy By => new(Caller.Name, Caller.Address);

    /// <summary>True when the viewer has the scope.</summary>
    public bool May(Scopes scope) => (Caller.Scopes & scope) == scope;

    /// <summary>Tells apart those who see different things; part of the key of every live view that is narrowed to a unit.</summary>
    public string SightKey => Sight.EndOf(Actor) ?? "*";

    /// <summary>Asks who it is.</summary>
    public async Task Load() => user = (await states.GetAuthenticationStateAsync()).User;
}
