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
        await page.GetByRole(AriaRole.Link, new() { Name = "在一张图上看" }).ClickAsync();
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
        var place = await page.EvaluateAsync<float[]>("""
            async () => {
              const { getInstanceByDom } = await import("/_content/BlueSky.Web/echarts/echarts.esm.min.mjs");
              const chart = getInstanceByDom(document.querySelector(".chart"));
              const one = chart.getOption().series.flatMap(s => s.data).find(d => d.link);
              return chart.convertToPixel("geo", one.value);
            }
            """);
        await map.ClickAsync(new() { Position = new() { X = place[0], Y = place[1] } });

        await Expect(page).ToHaveURLAsync(new Regex("/sources/" + source));
    }

    private async Task<string> First(string query) =>
        (string)(await node.Api.GetFromJsonAsync<JsonNode>($"/api/v1/sources?{query}&size=1"))!["items"]![0]!["registration"]!["id"]!;
}
