using System.Net;
using System.Text.Json.Nodes;
using BlueSky.Access;

namespace BlueSky.Web.Tests;

public sealed class SurfaceTests
{
    private static void Demo(WebOptions options) => (options.Demo, options.AnonymousReadOnLoopback) = (true, true);

    [Fact]
    public async Task Every_operation_of_the_OpenAPI_document_has_a_summary_its_security_its_answers_and_its_problems()
    {
        await using var web = await TestWeb.Borrow();
        var document = await (await web.Client(Scopes.Read).Read("/openapi/v1.json")).Json();
        var operations = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => (Path: p.Key, Method: o.Key, Body: o.Value!))).ToList();
        Assert.Equal(AccessTests.Endpoints.Count, operations.Count);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, method, operation) in operations)
        {
            var name = $"{method} {path}";
            Assert.True(operation["summary"]?.ToString().Length > 10, name);
            Assert.True(ids.Add(operation["operationId"]!.ToString()), name);
            Assert.True(operation["security"]?.AsArray().Count == 2, name);
            var answers = operation["responses"]!.AsObject();
            Assert.Contains(answers, a => a.Key is "200" or "201" or "204");
            foreach (var status in new[] { "401", "403", "422", "429", "503" })
                Assert.NotNull(answers[status]?["content"]?["application/problem+json"]?["schema"]);
            if (path.Contains('{', StringComparison.Ordinal)) Assert.NotNull(answers["404"]);
            if (operation["requestBody"] is { } body)
            {
                Assert.NotNull(body["content"]!["application/json"]!["example"]);
                foreach (var status in new[] { "400", "413", "415" }) Assert.NotNull(answers[status]);
            }
        }

        Assert.Equal(OpenApiExamples.Bodies.Keys.Order(), operations.Where(o => o.Body["requestBody"] is not null).Select(o => (string)o.Body["operationId"]!).Order());
        Assert.Equal("X-Api-Key", (string)document["components"]!["securitySchemes"]!["apiKey"]!["name"]!);
    }

    [Fact]
    public async Task The_OpenAPI_document_knows_parameters_times_words_and_lists_of_flags()
    {
        await using var web = await TestWeb.Borrow();
        var document = await (await web.Client(Scopes.Read).Read("/openapi/v1.json")).Json();
        var list = document["paths"]!["/api/v1/sources"]!["get"]!;
        var parameters = list["parameters"]!.AsArray().ToDictionary(p => (string)p!["name"]!, p => p!["schema"]!);
        Assert.Equal("integer", (string)parameters["page"]["type"]!);
        Assert.Contains("notConnected", parameters["status"]["enum"]!.AsArray().Select(n => (string)n!));
        Assert.NotNull(list["responses"]!["200"]!["content"]!["text/csv"]);
        var schemas = document["components"]!["schemas"]!;
        Assert.Equal("date-time", (string)schemas["StoredValue"]!["properties"]!["dataTime"]!["format"]!);
        var quality = Resolve(document, schemas["StoredValue"]!["properties"]!["quality"]!);
        Assert.Equal("array", (string)quality["type"]!);
        Assert.Contains("overRange", quality["items"]!["enum"]!.AsArray().Select(n => (string)n!));
    }

    [Theory]
    [InlineData("/cluster/")]
    [InlineData("/cluster/index.html")]
    [InlineData("/cluster/version")]
    [InlineData("/cluster/DashboardCounters")]
    [InlineData("/cluster/GrainState")]
    [InlineData("/cluster/Trace")]
    public async Task The_dashboard_is_closed_to_strangers_and_to_keys_without_administration(string path)
    {
        foreach (var demo in new[] { false, true })
        {
            await using var web = await TestWeb.Start(o => (o.Demo, o.AnonymousReadOnLoopback) = (demo, demo));
            await (await web.Client().Read(path)).Problem(HttpStatusCode.Unauthorized);
            await (await web.Client(Scopes.All & ~Scopes.Administer).Read(path)).Problem(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task The_dashboard_opens_to_administrators_and_on_loopback_in_the_demonstration_only()
    {
        await using (var web = await TestWeb.Start())
        {
            var answer = await web.Client(Scopes.Administer).Read("/cluster/version");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("script", answer.Headers.GetValues("Content-Security-Policy").Single().Replace("default-src 'self'", "script", StringComparison.Ordinal), StringComparison.Ordinal);
            await (await web.Client(from: IPAddress.Loopback).Read("/cluster/version")).Problem(HttpStatusCode.Unauthorized);
        }

        await using var demo = await TestWeb.Start(Demo);
        Assert.Equal(HttpStatusCode.OK, (await demo.Client(from: IPAddress.IPv6Loopback).Read("/cluster/version")).StatusCode);
    }

    [Fact]
    public async Task On_loopback_in_the_demonstration_anybody_may_read_and_nobody_may_write()
    {
        await using var web = await TestWeb.Start(Demo);
        var here = web.Client(from: IPAddress.Loopback);
        Assert.Equal(HttpStatusCode.OK, (await here.Read("/api/v1/sources")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.Read("/openapi/v1.json")).StatusCode);
        await (await here.Send("POST", "/api/v1/ingest", OpenApiExamples.Bodies["ingest"])).Problem(HttpStatusCode.Unauthorized);
        await (await here.Read("/api/v1/audit")).Problem(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1", "203.0.113.7", "localhost")]
    [InlineData("X-Forwarded-For", "203.0.113.7", "127.0.0.1", "localhost")]
    [InlineData("Forwarded", "for=127.0.0.1", "127.0.0.1", "localhost")]
    [InlineData("X-Real-IP", "127.0.0.1", "203.0.113.7", "localhost")]
    [InlineData("X-Nothing", "x", "127.0.0.1", "evil.example")]
    public async Task Headers_and_foreign_names_make_nobody_local(string header, string value, string from, string host)
    {
        await using var web = await TestWeb.Start(Demo);
        var client = web.Client(null, IPAddress.Parse(from), host);
        client.DefaultRequestHeaders.Add(header, value);
        await (await client.Read("/api/v1/sources")).Problem(HttpStatusCode.Unauthorized);
        await (await client.Read("/cluster/version")).Problem(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("10.42.0.0/16", "10.42.3.7", HttpStatusCode.OK)]
    [InlineData("10.42.0.0/16", "10.43.3.7", HttpStatusCode.Unauthorized)]
    [InlineData("10.42.3.7", "10.42.3.7", HttpStatusCode.OK)]
    [InlineData("10.42.3.7", "10.42.3.8", HttpStatusCode.Unauthorized)]
    public async Task A_proxy_that_is_named_or_in_a_named_network_is_believed_and_no_other(string named, string from, HttpStatusCode expected)
    {
        await using var web = await TestWeb.Start(o =>
        {
            Demo(o);
            o.Proxies.Add(named);
        });
        var client = web.Client(null, IPAddress.Parse(from));
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "127.0.0.1");

        Assert.Equal(expected, (await client.Read("/api/v1/sources")).StatusCode);
    }

    [Fact]
    public async Task The_index_page_is_Chinese_first_says_what_is_demo_and_loads_nothing_from_elsewhere()
    {
        await using var web = await TestWeb.Start(Demo);
        var answer = await web.Client().Read("/api");
        var html = await answer.Text();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("lang=\"zh-CN\"", html, StringComparison.Ordinal);
        Assert.Contains("演示数据", html, StringComparison.Ordinal);
        foreach (var link in new[] { "/openapi/v1.json", "/cluster", "/api/v1/sources" }) Assert.Contains($"href=\"{link}", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/v1/sources")]
    [InlineData("/nowhere")]
    [InlineData("/cluster/")]
    [InlineData("/health/ready")]
    public async Task Every_answer_has_the_security_headers(string path)
    {
        await using var web = await TestWeb.Borrow();
        var answer = await web.Client().Read(path);
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Readiness_follows_store_and_cluster_and_strangers_learn_only_the_word()
    {
        await using var web = await TestWeb.Borrow();
        Assert.Equal("""{"status":"healthy"}""", await (await web.Client().Read("/health/ready")).Text());
        web.Rows.IsDown = true;
        var answer = await web.Client().Read("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("""{"status":"unhealthy"}""", await answer.Text());
        var here = await (await web.Client(from: IPAddress.Loopback).Read("/health/ready")).Json();
        Assert.Equal(("unhealthy", "healthy"), ((string)here["parts"]!["store"]!, (string)here["parts"]!["cluster"]!));
        Assert.Equal("down", (string)here["reasons"]!["store"]!);
        web.Rows.IsDown = false;
        web.World.Down = new SiloUnavailableException("gone");
        here = await (await web.Client(from: IPAddress.Loopback).Read("/health/ready")).Json();
        Assert.Equal(("healthy", "unhealthy"), ((string)here["parts"]!["store"]!, (string)here["parts"]!["cluster"]!));
        Assert.Equal("gone", (string)here["reasons"]!["cluster"]!);
        Assert.Equal(HttpStatusCode.OK, (await web.Client().Read("/health/live")).StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://localhost", HttpStatusCode.OK)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.OK)]
    public async Task A_write_that_another_site_started_is_refused(string header, string value, HttpStatusCode status)
    {
        await using var web = await TestWeb.Borrow();
        var client = web.Client(Scopes.Administer);
        client.DefaultRequestHeaders.Add(header, value);
        Assert.Equal(status, (await client.Send("POST", $"/api/v1/towns/{Samples.Town}/recount")).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/nowhere", HttpStatusCode.NotFound)]
    [InlineData("PATCH", "/api/v1/sources", HttpStatusCode.MethodNotAllowed)]
    public async Task Even_what_does_not_exist_answers_with_problem_details(string method, string path, HttpStatusCode status)
    {
        await using var web = await TestWeb.Borrow();
        await (await web.Client().Send(method, path)).Problem(status);
    }

    private static JsonNode Resolve(JsonNode document, JsonNode schema) =>
        schema["$ref"] is { } reference ? document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]! : schema;
}
