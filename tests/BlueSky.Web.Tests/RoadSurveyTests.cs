using System.Net;
using System.Text;
using BlueSky.Access;
using BlueSky.Sources;
using BlueSky.Surveys;

namespace BlueSky.Web.Tests;

public sealed class RoadSurveyTests
{
    private const string Path = "/api/v1/road-surveys?at=2021-08-01T11:00:00&surveyor=走航车1&datum=gcj02";
    internal const string Key = "20210801T110000-0123456789ab";
    internal const string Track = "longitude,latitude,load\n118.34,35.06,0.4\n118.3401,35.06,0.9\n";

    private static Task<HttpResponseMessage> Send(HttpClient client, string path, string track) =>
        client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(track, Encoding.UTF8, "text/csv"), TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_track_goes_to_its_grain_in_the_registers_datum_with_the_time_and_the_crew()
    {
        await using var web = await TestWeb.Borrow();
        var client = web.Client(Scopes.Register);
        Assert.Equal(HttpStatusCode.OK, (await Send(client, Path, Track)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Send(client, Path.Replace("gcj02", "wgs84", StringComparison.Ordinal) + "&dryRun=true", Track)).StatusCode);
        var (first, second) = (web.World.Surveys[0], web.World.Surveys[1]);
        Assert.Equal((2, "走航车1", Samples.Noon.AddHours(-1), false), (first.Track.Length, first.Surveyor, first.At, first.IsDryRun));
        Assert.Equal((118.34m, 0.4m), (first.Track[0].At.Longitude, first.Track[0].Load));
        Assert.True(second.IsDryRun);
        Assert.InRange(second.Track[0].At.Longitude - 118.34m, 0.004m, 0.007m);
    }

    [Fact]
    public async Task One_fault_and_nothing_is_taken_and_each_is_told_by_line_and_column()
    {
        await using var web = await TestWeb.Borrow();
        var answer = await Send(web.Client(Scopes.Register), Path, Track + "118.34,95,0.4\n118.34,35.06,-1\n118.34,35.06\n");
        Assert.Equal(["track:4:latitude", "track:5:load", "track:6:(line)"], await answer.Fields());
        Assert.Equal(["track"], await (await Send(web.Client(Scopes.Register), Path, "longitude,latitude,load\n")).Fields());
        Assert.Empty(web.World.Surveys);
    }

    [Theory]
    [InlineData("/api/v1/road-surveys", "at,surveyor,datum")]
    [InlineData("/api/v1/road-surveys?at=2021-08-01T11:00:00.5&surveyor=x&datum=gcj02", "at")]
    [InlineData("/api/v1/road-surveys?at=2021-08-01T11:00:00&surveyor=x&datum=bd09", "datum")]
    public async Task What_is_missing_is_named(string path, string fields)
    {
        await using var web = await TestWeb.Borrow();
        Assert.Equal(fields.Split(','), await (await Send(web.Client(Scopes.Register), path, Track)).Fields());
    }

    [Fact]
    public async Task Who_may_not_keep_the_register_enters_no_survey_and_a_body_is_bounded()
    {
        await using var web = await TestWeb.Borrow();
        await (await Send(web.Client(Scopes.Read | Scopes.Act), Path, Track)).Problem(HttpStatusCode.Forbidden);
        await (await Send(web.Client(Scopes.Register), Path, new string('0', (4 * 1024 * 1024) + 1))).Problem(HttpStatusCode.RequestEntityTooLarge);
        Assert.Empty(web.World.Surveys);
    }

    [Fact]
    public async Task A_town_reads_of_a_survey_its_own_roads_and_the_way_on_them()
    {
        await using var web = await TestWeb.Borrow();
        Keep(web.World);
        var whole = await (await web.Client(Scopes.Read).Read($"/api/v1/road-surveys/{Key}")).Json();
        Assert.Equal((2, 3, 0.25m), (whole["roads"]!.AsArray().Count, whole["track"]!.AsArray().Count, (decimal)whole["unmatchedShare"]!));
        // 0.9 over 300 m and 0.3 over 100 m.
        Assert.Equal(0.75m, (decimal)whole["meanLoad"]!);

        var own = await (await Town(web).Read($"/api/v1/road-surveys/{Key}")).Json();
        Assert.Equal("r-1", (string?)Assert.Single(own["roads"]!.AsArray())!["load"]!["road"]);
        Assert.Equal("r-1", (string?)Assert.Single(own["track"]!.AsArray())!["road"]);
        Assert.Equal((null, null, 300m), (own["unmatchedShare"], own["unmatchedPoints"], (decimal)own["metres"]!));
        var row = Assert.Single((await (await Town(web).Read("/api/v1/road-surveys?year=2021")).Json())["items"]!.AsArray())!;
        Assert.Equal((1, 1, 1), ((int)row["roads"]!, (int)row["over"]!, (int)row["orders"]!));
    }

    [Fact]
    public async Task A_survey_that_touched_no_road_of_a_town_is_not_there_for_it_and_another_towns_part_is_refused_by_name()
    {
        await using var web = await TestWeb.Borrow();
        Keep(web.World);
        var town = Town(web);
        await (await town.Read($"/api/v1/road-surveys/{Key.Replace("11", "12", StringComparison.Ordinal)}")).Problem(HttpStatusCode.NotFound);
        Assert.Equal(Key, (string?)Assert.Single((await (await town.Read("/api/v1/road-surveys?year=2021")).Json())["items"]!.AsArray())!["key"]);
        Assert.Equal(["town"], await (await town.Read("/api/v1/road-surveys?town=371302002")).Fields());
    }

    [Fact]
    public async Task The_list_is_of_one_year_and_knows_surveys_without_a_dusty_road()
    {
        await using var web = await TestWeb.Borrow();
        Keep(web.World);
        async Task<int> Total(string query) => (int)(await (await web.Client(Scopes.Read).Read("/api/v1/road-surveys" + query)).Json())["total"]!;
        Assert.Equal((2, 0, 1, 1, 2), (
            await Total("?year=2021"), await Total("?year=2020"), await Total("?year=2021&over=true"), await Total("?year=2021&over=false"),
            await Total("?year=2021&town=371302002&over=false")));
    }

    private static HttpClient Town(TestWeb web) => web.Client(web.World.AddKey("town-reader", Scopes.Read, unit: Samples.Town, role: Role.Officer));

    /// <summary>Two surveys: one over roads of two towns, one over the other town's alone.</summary>
    internal static void Keep(World world)
    {
        static SurveyedRoad Road(string id, string town, decimal load, decimal metres, bool isOver) =>
            new(new RoadLoad(id, "演示道路", town, load, metres, 10, 0.6m, "K", "", true, isOver), IngestResult.Stored, isOver ? id + "~silt-load~20210801T110000" : null);
        TrackPiece Piece(string road) => new(road, [new(118.34m, 35.06m), new(118.341m, 35.06m)]);
        world.KeptSurveys.Add(new SurveyView(
            Key, "走航车1", Samples.Noon,
            new SurveyAnswer(Samples.Noon.AddHours(-1), false, [Road("r-1", Samples.Town, 0.9m, 300, true), Road("r-2", "371302002", 0.3m, 100, false)], 30, 10, 533, 0.25m),
            [Piece("r-1"), Piece(""), Piece("r-2")]));
        world.KeptSurveys.Add(new SurveyView(
            Key.Replace("11", "12", StringComparison.Ordinal), "走航车1", Samples.Noon,
            new SurveyAnswer(Samples.Noon, false, [Road("r-2", "371302002", 0.3m, 100, false)], 10, 0, 100, 0), [Piece("r-2")]));
    }
}
