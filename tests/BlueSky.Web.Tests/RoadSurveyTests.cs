using System.Net;
using System.Text;
using BlueSky.Access;

namespace BlueSky.Web.Tests;

public sealed class RoadSurveyTests
{
    private const string Path = "/api/v1/road-surveys?at=2021-08-01T11:00:00&surveyor=走航车1&datum=gcj02";
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
}
