using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlueSky.Console.Tests;

/// <summary>Pages on paper (打印).</summary>
public sealed partial class PrintTests(ConsoleNode node)
{
    // A4 on its side less its margins, at 96 dpi.
    private const int Paper = 1032;

    [Theory]
    [InlineData("problems", "/problems?ended=false")]
    [InlineData("problem", "/problems/first")]
    [InlineData("assessment", "/assessments")]
    [InlineData("tasks", "/tasks")]
    [InlineData("muck-trucks", "/muck-trucks")]
    public async Task A_page_on_paper_is_black_on_white_without_menu_and_buttons_and_nothing_is_cut_off(string name, string address)
    {
        if (address.EndsWith("first", StringComparison.Ordinal))
        {
            var rows = await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/violations?state=accepted&size=1");
            address = "/problems/" + Uri.EscapeDataString((string)rows!["items"]![0]!["first"]!["violationId"]!);
        }

        var page = await node.As("zhihuibu", address);
        await Expect(page.Locator(".loading")).ToHaveCountAsync(0);
        await Expect(page.Locator(".panel").First).ToBeVisibleAsync();
        await page.SetViewportSizeAsync(Paper, 700);
        await page.EmulateMediaAsync(new() { Media = Media.Print });

        await Expect(page.Locator(".print-head")).ToContainTextAsync("兰山区");
        await Expect(page.Locator(".print-time")).ToHaveTextAsync(Moment());
        var printed = DateTime.ParseExact((await page.Locator(".print-time").TextContentAsync())!, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        Assert.InRange((node.Now.DateTime - printed).TotalMinutes, -1, 5);
        await Expect(page.Locator(".mud-appbar")).ToBeHiddenAsync();
        await Expect(page.Locator(".mud-drawer").First).ToBeHiddenAsync();
        Assert.Equal(0, await page.Locator("button:visible, nav:visible, select:visible").CountAsync());
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= Paper, "The page is wider than the paper.");
        Assert.Empty(await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('.main h1, .main td, .main th, .main dd, .main li, .main a')].filter(e => !e.closest('[style*=background]') && e.offsetParent)"
            + ".filter(e => getComputedStyle(e).color !== 'rgb(0, 0, 0)' || !['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'].includes(getComputedStyle(e).backgroundColor)).map(e => e.outerHTML.slice(0, 120))"));
        await Screenshots.Take(page, "print-" + name);
        await Screenshots.Print(page, "print-" + name);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d$")]
    private static partial Regex Moment();
}
