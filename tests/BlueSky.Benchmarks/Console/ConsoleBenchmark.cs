using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using BlueSky.Testing;
using BlueSky.Time;
using Microsoft.Playwright;

namespace BlueSky.Benchmarks;

/// <summary>
/// The console on a store of 10,000 sources and 100,000 problems, as one person in a Chromium on the same machine feels it: opening pages, and
/// filters, orders and pages of lists from the click to the changed rows.
/// </summary>
internal static class ConsoleBenchmark
{
    private const double FirstLoad = 1_500, Interaction = 200;

    private static readonly (string What, string Path, string Ready)[] Pages =
    [
        ("sources", "/sources", ".table-foot"),
        ("problems still handled", "/problems?ended=false", ".table-foot"),
        ("all problems", "/problems", ".table-foot"),
        ("problems, page 2,000 of all", "/problems?page=2000", ".table-foot"),
        ("towns", "/towns", ".table-foot"),
        ("map", "/map", ".chart canvas"),
        ("wall screen", "/wall", ".wall-map svg"),
    ];

    // A list and what is done to it, one after the other.
    private static readonly (string What, string Path, (string Step, string Selector, string? Value)[] Steps)[] Uses =
    [
        ("problems", "/problems?ended=false",
        [
            ("filter by severity", "select:has(option[value=Serious])", "Serious"),
            ("filter by town", "select:has(option[value='371302003'])", "371302003"),
            ("filter taken away", ".filters a", null),
            ("filter to ended", "select:has(option[value=true])", "true"),
            ("order by severity", "th:nth-child(2) a", null),
            ("order by deadline", "th:nth-child(7) a", null),
            ("order by level, of all", "th:nth-child(8) a", null),
            ("next page", ".table-foot nav a:last-child", null),
        ]),
        ("sources", "/sources",
        [
            ("filter by kind", "select:has(option[value=site])", "site"),
            ("filter by status", "select:has(option[value=Violating])", "Violating"),
            ("filter taken away", ".filters a", null),
            ("text", "input[type=search]", "0099"),
            ("text taken away", "input[type=search]", ""),
            ("order by worst ratio", "th:nth-child(6) a", null),
            ("order by name", "th:nth-child(1) a", null),
            ("next page", ".table-foot nav a:last-child", null),
        ]),
    ];

    public static async IAsyncEnumerable<Row> Run(BenchmarkOptions options, EngineKind kind)
    {
        await using var scale = await ScaleNode.Start(options, kind);
        if (scale is null) yield break;
        var (engine, node) = (Store.NameOf(kind), scale.Node);
        yield return scale.Made;
        var source = await Furnish(node);
        await using var browser = await ConsoleBrowser.Start(node.Http.BaseAddress!, ScaleStore.Viewer, scale.Password);
        var page = await browser.Window();
        var overview = "#alarm-list tr";
        yield return Say("overview, the node's first, nothing in the browser's cache", [await browser.Open(page, "/", overview)], FirstLoad);
        yield return Say("overview, nothing in the browser's cache", await ConsoleBrowser.Repeat(async () =>
        {
            var fresh = await browser.Window();
            var took = await browser.Open(fresh, "/", overview);
            await fresh.Context.CloseAsync();
            return took;
        }), FirstLoad);
        yield return Say("overview, opened again", await ConsoleBrowser.Repeat(() => browser.Open(page, "/", overview)), FirstLoad);

        var problem = await First(node, "/api/v1/violations?ended=false&size=1", r => (string)r["first"]!["violationId"]!);
        foreach (var (what, path, ready) in Pages.Concat([("one source", "/sources/" + source, "#cases"), ("one problem", "/problems/" + Uri.EscapeDataString(problem), "#past")]))
            yield return Say("open: " + what, await ConsoleBrowser.Repeat(() => browser.Open(page, path, ready)), FirstLoad);
        foreach (var (list, path, steps) in Uses)
        {
            var took = steps.Select(_ => new List<double>()).ToArray();
            for (var i = 0; i < ConsoleBrowser.Times; i++)
            {
                await browser.Open(page, path, ".table-foot");
                for (var step = 0; step < steps.Length; step++) took[step].Add(await ConsoleBrowser.Use(page, steps[step].Selector, steps[step].Value));
            }

            for (var step = 0; step < steps.Length; step++) yield return Say($"{list}: {steps[step].Step}", took[step], Interaction);
        }

        yield return Say("from a list to one problem", await ConsoleBrowser.Repeat(() => Follow(browser, page, "/problems?ended=false")), Interaction);
        yield return Say("from a list to one source", await ConsoleBrowser.Repeat(() => Follow(browser, page, "/sources?kind=site")), Interaction);

        Row Say(string what, IReadOnlyList<double> took, double aim) => ConsoleBrowser.Say(what, engine, took, aim);
    }

    private static async Task<double> Follow(ConsoleBrowser browser, IPage page, string list)
    {
        await browser.Open(page, list, "table.data tbody a");
        return await ConsoleBrowser.Use(page, "table.data tbody a", null, "h1");
    }

    // A source with readings of an hour, and a ranking of the last month where the district's stations are enough for one.
    private static async Task<string> Furnish(NodeProcess node)
    {
        var now = TimeProvider.System.GetUtcNow().ToChina();
        var source = await First(node, "/api/v1/sources?kind=site&size=1", r => (string)r["registration"]!["id"]!);
        using var taken = await node.Http.PostAsJsonAsync("/api/v1/ingest", new
        {
            batch = "console",
            observations = Enumerable.Range(1, 60).Select(i => new
            {
                source, mn = "DEMO-HAND", period = "instant", dataTime = now.AddMinutes(i - 61).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
                values = new[] { new { channel = "a34001-Rtd", value = 100 + i } },
            }),
        });
        if (!taken.IsSuccessStatusCode) throw new InvalidOperationException(await taken.Content.ReadAsStringAsync());
        using var assessed = await node.Http.PostAsJsonAsync($"/api/v1/assessments/{now.AddMonths(-1):yyyy-MM}/runs", new { reason = "演示压测" });
        if (!assessed.IsSuccessStatusCode) throw new InvalidOperationException(await assessed.Content.ReadAsStringAsync());
        return source;
    }

    private static async Task<string> First(NodeProcess node, string list, Func<JsonNode, string> pick) => pick((await node.Http.GetFromJsonAsync<JsonNode>(list))!["items"]![0]!);
}
