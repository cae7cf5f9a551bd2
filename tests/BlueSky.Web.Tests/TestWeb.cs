using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BlueSky.Access;
using BlueSky.Assessment;
using BlueSky.Districts;
using BlueSky.Notifications;
using BlueSky.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans.Dashboard;

namespace BlueSky.Web.Tests;

/// <summary>The web side on an in-memory server, over grains and tables in memory.</summary>
public sealed class TestWeb : IAsyncDisposable
{
    private static readonly IPAddress Stranger = IPAddress.Parse("203.0.113.7");
    private readonly WebApplication app;

    // Starting a host compiles every endpoint, so tests that leave nothing behind in it take turns on a few.
    private static readonly ConcurrentBag<TestWeb> Idle = [];
    private bool isLent;

    private TestWeb(WebApplication app, World world, StoredRows rows, NoticeRows notices, FakeTimeProvider clock) =>
        (this.app, World, Rows, Notices, Clock) = (app, world, rows, notices, clock);

    /// <summary>
    /// A host with the usual settings and an empty world that may have served other tests: for tests that neither count sign-ins
    /// nor folded audit entries and do not move the clock.
    /// </summary>
    public static async Task<TestWeb> Borrow()
    {
        if (!Idle.TryTake(out var web)) web = await Start();
        web.isLent = true;
        return web;
    }

    public World World { get; }

    public StoredRows Rows { get; }

    public NoticeRows Notices { get; }

    public FakeTimeProvider Clock { get; }

    /// <summary>Where Kestrel listens.</summary>
    public Uri Address => new(app.Urls.First());

    public IServiceProvider Services => app.Services;

    public static async Task<TestWeb> Start(Action<WebOptions>? configure = null, bool onKestrel = false, World? shared = null, District? district = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        if (onKestrel) builder.WebHost.UseUrls("http://127.0.0.1:0");
        else builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddBlueSkyWeb(o => configure?.Invoke(o));
        new Silo(builder.Services, builder.Configuration).AddDashboard();
        var (world, rows, notices, clock) = (shared ?? new World(), new StoredRows(), new NoticeRows(), new FakeTimeProvider(Samples.Noon));
        builder.Services.AddSingleton<IGrainFactory>(world);
        builder.Services.AddSingleton<IQueries>(rows);
        builder.Services.AddSingleton<INoticeQueries>(notices);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(district ?? Samples.District);
        builder.Services.AddSingleton(Samples.Kinds);
        builder.Services.AddSingleton(Samples.Policies);
        builder.Services.AddSingleton(Samples.Devices);
        builder.Services.AddSingleton(Samples.Plan);
        builder.Services.AddSingleton(TaskSamples.Plan).AddSingleton(TaskSamples.Policy);
        builder.Services.AddSingleton(CreditSamples.Policies).AddSingleton<ICreditQueries>(new CreditRowsStub(rows));
        builder.Services.AddSingleton(new PolicyShelf(PolicyFile.LoadAll(SampleRun.PolicyFolder)));
        var web = new TestWeb(builder.Build(), world, rows, notices, clock);
        if (shared is null) web.Furnish();
        web.app.MapBlueSkyWeb();
        await web.app.StartAsync(TestContext.Current.CancellationToken);
        return web;
    }

    /// <summary>A caller; from elsewhere when no address is given.</summary>
    public HttpClient Client(string? key = null, IPAddress? from = null, string host = "localhost")
    {
        var handler = app.GetTestServer().CreateHandler(http => http.Connection.RemoteIpAddress = from ?? Stranger);
        var client = new HttpClient(handler) { BaseAddress = new Uri($"http://{host}") };
        if (key is not null) client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    /// <summary>A caller with a key of these scopes; who may decide does so for the command centre.</summary>
    public HttpClient Client(Scopes scopes) => Client(scopes.HasFlag(Scopes.Act)
        ? World.AddKey("k" + (int)scopes, scopes, unit: Unit.CommandCode, role: Role.Lead)
        : World.AddKey("k" + (int)scopes, scopes));

    public async ValueTask DisposeAsync()
    {
        World.Down = null;
        if (!isLent)
        {
            await app.DisposeAsync();
            return;
        }

        Furnish();
        Idle.Add(this);
    }

    /// <summary>The world as it is at the start, whatever was done to it.</summary>
    public void Furnish()
    {
        World.Clear();
        Rows.Clear();
        Notices.Clear();
        World.Sources[Samples.Source] = Samples.Registration();
        Rows.SourceRows.Add(new SourceRow(Samples.Registration(), Samples.Summary(Samples.Registration())));
    }

    private sealed class Silo(IServiceCollection services, IConfiguration configuration) : IClientBuilder
    {
        public IServiceCollection Services => services;

        public IConfiguration Configuration => configuration;
    }
}

internal static class HttpExtensions
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> Send(this HttpClient client, string method, string path, string? json = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return client.SendAsync(request, Cancellation);
    }

    public static Task<HttpResponseMessage> Read(this HttpClient client, string path) => client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

    public static Task<string> Text(this HttpResponseMessage response) => response.Content.ReadAsStringAsync(Cancellation);

    public static async Task<JsonNode> Json(this HttpResponseMessage response)
    {
        try
        {
            return (await response.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!;
        }
        catch (JsonException)
        {
            Assert.Fail($"{response.StatusCode}: {await response.Text()}");
            throw;
        }
    }

    /// <summary>The problem details of an answer, after checking their shape.</summary>
    public static async Task<JsonNode> Problem(this HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Text();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode} instead of {(int)status}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal((int)status, (int)problem["status"]!);
        Assert.StartsWith("urn:bluesky:problem:", (string)problem["type"]!, StringComparison.Ordinal);
        Assert.NotNull((string?)problem["reason"]);
        Assert.Contains(" · ", (string)problem["title"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        return problem;
    }

    /// <summary>The fields that a 422 names.</summary>
    public static async Task<string[]> Fields(this HttpResponseMessage response) =>
        [.. ((await response.Problem(HttpStatusCode.UnprocessableEntity))["errors"]?.AsArray() ?? []).Select(e => (string)e!["field"]!)];
}
