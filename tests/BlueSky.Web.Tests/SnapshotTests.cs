using System.Net;
using BlueSky.Access;

namespace BlueSky.Web.Tests;

public sealed class SnapshotTests
{
    private static async Task<TestWeb> Furnished()
    {
        var web = await TestWeb.Borrow();
        SnapshotStub.Furnish(web.World);
        return web;
    }

    private static HttpClient Unit(TestWeb web, string unit, Role role = Role.Officer) =>
        web.Client(web.World.AddKey("u" + unit, Scopes.Read | Scopes.Act, unit: unit, role: role));

    [Fact]
    public async Task Snapshots_are_listed_newest_first_with_what_changed_and_whether_they_are_intact()
    {
        await using var web = await Furnished();
        var list = await (await web.Client(Scopes.Read).Read("/api/v1/registers/snapshots")).Json();

        Assert.Equal([2, 1], list["items"]!.AsArray().Select(i => (int)i!["number"]!));
        Assert.Equal("""{"added":1,"removed":0,"changed":1}""", list["items"]![0]!["sinceFormer"]!.ToJsonString());
        Assert.Null(list["items"]![1]!["sinceFormer"]);
        Assert.All(list["items"]!.AsArray(), i => Assert.True((bool)i!["isIntact"]!));
        var (first, entries) = web.World.Snapshots[0];
        web.World.Snapshots[0] = (first with { Reason = "改过" }, entries);
        list = await (await web.Client(Scopes.Read).Read("/api/v1/registers/snapshots")).Json();
        Assert.False((bool)list["items"]![1]!["isIntact"]!);
    }

    [Fact]
    public async Task The_difference_has_a_row_a_field_and_no_cell_that_a_spreadsheet_would_run()
    {
        await using var web = await Furnished();
        var text = await (await web.Client(Scopes.Read).Read("/api/v1/registers/snapshots/2/difference?format=csv")).Text();

        Assert.Equal(
            [
                "removed,移出,road-1,一号路,road,371302001,,,,,true",
                "changed,变更,site-1,乙工地,site,371302002,name,名称,'=甲工地,乙工地,true",
                "changed,变更,site-1,乙工地,site,371302002,town,镇街,371302001,371302002,true",
                "added,新增,site-2,丙工地,site,371302001,,,,,true",
            ],
            text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1));
    }

    [Theory]
    [InlineData("371302001", "road-1,site-1,site-1,site-2")]
    [InlineData("zhujian", "site-1,site-1,site-2")]
    [InlineData("shengtai-huanjing", "")]
    [InlineData("dist-zhihuibu", "road-1,site-1,site-1,site-2")]
    public async Task A_units_key_sees_its_own_part_of_a_difference(string unit, string ids)
    {
        await using var web = await Furnished();
        var rows = await (await Unit(web, unit).Read("/api/v1/registers/snapshots/2/difference")).Json();
        Assert.Equal(ids, string.Join(',', rows["items"]!.AsArray().Select(i => (string)i!["id"]!)));
    }

    [Fact]
    public async Task Entries_are_those_of_the_snapshot_filtered_by_kind_and_by_what_the_unit_may_see()
    {
        await using var web = await Furnished();
        var all = await (await web.Client(Scopes.Read).Read("/api/v1/registers/snapshots/1/entries")).Json();
        var roads = await (await web.Client(Scopes.Read).Read("/api/v1/registers/snapshots/1/entries?kind=road")).Json();
        var sites = await (await Unit(web, "zhujian").Read("/api/v1/registers/snapshots/1/entries")).Json();

        Assert.Equal((2, 1, 1), ((int)all["total"]!, (int)roads["total"]!, (int)sites["total"]!));
        Assert.Equal("site-1", (string)sites["items"]![0]!["registration"]!["id"]!);
    }

    [Fact]
    public async Task Versions_of_an_entry_are_shown_to_whom_it_belongs()
    {
        await using var web = await Furnished();
        var entry = Samples.Registration("gas-2", "gas") with { Town = "371302002" };
        web.Rows.SourceRows.Add(new(entry, Samples.Summary(entry)));
        Assert.Single((await (await Unit(web, "dist-zhihuibu").Read("/api/v1/sources/gas-2/versions")).Json()).AsArray());
        await (await Unit(web, Samples.Town).Read("/api/v1/sources/gas-2/versions")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_command_centre_takes_one_and_a_town_may_not()
    {
        await using var web = await Furnished();
        var body = """{"command":"c-1","reason":"核对"}""";
        var refused = await (await Unit(web, Samples.Town, Role.Lead).Send("POST", "/api/v1/registers/snapshots", body)).Problem(HttpStatusCode.Forbidden);
        Assert.Equal("not-command", (string)refused["reason"]!);

        var taken = await (await Unit(web, "dist-zhihuibu").Send("POST", "/api/v1/registers/snapshots", body)).Json();
        Assert.Equal(3, (int)taken["number"]!);
        Assert.Equal("api.register.snapshot", Assert.Single(web.World.Audit).Action);
        Assert.Equal("command,reason", string.Join(',', await (await Unit(web, "dist-zhihuibu").Send("POST", "/api/v1/registers/snapshots", "{}")).Fields()));
    }

    [Theory]
    [InlineData("/api/v1/registers/snapshots/9")]
    [InlineData("/api/v1/registers/snapshots/9/entries")]
    [InlineData("/api/v1/registers/snapshots/1/difference")]
    [InlineData("/api/v1/registers/snapshots/2/difference?from=7")]
    [InlineData("/api/v1/sources/nobody/versions")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        await using var web = await Furnished();
        await (await web.Client(Scopes.Read).Read(path)).Problem(HttpStatusCode.NotFound);
    }
}
