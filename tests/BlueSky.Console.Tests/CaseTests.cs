using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlueSky.Console.Tests;

/// <summary>A case from the report to its closure, in the page, by people of three roles; each has a window of their own.</summary>
public sealed class CaseTests(ConsoleNode node)
{
    [Fact]
    public async Task Three_roles_take_a_case_from_report_to_closure_and_nobody_reviews_their_own()
    {
        var (_, id) = await node.Report();
        var address = "/problems/" + Uri.EscapeDataString(id);
        var (centre, town, department) = (await node.As("zhihuibu", address), await node.As("zhenjie", address), await node.As("bumen", address));

        await centre.Do("交办");
        await town.IsAt("待签收");
        await Expect(town.Locator(".page-head .deadline")).ToBeVisibleAsync();
        await town.Do("签收");
        await Expect(department.Locator(".facts")).ToContainTextAsync("已签收");
        await department.Do("签收");
        await town.IsAt("整改中");

        await town.Choose("提交整改");
        await town.GetByLabel("整改情况").FillAsync("料堆已全部覆盖\n雾炮已开启");
        await town.Send();
        await Expect(town.Refusal()).ToContainTextAsync("整改须附现场照片或实测结果");
        await town.GetByLabel("现场照片").SetInputFilesAsync(new FilePayload { Name = "现场.jpg", MimeType = "image/jpeg", Buffer = "no photo"u8.ToArray() });
        await Expect(town.Refusal().First).ToContainTextAsync("现场.jpg：不是 JPEG、PNG 或 WebP 照片");
        await town.GetByLabel("现场照片").SetInputFilesAsync(new FilePayload { Name = "现场.png", MimeType = "image/png", Buffer = OwnCases.NewPhoto() });
        await Expect(town.Locator("form .photos img")).ToHaveJSPropertyAsync("naturalWidth", 256);
        await town.GetByLabel("附实测结果").CheckAsync();
        await Expect(town.GetByLabel("报告编号")).ToBeVisibleAsync();
        await Screenshots.Take(town, "problem-rectify");
        Assert.Empty(await Accessibility.Findings(town));
        await town.GetByLabel("附实测结果").UncheckAsync();
        await town.Send();
        await department.IsAt("待复核");

        await town.Do("复核");
        await Expect(town.Refusal()).ToContainTextAsync("不得复核本人或本单位提交的整改，本条线由指挥部复核");
        await Screenshots.Take(town, "problem-own-rectification");

        var evidence = department.Locator(".history .photos img");
        await evidence.ScrollIntoViewIfNeededAsync();
        await Expect(evidence).ToHaveJSPropertyAsync("naturalWidth", 256);
        await department.Choose("复核");
        await Expect(department.GetByLabel("结论").Locator("option:checked")).ToHaveTextAsync("通过");
        await department.GetByLabel("现场情况").FillAsync("现场复核属实");
        await department.Send();
        await Expect(centre.Locator(".facts")).ToContainTextAsync("已复核");
        await centre.Choose("复核");
        await Expect(centre.Locator("form .hint").First).ToContainTextAsync("指挥部代属地线复核");
        await centre.Send();

        await centre.IsAt("已销号");
        await department.IsAt("已销号");
        await town.IsAt("已销号");
        foreach (var step in new[] { "交办", "签收", "料堆已全部覆盖", "现场复核属实", "销号" }) await Expect(town.Locator(".history")).ToContainTextAsync(step);
        await Screenshots.Take(department, "problem-closed");
    }

    [Fact]
    public async Task Photos_of_a_case_are_shown_to_those_who_may_see_the_case_and_to_nobody_else()
    {
        var (id, photo) = await Rectified();
        var path = node.Address($"/api/v1/violations/{Uri.EscapeDataString(id)}/photos/{photo}");
        var (own, foreign) = (await node.As("zhenjie"), await node.As("zhenjie2"));

        Assert.Equal(200, (await own.APIRequest.GetAsync(path)).Status);
        Assert.Equal(403, (await foreign.APIRequest.GetAsync(path)).Status);
    }

    [Fact]
    public async Task A_false_alarm_is_withdrawn_by_a_second_person_only()
    {
        var (_, id) = await node.Report();
        var address = "/problems/" + Uri.EscapeDataString(id);
        var (first, second) = (await node.As("zhihuibu2", address), await node.As("zhihuibu", address));

        await first.Choose("申请撤销");
        await first.GetByLabel("为何是误报").FillAsync("现场核实，并无料堆");
        await first.Send();
        await first.Do("同意撤销");
        await Expect(first.Refusal()).ToContainTextAsync("撤销须由提出人以外的另一人决定");
        await second.Do("同意撤销");

        await first.IsAt("已撤销");
    }

    [Fact]
    public async Task A_case_is_assigned_to_another_department_and_comes_back_with_a_reason()
    {
        var (_, id) = await node.Report();
        var centre = await node.As("zhihuibu", "/problems/" + Uri.EscapeDataString(id));
        await centre.Do("交办");
        await centre.Choose("改派");
        await centre.GetByLabel("行业部门").SelectOptionAsync("zhujian");
        await centre.GetByLabel("改派理由").FillAsync("属建筑工地料堆");
        await centre.Send();

        await Expect(centre.Locator(".history li").First).ToContainTextAsync("属建筑工地料堆");
        var theirs = await node.As("zhujian", "/problems/" + Uri.EscapeDataString(id));
        await Expect(theirs.GetByRole(AriaRole.Button, new() { Name = "签收" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_comment_of_one_line_is_read_by_the_other()
    {
        var (_, id) = await node.Report();
        var address = "/problems/" + Uri.EscapeDataString(id);
        var (town, department) = (await node.As("zhenjie", address), await node.As("bumen", address));
        await town.Choose("备注");
        await town.GetByLabel("备注内容").FillAsync("现场已围挡，待喷淋设备到位");
        await town.Send();

        await Expect(department.Locator(".history li").First).ToContainTextAsync("现场已围挡，待喷淋设备到位");
        await department.IsAt("待交办");
    }

    [Fact]
    public async Task Several_cases_are_passed_at_once_each_by_itself_and_a_refused_one_says_why()
    {
        var (one, two) = (await Rectified(), await Rectified());
        var (_, waiting) = await node.Report();
        await node.Send($"violations/{waiting}/assignment", new { command = "a-1" });

        var centre = await PickAndPass("zhihuibu", one.Id, two.Id, waiting);
        await Expect(centre.Locator(".result")).ToContainTextAsync("共 3 件，已办理 2 件，未办理 1 件，结果未知 0 件");
        await Expect(centre.Locator(".result li").Filter(new() { HasText = "未办理" })).ToContainTextAsync("尚未提交整改，不能复核");
        await Screenshots.Take(centre, "problems-bulk");

        var department = await PickAndPass("bumen", one.Id, two.Id);
        await Expect(department.Locator(".result")).ToContainTextAsync("共 2 件，已办理 2 件");
        foreach (var id in new[] { one.Id, two.Id })
            Assert.Equal("closed", (string?)(await Api(id))["loop"]!["state"]);
        Assert.Equal("assigned", (string?)(await Api(waiting))["loop"]!["state"]);
    }

    private async Task<IPage> PickAndPass(string user, params string[] cases)
    {
        var page = await node.As(user, "/problems?ended=false&kind=stockyard&size=200");
        await page.PickAnd("批量复核通过", cases);
        return page;
    }

    /// <summary>A case that the zone's grid member has rectified with a photo, by the API.</summary>
    private async Task<(string Id, string Photo)> Rectified()
    {
        var (_, id) = await node.Report();
        var (town, grid, department) = (await node.Key(OwnCases.Zone, "officer"), await node.Key(OwnCases.Zone, "gridMember"), await node.Key(OwnCases.Department, "officer"));
        await node.Send($"violations/{id}/assignment", new { command = "a-1" });
        await node.Send($"violations/{id}/acceptance", new { command = "a-2" }, town);
        await node.Send($"violations/{id}/acceptance", new { command = "a-3" }, department);
        var photo = await node.Upload(OwnCases.NewPhoto(), grid);
        await node.Send($"violations/{id}/rectification", new { command = "a-4", text = "已覆盖", photos = new[] { photo } }, grid);
        return (id, photo);
    }

    private async Task<System.Text.Json.Nodes.JsonNode> Api(string id) =>
        System.Text.Json.Nodes.JsonNode.Parse(await node.Api.GetStringAsync($"/api/v1/violations/{id}"))!;
}
