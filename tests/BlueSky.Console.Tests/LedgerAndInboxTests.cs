using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlueSky.Console.Tests;

/// <summary>The task ledger, the inbox, credit and devices as people use them.</summary>
public sealed class LedgerAndInboxTests(ConsoleNode node)
{
    [Fact]
    public async Task The_ledger_lists_all_69_tasks_and_one_opens_with_its_shares_and_history()
    {
        var page = await node.As("zhihuibu", "/tasks");
        await Expect(page.Locator(".table-foot")).ToContainTextAsync("共 69 条");

        await page.Locator("table.data tbody tr td:nth-child(2) a").First.ClickAsync();

        await Expect(page.Locator("h1")).ToContainTextAsync("任务 1");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "办理过程" })).ToBeVisibleAsync();
        var task = (await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/tasks/1"))!;
        await Expect(page.Locator(".history li")).ToHaveCountAsync(task["history"]!.AsArray().Count);
        await Expect(page.Locator("section[aria-labelledby=shares] tbody tr")).ToHaveCountAsync(task["shares"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_standing_that_is_chosen_is_in_the_address_and_every_row_has_it()
    {
        var page = await node.As("zhihuibu", "/tasks");
        await page.GetByLabel("态势").SelectOptionAsync("Overdue");

        await Expect(page).ToHaveURLAsync(new Regex("standing=Overdue", RegexOptions.IgnoreCase));
        var overdue = (int)(await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/tasks?standing=overdue&size=1"))!["total"]!;
        await Expect(page.Locator(".table-foot")).ToContainTextAsync($"共 {overdue} 条");
        await Expect(page.Locator("table.data tbody tr:not(.overdue)")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_town_reports_on_its_share_in_place_and_nobody_offers_it_its_own_approval()
    {
        const string Zone = "371302Z01";
        var number = 0;
        foreach (var row in (await node.Api.GetFromJsonAsync<JsonNode>($"/api/v1/tasks?unit={Zone}&size=100"))!["items"]!.AsArray())
        {
            var task = (await node.Api.GetFromJsonAsync<JsonNode>($"/api/v1/tasks/{row!["number"]}"))!;
            var hasShare = task["shares"]!.AsArray().Any(s => (string)s!["share"]!["town"]! == Zone);
            var waits = task["reports"]!.AsArray().Any(r => (string)r!["unit"]!["code"]! == Zone && (string)r["state"]! == "pending");
            if (hasShare && !waits) number = (int)row["number"]!;
            if (number > 0) break;
        }

        var page = await node.As("zhenjie", $"/tasks/{number}");
        await page.GetByRole(AriaRole.Button, new() { Name = "上报进展" }).ClickAsync();
        await page.GetByLabel("进度（%）").FillAsync("40");
        await page.GetByLabel("进展情况").FillAsync("围挡已全部建成");
        await page.GetByRole(AriaRole.Button, new() { Name = "提交" }).ClickAsync();

        await Expect(page.Locator(".history li").First).ToContainTextAsync("围挡已全部建成");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "上报进展" })).ToHaveCountAsync(0);
        await Expect(page.Locator("section[aria-labelledby=act] button")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_notice_that_is_marked_as_read_leaves_the_unread_ones()
    {
        var page = await node.As("zhenjie2", "/inbox?unread=true&size=200");
        var notice = page.Locator("table.data tbody tr").First;
        await Expect(notice).ToBeVisibleAsync();
        // What the demonstration sends in the meantime comes on top: this one is found again by its link and its time.
        var (time, link) = (await notice.Locator("time").First.GetAttributeAsync("datetime"), await notice.Locator("a").First.GetAttributeAsync("href"));
        var same = page.Locator("table.data tbody tr").Filter(new() { Has = page.Locator($"td:first-child time[datetime='{time}']") }).Filter(new() { Has = page.Locator($"a[href='{link}']") });
        var before = await same.CountAsync();

        await same.First.GetByRole(AriaRole.Button, new() { Name = "标为已读" }).ClickAsync();

        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("已标记 1 条");
        await Expect(same).ToHaveCountAsync(before - 1);
    }

    [Fact]
    public async Task Who_acts_for_no_unit_reads_the_inbox_and_marks_nothing()
    {
        var page = await node.As("kaohe", "/inbox");
        await Expect(page.Locator(".note").First).ToContainTextAsync("不能标记已读");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "标为已读" })).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "全部标为已读" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_town_sees_the_credit_of_its_own_sources_alone()
    {
        var foreign = (string)(await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/credit?town=371302Z01&size=1"))!["items"]![0]!["source"]!;

        var page = await node.As("zhenjie2", "/credit");
        await page.GotoAsync(node.Address("/credit/" + foreign));
        await Expect(page.Locator("h1")).ToContainTextAsync("该季度没有这个信用账户，或它不属于您的单位");

        await page.GotoAsync(node.Address("/credit?town=371302Z01"));
        await Expect(page.Locator("table.data tbody tr").First).ToBeVisibleAsync();
        Assert.All(await page.Locator("table.data tbody tr td:nth-child(3)").AllTextContentsAsync(), town => Assert.Equal("兰山街道", town.Trim()));
    }

    [Fact]
    public async Task A_device_says_whether_it_is_online_and_what_it_sent()
    {
        var page = await node.As("shebei", "/devices");
        await Expect(page.Locator("table.data tbody tr .tag.done").First).ToHaveTextAsync("在线", new() { Timeout = 60_000 });

        await page.Locator("table.data tbody tr").Filter(new() { Has = page.Locator(".tag.done") }).First.Locator("a").First.ClickAsync();

        await Expect(page.Locator("h1 .tag")).ToHaveTextAsync("在线");

        await Expect(page.Locator("section[aria-labelledby=session] dl")).ToContainTextAsync("收到的帧", new() { Timeout = 60_000 });

        // Packets are due from the first one on, two intervals later.
        await Expect(page.Locator("section[aria-labelledby=rate] tbody tr").Filter(new() { HasText = "实时数据（2011）" }).Locator("td.num").Nth(1))
            .ToContainTextAsync("%", new() { Timeout = 180_000 });
    }

    [Fact]
    public async Task A_device_administrator_asks_a_device_for_hours_it_has_not_sent_and_each_is_stored_once()
    {
        // A virtual device of the demonstration sends the last hour by itself and has two days of history.
        var (mn, source) = await node.Eventually(Obedient, TimeSpan.FromMinutes(2));
        var page = await node.As("shebei", "/devices/" + mn);
        await Expect(page.Locator("h1 .tag")).ToHaveTextAsync("在线", new() { Timeout = 60_000 });
        var day = node.Now.Date.AddDays(-1);

        await Ask(page, day);
        await Ended(page, "12", "0");
        await Expect(page.Locator("section[aria-labelledby=backfill] form")).ToBeVisibleAsync();
        await Screenshots.Take(page, "device-backfill");
        Assert.Empty(await Accessibility.Findings(page));

        await Ask(page, day);
        await Ended(page, "0", "12");
        var readings = $"/api/v1/sources/{source}/readings?from={day:yyyy-MM-dd}T00:00:00&to={day:yyyy-MM-dd}T12:00:00&size=500";
        var channel = (string)(await node.Api.GetFromJsonAsync<JsonNode>(readings))!["items"]![0]!["channel"]!;
        var stored = (await node.Api.GetFromJsonAsync<JsonNode>($"{readings}&channel={Uri.EscapeDataString(channel)}"))!["items"]!.AsArray();
        Assert.Equal(12, stored.Count);
        Assert.Equal(12, stored.Select(r => (string)r!["dataTime"]!).Distinct().Count());
    }

    private static async Task Ask(IPage page, DateTime day)
    {
        var form = page.Locator("section[aria-labelledby=backfill] form");
        await Expect(form).ToBeVisibleAsync();
        var (button, field) = ((await form.Locator("button").BoundingBoxAsync())!, (await form.Locator("input").First.BoundingBoxAsync())!);
        Assert.InRange(button.Y + button.Height - field.Y - field.Height, -1, 1);
        await form.Locator("select").SelectOptionAsync("Hour");
        await form.Locator("input").Nth(0).FillAsync($"{day:yyyy-MM-dd}T00:00");
        await form.Locator("input").Nth(1).FillAsync($"{day:yyyy-MM-dd}T12:00");
        await form.Locator("button").ClickAsync();
        await Expect(form).ToHaveCountAsync(0);
    }

    // A gateway fetches what is asked with its report, every half minute, and reports what became of it as often.
    private static async Task Ended(IPage page, string stored, string known)
    {
        var row = page.Locator("section[aria-labelledby=backfill] tbody tr").First;
        await Expect(row.Locator(".tag")).ToHaveTextAsync("完成", new() { Timeout = 180_000 });
        await Expect(row.Locator("td.num").Nth(0)).ToHaveTextAsync(stored, new() { Timeout = 60_000 });
        await Expect(row.Locator("td.num").Nth(1)).ToHaveTextAsync(known);
    }

    private async Task<Virtual?> Obedient()
    {
        var devices = (await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/devices?size=500"))!["items"]!.AsArray();
        foreach (var entry in devices.Select(d => d!["registration"]!).Where(r => (bool)r["profile"]!["acceptsCommands"]! && (string)r["profile"]!["dialect"]! == "standard"))
        {
            var mn = (string)entry["mn"]!;
            var rate = await node.Api.GetFromJsonAsync<JsonNode>($"/api/v1/devices/{Uri.EscapeDataString(mn)}/transmission");
            if (!(bool)(await node.Api.GetFromJsonAsync<JsonNode>($"/api/v1/devices/{Uri.EscapeDataString(mn)}"))!["isOnline"]!) continue;
            if (rate!["classes"]!.AsArray().Any(c => (string)c!["period"]! == "hour")) return new(mn, (string)entry["sourceId"]!);
        }

        return null;
    }

    private sealed record Virtual(string Mn, string Source);
}
