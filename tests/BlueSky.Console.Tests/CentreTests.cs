using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlueSky.Console.Tests;

/// <summary>What the command centre does with a case beside its usual way: merging (并案) and suspending (中止). And what a line does with several at once.</summary>
public sealed class CentreTests(ConsoleNode node)
{
    private const string Command = "dist-zhihuibu";

    [Fact]
    public async Task A_case_is_merged_into_an_older_one_of_its_source_that_is_still_handled_and_into_no_other()
    {
        var (source, withdrawn) = await node.Report(TimeSpan.FromMinutes(9));
        var older = await node.ReportMeasure(source, "enclosure", TimeSpan.FromMinutes(5));
        var newer = await node.ReportMeasure(source, "spraying");
        var centre = await node.As("zhihuibu", Address(newer));
        await centre.Choose("并案");
        var into = centre.GetByLabel("并入");
        await Expect(into.Locator("option")).ToHaveCountAsync(3);
        await into.SelectOptionAsync(withdrawn);

        // While the form is open the case that was chosen ends.
        var (first, second) = (await node.Key(Command, "officer"), await node.Key(Command, "lead"));
        await node.Send($"violations/{withdrawn}/withdrawal", new { command = "w-1", reason = "误报" }, first);
        await node.Send($"violations/{withdrawn}/withdrawal/decision", new { command = "w-2", agrees = true, note = "属实" }, second);
        await centre.Send();
        await Expect(centre.Refusal()).ToContainTextAsync("目标问题不存在或已办结，不能并入");

        await into.SelectOptionAsync(older);
        Assert.Empty(await Accessibility.Findings(centre));
        await Screenshots.Take(centre, "problem-merge");
        await centre.Send();
        await centre.IsAt("已并案");
        await Expect(centre.Locator(".history li").First).ToContainTextAsync("并案");
        await Expect(centre.Locator(".history li").First).ToContainTextAsync(older);
        await centre.GetByRole(AriaRole.Link, new() { Name = "查看并入的问题" }).ClickAsync();
        await centre.IsAt("待交办");
        await Expect(centre.Locator(".history")).ToContainTextAsync("重复报警并入");
    }

    [Fact]
    public async Task A_case_rests_to_a_named_end_by_a_recorded_decision_and_nobody_goes_on_with_it_meanwhile()
    {
        var (_, id) = await node.Report();
        await node.Send($"violations/{id}/assignment", new { command = "a-1" });
        var (centre, town) = (await node.As("zhihuibu", Address(id)), await node.As("zhenjie", Address(id)));
        await Expect(town.GetByRole(AriaRole.Button, new() { Name = "中止" })).ToHaveCountAsync(0);
        await town.Choose("签收");

        await centre.Choose("中止");
        await centre.GetByLabel("原因").SelectOptionAsync("Outage");
        await centre.GetByLabel("中止至").FillAsync(Local(node.Now.AddDays(400)));
        await centre.GetByLabel("说明").FillAsync("片区停电检修");
        await centre.Send();
        await Expect(centre.Refusal()).ToContainTextAsync("中止须写明截止时间，在现在之后，最长");
        var until = node.Now.AddDays(2);
        await centre.GetByLabel("中止至").FillAsync(Local(until));
        await centre.Send();

        await Expect(town.Locator(".history li").First).ToContainTextAsync($"片区停电检修，至 {until:yyyy-MM-dd HH:mm}");
        await town.Send();
        await Expect(town.Refusal()).ToContainTextAsync("此问题已中止，请先恢复");
        await Screenshots.Take(town, "problem-suspended");

        await centre.Do("恢复办理");
        await Expect(town.Locator(".history li").First).ToContainTextAsync("恢复办理");
        await town.Send();
        await Expect(town.Locator(".history li").First).ToContainTextAsync("签收");
    }

    [Fact]
    public async Task Several_cases_are_accepted_at_once_and_one_that_nobody_assigned_says_why_not()
    {
        var (one, two, unassigned) = ((await node.Report()).Id, (await node.Report()).Id, (await node.Report()).Id);
        foreach (var id in new[] { one, two }) await node.Send($"violations/{id}/assignment", new { command = "a-1" });

        var town = await node.As("zhenjie", "/problems?ended=false&kind=stockyard&size=200");
        await town.PickAnd("批量签收", one, two, unassigned);

        await Expect(town.Locator(".result")).ToContainTextAsync("共 3 件，已办理 2 件，未办理 1 件，结果未知 0 件");
        await Expect(town.Locator(".result li").Filter(new() { HasText = "未办理" })).ToContainTextAsync("此问题尚未交办");
        foreach (var id in new[] { one, two })
        {
            await town.GotoAsync(node.Address(Address(id)));
            await Expect(town.Locator(".history li").First).ToContainTextAsync("签收");
            await Expect(town.Locator(".history li").First).ToContainTextAsync("兰山经济开发区");
        }

        await town.GotoAsync(node.Address(Address(unassigned)));
        await town.IsAt("待交办");
        await Expect(town.Locator(".history")).Not.ToContainTextAsync("签收");
    }

    private static string Address(string id) => "/problems/" + Uri.EscapeDataString(id);

    private static string Local(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
