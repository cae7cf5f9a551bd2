using System.Globalization;
using System.Text.Json.Nodes;
using System.Net.Http.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlueSky.Console.Tests;

/// <summary>Appeals (申诉) against deductions of a source and of a muck truck, from filing to what the history then says.</summary>
public sealed class AppealTests(ConsoleNode node)
{
    [Fact]
    public async Task An_appeal_of_a_town_is_upheld_by_the_command_centre_and_not_by_the_department_that_entered_it()
    {
        var source = await node.Register("stockyard");
        await Deduct($"credit/sources/{source}", "penalty", await node.Key(OwnCases.Department, "officer"));
        var page = "/credit/" + source;
        var (town, department, centre) = (await node.As("zhenjie", page), await node.As("bumen", page), await node.As("zhihuibu", page));
        await Expect(Appeals(centre)).ToContainTextAsync("现在没有您可以办理的事项");

        await town.Choose("提出申诉");
        await Appeals(town).GetByLabel("扣分").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await Appeals(town).GetByLabel("申诉理由").FillAsync("处罚决定已撤销");
        await Appeals(town).GetByLabel("佐证出处").FillAsync("复议〔2026〕1号");
        Assert.Empty(await Accessibility.Findings(town));
        await Screenshots.Take(town, "credit-appeal");
        await town.Send();
        await Expect(Past(department)).ToContainTextAsync("处罚决定已撤销");
        await Expect(Appeals(town)).ToContainTextAsync("现在没有您可以办理的事项");

        await Decide(department, "申诉不成立，维持扣分", "处罚决定仍然有效");
        await Expect(Appeals(department).Locator(".note.failure")).ToContainTextAsync("不得决定或更正本人或本单位录入的扣分");

        await Decide(centre, "申诉成立，不扣分", "复议决定属实");
        await Expect(Past(town)).ToContainTextAsync("申诉成立");
        await Expect(Past(town)).ToContainTextAsync("复议决定属实");
        await Expect(town.Locator("section[aria-labelledby=lines] tbody tr").Last).ToContainTextAsync("申诉成立");
        await Expect(Appeals(centre)).ToContainTextAsync("现在没有您可以办理的事项");
        await Screenshots.Take(town, "credit-appeal-upheld");
    }

    [Fact]
    public async Task An_appeal_needs_its_grounds_and_a_decision_its_reason_and_who_only_reads_is_offered_neither()
    {
        var source = await node.Register("stockyard");
        await Deduct($"credit/sources/{source}", "penalty", await node.Key("dist-zhihuibu", "officer"));
        var page = "/credit/" + source;
        var (town, department, reader) = (await node.As("zhenjie", page), await node.As("bumen", page), await node.As("zhidu", page));
        await Expect(Appeals(reader)).ToContainTextAsync("您的岗位只能查看");

        await town.Choose("提出申诉");
        await Appeals(town).GetByLabel("扣分").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        // Blanks pass the browser's own check; the rules see that nothing is said.
        await Appeals(town).GetByLabel("申诉理由").FillAsync("   ");
        await town.Send();
        await Expect(Appeals(town).Locator(".note.failure")).ToContainTextAsync("请填写申诉理由");
        await Appeals(town).GetByLabel("申诉理由").FillAsync("现场已整改");
        await town.Send();

        await Decide(department, "申诉不成立，维持扣分", "   ");
        await Expect(Appeals(department).Locator(".note.failure")).ToContainTextAsync("请填写决定理由");
        await Appeals(department).GetByLabel("决定理由").FillAsync("整改在扣分之后");
        await department.Send();
        await Expect(Past(town)).ToContainTextAsync("申诉不成立");
        await Expect(Past(town)).ToContainTextAsync("整改在扣分之后");
        await Expect(Past(reader)).ToContainTextAsync("申诉不成立");
        await Expect(Past(reader)).Not.ToContainTextAsync("整改在扣分之后");
    }

    [Fact]
    public async Task The_town_of_a_fleet_appeals_for_its_truck_and_the_command_centre_decides()
    {
        var fleet = await node.Register("muck-truck-fleet");
        var plate = string.Create(CultureInfo.InvariantCulture, $"鲁T{Random.Shared.Next(60_000, 99_999)}");
        await node.Put($"muck-trucks/{Uri.EscapeDataString(plate)}", new { fleet, closed = true, registeredOn = "2021-08-31", demo = true });
        await Deduct($"muck-trucks/{Uri.EscapeDataString(plate)}", "spilling", await node.Key(OwnCases.Department, "officer"));
        var page = "/muck-trucks/" + Uri.EscapeDataString(plate);
        var (town, centre) = (await node.As("zhenjie", page), await node.As("zhihuibu", page));

        await town.Choose("提出申诉");
        await Appeals(town).GetByLabel("扣分").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await Appeals(town).GetByLabel("申诉理由").FillAsync("抓拍车牌有误");
        await town.Send();
        await Decide(centre, "申诉成立，不扣分", "复核影像，车牌不符");

        await Expect(Past(town)).ToContainTextAsync("复核影像，车牌不符");
        await Expect(town.Locator("section[aria-labelledby=lines] tbody tr").Last).ToContainTextAsync("申诉成立");
        var account = (await node.Api.GetFromJsonAsync<JsonNode>("/api/v1/muck-trucks/" + Uri.EscapeDataString(plate)))!["account"]!;
        Assert.Equal(0, (decimal)account["lines"]![0]!["points"]!);
        await Screenshots.Take(town, "truck-appeal-upheld");
    }

    private async Task Deduct(string holder, string clause, string key) => await node.Send(holder + "/entries", new
    {
        command = "e-1", clause, happenedAt = node.Now.AddMinutes(-5).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture), evidence = "演示文号 1", text = "演示：虚构的执法记录",
    }, key);

    private static async Task Decide(IPage page, string verdict, string reason)
    {
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^决定第 \\d+ 号申诉$") }).ClickAsync();
        await Appeals(page).GetByLabel("结论").SelectOptionAsync(new SelectOptionValue { Label = verdict });
        await Appeals(page).GetByLabel("决定理由").FillAsync(reason);
        await page.Send();
    }

    private static ILocator Appeals(IPage page) => page.Locator("section[aria-labelledby=appeals]");

    private static ILocator Past(IPage page) => page.Locator("section[aria-labelledby=past]");
}
