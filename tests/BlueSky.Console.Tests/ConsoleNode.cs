using System.Collections.Concurrent;
using System.Net.Http.Json;
using BlueSky.Console.Tests;
using BlueSky.Testing;
using BlueSky.Time;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(ConsoleNode))]

namespace BlueSky.Console.Tests;

/// <summary>A node of the demonstration as a process of its own, on a store of its own, and a browser. One for all tests.</summary>
public sealed class ConsoleNode : IAsyncLifetime
{
    // The node is a process of its own and goes by the system's clock, so its tests do.
    private readonly TimeProvider clock = TimeProvider.System;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("bluesky-console-");
    private readonly NodeProcess node;
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> looking = new();
    private IPlaywright? playwright;
    private IBrowser? browser;

    public ConsoleNode() => node = new NodeProcess(data.FullName, null) { Command = "demo", Settings = new Dictionary<string, string>
    {
        // All tests come from one address, and some of them fail on purpose.
        ["Web__FailedSignInsPerMinute"] = "1000",
        // An open page asks so often whether its session lives.
        ["Web__KeyCacheTime"] = "00:00:01",
        // Sessions report and fetch what is asked of their device so often; tests wait for both.
        ["Gateway__ReportEvery"] = "00:00:03",
    } };

    /// <summary>Calls to the API with the administrator's key.</summary>
    public HttpClient Api => node.Http;

    /// <summary>Where devices connect.</summary>
    public System.Net.IPEndPoint Gateway => node.Gateway;

    /// <summary>This moment in China time, by the node's clock.</summary>
    public DateTimeOffset Now => clock.GetUtcNow().ToChina();

    /// <summary>Password of the demo users.</summary>
    public string DemoPassword => File.ReadAllText(Path.Combine(data.FullName, "demo.password")).Trim();

    /// <summary>First password of <c>admin</c>.</summary>
    public string AdministratorPassword => File.ReadAllText(Path.Combine(data.FullName, "admin.password")).Trim();

    /// <summary>Address of a page.</summary>
    public string Address(string path) => new Uri(node.Http.BaseAddress!, path).ToString();

    public async ValueTask InitializeAsync()
    {
        await node.Start();
        // The demo assesses the last months by itself a minute or two after its start; the overview shows a ranking from the first test on.
        using var run = await node.Http.PostAsJsonAsync($"/api/v1/assessments/{Now.AddMonths(-1):yyyy-MM}/runs", new { reason = "演示" });
        Assert.True(run.IsSuccessStatusCode, await run.Content.ReadAsStringAsync());
        playwright = await Playwright.CreateAsync();
        // A node and a browser share two cores with other tests, and the demo assesses months meanwhile: what comes late is not what comes wrong.
        Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = SystemChromium.Path,
            // As root, in containers and in CI there is no user namespace for the sandbox; the browser only opens our own node.
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
    }

    /// <summary>A window of its own, signed in as nobody.</summary>
    public Task<IPage> Open(int width = 1440, int height = 900) => Open(null, width, height);

    /// <summary>
    /// A window where a demo user is signed in already, by a session that all such windows of the user share; nobody's for an empty name. For tests
    /// that only look, and close it: an open page goes on being drawn.
    /// </summary>
    public async Task<IPage> Look(string user) => user.Length == 0
        ? await Open()
        : await Open(await looking.GetOrAdd(user, name => new Lazy<Task<string>>(() => Session(name))).Value, 1440, 900);

    /// <summary>A window where a demo user has signed in and opened a page.</summary>
    public async Task<IPage> As(string user, string path = "/")
    {
        var page = await Open();
        await SignIn(page, user, DemoPassword, path);
        await Assertions.Expect(page.Locator("h1")).ToBeVisibleAsync();
        return page;
    }

    private async Task<string> Session(string user)
    {
        var page = await As(user, "/me");
        await using var context = page.Context;
        return await context.StorageStateAsync();
    }

    private async Task<IPage> Open(string? session, int width, int height)
    {
        var context = await browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height }, Locale = "zh-CN", TimezoneId = "Europe/Berlin", ReducedMotion = ReducedMotion.Reduce, StorageState = session,
        });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        return await context.NewPageAsync();
    }

    /// <summary>Fills in the form of signing in and sends it.</summary>
    public async Task SignIn(IPage page, string user, string password, string path = "/")
    {
        await page.GotoAsync(Address("/account/sign-in?returnUrl=" + Uri.EscapeDataString(path)));
        await page.FillAsync("#name", user);
        await page.FillAsync("#password", password);
        await page.ClickAsync("button.primary");
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        await node.DisposeAsync();
        data.Delete(recursive: true);
    }
}
