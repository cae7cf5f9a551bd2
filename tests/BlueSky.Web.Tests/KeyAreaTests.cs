using BlueSky.Access;
using BlueSky.Sources;
using BlueSky.Tasks;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace BlueSky.Web.Tests;

public sealed class KeyAreaTests
{
    // The sample station stands at 118.3429, 35.0532.
    private static readonly GeoPoint Near = new(118.3529m, 35.0532m), Far = new(118.40m, 35.0532m);

    private static async Task<TestWeb> Furnished()
    {
        var web = await TestWeb.Borrow();
        web.Rows.SourceRows.Clear();
        foreach (var entry in new[]
        {
            Samples.Registration("site-1", "site", "=甲工地") with { Location = Near },
            Samples.Registration("site-2", "site", "乙工地") with { Location = Near, Responsible = "赵六", IsDemo = false, Town = "371302002" },
            Samples.Registration("site-3", "site", "远工地") with { Location = Far },
            Samples.Registration("site-4", "site", "注销工地") with { Location = Near, DeregisteredOn = new DateOnly(2021, 7, 1), Operation = Operation.Suspended },
            Samples.Registration("site-5", "site", "无位置"),
            Samples.Registration("gas-1", "gas", "油站") with { Location = Near },
        }) web.Rows.SourceRows.Add(new(entry, Samples.Summary(entry)));
        web.World.TaskHistory.Add(new ShareAssigned(new TownShare(Samples.Town, "目标", "内容", new DateOnly(2021, 8, 20), "措施", "王五")) { Command = "c1", At = Samples.Noon });
        return web;
    }

    private static async Task<string[]> Rows(TestWeb web, string path, HttpClient? client = null) =>
        (await (await (client ?? web.Client(Scopes.Read)).Read($"/api/v1/key-areas/{path}format=csv")).Text()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];

    [Fact]
    public async Task Sources_within_three_kilometres_are_listed_with_their_distance_and_deregistered_ones_are_not()
    {
        await using var web = await Furnished();
        Assert.Equal(
            [
                "1618A,沂河小区,0.91,gas-1,油站,gas,加油站,371302001,,118.3529,35.0532,在用,true",
                "1618A,沂河小区,0.91,site-1,'=甲工地,site,建筑施工工地,371302001,,118.3529,35.0532,在用,true",
                "1618A,沂河小区,0.91,site-2,乙工地,site,建筑施工工地,371302002,,118.3529,35.0532,在用,false",
            ],
            await Rows(web, "sources?"));
        Assert.Equal(2, (await Rows(web, "sources?kind=site&")).Length);
        Assert.Empty(await Rows(web, "sources?station=9999A&"));
    }

    [Fact]
    public async Task Measures_apply_by_kind_with_mark_and_citation_and_a_kind_without_a_checklist_says_so()
    {
        await using var web = await Furnished();
        Assert.Equal(
            [
                "1618A,沂河小区,gas,加油站,1,,（此类型没有措施清单）,,",
                "1618A,沂河小区,site,建筑施工工地,2,washing,冲洗,T,示例文号",
                "1618A,沂河小区,site,建筑施工工地,2,covering,覆盖,D,本系统默认值",
            ],
            await Rows(web, "measures?"));
    }

    [Fact]
    public async Task Who_answers_comes_from_the_register_then_from_the_task_ledger_and_else_is_a_placeholder()
    {
        await using var web = await Furnished();
        Assert.Equal(
            [
                "1618A,沂河小区,gas-1,油站,gas,371302001,兰山街道,区商务局,待填报,false,,true",
                "1618A,沂河小区,site-1,'=甲工地,site,371302001,兰山街道,区住建局,王五,true,工作台账第1项,true",
                "1618A,沂河小区,site-2,乙工地,site,371302002,371302002,区住建局,赵六,true,清单,false",
            ],
            await Rows(web, "responsibilities?"));
    }

    [Fact]
    public async Task A_towns_key_sees_its_own_sources_and_a_departments_those_it_answers_for()
    {
        await using var web = await Furnished();
        HttpClient Unit(string unit) => web.Client(web.World.AddKey("u" + unit, Scopes.Read, unit: unit, role: Role.Officer));
        Assert.Equal(2, (await Rows(web, "sources?", Unit(Samples.Town))).Length);
        Assert.All(await Rows(web, "sources?", Unit("zhujian")), r => Assert.Contains(",site,", r, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_workbook_has_the_three_lists_as_three_sheets_and_no_formula()
    {
        await using var web = await Furnished();
        var file = await (await web.Client(Scopes.Read).Read("/api/v1/key-areas/lists.xlsx")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), false);
        var book = document.WorkbookPart!;

        Assert.Equal(["污染源清单", "措施清单", "责任清单"], book.Workbook!.Sheets!.Elements<Sheet>().Select(s => s.Name!.Value!));
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Microsoft365).Validate(document, TestContext.Current.CancellationToken));
        var rows = book.WorksheetParts.Select(p => p.Worksheet!.Descendants<Row>().Count()).ToList();
        Assert.Equal([5, 5, 5], rows);
        Assert.Contains("含演示数据", book.WorksheetParts.First().Worksheet!.Descendants<Row>().First().InnerText, StringComparison.Ordinal);
        Assert.Empty(book.WorksheetParts.SelectMany(p => p.Worksheet!.Descendants<CellFormula>()));
    }

    [Fact]
    public async Task A_station_without_a_position_is_listed_with_the_reason_why_it_has_no_area()
    {
        await using var web = await Furnished();
        var areas = (await (await web.Client(Scopes.Read).Read("/api/v1/key-areas")).Json()).AsArray();
        Assert.Equal(["", "站点位置未查明，暂无重点区域。The station has no position yet and so no area."], areas.Select(a => (string)a!["note"]!));
    }
}
