using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlueSky.Console.Tests;

/// <summary>Muck trucks (渣土车), road surveys (走航) and the lists of the key areas (重点区域) as people see them.</summary>
public sealed class TruckAndKeyAreaTests(ConsoleNode node)
{
    [Fact]
    public async Task Who_acts_for_no_unit_sees_masked_plates_and_no_way_to_search_them()
    {
        var page = await node.As("zhidu", "/muck-trucks?text=Q1");
        var plates = page.Locator("table.data tbody tr td:first-child");
        await Expect(plates.First).ToBeVisibleAsync();

        Assert.All(await plates.AllTextContentsAsync(), plate => Assert.Contains("**", plate, StringComparison.Ordinal));
        await Expect(plates.Locator("a")).ToHaveCountAsync(0);
        await Expect(page.GetByLabel("车牌")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_truck_opens_by_its_plate_with_every_line_of_its_account()
    {
        // The demonstration enters its violations a while after its start.
        var plate = await node.Eventually(
            async () => (await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/muck-trucks?size=200"))!["items"]!.AsArray().Where(t => (int)t!["deductions"]! > 0).Select(t => (string?)t!["plate"]).FirstOrDefault(),
            TimeSpan.FromMinutes(2));
        var account = (await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/muck-trucks/" + Uri.EscapeDataString(plate)))!["account"]!;
        Assert.NotEmpty(account["lines"]!.AsArray());
        var page = await node.As("zhihuibu", "/muck-trucks?text=" + Uri.EscapeDataString(plate));

        await page.Locator("table.data tbody tr td:first-child a").First.ClickAsync();

        await Expect(page.Locator("h1")).ToContainTextAsync(plate);
        await Expect(page.Locator("section[aria-labelledby=lines] tbody tr")).ToHaveCountAsync(account["lines"]!.AsArray().Count);
        await Expect(page.Locator("section[aria-labelledby=sum]")).ToContainTextAsync("核准证");
    }

    [Fact]
    public async Task A_town_sees_its_own_trucks_alone()
    {
        var page = await node.As("zhenjie2", "/muck-trucks?town=371302Z01");
        var towns = page.Locator("table.data tbody tr td:nth-child(3)");
        await Expect(page.Locator(".table-foot")).ToBeVisibleAsync();
        Assert.All(await towns.AllTextContentsAsync(), town => Assert.Equal("兰山街道", town.Trim()));
        var foreign = (string)(await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/muck-trucks?town=371302Z01&size=1"))!["items"]![0]!["plate"]!;
        await page.GotoAsync(node.Address("/muck-trucks/" + Uri.EscapeDataString(foreign)));
        await Expect(page.Locator("h1")).ToContainTextAsync("不属于您的单位");
    }

    [Fact]
    public async Task The_map_leads_to_the_lists_of_the_key_areas_and_no_source_on_them_is_further_than_three_kilometres()
    {
        var page = await node.As("zhihuibu", "/map");
        await page.GetByRole(AriaRole.Link, new() { Name = "重点区域三个清单" }).ClickAsync();
        // The map has a list too, which stands until the other page comes.
        await Expect(page.Locator("h1")).ToContainTextAsync("重点区域");
        var distances = page.Locator("table.data tbody tr td:nth-child(2)");
        await Expect(distances.First).ToBeVisibleAsync();
        Assert.All(await distances.AllTextContentsAsync(), text =>
            Assert.InRange(decimal.Parse(text.Replace("km", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), 0, 3));

        await page.Locator(".filters select").First.SelectOptionAsync("1618A");
        await Expect(page).ToHaveURLAsync(new Regex("station=1618A"));
        await Expect(page.Locator("table.data tbody tr").Filter(new() { HasNotText = "沂河小区" })).ToHaveCountAsync(0);
        await Expect(distances.First).ToBeVisibleAsync();
        await page.Follow("责任清单", "station=1618A");
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "责任人员" })).ToBeVisibleAsync();
        Assert.Contains("station=1618A", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_survey_opens_with_its_dusty_road_first_and_the_order_that_followed()
    {
        var page = await node.As("zhihuibu", "/road-surveys?over=true");
        await page.Locator("table.data tbody tr td:first-child a").First.ClickAsync();
        var first = page.Locator("section[aria-labelledby=roads] tbody tr").First;

        await Expect(first).ToContainTextAsync("超标");
        await first.Locator("td").Last.GetByRole(AriaRole.Link).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex("/problems/.*silt-load"));
        await Expect(page.Locator("h1")).ToContainTextAsync("演示道路");
    }

    [Theory]
    [InlineData("/road-surveys")]
    [InlineData("/reports")]
    [InlineData("/muck-trucks")]
    [InlineData("/key-areas/measures")]
    public async Task Headings_and_filters_speak_English_to_who_chose_it(string address)
    {
        var page = await node.As("zhihuibu");
        await page.GotoAsync(node.Address($"/account/language?language=en&returnUrl={Uri.EscapeDataString(address)}"));
        await Expect(page.Locator("table.data tbody tr").First).ToBeVisibleAsync();

        var words = await page.Locator("h1, table.data th, .filter > span").AllTextContentsAsync();
        Assert.NotEmpty(words);
        Assert.All(words, text => Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", text));
        await Screenshots.Take(page, "english" + address.Replace('/', '-'));
    }
}
