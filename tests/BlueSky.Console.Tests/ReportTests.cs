using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlueSky.Console.Tests;

/// <summary>What patrols and citizens report (巡查、举报), as those concerned see it and decide on it.</summary>
public sealed class ReportTests(ConsoleNode node)
{
    // A photo by its first bytes, which is all that the store looks at; a browser draws it too.
    private static readonly byte[] Photo = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task The_command_centre_decides_on_a_citizens_suspicion_in_place()
    {
        var (key, _) = await Tell(0);
        var page = await node.As("zhihuibu2", "/reports/" + Uri.EscapeDataString(key));
        var outcome = page.Locator("article.outcome");
        await Expect(outcome).ToContainTextAsync("待交办");

        await outcome.GetByRole(AriaRole.Button, new() { Name = "交办" }).ClickAsync();
        await outcome.GetByRole(AriaRole.Button, new() { Name = "提交" }).ClickAsync();

        await Expect(outcome).ToContainTextAsync("待签收");
        await Expect(outcome.Locator(".deadline")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task How_to_reach_a_citizen_is_shown_when_asked_for_alone_and_the_audit_log_says_who_asked()
    {
        var (key, phone) = await Tell(1);
        var list = await node.As("zhihuibu2", "/reports?origin=citizen&size=200");
        await Expect(list.Locator($"a[href='/reports/{Uri.EscapeDataString(key)}']")).ToBeVisibleAsync();
        Assert.DoesNotContain(phone, await list.ContentAsync(), StringComparison.Ordinal);
        await list.GotoAsync(node.Address("/reports/" + Uri.EscapeDataString(key)));
        var ask = list.GetByRole(AriaRole.Button, new() { Name = "查看联系方式" });
        await Expect(ask).ToBeVisibleAsync();
        Assert.DoesNotContain(phone, await list.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(await Looks(key));

        await ask.ClickAsync();

        await Expect(list.Locator("section[aria-labelledby=photos]")).ToContainTextAsync(phone);
        Assert.Contains("zhihuibu2", Assert.Single(await Looks(key)), StringComparison.Ordinal);

        // The town that answers reads the report, not how to reach the citizen.
        var town = await node.As("zhenjie2", "/reports/" + Uri.EscapeDataString(key));
        await Expect(town.Locator("section[aria-labelledby=photos]")).ToContainTextAsync("只供指挥部和受理单位");
        await Expect(town.GetByRole(AriaRole.Button, new() { Name = "查看联系方式" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Reports_are_filtered_by_what_became_of_them()
    {
        var (key, _) = await Tell(2);
        var link = $"a[href='/reports/{Uri.EscapeDataString(key)}']";
        var page = await node.As("zhihuibu2", "/reports?size=200");
        await Expect(page.Locator(link)).ToBeVisibleAsync();

        await page.GetByLabel("进度").SelectOptionAsync("InWork");
        await Expect(page.Locator(link)).ToHaveCountAsync(0);
        await page.GetByLabel("进度").SelectOptionAsync("Waiting");
        await Expect(page.Locator(link)).ToBeVisibleAsync();
        Assert.All(await page.Locator("table.data tbody tr td:nth-child(8)").AllTextContentsAsync(), states => Assert.Contains("待交办", states, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_grid_member_reports_a_fire_with_a_photo_and_sees_the_problem_that_came_of_it()
    {
        var page = await node.As("wangge2", "/reports/new");
        await page.GetByLabel("源类").SelectOptionAsync("burning-spot");
        await page.GetByLabel("发现的问题").SelectOptionAsync("straw");
        await page.GetByLabel("经度").FillAsync("118.3417");
        await page.GetByLabel("纬度").FillAsync("35.0633");
        await page.GetByLabel("情况说明").FillAsync("路边焚烧秸秆，已劝止");
        await page.GetByRole(AriaRole.Button, new() { Name = "提交" }).ClickAsync();
        // Without its photo it is refused in words, and what was entered is still there.
        await Expect(page.Locator(".failure")).ToContainTextAsync("现场照片");

        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "现场.png", MimeType = "image/png", Buffer = Photo });
        await Expect(page.Locator("form .photos img")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "提交" }).ClickAsync();

        await Expect(page.Locator("article.outcome")).ToContainTextAsync("网格巡查发现");
        await Expect(page.Locator(".words")).ToHaveTextAsync("路边焚烧秸秆，已劝止");
        await Expect(page.Locator(".photos img")).ToHaveJSPropertyAsync("naturalWidth", 1);
    }

    [Fact]
    public async Task A_town_opens_no_report_that_neither_came_from_it_nor_concerns_it()
    {
        var (key, _) = await Tell(3);
        var page = await node.As("zhenjie", "/reports/" + Uri.EscapeDataString(key));
        await Expect(page.Locator("h1")).ToContainTextAsync("只能查看本单位上报或办理的报告");
        await page.GotoAsync(node.Address("/reports?origin=citizen&size=200"));
        await Expect(page.Locator(".table-foot, .empty").First).ToBeVisibleAsync();
        await Expect(page.Locator($"a[href='/reports/{Uri.EscapeDataString(key)}']")).ToHaveCountAsync(0);
    }

    // What a citizen told the command centre of a restaurant of 兰山街道; each test has one of its own.
    private async Task<(string Key, string Phone)> Tell(int restaurant)
    {
        var sources = await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/sources?town=371302001&kind=restaurant&sort=id&size=10");
        var phone = string.Create(CultureInfo.InvariantCulture, $"1390000{restaurant:0000}");
        using var answer = await node.Api.PostAsJsonAsync("/api/v1/reports", new
        {
            id = $"console-{restaurant}", origin = "citizen", at = node.Now.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
            source = (string?)sources!["items"]![restaurant]!["registration"]!["id"], finding = "other", text = "演示：油烟扰民", contact = new { name = "演示举报人", phone },
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return ((string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["view"]!["key"]!, phone);
    }

    private async Task<string[]> Looks(string key) =>
        [.. (await node.Api.GetFromJsonAsync<JsonNode>($"/api/v1/audit?action=report.contact-read&subject={Uri.EscapeDataString(key)}"))!["items"]!.AsArray().Select(e => (string)e!["actor"]!)];
}
