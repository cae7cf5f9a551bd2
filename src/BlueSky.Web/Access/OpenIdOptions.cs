namespace BlueSky.Web;

/// <summary>
/// Signing in at an OpenID provider (统一身份认证), configuration section <c>OpenId</c>. Off without an authority. Whoever the provider
/// knows but maps to no position is not let in.
/// </summary>
public sealed class OpenIdOptions
{
    /// <summary>Address of the provider, https; off when empty.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Our id at the provider.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Our secret; by environment or secret file, never in a file that is kept.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>What the link says.</summary>
    public string Label { get; set; } = "使用统一身份认证登录";

    /// <summary>The same in English.</summary>
    public string EnglishLabel { get; set; } = "Sign in with the single sign-on";

    /// <summary>Claim that becomes the user name after <see cref="NamePrefix"/>; must be unique for ever at the provider.</summary>
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>Comes before names, so that they meet no local user.</summary>
    public string NamePrefix { get; set; } = "sso.";

    /// <summary>Claim with the person's name.</summary>
    public string DisplayNameClaim { get; set; } = "name";

    /// <summary>Claim whose values <see cref="Positions"/> maps.</summary>
    public string PositionClaim { get; set; } = "groups";

    /// <summary>Claim with the unit's code; needed by positions with a unit.</summary>
    public string UnitClaim { get; set; } = "unit";

    /// <summary>Value of the claim → position; the first in the table of positions counts.</summary>
    public IDictionary<string, Access.Position> Positions { get; } = new Dictionary<string, Access.Position>(StringComparer.Ordinal);

    /// <summary>Values of the position claim that make a lead (负责人) of the unit; others are officers.</summary>
    public IList<string> Leads { get; } = [];

    /// <summary>True when it is set up.</summary>
    public bool IsOn => Authority.Length > 0;
}
