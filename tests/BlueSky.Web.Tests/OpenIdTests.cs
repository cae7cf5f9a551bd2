using System.Security.Claims;
using BlueSky.Access;

namespace BlueSky.Web.Tests;

public class OpenIdTests
{
    private static readonly OpenIdOptions Options = new()
    {
        Authority = "https://sso.example",
        Positions = { ["镇街用户"] = Position.Town, ["审计"] = Position.Auditor, ["管理"] = Position.Administrator },
        Leads = { "负责人" },
    };

    [Fact]
    public void A_mapped_group_makes_the_position_with_the_unit_that_the_provider_says()
    {
        var mapped = OpenIdSignIn.Map(Person("Wang.Wu", ["镇街用户", "负责人"], "371302001"), Options);

        Assert.Equal(("sso.wang.wu", new Appointment("王五", Position.Town, "371302001", Role.Lead)), mapped);
    }

    [Fact]
    public void Of_two_positions_the_first_of_the_table_counts() =>
        Assert.Equal(Position.Auditor, OpenIdSignIn.Map(Person("wang", ["管理", "审计"], null), Options)!.Value.Appointment.Position);

    [Fact]
    public void Who_is_mapped_to_nothing_or_has_no_name_is_nobody()
    {
        Assert.Null(OpenIdSignIn.Map(Person("wang", ["其他"], "371302001"), Options));
        Assert.Null(OpenIdSignIn.Map(Person("", ["审计"], null), Options));
    }

    private static ClaimsPrincipal Person(string name, string[] groups, string? unit)
    {
        var identity = new ClaimsIdentity("provider");
        if (name.Length > 0) identity.AddClaim(new("preferred_username", name));
        identity.AddClaim(new("name", "王五"));
        identity.AddClaims(groups.Select(g => new Claim("groups", g)));
        if (unit is not null) identity.AddClaim(new("unit", unit));
        return new ClaimsPrincipal(identity);
    }
}
