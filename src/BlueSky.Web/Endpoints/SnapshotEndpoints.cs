using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Registers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>Snapshots of the register (清单快照): what it held at each month's end, and what changed in between.</summary>
internal static class SnapshotEndpoints
{
    private static readonly CsvColumn<SnapshotRow>[] Columns = [
        new("number", s => Csv.Number(s.Number)), new("month", s => s.Month), new("asOf", s => Csv.Time(s.AsOf)), new("takenAt", s => Csv.Time(s.TakenAt)),
        new("actor", s => s.Actor), new("reason", s => s.Reason), new("entries", s => Csv.Number(s.Entries)), new("demo", s => Csv.Number(s.Demo)),
        new("added", s => Csv.Number(s.SinceFormer?.Added)), new("removed", s => Csv.Number(s.SinceFormer?.Removed)),
        new("changed", s => Csv.Number(s.SinceFormer?.Changed)), new("digest", s => s.Digest), new("intact", s => s.IsIntact ? "true" : "false"),
    ];

    private static readonly CsvColumn<ChangeRow>[] ChangeColumns = [
        new("change", c => Json.Word(c.Change)), new("changeName", c => c.ChangeName), new("id", c => c.Id), new("name", c => c.Name), new("kind", c => c.Kind),
        new("town", c => c.Town), new("field", c => c.Field), new("fieldName", c => c.FieldName), new("old", c => c.Old), new("new", c => c.New),
        new("demo", c => c.IsDemo ? "true" : "false"),
    ];

    private static readonly CsvColumn<RegisterEntry>[] EntryColumns = [
        .. RegisterFields.Common.Select(f => new CsvColumn<RegisterEntry>(f.Name, e => RegisterFields.Of(e.Registration).First(x => x.Name == f.Name).Text)),
        new("parameters", e => string.Join(' ', RegisterFields.Of(e.Registration).Skip(RegisterFields.Common.Count).Where(f => f.Name != RegisterFields.Path)
            .Select(f => f.Name[RegisterFields.ParameterPrefix.Length..] + "=" + f.Text))),
        new("version", e => Csv.Number(e.Number)), new("enteredAt", e => Csv.Time(e.At)), new("enteredBy", e => e.Actor),
    ];

    public static void MapSnapshots(this RouteGroupBuilder api)
    {
        var snapshots = api.MapGroup("/registers/snapshots").WithTags("registers 清单");
        QueryParameter[] filter = [
            Takes.Text("kind", "Kind code; all when left out. 源类"), Takes.Text("town", "Town code. 镇街代码"), .. Takes.Pages, Takes.Format,
        ];
        snapshots.MapGet("", All).RequireScope(Scopes.Read).WithName("listSnapshots").TakesQuery([.. Takes.Pages, Takes.Format])
            .WithSummary("Snapshots of the register, newest first. 清单快照");
        snapshots.MapPost("", Take).RequireScope(Scopes.Act).WithName("takeSnapshot").ChangesThings()
            .WithSummary("Takes a snapshot of this moment; the command centre. 制作快照");
        snapshots.MapGet("/{number:int}", One).RequireScope(Scopes.Read).WithName("getSnapshot").WithSummary("One snapshot: counts per kind and town, digests. 快照概况");
        snapshots.MapGet("/{number:int}/entries", Entries).RequireScope(Scopes.Read).WithName("listSnapshotEntries").TakesQuery(filter)
            .WithSummary("The entries that a snapshot holds. A town's or department's key sees its own. 快照内容");
        snapshots.MapGet("/{number:int}/difference", Difference).RequireScope(Scopes.Read).WithName("compareSnapshots")
            .TakesQuery([new("from", "integer", "Number of the other snapshot; the one before when left out. 对比的快照", []), .. filter])
            .WithSummary("Added, removed and changed sources since another snapshot, a row a field. 快照对比");
        api.MapGet("/sources/{id}/versions", Versions).WithTags("registers 清单").RequireScope(Scopes.Read).WithName("listEntryVersions")
            .WithSummary("All versions of a source's register entry, oldest first. 登记历史");
    }

    private static async Task<Results<Ok<Page<SnapshotRow>>, CsvAnswer<SnapshotRow>>> All(HttpContext http, RegisterDesk desk)
    {
        var arguments = new Arguments(http);
        var page = arguments.Page([]);
        arguments.Check();
        var rows = SnapshotRow.Of(await desk.Snapshots()).Reverse().ToList();
        return await Lists.Answer(http, "register-snapshots", page, (p, _) => Task.FromResult(RegisterDesk.Part(rows, p)), Columns);
    }

    private static async Task<Ok<SnapshotRow>> Take(SnapshotEntry entry, HttpContext http, RegisterDesk desk, District district, AuditTrail audit)
    {
        var check = new FieldCheck();
        var (command, reason) = (check.Needed(entry.Command, "command"), check.Needed(entry.Reason, "reason", 256));
        check.Check();
        var caller = Caller.Of(http);
        var snapshot = await desk.Grain.Take(command, reason, caller.ActorIn(district));
        await audit.Wrote(caller, "api.register.snapshot", $"{district.Code}/{snapshot.Number}", command);
        return TypedResults.Ok(SnapshotRow.Of(await desk.Snapshots()).First(r => r.Number == snapshot.Number));
    }

    private static async Task<Results<Ok<SnapshotAnswer>, ProblemHttpResult>> One(int number, HttpContext http, RegisterDesk desk)
    {
        var snapshots = await desk.Snapshots();
        return number >= 1 && number <= snapshots.Count
            ? TypedResults.Ok(new SnapshotAnswer(SnapshotRow.Of(snapshots)[number - 1], snapshots[number - 1].Parts))
            : Problems.NotFound("快照", $"{number}");
    }

    private static async Task<Results<Ok<Page<RegisterEntry>>, CsvAnswer<RegisterEntry>, ProblemHttpResult>> Entries(int number, HttpContext http, RegisterDesk desk)
    {
        var arguments = new Arguments(http);
        var (kind, town, page) = (arguments.Text("kind"), arguments.Text("town"), arguments.Page([]));
        arguments.Check();
        var snapshots = await desk.Snapshots();
        if (number < 1 || number > snapshots.Count) return Problems.NotFound("快照", $"{number}");
        var reach = desk.ReachOf(http);
        var rows = new List<RegisterEntry>();
        foreach (var part in snapshots[number - 1].Parts.Where(p => kind is null || p.Kind == kind))
            rows.AddRange((await desk.Entries(number, part.Kind)).Where(e => (town is null || e.Registration.Town == town) && desk.Sees(reach, e.Registration)));
        return (await Lists.Answer(http, $"register-snapshot-{number}", page, (p, _) => Task.FromResult(RegisterDesk.Part(rows, p)), EntryColumns)).Result switch
        {
            CsvAnswer<RegisterEntry> csv => csv,
            var json => (Ok<Page<RegisterEntry>>)json,
        };
    }

    private static async Task<Results<Ok<Page<ChangeRow>>, CsvAnswer<ChangeRow>, ProblemHttpResult>> Difference(int number, HttpContext http, RegisterDesk desk)
    {
        var arguments = new Arguments(http);
        var (kind, town, page) = (arguments.Text("kind"), arguments.Text("town"), arguments.Page([]));
        var from = arguments.Number("from", number - 1, 1, int.MaxValue);
        arguments.Check();
        var count = (await desk.Snapshots()).Count;
        if (number < 1 || number > count) return Problems.NotFound("快照", $"{number}");
        if (from < 1 || from > count) return Problems.NotFound("快照", $"{from}");
        var rows = await desk.Changes(from, number, kind, town, desk.ReachOf(http));
        return (await Lists.Answer(http, $"register-difference-{from}-{number}", page, (p, _) => Task.FromResult(RegisterDesk.Part(rows, p)), ChangeColumns)).Result switch
        {
            CsvAnswer<ChangeRow> csv => csv,
            var json => (Ok<Page<ChangeRow>>)json,
        };
    }

    private static async Task<Results<Ok<IReadOnlyList<RegisterEntry>>, ProblemHttpResult>> Versions(string id, HttpContext http, IQueries queries, RegisterDesk desk)
    {
        Ids.CheckSource(id);
        var reach = desk.ReachOf(http);
        IReadOnlyList<RegisterEntry> versions = [.. (await queries.RegisterVersions(id, http.RequestAborted)).Where(v => desk.Sees(reach, v.Registration))];
        return versions.Count > 0 ? TypedResults.Ok(versions) : Problems.NotFound("污染源", id);
    }
}
