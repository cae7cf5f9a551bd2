using System.Net;
using BlueSky.Access;
using BlueSky.Photos;
using BlueSky.Violations;

namespace BlueSky.Web.Tests;

public sealed class PhotoTests
{
    private const string Violation = "a~b~c";
    internal static readonly byte[] Photo = DemoPhoto.Create(1);
    internal static readonly string Id = PhotoFile.IdOf(Photo);

    private static HttpClient As(TestWeb web, string unit, Role role = Role.Officer) =>
        web.Client(web.World.AddKey($"{unit}-{role}", Scopes.Read | Scopes.Act, unit: unit, role: role));

    private static Task<HttpResponseMessage> Upload(HttpClient client, byte[] content)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = new("image/jpeg");
        return client.PostAsync(new Uri("/api/v1/photos", UriKind.Relative), body, TestContext.Current.CancellationToken);
    }

    /// <summary>The problem after a rectification that names the photo.</summary>
    internal static ViolationView WithPhoto(ViolationView view)
    {
        var clock = new StageClock(Stage.Review, Samples.Noon, Samples.Noon, Samples.Noon, false);
        return view with { History = [.. view.History, new Rectified { Number = 9, At = Samples.Noon, Text = "已整改", Photos = [Id], Review = clock }] };
    }

    private static async Task<TestWeb> WithPhoto(string unit)
    {
        var web = await TestWeb.Borrow();
        web.Rows.Photos[(unit, Id)] = Photo;
        return web;
    }

    [Theory]
    [InlineData(Role.GridMember)]
    [InlineData(Role.Lead)]
    public async Task Whoever_acts_for_a_unit_uploads_for_it_and_the_bytes_decide_what_it_is(Role role)
    {
        await using var web = await TestWeb.Borrow();
        var answer = await (await Upload(As(web, Samples.Town, role), Photo)).Json();
        Assert.Equal((Id, "image/png"), ((string)answer["id"]!, (string)answer["mediaType"]!));
        var upload = Assert.Single(web.World.Uploads);
        Assert.Equal((Samples.Town, role), (upload.Unit, upload.By.Role));
        Assert.Equal(Photo, upload.Content);
    }

    [Fact]
    public async Task Readers_and_keys_without_a_unit_upload_nothing()
    {
        await using var web = await TestWeb.Borrow();
        foreach (var client in new[] { As(web, Samples.Town, Role.Reader), web.Client(web.World.AddKey("plain", Scopes.Act)) })
            Assert.Equal("needs-unit", (string)(await (await Upload(client, Photo)).Problem(HttpStatusCode.Forbidden))["reason"]!);
        await (await Upload(web.Client(Scopes.Read), Photo)).Problem(HttpStatusCode.Forbidden);
        Assert.Empty(web.World.Uploads);
    }

    [Fact]
    public async Task What_is_too_large_or_no_photo_is_refused()
    {
        await using var web = await TestWeb.Borrow();
        var town = As(web, Samples.Town);
        await (await Upload(town, new byte[(8 * 1024 * 1024) + 1])).Problem(HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal("no-photo", (string)(await (await Upload(town, "<html>"u8.ToArray())).Problem(HttpStatusCode.UnprocessableEntity))["reason"]!);
        Assert.Empty(web.World.Uploads);
    }

    [Fact]
    public async Task A_unit_reads_what_it_uploaded_and_not_what_others_did()
    {
        await using var web = await WithPhoto(Samples.Town);
        var answer = await As(web, Samples.Town, Role.GridMember).Read("/api/v1/photos/" + Id);
        Assert.Equal(Photo, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, (await As(web, Unit.CommandCode, Role.Lead).Read("/api/v1/photos/" + Id)).StatusCode);
        await (await As(web, "zhujian").Read("/api/v1/photos/" + Id)).Problem(HttpStatusCode.NotFound);
        await (await web.Client(web.World.AddKey("plain", Scopes.Act)).Read("/api/v1/photos/" + Id)).Problem(HttpStatusCode.Forbidden);
        await (await As(web, Samples.Town).Read("/api/v1/photos/..%2Fx")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_photo_is_served_as_a_file_that_no_browser_runs()
    {
        await using var web = await WithPhoto(Samples.Town);
        var answer = await As(web, Samples.Town).Read("/api/v1/photos/" + Id);
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(Id + ".png", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_photo_of_a_problem_is_seen_by_whoever_sees_the_problem_and_only_when_its_history_names_it()
    {
        await using var web = await WithPhoto(Samples.Town);
        var view = Samples.Violation(Violation);
        web.World.Violations[Violation] = view;
        var path = $"/api/v1/violations/{Violation}/photos/{Id}";
        await (await As(web, "zhujian").Read(path)).Problem(HttpStatusCode.NotFound);

        web.World.Violations[Violation] = WithPhoto(view);
        foreach (var client in new[] { As(web, "zhujian"), As(web, Samples.Town), web.Client(Scopes.Read) })
            Assert.Equal(HttpStatusCode.OK, (await client.Read(path)).StatusCode);

        web.World.Violations[Violation] = web.World.Violations[Violation] with { Loop = view.Loop with { Town = new Unit(UnitKind.Town, "371302002", "银雀山街道") } };
        await (await As(web, Samples.Town).Read(path)).Problem(HttpStatusCode.Forbidden);
    }
}
