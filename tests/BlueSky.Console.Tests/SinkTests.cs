using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlueSky.Console.Tests;

/// <summary>Sinks as administrators set them up, and what persons choose.</summary>
public sealed class SinkTests(ConsoleNode node)
{
    [Fact]
    public async Task A_sink_is_set_up_tested_and_disabled_and_neither_its_address_nor_its_secret_is_shown_again()
    {
        const string Secret = "a-secret-of-24-characters";
        var page = await node.As("guanli", "/sinks");
        await page.GetByRole(AriaRole.Button, new() { Name = "新建渠道" }).ClickAsync();
        await page.GetByLabel("编号").FillAsync("console-test");
        await page.GetByLabel("名称").FillAsync("控制台测试渠道");
        await page.GetByLabel("格式").SelectOptionAsync("Json");
        // A port at which nobody listens: the test must say so in words.
        await page.GetByLabel("推送地址").FillAsync("http://127.0.0.1:9/hook?key=the-key");
        await page.GetByLabel("签名密钥").FillAsync(Secret);
        await page.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();

        await Expect(page.Locator("h1")).ToContainTextAsync("控制台测试渠道");
        await Expect(page.Locator("section[aria-labelledby=settings]")).ToContainTextAsync("http://127.0.0.1:9/…");
        await page.GetByRole(AriaRole.Button, new() { Name = "测试推送" }).ClickAsync();
        await Expect(page.Locator(".note[role=status]")).ToContainTextAsync("测试未成功：连接不上");

        await page.GetByRole(AriaRole.Button, new() { Name = "停用渠道" }).ClickAsync();
        await Expect(page.Locator("h1 .tag")).ToHaveTextAsync("已停用");
        await page.GetByRole(AriaRole.Button, new() { Name = "修改设置" }).ClickAsync();
        await Expect(page.GetByLabel("签名密钥")).ToHaveValueAsync("");
        await Screenshots.Take(page, "sink");
        var content = await page.ContentAsync();
        Assert.DoesNotContain(Secret, content, StringComparison.Ordinal);
        Assert.DoesNotContain("the-key", content, StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "删除渠道" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "确认删除" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(node.Address("/sinks"));
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "控制台测试渠道" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_address_inside_a_private_network_is_refused_in_words_and_nothing_is_lost_of_what_was_filled_in()
    {
        var page = await node.As("guanli", "/sinks");
        await page.GetByRole(AriaRole.Button, new() { Name = "新建渠道" }).ClickAsync();
        await page.GetByLabel("编号").FillAsync("console-private");
        await page.GetByLabel("名称").FillAsync("内网渠道");
        await page.GetByLabel("推送地址").FillAsync("https://10.0.0.1/hook");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();

        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("地址在内部网络");
        await Expect(page.GetByLabel("名称")).ToHaveValueAsync("内网渠道");
        Assert.DoesNotContain((await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/sinks"))!["items"]!.AsArray(), s => (string)s!["id"]! == "console-private");
    }

    [Fact]
    public async Task What_a_person_hides_is_kept_and_what_asks_something_of_the_unit_cannot_be_hidden()
    {
        var page = await node.As("bumen", "/inbox/choice");
        await Expect(page.GetByLabel("在收件箱显示交办", new() { Exact = true })).ToBeDisabledAsync();
        var merged = page.GetByLabel("在收件箱显示已并案");
        await merged.UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("已保存");

        await page.ReloadAsync();
        await Expect(merged).Not.ToBeCheckedAsync();
        await merged.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("已保存");
    }
}
