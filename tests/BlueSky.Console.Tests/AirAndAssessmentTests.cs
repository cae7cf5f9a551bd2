using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlueSky.Console.Tests;

public sealed class AirAndAssessmentTests(ConsoleNode node)
{
    private const string Station = "1618A";

    [Fact]
    public async Task A_station_goes_from_the_list_to_its_days_and_their_hours_and_says_how_far_they_have_come()
    {
        var page = await node.As("zhihuibu", "/air");
        await page.Locator("table.data tbody a").First.ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync(Station);

        await page.GetByRole(AriaRole.Link, new() { Name = "日历", Exact = true }).ClickAsync();
        await page.Locator("table.calendar td a").First.ClickAsync();

        await Expect(page.Locator("table.data tbody tr td:last-child").Last).ToHaveTextAsync(new Regex("原始|审核|修订"));
        Assert.Matches("day=\\d{4}-\\d{2}-\\d{2}", page.Url);
    }

    [Fact]
    public async Task A_chart_whose_place_has_gone_before_it_came_to_be_drawn_leaves_the_page_whole()
    {
        var page = await node.As("zhihuibu", "/me");
        var asked = new TaskCompletionSource<IRoute>();
        await page.RouteAsync("**/chart.js", asked.SetResult);
        await page.GotoAsync(node.Address($"/air/{Station}"));
        var chart = await asked.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await page.GetByRole(AriaRole.Link, new() { Name = "日历", Exact = true }).ClickAsync();
        await Expect(page.Locator("table.calendar")).ToBeVisibleAsync();

        // The drawing that comes now is answered before the menu is asked to close, so it has been heard of when that is done.
        await chart.FulfillAsync(new()
        {
            ContentType = "text/javascript",
            Body = """
                import { draw as own } from "/_content/BlueSky.Web/chart.js?own";
                export function draw(...all) { try { return own(...all); } finally { document.body.dataset.asked = ""; } }
                """,
        });
        await page.Locator("body[data-asked]").WaitForAsync();
        var menu = page.GetByRole(AriaRole.Button, new() { Name = "菜单" });
        await menu.ClickAsync();
        await Expect(menu).ToHaveAttributeAsync("aria-expanded", "false");

        await Expect(page.Locator("table.calendar")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_figure_of_the_ranking_is_opened_down_to_the_hours_behind_it()
    {
        var page = await node.As("zhihuibu", $"/assessments?period={await Assessed()}");
        await Expect(page.Locator("table.data").First).ToBeVisibleAsync();
        await Screenshots.Take(page, "assessment-ranking");
        await page.Locator("table.data tbody tr").First.Locator("td a").First.ClickAsync();
        await Expect(page.Locator("#result")).ToBeVisibleAsync();

        await page.Locator("a[href*='pollutant=pm25']").First.ClickAsync();
        await page.Locator("a[href*='day=']").First.ClickAsync();

        await Expect(page.Locator("#hours")).ToBeVisibleAsync();
        await Expect(page.Locator("table.data").Last.Locator("tbody tr").First).ToContainTextAsync(new Regex("原始|审核|修订"));
        await Screenshots.Take(page, "assessment-figure");
    }

    [Fact]
    public async Task The_bulletin_of_a_ranking_is_downloaded_and_has_the_figures_of_its_run()
    {
        var page = await node.As("zhihuibu", $"/assessments?period={await Assessed()}");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "通报（电子表格）" }).ClickAsync());
        Assert.EndsWith(".xlsx", download.SuggestedFilename, StringComparison.Ordinal);
        var file = BulletinFile.Read(await download.PathAsync());

        // The run that the link names, as the API answers it.
        var run = await node.Api.GetFromJsonAsync<JsonNode>(new Uri(download.Url).PathAndQuery.Replace("/bulletin.xlsx", "", StringComparison.Ordinal));
        var names = (await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/towns"))!.AsArray().ToDictionary(t => (string)t!["code"]!, t => (string)t!["name"]!, StringComparer.Ordinal);
        var units = run!["result"]!["units"]!.AsArray().Select(u => u!).ToList();
        Assert.NotEmpty(units);
        foreach (var unit in units)
        {
            var name = names[(string)unit["input"]!["unit"]!];
            Compare((decimal?)unit["rankStatus"], (decimal?)unit["index"], file.Status, name);
            Compare((decimal?)unit["rankImprovement"], (decimal?)unit["improvement"], file.Improvement, name);
            Assert.Equal(((decimal?)unit["score"], (decimal?)unit["money"]), file.Compensation[name]);
        }

        Assert.NotEmpty(file.Status);
        Assert.NotEmpty(file.Improvement);
        Assert.Equal(units.Count, file.Compensation.Count);

        // A unit that is alone in its tier has no place and stands in no ranking.
        static void Compare(decimal? rank, decimal? value, IReadOnlyDictionary<string, (decimal?, decimal?)> ranking, string name)
        {
            if (rank is null) Assert.DoesNotContain(name, ranking.Keys);
            else Assert.Equal((rank, value), ranking[name]);
        }
    }

    [Fact]
    public async Task Another_policy_is_tried_beside_the_one_in_force_and_one_that_cannot_be_says_why()
    {
        var month = await Assessed();
        var policies = (await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/policies"))!.AsArray().Select(p => (string)p!["id"]!).Where(p => p != "lanshan-2021").ToList();
        var tried = new Dictionary<bool, string>();
        foreach (var policy in policies)
        {
            using var answer = await node.Api.PostAsync(new Uri($"/api/v1/assessments/{month}/what-if?policy={policy}", UriKind.Relative), null);
            tried[answer.IsSuccessStatusCode] = policy;
        }

        var page = await node.As("zhihuibu", $"/assessment-trials?period={month}");
        await page.GetByLabel("换用的办法").SelectOptionAsync(tried[true]);
        await Expect(page.Locator("#compared")).ToContainTextAsync(month);
        await Expect(page.Locator("table.data tbody tr")).Not.ToHaveCountAsync(0);
        await Screenshots.Take(page, "assessment-trial-result");

        await page.GetByLabel("换用的办法").SelectOptionAsync(tried[false]);
        await Expect(page.Locator(".note.failure")).ToBeVisibleAsync();
        await Screenshots.Take(page, "assessment-trial-refused");
    }

    [Fact]
    public async Task The_wall_screen_fills_the_screen_without_scrolling_and_is_held_by_a_key()
    {
        await Assessed();
        var page = await node.As("zhihuibu", "/wall");
        await page.SetViewportSizeAsync(1920, 1080);
        foreach (var (key, name) in new[] { ("1", "map"), ("2", "ranking"), ("3", "air") })
        {
            await page.Keyboard.PressAsync(key);
            await Expect(page.Locator(".wall")).ToHaveAttributeAsync("data-panel", new Regex(name, RegexOptions.IgnoreCase));
            await Expect(page.Locator(".wall-main h2")).ToBeVisibleAsync();
            await Expect(page.Locator(".wall-main .loading")).ToHaveCountAsync(0);
            Assert.True(await page.EvaluateAsync<bool>("(m => m.scrollHeight <= m.clientHeight + 1)(document.querySelector('.wall-main'))"), $"The panel {name} is cut off.");
            await Screenshots.Take(page, "wall-" + name);
        }

        await Expect(page.Locator(".wall-counts strong").First).ToBeVisibleAsync();
        await Expect(page.Locator(".wall .age").First).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("2");
        await Expect(page.Locator("#panel")).ToHaveTextAsync("镇街考核排名");
        await Expect(page.Locator(".wall-keys")).ToContainTextAsync("已暂停轮播");
        Assert.Contains("panel=ranking", page.Url, StringComparison.Ordinal);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"));

        await page.Keyboard.PressAsync(" ");
        await Expect(page.Locator(".wall-keys")).ToContainTextAsync("自动轮播");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page).ToHaveURLAsync(new Regex("/$"));
    }

    // The demonstration assesses its newest month when an assessment is asked for; the same inputs again change nothing.
    private async Task<string> Assessed()
    {
        var month = node.Now.AddMonths(-1).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
        return await node.Eventually(async () =>
        {
            using var answer = await node.Api.PostAsJsonAsync($"/api/v1/assessments/{month}/runs", new { reason = "演示核算" });
            if (!answer.IsSuccessStatusCode) return null;
            return (await answer.Content.ReadFromJsonAsync<JsonNode>())!["revision"] is null ? null : month;
        });
    }
}
