using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlueSky.Console.Tests;

/// <summary>Rules, limits, the calendar and the cluster's dashboard as people find them.</summary>
public sealed class AdministrationTests(ConsoleNode node)
{
    [Fact]
    public async Task Limits_that_are_filtered_to_a_day_are_those_of_that_day_and_the_filter_is_in_the_address()
    {
        var page = await node.As("zhidu", "/kinds/kiln");
        var rows = page.Locator("section[aria-labelledby=limits] tbody tr");
        await Expect(rows.First).ToBeVisibleAsync();
        var all = await rows.CountAsync();
        await page.GetByLabel("在这一天有效").FillAsync("2018-06-01");
        await page.GetByLabel("在这一天有效").BlurAsync();

        await Expect(page).ToHaveURLAsync(new Regex("day=2018-06-01"));
        await Expect(rows).Not.ToHaveCountAsync(all);
        await Expect(rows.Filter(new() { HasText = "2019-01-01" })).ToHaveCountAsync(0);
        await Expect(rows.First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_rule_that_waits_for_the_bureau_is_found_by_its_mark()
    {
        var page = await node.As("zhihuibu", "/policies?used=true");
        await page.GetByRole(AriaRole.Link, new() { Name = "兰山区空气质量量化考核与生态补偿（2021）" }).ClickAsync();
        await Expect(page.Locator("h1 .tag")).ToHaveTextAsync("现行");
        await page.GetByLabel("可信度").SelectOptionAsync("false");

        await Expect(page).ToHaveURLAsync(new Regex("confirm=false"));
        await Expect(page.Locator("tbody .tag.warning")).ToHaveCountAsync(0);
        await Expect(page.Locator("tbody tr").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_year_without_its_notice_says_so_and_counts_weekends_alone()
    {
        var page = await node.As("zhihuibu", "/calendar?year=2030");
        await Expect(page.Locator(".note.warning")).ToContainTextAsync("2030");
        await Expect(page.Locator("table.month .dayoff, table.month .daywork")).ToHaveCountAsync(0);
        await Expect(page.Locator("section[aria-labelledby=notice]")).ToContainTextAsync("没有这一年的数据");

        await page.GetByRole(AriaRole.Link, new() { Name = "2026", Exact = true }).ClickAsync();
        await Expect(page.Locator("table.month .daywork").First).ToHaveTextAsync("4班");
    }

    [Fact]
    public async Task The_dashboard_of_the_cluster_opens_for_an_administrator_and_is_not_offered_to_others()
    {
        var other = await node.As("shebei");
        await Expect(other.GetByRole(AriaRole.Link, new() { Name = "设备与网关" })).ToBeVisibleAsync();
        await Expect(other.GetByRole(AriaRole.Link, new() { Name = "集群面板" })).ToHaveCountAsync(0);

        var page = await node.As("guanli");
        var dashboard = await page.RunAndWaitForPopupAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "集群面板" }).ClickAsync());
        await Expect(dashboard).ToHaveTitleAsync(new Regex("Orleans"));
        await Expect(dashboard.GetByText("Total Activations").First).ToBeVisibleAsync();
        await Screenshots.Take(dashboard, "cluster");
    }
}
