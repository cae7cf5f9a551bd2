using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlueSky.Console.Tests;

public sealed class SourceTests(ConsoleNode node)
{
    // A site of 兰山街道, the town of the demo user zhenjie2; zhenjie is the development zone's.
    private const string Own = "371302001", Zone = "371302Z01";

    [Fact]
    public async Task A_town_user_sees_neither_another_towns_source_nor_its_page_nor_its_row()
    {
        var foreign = await First($"town={Zone}");
        var page = await node.As("zhenjie2", "/sources/" + foreign);
        await Expect(page.Locator("h1")).ToContainTextAsync("没有这个污染源，或它不属于您的镇街");

        await page.GotoAsync(node.Address($"/sources?town={Zone}"));
        await Expect(page.Locator("table.data tbody tr").First).ToBeVisibleAsync();
        Assert.All(await page.Locator("table.data tbody tr td:nth-child(4)").AllTextContentsAsync(), town => Assert.Equal("兰山街道", town.Trim()));
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "导出 CSV" })).ToHaveAttributeAsync("href", new Regex($"town={Own}"));

        await page.GotoAsync(node.Address($"/towns/{Zone}"));
        await Expect(page.Locator("h1")).ToContainTextAsync("没有这个镇街，或它不是您的单位");
        await page.GotoAsync(node.Address("/towns"));
        await Expect(page.Locator("table.data tbody tr")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_filter_of_the_list_is_in_the_address_and_goes_along_to_the_map()
    {
        var page = await node.As("zhihuibu", "/sources");
        await page.GetByLabel("源类").SelectOptionAsync("site");
        await Expect(page).ToHaveURLAsync(new Regex("kind=site"));
        await page.Follow("在一张图上看", "/map\\?kind=site");
        await Expect(page).ToHaveURLAsync(new Regex("/map\\?kind=site"));
        var total = (await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/sources?kind=site&size=1"))!["total"]!.GetValue<int>();
        await Expect(page.Locator("[aria-labelledby=counts]")).ToContainTextAsync($"{total}家");
        await Expect(page.Locator(".table-foot")).ToContainTextAsync($"共 {total} 条");
    }

    [Fact]
    public async Task A_value_that_arrives_appears_on_the_open_page_of_its_source()
    {
        var source = await First($"town={Zone}&kind=site");
        var page = await node.As("zhihuibu", "/sources/" + source);
        await Expect(page.Locator("[aria-labelledby=entry]")).ToContainTextAsync(source);

        using var answer = await node.Api.PostAsJsonAsync("/api/v1/ingest", new
        {
            batch = "page",
            observations = new[]
            {
                new
                {
                    source, mn = "DEMO-HAND", period = "instant", dataTime = node.Now.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
                    values = new[] { new { channel = "a34001-Rtd", value = 123.45 } },
                },
            },
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());

        await Expect(page.Locator("[aria-labelledby=now]")).ToContainTextAsync("123.45", new() { Timeout = 10_000 });
    }

    [Fact]
    public async Task A_click_on_a_source_of_the_map_opens_its_page()
    {
        var source = await First($"town={Zone}&kind=mine");
        var page = await node.As("zhihuibu", "/map?text=" + source);
        var map = page.Locator(".chart canvas");
        await Expect(map).ToBeVisibleAsync();
        await Expect(page.Locator("[aria-labelledby=counts]")).ToContainTextAsync("1家");

        // One source is drawn; where it lies on the screen follows from the chart that is on the page.
        var place = await Drawn<float[]>(page, "drawn.length === 1 && chart.convertToPixel('geo', drawn[0])");
        await map.ClickAsync(new() { Position = new() { X = place[0], Y = place[1] } });

        await Expect(page).ToHaveURLAsync(new Regex("/sources/" + source));
    }

    [Fact]
    public async Task The_map_draws_the_sources_that_the_filter_says_and_those_before_when_it_is_taken_away()
    {
        var page = await node.As("zhenjie2", "/map");
        foreach (var kind in new[] { "", "site", "", "restaurant" })
        {
            await page.GetByLabel("源类").SelectOptionAsync(kind);
            var rows = (await node.Api.GetFromJsonAsync<JsonNode>($"/api/v1/sources?town={Own}&size=500{(kind.Length > 0 ? "&kind=" + kind : "")}"))!["items"]!.AsArray();
            var places = rows.Select(row => row!["registration"]!["location"]).Where(at => at is not null)
                .Select(at => string.Create(CultureInfo.InvariantCulture, $"{(decimal)at!["longitude"]!:0.######},{(decimal)at["latitude"]!:0.######}")).Order(StringComparer.Ordinal).ToList();
            Assert.NotEmpty(places);
            var drawn = await Drawn<string[]>(page, $"drawn.length === {places.Count} && drawn.map(([x, y]) => `${{x}},${{y}}`)");
            Assert.Equal(places, drawn.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_source_that_violates_changes_its_mark_on_the_open_map()
    {
        var source = await node.Register("stockyard", new { longitude = 118.3429, latitude = 35.0532 });
        var page = await node.As("zhihuibu", "/map?text=" + source);
        await Drawn<bool>(page, "drawn.length === 1 && status !== 'source-Violating'");

        await node.Send($"sources/{source}/inspections", new
        {
            at = node.Now.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture), inspector = "演示检查员",
            items = new[] { new { item = "enclosure", pass = false }, new { item = "spraying", pass = true }, new { item = "loading", pass = true } },
        });
        await Drawn<bool>(page, "drawn.length === 1 && status === 'source-Violating'");
        await Expect(page.Locator("[aria-labelledby=counts]")).ToContainTextAsync("违规");
    }

    // What the map on the page says once it says so: the places that are drawn, and the status of the first.
    private static async Task<T> Drawn<T>(IPage page, string what)
    {
        return await page.EvaluateAsync<T>($$"""
            async () => {
              const { getInstanceByDom } = await import("/_content/BlueSky.Web/echarts/echarts.esm.min.mjs");
              for (const end = performance.now() + 20000; performance.now() < end; await new Promise(requestAnimationFrame)) {
                const place = document.querySelector(".chart"), chart = place && getInstanceByDom(place);
                if (!chart) continue;
                const sources = chart.getOption().series.filter(s => s.id.startsWith("source-") && s.data.length > 0);
                const drawn = sources.flatMap(s => Array.from({ length: s.data.length / 2 }, (_, i) => [s.data[2 * i], s.data[2 * i + 1]])), status = sources[0]?.id, found = {{what}};
                if (found) return found;
              }
              throw new Error("The map did not come to it in 20 s.");
            }
            """);
    }

    private async Task<string> First(string query) =>
        (string)(await node.Api.GetFromJsonAsync<JsonNode>($"/api/v1/sources?{query}&size=1"))!["items"]![0]!["registration"]!["id"]!;
}
