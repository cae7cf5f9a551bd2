using System.Net.Http.Json;
using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace BlueSky.Console.Tests;

/// <summary>What holds for every page; its screenshot is taken too (<see cref="Screenshots"/>).</summary>
public sealed class PageTests(ConsoleNode node)
{
    // A new demo's register gets its snapshots by a watch, a minute or two after the start.
    private static readonly TimeSpan FirstSnapshots = TimeSpan.FromMinutes(3);

    [Theory, MemberData(nameof(ConsolePages.All), MemberType = typeof(ConsolePages))]
    public async Task A_page_is_accessible_fits_the_window_and_breaks_no_rule_of_the_browser(string name, string address, string user)
    {
        var page = await node.Look(user);
        await using var window = page.Context;
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            // That a page was denied, on purpose, the browser calls an error too.
            if (message.Type == "error" && !message.Text.Contains("status of 403", StringComparison.Ordinal)) complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(node.Address(await Resolve(node, address)));
        await Expect(page.Locator("h1")).ToBeVisibleAsync();
        await Expect(page.Locator(".loading")).ToHaveCountAsync(0);
        await Expect(page.Locator(".chart:not(:has(svg, canvas))")).ToHaveCountAsync(0);

        await Screenshots.Take(page, name);
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 1440, "The page is wider than the window.");
        Assert.Empty(await Accessibility.Findings(page));
        Assert.Empty(complaints);
    }

    // A case of the demonstration has another id in every store; of other lists the first row is as good as any.
    internal static async Task<string> Resolve(ConsoleNode node, string address)
    {
        if (!address.EndsWith("/first", StringComparison.Ordinal)) return address;
        var page = address[..^"first".Length];
        var (list, id) = page switch
        {
            "/devices/" => ("devices?size=1&sort=mn", (Func<JsonNode, string?>)(row => (string?)row["registration"]!["mn"])),
            "/credit/" => ("credit?size=1", row => (string?)row["source"]),
            "/road-surveys/" => ("road-surveys?size=1", row => (string?)row["key"]),
            "/reports/" => ("reports?origin=patrol&kind=site&size=1", row => (string?)row["key"]),
            "/muck-trucks/" => ("muck-trucks?sort=points&size=1", row => (string?)row["plate"]),
            // The first has none before it to be compared with.
            "/registers/" => ("registers/snapshots?size=1", row => (int)row["number"]! > 1 ? row["number"]!.ToString() : null),
            _ => ("violations?state=accepted&size=1", row => (string?)row["first"]!["violationId"]),
        };
        return page + Uri.EscapeDataString(await node.Eventually(async () =>
            (await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/" + list))!["items"]!.AsArray() is [{ } row, ..] ? id(row) : null, FirstSnapshots));
    }
}
