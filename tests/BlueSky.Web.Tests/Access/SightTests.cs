using System.Net;
using BlueSky.Access;
using BlueSky.Queries;

namespace BlueSky.Web.Tests;

/// <summary>How far the keys of units see into the register by the API: as far as the same unit's people do on the console's pages.</summary>
public sealed class SightTests
{
    private const string Foreign = "371302-site-0099", OtherTown = "371302002";

    [Theory]
    [InlineData("")]
    [InlineData("/readings")]
    [InlineData("/readings?format=csv")]
    [InlineData("/hours")]
    public async Task A_source_is_open_to_its_own_town_and_to_departments_and_keys_without_a_unit_and_closed_to_another_town(string part)
    {
        await using var web = await TestWeb.Borrow();
        web.World.Sources[Foreign] = Samples.Registration(Foreign, "site") with { Town = OtherTown };

        foreach (var client in new[] { Of(web, Samples.Department.Code), Of(web, Unit.CommandCode), web.Client(Scopes.Read) })
            Assert.Equal(HttpStatusCode.OK, (await client.Read($"/api/v1/sources/{Foreign}{part}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Of(web, Samples.Town).Read($"/api/v1/sources/{Samples.Source}{part}")).StatusCode);
        web.Rows.Asked.Clear();

        var refused = await Of(web, Samples.Town).Read($"/api/v1/sources/{Foreign}{part}");

        var problem = await refused.Problem(HttpStatusCode.Forbidden);
        Assert.Equal("not-yours", (string?)problem["reason"]);
        Assert.Empty(web.Rows.Asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/readings")]
    [InlineData("/hours")]
    public async Task A_source_that_nobody_registered_shows_a_town_nothing(string part)
    {
        await using var web = await TestWeb.Borrow();

        await (await Of(web, Samples.Town).Read("/api/v1/sources/371302-site-0404" + part)).Problem(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/api/v1/sources")]
    [InlineData("/api/v1/sources?format=csv")]
    [InlineData("/api/v1/sources?town=" + Samples.Town)]
    public async Task A_towns_list_of_sources_ends_at_the_town(string path)
    {
        await using var web = await TestWeb.Borrow();

        Assert.Equal(HttpStatusCode.OK, (await Of(web, Samples.Town).Read(path)).StatusCode);

        Assert.All(web.Rows.Asked, asked => Assert.Equal(Samples.Town, Assert.IsType<SourceFilter>(asked).Town));
        Assert.NotEmpty(web.Rows.Asked);
    }

    [Fact]
    public async Task A_town_that_asks_for_anothers_sources_is_told_so_and_a_department_gets_them()
    {
        await using var web = await TestWeb.Borrow();
        Assert.Equal(["town"], await (await Of(web, Samples.Town).Read($"/api/v1/sources?town={OtherTown}")).Fields());
        Assert.Empty(web.Rows.Asked);

        Assert.Equal(HttpStatusCode.OK, (await Of(web, Samples.Department.Code).Read($"/api/v1/sources?town={OtherTown}")).StatusCode);
        Assert.Equal(OtherTown, Assert.IsType<SourceFilter>(Assert.Single(web.Rows.Asked)).Town);
    }

    private static HttpClient Of(TestWeb web, string unit) => web.Client(web.World.AddKey("of-" + unit, Scopes.Read, unit: unit, role: Role.Officer));
}
