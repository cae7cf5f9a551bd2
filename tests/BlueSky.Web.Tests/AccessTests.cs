using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BlueSky.Access;
using BlueSky.AirQuality;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BlueSky.Web.Tests;

public sealed class AccessTests
{
    private const string S = Samples.Source;

    /// <summary>The head of a photo that is text as well.</summary>
    private const string WebP = "RIFF    WEBPVP8 ";

    /// <summary>Every endpoint of the API with the scope it needs and a body that it takes.</summary>
    public static readonly TheoryData<string, string, Scopes, string> Endpoints = new()
    {
        { "GET", "/sources", Scopes.Read, "" },
        { "GET", $"/sources/{S}", Scopes.Read, "" },
        { "PUT", $"/sources/{S}", Scopes.Register, "registerSource" },
        { "GET", $"/sources/{S}/readings", Scopes.Read, "" },
        { "GET", $"/sources/{S}/hours", Scopes.Read, "" },
        { "POST", "/sources/site-1/inspections", Scopes.Register, "enterInspection" },
        { "POST", "/sources/road-1/surveys", Scopes.Register, "enterSurvey" },
        { "POST", "/sources/restaurant-1/cleanings", Scopes.Register, "enterCleaning" },
        { "GET", "/violations", Scopes.Read, "" },
        { "GET", "/violations/a~b~c", Scopes.Read, "" },
        { "POST", "/violations/a~b~c/assignment", Scopes.Act, "assignViolation" },
        { "POST", "/violations/a~b~c/reassignment", Scopes.Act, "reassignViolation" },
        { "POST", "/violations/a~b~c/acceptance", Scopes.Act, "acceptViolation" },
        { "POST", "/violations/a~b~c/rectification", Scopes.Act, "rectifyViolation" },
        { "POST", "/violations/a~b~c/review", Scopes.Act, "reviewViolation" },
        { "POST", "/violations/a~b~c/comment", Scopes.Act, "commentViolation" },
        { "POST", "/violations/a~b~c/withdrawal", Scopes.Act, "proposeWithdrawal" },
        { "POST", "/violations/a~b~c/withdrawal/decision", Scopes.Act, "decideWithdrawal" },
        { "POST", "/violations/a~b~c/merger", Scopes.Act, "mergeViolation" },
        { "POST", "/violations/a~b~c/suspension", Scopes.Act, "suspendViolation" },
        { "POST", "/violations/a~b~c/resumption", Scopes.Act, "resumeViolation" },
        { "POST", "/photos", Scopes.Act, WebP },
        { "GET", $"/photos/{PhotoTests.Id}", Scopes.Act, "" },
        { "GET", $"/violations/a~b~c/photos/{PhotoTests.Id}", Scopes.Read, "" },
        { "POST", "/reports", Scopes.Act, "enterReport" },
        { "POST", "/road-surveys?at=2021-08-01T11:00:00&surveyor=1&datum=gcj02", Scopes.Register, RoadSurveyTests.Track },
        { "GET", "/road-surveys", Scopes.Read, "" },
        { "GET", $"/road-surveys/{RoadSurveyTests.Key}", Scopes.Read, "" },
        { "GET", "/reports", Scopes.Read, "" },
        { "GET", $"/reports/{Samples.Town}~r1", Scopes.Act, "" },
        { "GET", $"/reports/{Samples.Town}~r1/photos/{PhotoTests.Id}", Scopes.Act, "" },
        { "GET", $"/reports/{Samples.Town}~r1/contact", Scopes.Act, "" },
        { "GET", "/district", Scopes.Read, "" },
        { "GET", "/towns", Scopes.Read, "" },
        { "GET", $"/towns/{Samples.Town}", Scopes.Read, "" },
        { "POST", $"/towns/{Samples.Town}/recount", Scopes.Administer, "" },
        { "GET", "/stations", Scopes.Read, "" },
        { "GET", "/stations/1618A", Scopes.Read, "" },
        { "GET", "/stations/1618A/hours", Scopes.Read, "" },
        { "POST", "/stations/1618A/hours", Scopes.Register, "enterStationHours" },
        { "GET", "/stations/1618A/hours/2021-08-01T10:00", Scopes.Read, "" },
        { "GET", "/stations/1618A/days", Scopes.Read, "" },
        { "GET", "/stations/1618A/months", Scopes.Read, "" },
        { "GET", "/policies", Scopes.Read, "" },
        { "GET", "/policies/lanshan-2021", Scopes.Read, "" },
        { "GET", "/assessments", Scopes.Read, "" },
        { "GET", "/assessments/2021-07", Scopes.Read, "" },
        { "POST", "/assessments/2021-07/runs", Scopes.Assess, "runAssessment" },
        { "GET", "/assessments/2021-07/revisions", Scopes.Read, "" },
        { "POST", "/assessments/2021-07/revisions/1/verify", Scopes.Read, "" },
        { "POST", "/assessments/2021-07/what-if", Scopes.Read, "" },
        { "GET", "/accounts/2021", Scopes.Read, "" },
        { "POST", "/accounts/2021/confirmations", Scopes.Assess, "confirmRevision" },
        { "POST", "/accounts/2021/settlements", Scopes.Assess, "enterSettlement" },
        { "GET", "/tasks", Scopes.Read, "" },
        { "GET", "/tasks/1", Scopes.Read, "" },
        { "POST", "/tasks/1/shares", Scopes.Act, "assignShare" },
        { "POST", $"/tasks/1/shares/{Samples.Town}/withdraw", Scopes.Act, "withdrawShare" },
        { "POST", "/tasks/1/reports", Scopes.Act, "reportTask" },
        { "POST", "/tasks/1/reports/1/approve", Scopes.Act, "approveReport" },
        { "POST", "/tasks/1/reports/1/return", Scopes.Act, "returnReport" },
        { "POST", "/tasks/1/supervision", Scopes.Act, "superviseTask" },
        { "POST", "/tasks/1/supervision/answer", Scopes.Act, "answerSupervision" },
        { "POST", "/tasks/1/supervision/lift", Scopes.Act, "liftSupervision" },
        { "POST", "/tasks/2/deadline", Scopes.Act, "setTaskDeadline" },
        { "POST", "/tasks/2/questions/1/answer", Scopes.Act, "answerTaskQuestion" },
        { "GET", "/registers/snapshots", Scopes.Read, "" },
        { "POST", "/registers/snapshots", Scopes.Act, "takeSnapshot" },
        { "GET", "/registers/snapshots/1", Scopes.Read, "" },
        { "GET", "/registers/snapshots/1/entries", Scopes.Read, "" },
        { "GET", "/registers/snapshots/2/difference", Scopes.Read, "" },
        { "GET", "/sources/site-1/versions", Scopes.Read, "" },
        { "GET", "/key-areas", Scopes.Read, "" },
        { "GET", "/key-areas/sources", Scopes.Read, "" },
        { "GET", "/key-areas/measures", Scopes.Read, "" },
        { "GET", "/key-areas/responsibilities", Scopes.Read, "" },
        { "GET", "/key-areas/lists.xlsx", Scopes.Read, "" },
        { "GET", "/registers/gas/template.xlsx", Scopes.Read, "" },
        { "GET", "/registers/gas/entries.xlsx", Scopes.Read, "" },
        { "GET", "/registers/gas/entries.csv", Scopes.Read, "" },
        { "POST", "/registers/gas/imports?command=c1", Scopes.Register, RegisterImportTests.Csv },
        { "GET", "/registers/imports/c1", Scopes.Register, "" },
        { "GET", "/credit", Scopes.Read, "" },
        { "GET", "/credit/policies", Scopes.Read, "" },
        { "GET", $"/credit/sources/{S}", Scopes.Read, "" },
        { "POST", $"/credit/sources/{S}/entries", Scopes.Act, "enterDeduction" },
        { "POST", $"/credit/sources/{S}/appeals", Scopes.Act, "fileAppeal" },
        { "POST", $"/credit/sources/{S}/appeals/2/decision", Scopes.Act, "decideAppeal" },
        { "POST", $"/credit/sources/{S}/corrections", Scopes.Act, "correctDeduction" },
        { "POST", $"/credit/sources/{S}/revisions", Scopes.Act, "reviseAccount" },
        { "POST", $"/credit/sources/{S}/periods/2021-Q2/revisions/1/verify", Scopes.Read, "" },
        { "GET", "/credit/quarters/2021-Q2", Scopes.Read, "" },
        { "POST", "/credit/quarters/2021-Q2/closing", Scopes.Act, "closeCreditQuarter" },
        { "POST", "/credit/quarters/2021-Q2/verify", Scopes.Read, "" },
        { "GET", "/credit/quarters/2021-Q2/lists", Scopes.Read, "" },
        { "POST", "/credit/quarters/2021-Q2/lists", Scopes.Act, "drawRedBlack" },
        { "POST", "/credit/quarters/2021-Q2/lists/decision", Scopes.Act, "decideRedBlack" },
        { "GET", "/muck-trucks", Scopes.Read, "" },
        { "GET", "/muck-trucks/鲁Q12345", Scopes.Read, "" },
        { "PUT", "/muck-trucks/鲁Q12345", Scopes.Register, "registerMuckTruck" },
        { "POST", "/muck-trucks/鲁Q12345/entries", Scopes.Act, "enterTruckViolation" },
        { "POST", "/muck-trucks/鲁Q12345/appeals", Scopes.Act, "fileTruckAppeal" },
        { "POST", "/muck-trucks/鲁Q12345/appeals/2/decision", Scopes.Act, "decideTruckAppeal" },
        { "POST", "/muck-trucks/鲁Q12345/corrections", Scopes.Act, "correctTruckViolation" },
        { "GET", "/inbox", Scopes.Read, "" },
        { "GET", "/inbox/count", Scopes.Read, "" },
        { "POST", "/inbox/read", Scopes.Act, "readInbox" },
        { "GET", "/inbox/choice", Scopes.Read, "" },
        { "PUT", "/inbox/choice", Scopes.Act, "chooseInbox" },
        { "GET", "/sinks", Scopes.Administer, "" },
        { "PUT", "/sinks/group", Scopes.Administer, "configureSink" },
        { "DELETE", "/sinks/group", Scopes.Administer, "" },
        { "GET", "/sinks/group/deliveries", Scopes.Administer, "" },
        { "POST", "/sinks/group/resend", Scopes.Administer, "resendDeliveries" },
        { "POST", "/sinks/group/test", Scopes.Administer, "" },
        { "GET", "/devices", Scopes.Read, "" },
        { "PUT", "/devices", Scopes.Devices, "registerNamedDevice" },
        { "GET", "/devices/MN1", Scopes.Read, "" },
        { "GET", "/devices/MN1/transmission", Scopes.Read, "" },
        { "GET", "/devices/MN1/backfills", Scopes.Read, "" },
        { "POST", "/devices/MN1/backfills", Scopes.Devices, "askBackfill" },
        { "DELETE", "/devices/MN1/backfills/b1", Scopes.Devices, "" },
        { "PUT", "/devices/MN1", Scopes.Devices, "registerDevice" },
        { "POST", "/devices/MN1/rotate-secret", Scopes.Devices, "" },
        { "PUT", "/devices/MN1/sm4-key", Scopes.Devices, "setSm4Key" },
        { "POST", "/ingest", Scopes.Ingest, "ingest" },
        { "POST", "/keys", Scopes.Administer, "createKey" },
        { "DELETE", "/keys/other", Scopes.Administer, "" },
        { "GET", "/audit", Scopes.Audit, "" },
        { "GET", "/kinds", Scopes.Read, "" },
        { "GET", "/assessments/2021-08/bulletin", Scopes.Read, "" },
        { "GET", "/assessments/2021-08/bulletin.xlsx", Scopes.Read, "" },
    };

    [Theory, MemberData(nameof(Endpoints))]
    public async Task An_endpoint_opens_to_its_scope_alone(string method, string path, Scopes scope, string example)
    {
        await using var web = await Furnished();
        var body = example.Length > 0 ? OpenApiExamples.Bodies.GetValueOrDefault(example, example) : null;
        path = "/api/v1" + path;

        await (await web.Client().Send(method, path, body)).Problem(HttpStatusCode.Unauthorized);
        var wrong = await (await web.Client(Scopes.All & ~scope).Send(method, path, body)).Problem(HttpStatusCode.Forbidden);
        Assert.Equal(Json.Word(scope), (string)wrong["scope"]!);
        Assert.Empty(web.World.Ingested);
        var right = await web.Client(scope).Send(method, path, body);
        Assert.True(right.IsSuccessStatusCode, $"{right.StatusCode}: {await right.Text()}");
    }

    [Fact]
    public async Task Every_endpoint_has_a_row_in_the_table_or_is_known_to_be_open_or_the_clusters()
    {
        await using var web = await TestWeb.Start();
        var rows = Endpoints.Select(r => $"{r.Data.Item1} {Pattern(r.Data.Item2)}").ToHashSet(StringComparer.Ordinal);
        var endpoints = web.Services.GetServices<EndpointDataSource>().SelectMany(d => d.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.NotEmpty(endpoints);
        string[] open = ["/api", "/health/live", "/health/ready", "/account/sign-in", "/account/sign-out", "/account/language"];
        string[] ofPersons = ["/account/alive", "/account/password", "/account/password/changed", "/account/second-factor", "/account/second-factor/drop"];
        foreach (var endpoint in endpoints)
        {
            var pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
            if (pattern.StartsWith("/api/v1", StringComparison.Ordinal)) Assert.Contains($"{method} {pattern["/api/v1".Length..]}", rows);
            else if (pattern.StartsWith("/cluster", StringComparison.Ordinal))
                Assert.Equal(Scopes.Administer, endpoint.Metadata.GetMetadata<RequiredScope>()?.Scope);
            else if (pattern.StartsWith("/openapi", StringComparison.Ordinal))
                Assert.Equal(Scopes.Read, endpoint.Metadata.GetMetadata<RequiredScope>()?.Scope);
            else if (ofPersons.Contains(pattern)) Assert.NotNull(endpoint.Metadata.GetMetadata<AuthorizationPolicy>());
            else Assert.Contains(pattern, open);
        }
    }

    [Fact]
    public async Task A_key_may_come_as_the_password_of_Basic()
    {
        await using var web = await TestWeb.Start();
        var key = web.World.AddKey("browser", Scopes.Read);
        var client = web.Client();
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("anyone:" + key)));
        Assert.Equal(HttpStatusCode.OK, (await client.Read("/api/v1/sources")).StatusCode);
    }

    [Theory]
    [InlineData("bsk_reader_wrong")]
    [InlineData("bsk_reader_")]
    [InlineData("bsk_reader")]
    [InlineData("reader")]
    [InlineData("bsk_re/ader_secret")]
    public async Task A_wrong_key_is_refused_and_audited_once_a_minute_with_its_count(string key)
    {
        await using var web = await TestWeb.Start(o => (o.Demo, o.AnonymousReadOnLoopback) = (true, true));
        web.World.AddKey("reader", Scopes.Read);
        for (var i = 0; i < 3; i++)
            await (await web.Client(key, IPAddress.Loopback).Read("/api/v1/sources")).Problem(HttpStatusCode.Unauthorized);
        await web.Services.GetRequiredService<FoldedAudit>().Flush();
        var entry = Assert.Single(web.World.Audit);
        Assert.Equal(("api.sign-in-refused", 3, "127.0.0.1"), (entry.Action, entry.Count, entry.RemoteAddress));
        Assert.DoesNotContain("wrong", entry.ToString().Replace("wrong-key", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_is_slowed_down_by_address_but_a_known_key_still_passes()
    {
        await using var web = await TestWeb.Start(o => o.FailedSignInsPerMinute = 3);
        var good = web.World.AddKey("reader", Scopes.Read);
        Assert.Equal(HttpStatusCode.OK, (await web.Client(good).Read("/api/v1/sources")).StatusCode);
        for (var i = 0; i < 3; i++) await (await web.Client($"bsk_reader_{i}").Read("/api/v1/sources")).Problem(HttpStatusCode.Unauthorized);
        var asked = web.World.Verifications;
        var answer = await web.Client("bsk_reader_4").Read("/api/v1/sources");
        await answer.Problem(HttpStatusCode.TooManyRequests);
        Assert.Equal(TimeSpan.FromMinutes(1), answer.Headers.RetryAfter?.Delta);
        Assert.Equal(asked, web.World.Verifications);
        Assert.Equal(HttpStatusCode.OK, (await web.Client(good).Read("/api/v1/sources")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized,
            (await web.Client("bsk_reader_5", IPAddress.Parse("203.0.113.8")).Read("/api/v1/sources")).StatusCode);
    }

    [Fact]
    public async Task A_key_is_asked_for_again_after_30_seconds_and_a_revoked_one_ends()
    {
        await using var web = await TestWeb.Start();
        var client = web.Client(web.World.AddKey("reader", Scopes.Read));
        await client.Read("/api/v1/sources");
        await client.Read("/api/v1/sources");
        Assert.Equal(1, web.World.Verifications);
        web.World.Keys.Clear();
        web.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Read("/api/v1/sources")).StatusCode);
    }

    [Fact]
    public async Task A_key_revoked_through_this_node_ends_at_once()
    {
        await using var web = await TestWeb.Start();
        var client = web.Client(web.World.AddKey("reader", Scopes.Read));
        Assert.Equal(HttpStatusCode.OK, (await client.Read("/api/v1/sources")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await web.Client(Scopes.Administer).Send("DELETE", "/api/v1/keys/reader")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Read("/api/v1/sources")).StatusCode);
    }

    [Fact]
    public async Task An_expired_key_is_refused_even_when_it_was_just_verified()
    {
        await using var web = await TestWeb.Start();
        var client = web.Client(web.World.AddKey("reader", Scopes.Read, Samples.Noon.AddSeconds(10)));
        Assert.Equal(HttpStatusCode.OK, (await client.Read("/api/v1/sources")).StatusCode);
        web.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Read("/api/v1/sources")).StatusCode);
    }

    [Fact]
    public async Task Without_a_cluster_a_key_is_neither_right_nor_wrong()
    {
        await using var web = await TestWeb.Start();
        var client = web.Client(web.World.AddKey("reader", Scopes.Read));
        web.World.Down = new SiloUnavailableException("no silo");
        var answer = await client.Read("/api/v1/sources");
        await answer.Problem(HttpStatusCode.ServiceUnavailable);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    private static async Task<TestWeb> Furnished()
    {
        var web = await TestWeb.Borrow();
        await Furnish(web);
        return web;
    }

    /// <summary>Puts in what the requests of <see cref="Endpoints"/> ask for.</summary>
    internal static async Task Furnish(TestWeb web)
    {
        web.World.Sources["371302-fleet-0001"] = Samples.Registration("371302-fleet-0001", "fleet");
        foreach (var kind in new[] { "site", "road", "restaurant" }) web.World.Sources[$"{kind}-1"] = Samples.Registration($"{kind}-1", kind);
        web.World.Runs["371302/2021-08/lanshan-2021"] = [SampleRun.Make()];
        RoadSurveyTests.Keep(web.World);
        web.World.Devices["MN1"] = (new() { Mn = "MN1" }, null);
        web.World.Violations["a~b~c"] = PhotoTests.WithPhoto(Samples.Violation("a~b~c"));
        web.World.Reports[$"{Samples.Town}~r1"] = (ReportTests.View(), new("", ""));
        web.Rows.Photos[(Samples.Town, PhotoTests.Id)] = PhotoTests.Photo;
        foreach (var kind in new[] { "site", "road" }) web.Rows.SourceRows.Add(new(Samples.Registration($"{kind}-1", kind), Samples.Summary(Samples.Registration($"{kind}-1", kind))));
        SnapshotStub.Furnish(web.World);
        await new RegisterImportStub(web.World, "c1").Begin(RegisterImportTests.Request());
        web.World.Station("1618A").Versions.Add(new(
            new("1618A", Samples.Noon.AddHours(-2), [8, 24, 61, 35, 0.6m, 96]), DataStage.Raw, 1, Samples.Noon, "device MN1", "", false));
    }

    /// <summary>The pattern of the route that a path of the table belongs to, without <c>/api/v1</c>.</summary>
    internal static string Pattern(string path)
    {
        var parts = path.Split('?')[0].Split('/');
        if (parts.Length > 2)
        {
            parts[2] = parts[1] switch
            {
                "towns" or "stations" => "{code}",
                "devices" => "{mn}",
                "assessments" => "{period}",
                "accounts" => "{year:int}",
                "tasks" => "{number:int}",
                "key-areas" => parts[2],
                "registers" => parts[2] is "snapshots" or "imports" ? parts[2] : "{kind}",
                "credit" => parts[2],
                "muck-trucks" => "{plate}",
                "inbox" => parts[2],
                _ => "{id}",
            };
        }

        if (parts is [_, "violations" or "reports", _, "photos", _]) parts[4] = "{photo}";
        if (parts is [_, "devices", _, "backfills", _]) parts[4] = "{id}";
        if (parts is [_, "registers", "snapshots", _, ..]) parts[3] = "{number:int}";
        if (parts is [_, "registers", "imports", _]) parts[3] = "{command}";

        if (parts is [_, "credit", "quarters", _, ..]) parts[3] = "{quarter}";
        if (parts is [_, "credit", "sources", _, ..]) parts[3] = "{id}";
        if (parts is [_, "credit", _, _, "periods", _, ..]) (parts[5], parts[7]) = ("{period}", "{revision:int}");
        if (Array.IndexOf(parts, "appeals") is > 0 and var appeals && appeals + 1 < parts.Length) parts[appeals + 1] = "{appeal:int}";
        if (parts is [_, "stations", _, "hours", _]) parts[4] = "{label}";
        if (parts.Length > 4 && parts[3] == "revisions") parts[4] = "{revision:int}";
        if (parts is [_, "tasks", _, "shares", _, ..]) parts[4] = "{town}";
        if (parts is [_, "tasks", _, "reports", _, ..]) parts[4] = "{report:int}";
        if (parts is [_, "tasks", _, "questions", _, ..]) parts[4] = "{question:int}";

        return string.Join('/', parts);
    }
}
