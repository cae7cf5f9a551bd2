using System.Globalization;
using BlueSky.Testing;
using Microsoft.Playwright;

namespace BlueSky.Benchmarks;

/// <summary>A Chromium that opens pages and uses them. Times are the browser's own: from navigation, or from the click, to the frame that shows it.</summary>
internal sealed class ConsoleBrowser : IAsyncDisposable
{
    /// <summary>The rows of a list and their count.</summary>
    public const string Rows = "table.data tbody, .table-foot";

    /// <summary>Every measurement is made so many times.</summary>
    public const int Times = 5;

    private const float Patience = 60_000;

    // The browser's clock counts from the navigation. What is waited for is looked at before each frame.
    private const string Shown = "ready => document.querySelector(ready) && document.querySelectorAll('.page .loading').length === 0 ? performance.now() : 0";

    private const string Change =
        """
        async ([selector, value, watched]) => {
          // Rows and their count: headings are drawn before the rows that they ask for.
          const look = () => [...document.querySelectorAll(watched)].map(e => e.innerText).join();
          const before = look();
          const element = document.querySelector(selector);
          const start = performance.now();
          if (value === null) element.click();
          else { element.value = value; element.dispatchEvent(new Event("change", { bubbles: true })); }
          for (;;) {
            const now = look();
            if (now !== before && now !== "") return performance.now() - start;
            if (performance.now() - start > 20000) throw new Error(`${selector} changed nothing in 20 s`);
            await new Promise(requestAnimationFrame);
          }
        }
        """;

    // Waits until the map has drawn its sources, uses a filter, and waits until others are counted and drawn.
    private const string ChangeMap =
        """
        async ([selector, value]) => {
          const { getInstanceByDom } = await import("/_content/BlueSky.Web/echarts/echarts.esm.min.mjs");
          const end = performance.now() + 20000, look = () => document.querySelector("[aria-labelledby=counts]").innerText;
          const until = async (what, found) => {
            for (let value = found(); ; value = found()) {
              if (value) return value;
              if (performance.now() > end) throw new Error(`${what} not within 20 s`);
              await new Promise(requestAnimationFrame);
            }
          };
          const chart = await until("no map", () => { const place = document.querySelector(".chart"); return place && getInstanceByDom(place); });
          await until("no source drawn", () => chart.getOption().series.some(s => s.id.startsWith("source-") && s.data.length > 0));
          await new Promise(done => { chart.on("finished", done); chart.getZr().refresh(); });
          let told = 0, rendered = 0;
          const { setOption } = chart;
          chart.setOption = (...option) => { told = performance.now(); rendered = 0; return setOption.apply(chart, option); };
          chart.on("rendered", () => rendered ||= performance.now());
          const before = look(), element = document.querySelector(selector), start = performance.now();
          element.value = value;
          element.dispatchEvent(new Event("change", { bubbles: true }));
          const counted = await until("counts", () => look() !== before && performance.now());
          const drawn = await until("points", () => told && rendered);
          return [counted - start, drawn - start];
        }
        """;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly Uri _node;
    private readonly string _state;

    private ConsoleBrowser(IPlaywright playwright, IBrowser browser, Uri node, string state) => (_playwright, _browser, _node, _state) = (playwright, browser, node, state);

    /// <summary>Starts it and signs in.</summary>
    public static async Task<ConsoleBrowser> Start(Uri node, string user, string password)
    {
        var playwright = await Playwright.CreateAsync();
        // As root there is no user namespace for the sandbox; the browser only opens our own node.
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = SystemChromium.Path, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(node, "/account/sign-in?returnUrl=/me").ToString());
        await page.FillAsync("#name", user);
        await page.FillAsync("#password", password);
        await page.ClickAsync("button.primary");
        await page.Locator("a[href='/account/sign-out']").First.WaitForAsync();
        return new ConsoleBrowser(playwright, browser, node, await context.StorageStateAsync());
    }

    /// <summary>A window with the session and nothing in its cache.</summary>
    public async Task<IPage> Window()
    {
        var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 }, Locale = "zh-CN", ReducedMotion = ReducedMotion.Reduce, StorageState = _state });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    /// <summary>Goes to an address: milliseconds until <paramref name="ready"/> is there and nothing on the page is still loading.</summary>
    public async Task<double> Open(IPage page, string path, string ready)
    {
        await page.GotoAsync(new Uri(_node, path).ToString(), new() { WaitUntil = WaitUntilState.Commit });
        var shown = await page.WaitForFunctionAsync(Shown, ready, new() { Timeout = Patience });
        return await shown.JsonValueAsync<double>();
    }

    /// <summary>Clicks, or gives a field a value: milliseconds until what <paramref name="watched"/> shows is other.</summary>
    public static Task<double> Use(IPage page, string selector, string? value, string watched = Rows) =>
        page.EvaluateAsync<double>(Change, new object?[] { selector, value, watched });

    /// <summary>Gives a filter of the map a value while the map is at rest: milliseconds until the counts beside it are other, and until its points are.</summary>
    public static async Task<(double Counted, double Drawn)> UseMap(IPage page, string selector, string value) =>
        await page.EvaluateAsync<double[]>(ChangeMap, new[] { selector, value }) is [var counted, var drawn] ? (counted, drawn) : throw new InvalidOperationException("The map told no times.");

    /// <summary>Measures it <see cref="Times"/> times.</summary>
    public static async Task<List<double>> Repeat(Func<Task<double>> measure)
    {
        var took = new List<double>();
        for (var i = 0; i < Times; i++) took.Add(await measure());
        return took;
    }

    /// <summary>A row of the table: median and longest, and whether they are below the aim (ms).</summary>
    public static Row Say(string what, string engine, IReadOnlyList<double> took, double aim) => new(what, engine)
    {
        P50 = took.Order().ElementAt(took.Count / 2), P99 = took.Max(),
        Note = string.Create(CultureInfo.InvariantCulture, $"{took.Count} times; median and longest; aim {aim:N0} ms: {(took.Max() < aim ? "met" : took.Order().ElementAt(took.Count / 2) < aim ? "met by the median" : "missed")}"),
    };

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
