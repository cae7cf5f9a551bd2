using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlueSky.Console.Tests;

public sealed class ProblemTests(ConsoleNode node)
{
    // The development zone and 兰山街道; the demo users zhenjie and zhenjie2 are theirs.
    private const string Zone = "371302Z01";

    [Fact]
    public async Task A_town_user_sees_neither_another_towns_case_nor_any_row_of_it()
    {
        var foreign = (string)(await Rows($"town={Zone}&ended=false&size=1"))[0]!["first"]!["violationId"]!;

        var page = await node.As("zhenjie2", "/problems/" + Uri.EscapeDataString(foreign));
        await Expect(page.Locator("main, .page").First).ToContainTextAsync("没有这个问题，或它不属于您的单位");

        await page.GotoAsync(node.Address($"/problems?town={Zone}"));
        await Expect(page.Locator("table.data tbody tr").First).ToBeVisibleAsync();
        var towns = await page.Locator("table.data tbody tr td:nth-child(5)").AllTextContentsAsync();
        Assert.All(towns, town => Assert.Equal("兰山街道", town.Trim()));
    }

    [Fact]
    public async Task A_problem_that_begins_appears_on_the_open_list_without_loading_again()
    {
        var page = await node.As("zhihuibu", "/problems?ended=false");
        await Expect(page.Locator("table.data tbody tr").First).ToBeVisibleAsync();
        var source = await FailInspection();

        // Newest first; what others begin in the meantime comes above it.
        await Expect(page.Locator($"table.data tbody tr a[href*='{source}~']")).ToBeVisibleAsync(new() { Timeout = 10_000 });
    }

    [Fact]
    public async Task A_town_signs_for_a_case_in_place_and_its_history_says_so()
    {
        var source = await FailInspection();
        var id = await node.Eventually(async () =>
            (string?)(await Rows($"source={source}&state=assigned&size=1")).FirstOrDefault()?["first"]?["violationId"]);
        var page = await node.As("zhenjie", "/problems/" + Uri.EscapeDataString(id));

        await page.GetByRole(AriaRole.Button, new() { Name = "签收" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "提交" }).ClickAsync();

        await Expect(page.Locator(".history")).ToContainTextAsync("演示经开区经办人");
        await Expect(page.Locator(".deadline").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_overview_ranks_the_towns_and_says_of_which_data()
    {
        var page = await node.As("kaohe");
        var ranking = page.GetByRole(AriaRole.Region, new() { Name = "镇街考核排名" }).Locator("tbody tr");

        await Expect(ranking).ToHaveCountAsync(12);
        await Expect(ranking.First.Locator("td").Last).ToContainTextAsync("%");
        await Expect(ranking.First.Locator("td").Nth(1)).ToHaveTextAsync("1");
    }

    [Fact]
    public async Task Filter_order_and_page_are_in_the_address()
    {
        var page = await node.As("zhihuibu", "/problems?size=5");
        await page.GetByLabel("程度不低于").SelectOptionAsync("Violation");
        await Expect(page).ToHaveURLAsync(new Regex("severity=Violation", RegexOptions.IgnoreCase));
        await page.Follow("时限", "severity=violation");
        await Expect(page.Locator("th[aria-sort=ascending]")).ToContainTextAsync("时限");
        await page.Follow("下一页", "sort=due");
        await Expect(page.Locator(".table-foot")).ToContainTextAsync("第 2 /");
        Assert.Contains("severity=Violation", page.Url, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("sort=due", page.Url, StringComparison.Ordinal);
        Assert.Contains("page=2", page.Url, StringComparison.Ordinal);

        await page.GoBackAsync();

        await Expect(page.Locator(".table-foot")).ToContainTextAsync("第 1 /");
    }

    // A stockyard of the development zone in the demo register; each inspection is a problem of its own source and minute.
    private async Task<string> FailInspection()
    {
        var source = await FreeStockyard();
        using var answer = await node.Api.PostAsJsonAsync($"/api/v1/sources/{source}/inspections", new
        {
            at = node.Now.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture), inspector = "演示检查员",
            items = new[] { new { item = "enclosure", pass = false }, new { item = "spraying", pass = true }, new { item = "loading", pass = true } },
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return source;
    }

    private async Task<string> FreeStockyard()
    {
        var yards = await node.Api.GetFromJsonAsync<JsonNode>($"/api/v1/sources?town={Zone}&kind=stockyard&size=100");
        var taken = (await Rows($"town={Zone}&kind=stockyard&ended=false&size=100")).Select(r => (string)r!["first"]!["sourceId"]!).ToHashSet(StringComparer.Ordinal);
        return yards!["items"]!.AsArray().Select(y => (string)y!["registration"]!["id"]!).First(y => !taken.Contains(y));
    }

    private async Task<JsonArray> Rows(string query) => (await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/violations?" + query))!["items"]!.AsArray();
}
