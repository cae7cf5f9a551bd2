using System.Text;
using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Registers;
using BlueSky.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>The register of one kind as a table (台账): out as a workbook or CSV, in again with every row judged.</summary>
internal static class RegisterEndpoints
{
    public static void MapRegisters(this RouteGroupBuilder api)
    {
        var registers = api.MapGroup("/registers").WithTags("registers 清单");
        QueryParameter town = Takes.Text("town", "Town code. 镇街代码");
        registers.MapGet("/{kind}/template.xlsx", Template).RequireScope(Scopes.Read).WithName("getRegisterTemplate")
            .Produces<byte[]>(StatusCodes.Status200OK, BulletinWorkbook.MediaType).WithSummary("An empty table of a kind to fill in. 导入模板");
        registers.MapGet("/{kind}/entries.xlsx", Workbook).RequireScope(Scopes.Read).WithName("exportRegister").TakesQuery(town)
            .Produces<byte[]>(StatusCodes.Status200OK, BulletinWorkbook.MediaType)
            .WithSummary("The entries of a kind as a workbook that can be imported again. A town's or department's key gets its own. 导出清单");
        registers.MapGet("/{kind}/entries.csv", CsvTable).RequireScope(Scopes.Read).WithName("exportRegisterCsv").TakesQuery(town)
            .Produces<string>(StatusCodes.Status200OK, "text/csv").WithSummary("The same as CSV. 导出清单（CSV）");
        registers.MapPost("/{kind}/imports", Import).RequireScope(Scopes.Register).WithName("importRegister").ChangesThings(RegisterFile.LargestBytes)
            .TakesQuery(
                Takes.Text("command", "Id of the caller's; sent again with the same file it changes nothing. Required unless dryRun. 命令编号"),
                Takes.Flag("dryRun", "True to be told what would happen; nothing is written. 试算"),
                Takes.Flag("allOrNothing", "True to write nothing when any row is refused. 有错则整体退回"))
            .WithSummary("Imports a table of a kind, sent as the body (XLSX, or CSV in UTF-8), row by row under the rules of every registration. 导入清单");
        registers.MapGet("/imports/{command}", Progress).RequireScope(Scopes.Register).WithName("getRegisterImport")
            .WithSummary("How far an import is, and what was refused. 导入进度");
    }

    private static Results<FileContentHttpResult, ProblemHttpResult> Template(string kind, District district, IReadOnlyList<KindInfo> kinds) =>
        kinds.FirstOrDefault(k => k.Code == kind) is { } info
            ? TypedResults.File(
                TableWorkbook.ToBytes($"{info.Name}清单模板", [Sheet(info, new RegisterColumns(district, info, []), [], "导入模板")]), BulletinWorkbook.MediaType, $"register-{kind}-template.xlsx")
            : Problems.NotFound("源类", kind);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Workbook(
        string kind, HttpContext http, District district, IReadOnlyList<KindInfo> kinds, RegisterDesk desk, TimeProvider clock)
    {
        var arguments = new Arguments(http);
        var town = arguments.Text("town");
        arguments.Check();
        if (kinds.FirstOrDefault(k => k.Code == kind) is not { } info) return Problems.NotFound("源类", kind);
        var entries = await desk.Entries(http, kind, town);
        var columns = new RegisterColumns(district, info, entries);
        var state = FormattableString.Invariant($"{clock.GetUtcNow().ToChina():yyyy-MM-dd HH:mm} 导出，{entries.Count} 个")
            + (entries.Exists(e => e.IsDemo) ? "；含演示数据" : "");
        return TypedResults.File(
            TableWorkbook.ToBytes($"{info.Name}清单", [Sheet(info, columns, [.. entries.Select(columns.Cells)], state)]), BulletinWorkbook.MediaType, $"register-{kind}.xlsx");
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> CsvTable(
        string kind, HttpContext http, District district, IReadOnlyList<KindInfo> kinds, RegisterDesk desk)
    {
        var arguments = new Arguments(http);
        var town = arguments.Text("town");
        arguments.Check();
        if (kinds.FirstOrDefault(k => k.Code == kind) is not { } info) return Problems.NotFound("源类", kind);
        var entries = await desk.Entries(http, kind, town);
        var columns = new RegisterColumns(district, info, entries);
        var text = new StringBuilder(Csv.Line(columns.All.Select(c => c.Header)));
        foreach (var entry in entries) text.Append(Csv.Line(columns.Cells(entry)));
        return TypedResults.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8", $"register-{kind}.csv");
    }

    private static TableSheet Sheet(KindInfo kind, RegisterColumns columns, IReadOnlyList<IReadOnlyList<string>> rows, string state) => new(
        "清单",
        [
            $"{kind.Name}清单（{kind.Code}）：{state}",
            $"必填：编号、名称、类型（{kind.Code}）、镇街、登记日期。日期写作 2026-03-01；留空即清除该项；注销须填注销日期并将运行状态改为停用。请勿改动表头。",
        ],
        [.. columns.All.Select(c => new TableColumn(c.Header, c.Width, c.Options))], rows);

    private static async Task<Results<Ok<ImportReport>, Accepted<ImportReport>, ProblemHttpResult>> Import(
        string kind, HttpContext http, District district, IReadOnlyList<KindInfo> kinds, RegisterDesk desk, AuditTrail audit)
    {
        var arguments = new Arguments(http);
        var (command, isDry, isWhole) = (arguments.Text("command"), arguments.Flag("dryRun") ?? false, arguments.Flag("allOrNothing") ?? false);
        arguments.Check();
        if (kinds.FirstOrDefault(k => k.Code == kind) is not { } info) return Problems.NotFound("源类", kind);
        if (!isDry || command is not null) CheckCommand(command);
        if (await Bodies.Read(http.Request.Body, RegisterFile.LargestBytes, http.RequestAborted) is not { } body) return Problems.Plain(StatusCodes.Status413PayloadTooLarge);
        var file = new RegisterFile(district, kinds, info).Read(body);
        var caller = Caller.Of(http);
        var unit = caller.ActorIn(district).Unit;
        var request = new ImportRequest
        {
            Kind = kind, FileDigest = file.Digest, Rows = [.. file.Rows], Parameters = [.. file.Parameters], Reach = desk.WritesOf(http),
            Actor = unit is null ? caller.Name : $"{caller.Name}（{unit.Name}）", Unit = unit?.Code ?? "", AllOrNothing = isWhole,
        };
        // A trial under its file's digest disturbs no import and wakes none.
        if (isDry) return TypedResults.Ok(await desk.Import($"dry-{file.Digest[..16]}").Preview(request));
        var report = await desk.Import(command!).Begin(request);
        await audit.Wrote(caller, "api.register.imported", $"{district.Code}/{command}", $"{kind} {file.Digest}");
        return report.State == ImportState.Running ? TypedResults.Accepted($"/api/v1/registers/imports/{command}", report) : TypedResults.Ok(report);
    }

    private static async Task<Results<Ok<ImportReport>, ProblemHttpResult>> Progress(string command, HttpContext http, District district, RegisterDesk desk)
    {
        CheckCommand(command);
        var report = await desk.Import(command).Get();
        // Problems of an import name what others enter: its unit and the command centre see them.
        return report is not null && (desk.WritesOf(http).IsAll || Caller.Of(http).Unit == report.Unit) ? TypedResults.Ok(report) : Problems.NotFound("导入", command);
    }

    private static void CheckCommand(string? command)
    {
        if (command is null || !Ids.IsSource(command))
            throw new InvalidRequestException("command", "form", "请给出命令编号：字母、数字和连字符，最多 64 个字符。Give the command an id: letters, digits, hyphens, at most 64.");
    }
}
