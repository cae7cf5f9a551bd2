using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>The key areas (重点区域), 3 km around the stations of the main urban area, and their three lists (三个清单).</summary>
internal static class KeyAreaEndpoints
{
    private static readonly CsvColumn<AreaSourceRow>[] SourceColumns = [
        new("station", r => r.Station), new("stationName", r => r.StationName), new("kilometres", r => Csv.Number(r.Kilometres)), new("id", r => r.Id),
        new("name", r => r.Name), new("kind", r => r.Kind), new("kindName", r => r.KindName), new("town", r => r.Town), new("address", r => r.Address),
        new("longitude", r => Csv.Number(r.Longitude)), new("latitude", r => Csv.Number(r.Latitude)), new("operation", r => r.Operation), new("demo", r => Word(r.IsDemo)),
    ];

    private static readonly CsvColumn<AreaMeasureRow>[] MeasureColumns = [
        new("station", r => r.Station), new("stationName", r => r.StationName), new("kind", r => r.Kind), new("kindName", r => r.KindName),
        new("sources", r => Csv.Number(r.Sources)), new("measure", r => r.Measure), new("measureName", r => r.MeasureName), new("mark", r => r.Mark),
        new("citation", r => r.Citation),
    ];

    private static readonly CsvColumn<AreaDutyRow>[] DutyColumns = [
        new("station", r => r.Station), new("stationName", r => r.StationName), new("id", r => r.Id), new("name", r => r.Name), new("kind", r => r.Kind),
        new("town", r => r.Town), new("townName", r => r.TownName), new("department", r => r.Department), new("responsible", r => r.Responsible),
        new("known", r => Word(r.IsKnown)), new("from", r => r.From), new("demo", r => Word(r.IsDemo)),
    ];

    // The same columns in words of the district; a list and its sheet cannot drift apart.
    private static readonly string[] SourceTitles = ["站点编码", "站点", "距离（km）", "编号", "名称", "类型", "类型名称", "镇街", "地址", "经度", "纬度", "运行状态", "演示数据"];
    private static readonly string[] MeasureTitles = ["站点编码", "站点", "类型", "类型名称", "污染源数", "措施编码", "措施", "可信度", "出处"];
    private static readonly string[] DutyTitles = ["站点编码", "站点", "编号", "名称", "类型", "镇街编码", "属地（镇街）", "行业部门", "责任人员", "已填报", "责任人员来源", "演示数据"];

    public static void MapKeyAreas(this RouteGroupBuilder api)
    {
        var areas = api.MapGroup("/key-areas").WithTags("key areas 重点区域");
        QueryParameter[] filter = [
            Takes.Text("station", "Code of the station. 站点"), Takes.Text("kind", "Kind code. 源类"), Takes.Text("town", "Town code. 镇街代码"),
            new("year", "integer", "Year of the task ledger that names persons. 台账年份", []), .. Takes.Pages, Takes.Format,
        ];
        areas.MapGet("", All).RequireScope(Scopes.Read).WithName("listKeyAreas")
            .WithSummary("The stations with an area, and those that should have one but have no position yet. 重点区域");
        areas.MapGet("/sources", (HttpContext http, KeyAreaDesk desk) => List(http, desk, "sources", l => l.Sources(), r => r.Station, SourceColumns))
            .RequireScope(Scopes.Read).WithName("listKeyAreaSources").TakesQuery(filter).WithSummary("Sources within the areas with their distance. 污染源清单");
        areas.MapGet("/measures", (HttpContext http, KeyAreaDesk desk) => List(http, desk, "measures", l => l.Measures(), r => r.Station, MeasureColumns))
            .RequireScope(Scopes.Read).WithName("listKeyAreaMeasures").TakesQuery(filter).WithSummary("Measures that apply in each area, with mark and citation. 措施清单");
        areas.MapGet("/responsibilities", (HttpContext http, KeyAreaDesk desk) => List(http, desk, "responsibilities", l => l.Duties(), r => r.Station, DutyColumns))
            .RequireScope(Scopes.Read).WithName("listKeyAreaResponsibilities").TakesQuery(filter)
            .WithSummary("Who answers for each source: town, department, person; a placeholder where nobody is named. 责任清单");
        areas.MapGet("/lists.xlsx", Workbook).RequireScope(Scopes.Read).WithName("getKeyAreaWorkbook").TakesQuery([.. filter.Take(4)])
            .Produces<byte[]>(StatusCodes.Status200OK, BulletinWorkbook.MediaType).WithSummary("The three lists as a workbook of three sheets. 三个清单电子表格");
    }

    private static Ok<KeyAreaAnswer[]> All(District district) => TypedResults.Ok(KeyAreas.StationsIn(district)
        .Select(s => new KeyAreaAnswer(
            s.Code, s.Name, s.Town!, s.Location?.Longitude, s.Location?.Latitude, KeyAreas.RadiusKilometres, s.Mark,
            s.Location is null ? "站点位置未查明，暂无重点区域。The station has no position yet and so no area." : "")).ToArray());

    private static async Task<Results<Ok<Page<T>>, CsvAnswer<T>>> List<T>(
        HttpContext http, KeyAreaDesk desk, string name, Func<KeyAreaLists, List<T>> rows, Func<T, string> stationOf, CsvColumn<T>[] columns)
    {
        var arguments = new Arguments(http);
        var (station, kind, town, year) = (arguments.Text("station"), arguments.Text("kind"), arguments.Text("town"), desk.YearOf(arguments));
        var page = arguments.Page([]);
        arguments.Check();
        var all = rows(await desk.Lists(Caller.Of(http), year, kind, town, http.RequestAborted)).Where(r => station is null || stationOf(r) == station).ToList();
        return await Web.Lists.Answer(http, $"key-area-{name}", page, (p, _) => Task.FromResult(RegisterDesk.Part(all, p)), columns);
    }

    private static async Task<FileContentHttpResult> Workbook(HttpContext http, KeyAreaDesk desk, District district, TimeProvider clock)
    {
        var arguments = new Arguments(http);
        var (station, kind, town, year) = (arguments.Text("station"), arguments.Text("kind"), arguments.Text("town"), desk.YearOf(arguments));
        arguments.Check();
        var lists = await desk.Lists(Caller.Of(http), year, kind, town, http.RequestAborted);
        var sources = lists.Sources();
        var state = FormattableString.Invariant($"主城区站点周边 {KeyAreas.RadiusKilometres:0} 公里，{clock.GetUtcNow().ToChina():yyyy-MM-dd HH:mm}")
            + (sources.Exists(s => s.IsDemo) ? "；含演示数据" : "");
        TableSheet Sheet<T>(string name, string[] titles, IEnumerable<T> rows, Func<T, string> stationOf, CsvColumn<T>[] columns) => new(
            name, [$"重点区域{name}：{state}"], [.. titles.Select(t => new TableColumn(t, t is "名称" or "地址" or "出处" or "措施" ? 36 : 14))],
            [.. rows.Where(r => station is null || stationOf(r) == station).Select(r => (IReadOnlyList<string>)[.. columns.Select(c => Shown(c.Cell(r)))])]);
        TableSheet[] sheets =
        [
            Sheet("污染源清单", SourceTitles, sources, r => r.Station, SourceColumns),
            Sheet("措施清单", MeasureTitles, lists.Measures(), r => r.Station, MeasureColumns),
            Sheet("责任清单", DutyTitles, lists.Duties(), r => r.Station, DutyColumns),
        ];
        return TypedResults.File(TableWorkbook.ToBytes("重点区域三个清单", sheets), BulletinWorkbook.MediaType, $"key-areas-{district.Code}.xlsx");
    }

    private static string Word(bool value) => value ? "true" : "false";

    private static string Shown(string? cell) => cell switch { null => "", "true" => "是", "false" => "否", _ => cell };
}

/// <summary>A station with its area.</summary>
/// <param name="Code">Code.</param>
/// <param name="Name">Name.</param>
/// <param name="Town">Town code.</param>
/// <param name="Longitude">Degrees east; null when not known.</param>
/// <param name="Latitude">Degrees north; null when not known.</param>
/// <param name="RadiusKilometres">Radius of the area, km.</param>
/// <param name="Mark">How sure the station's row is.</param>
/// <param name="Note">Why it has no area; empty when it has one.</param>
internal sealed record KeyAreaAnswer(
    string Code, string Name, string Town, decimal? Longitude, decimal? Latitude, double RadiusKilometres, string Mark, string Note);
