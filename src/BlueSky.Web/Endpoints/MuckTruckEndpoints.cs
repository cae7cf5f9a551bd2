using BlueSky.Access;
using BlueSky.Credit;
using BlueSky.Queries;
using BlueSky.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Account = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<BlueSky.Web.CreditAnswer>, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace BlueSky.Web;

/// <summary>Muck trucks (渣土车): their register, and their points (记分).</summary>
internal static class MuckTruckEndpoints
{
    private static readonly string[] Sortable = ["plate", "fleet", "town", "points", "outUntil"];

    private static readonly CsvColumn<MuckTruckAnswer>[] Columns =
    [
        new("plate", t => t.Plate), new("newEnergy", t => Word(t.NewEnergy)), new("fleet", t => t.Fleet), new("town", t => t.Town), new("closed", t => Word(t.Closed)),
        new("permit", t => t.Permit), new("permitUntil", t => Day(t.PermitUntil)), new("registeredOn", t => Day(t.RegisteredOn)), new("retiredOn", t => Day(t.RetiredOn)),
        new("year", t => t.Year), new("points", t => Csv.Number(t.Points)), new("grade", t => t.Grade), new("gradeName", t => t.GradeName),
        new("deductions", t => Csv.Number(t.Deductions)), new("outUntil", t => Csv.Time(t.OutUntil)), new("pending", t => Csv.Number(t.Pending)), new("demo", t => Word(t.Demo)),
    ];

    public static void MapMuckTrucks(this RouteGroupBuilder api)
    {
        var trucks = api.MapGroup("/muck-trucks").WithTags("muck trucks 渣土车");
        trucks.MapGet("", All).RequireScope(Scopes.Read).WithName("listMuckTrucks")
            .WithSummary("Muck trucks with their points of the year, by plate; who acts for no unit sees plates masked. 渣土车列表")
            .TakesQuery([
                Takes.Text("town", "Town code of the fleet. 镇街代码"), Takes.Text("fleet", "Source id of the fleet. 车队"), Takes.Flag("closed", "Fully closed flat-push type. 平推式全密闭"),
                Takes.Flag("retired", "No longer in the register. 已注销"), Takes.Text("grade", "Code of the grade. 等次"), Takes.Flag("out", "Out of the approved fleet now. 移出名录中"),
                Takes.Text("text", "Part of the plate; of no use to who sees plates masked. 车牌"), .. Takes.Pages, Takes.Sort(Sortable), Takes.Descending, Takes.Format,
            ]);
        trucks.MapGet("/{plate}", One).RequireScope(Scopes.Read).WithName("getMuckTruck")
            .WithSummary("A truck's account of a year with every line, appeals and corrections. 渣土车记分账目")
            .TakesQuery(Takes.Text("period", "Year such as 2026; the present one by default. 年度"));
        trucks.MapPut("/{plate}", Register).RequireScope(Scopes.Register).WithName("registerMuckTruck").ChangesThings()
            .WithSummary("Enters or replaces a truck in the register. 渣土车备案");
        var one = trucks.MapGroup("/{plate}");
        one.MapPost("/entries", Enter).Decides("enterTruckViolation", "Enters a violation with its evidence: a department or the command centre. 录入渣土车违规");
        one.MapPost("/appeals", Appeal).Decides("fileTruckAppeal", "Appeals against a line for the truck: the town or department of its fleet. 申诉");
        one.MapPost("/appeals/{appeal:int}/decision", DecideAppeal).Decides("decideTruckAppeal", "Decides an appeal: the other line, or the command centre. 决定申诉");
        one.MapPost("/corrections", Correct).Decides("correctTruckViolation", "Corrects a line on a document: the command centre. 更正");
    }

    private static Task<Results<Ok<Page<MuckTruckAnswer>>, CsvAnswer<MuckTruckAnswer>>> All(HttpContext http, ICreditQueries queries, CreditDesk desk, TimeProvider clock)
    {
        var arguments = new Arguments(http);
        var by = desk.ActorOf(http);
        var filter = new MuckTruckFilter(
            arguments.Text("town"), arguments.Text("fleet"), arguments.Flag("closed"), arguments.Flag("retired"), arguments.Text("grade"), arguments.Flag("out"),
            clock.GetUtcNow(), arguments.Text("text"));
        var page = arguments.Page(Sortable);
        arguments.Check();
        filter = MuckTruckSight.Narrow(filter, by);
        return Lists.Answer(http, "muck-trucks", page, async (p, c) => MuckTruckSight.Answers(await queries.MuckTrucks(filter, p, c), by), Columns);
    }

    private static async Task<Account> One(string plate, HttpContext http, CreditDesk desk)
    {
        var arguments = new Arguments(http);
        var period = arguments.Text("period");
        arguments.Check();
        return await desk.Find(CreditDesk.TruckKey(plate), period, http);
    }

    private static async Task<Ok<MuckTruck>> Register(string plate, MuckTruckEntry entry, HttpContext http, IGrainFactory grains, RegisterDesk register, AuditTrail audit)
    {
        var check = new FieldCheck();
        var truck = new MuckTruck
        {
            Plate = CreditDesk.Plate(plate), Fleet = check.Needed(entry.Fleet, "fleet"), IsClosed = check.Needed(entry.Closed, "closed"),
            Permit = check.Fits(entry.Permit ?? "", "permit", 64), PermitUntil = entry.PermitUntil, RegisteredOn = check.Needed(entry.RegisteredOn, "registeredOn"),
            RetiredOn = entry.RetiredOn, IsDemo = entry.Demo,
        };
        check.Check();
        var caller = Caller.Of(http);
        // Of the fleet that has the truck and of the one that gets it.
        foreach (var fleet in new[] { (await grains.GetGrain<IMuckTruckGrain>(truck.Plate).Get())?.Fleet, truck.Fleet }.OfType<string>().Where(Ids.IsSource))
        {
            if (await grains.GetGrain<ISourceGrain>(fleet).Get() is { } view) register.CheckRecord(http, view.Registration);
        }

        await grains.GetGrain<IMuckTruckGrain>(truck.Plate).Register(truck, caller.Name);
        await audit.Wrote(caller, "api.muck-truck.registered", truck.Plate, truck.Fleet);
        return TypedResults.Ok(truck);
    }

    private static Task<Ok<CreditAnswer>> Enter(string plate, DeductionEntry entry, HttpContext http, CreditDesk desk)
    {
        var check = new FieldCheck();
        var draft = CreditEndpoints.Read(entry, check);
        return desk.Do(CreditDesk.TruckKey(plate), entry, http, check, draft.As);
    }

    private static Task<Ok<CreditAnswer>> Appeal(string plate, AppealEntry entry, HttpContext http, CreditDesk desk) =>
        desk.Do(CreditDesk.TruckKey(plate), entry, http, new FieldCheck(), command => new FileAppeal(command, entry.Line ?? "", entry.Grounds ?? "", entry.Evidence ?? ""));

    private static Task<Ok<CreditAnswer>> DecideAppeal(string plate, int appeal, AppealDecisionEntry entry, HttpContext http, CreditDesk desk)
    {
        var check = new FieldCheck();
        var upholds = check.Needed(entry.Upholds, "upholds");
        return desk.Do(CreditDesk.TruckKey(plate), entry, http, check, command => new DecideAppeal(command, appeal, upholds, entry.Reason ?? ""));
    }

    private static Task<Ok<CreditAnswer>> Correct(string plate, CorrectionEntry entry, HttpContext http, CreditDesk desk)
    {
        var check = new FieldCheck();
        var points = check.Needed(entry.Points, "points");
        return desk.Do(CreditDesk.TruckKey(plate), entry, http, check, command => new CorrectLine(command, entry.Line ?? "", points, entry.Reason ?? "", entry.Document ?? ""));
    }

    private static string Word(bool flag) => flag ? "true" : "false";

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
