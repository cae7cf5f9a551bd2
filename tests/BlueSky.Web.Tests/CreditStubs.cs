using BlueSky.Access;
using BlueSky.Assessment;
using BlueSky.Credit;
using BlueSky.Messages;
using BlueSky.Queries;

namespace BlueSky.Web.Tests;

internal static class CreditSamples
{
    public static readonly CreditPolicies Policies = CreditPolicies.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "credit"));

    private static readonly Actor Person = new("p9", "张三", Samples.Department, Role.Officer);

    public static CreditStatement Statement(Period period) => new(
        period, "lanshan-default", "d", 100, [new CreditLine("entry-1", Samples.Noon, "penalty", "行政处罚", -10, 90, "", "", "D")], 90, "green", "绿牌", null);

    /// <summary>A source and a truck for which another town and department answer.</summary>
    public const string Elsewhere = "elsewhere", TruckElsewhere = "鲁Q99999";

    public static CreditView View(string id, string kind, Period period) => new(
        id, "示例", kind, id is Elsewhere or TruckElsewhere ? new Unit(UnitKind.Town, "371302002", "银雀山街道") : Samples.TownUnit,
        id is Elsewhere or TruckElsewhere ? new Unit(UnitKind.Department, "jiaotong", "区交通局") : Samples.Department, true, Statement(period), null, null, [],
        [new PointsEntered("penalty", Samples.Noon, "文号", "王五拒不覆盖裸土") { Number = 1, Command = "c1", At = Samples.Noon, By = Person }]);

    public static readonly ListPlace Place = new(
        CreditList.Black, 1, Samples.Source, "示例加油站", "gas-station", Samples.Town, 55, ["得分 55，低于 60"], new DateOnly(2021, 10, 1), 1, true);

    public static DrawnLists Lists(bool published) => new(
        1, Samples.Noon, Person, [Place, Place with { List = CreditList.Red, Source = "red-1", Kind = "site", Town = "371302002", Score = 100 }], "d", published ? Samples.Noon : null,
        published ? Person with { Id = "p8" } : null, published, "");
}

internal sealed class CreditStub(World world, string key) : ICreditGrain
{
    private string Id => key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private string Kind => key.StartsWith("truck/", StringComparison.Ordinal) ? MuckTruck.Kind : "gas-station";

    public Task<CreditView> Do(CreditCommand command, Actor by)
    {
        if ((world.CreditRefusal ?? (world.Duties is null ? null : Duties.Of(command, by, Kind == MuckTruck.Kind))) is { } refusal) throw new RefusedException(refusal);
        world.CreditTold.Add((key, command, by));
        return Task.FromResult(CreditSamples.View(Id, Kind, Period.Quarter(2021, 3)));
    }

    public Task<CreditView?> Get(string? period) => Task.FromResult(
        Id == "nobody" ? null : CreditSamples.View(Id, Kind, period is null || !Period.TryParse(period, out var read) ? Period.Quarter(2021, 3) : read!));

    public Task<FrozenHead?> Freeze(string period, string command, Actor by) => throw new NotSupportedException();

    public Task<CreditCheck?> Verify(string period, int revision) => Task.FromResult(revision == 1 ? new CreditCheck(1, "d", "d", 90, 90) : null);

    public Task<bool> Refresh() => throw new NotSupportedException();

    public Task Rehearse(CreditRehearsal[] script) => throw new NotSupportedException();
}

internal sealed class CreditQuarterStub(World world, string key) : ICreditQuarterGrain
{
    private static readonly QuarterView View = new(new QuarterClosing(Samples.Noon, Actor.OfTheSystem, "lanshan-default", 7, true, "d"), [CreditSamples.Lists(true), CreditSamples.Lists(false)]);

    public Task<QuarterView> Close(string command, Actor by) => Told(("close", command), by);

    public Task<QuarterView> Get() => Task.FromResult(View);

    public Task<QuarterView> Draw(string command, Actor by) => Told(("draw", command), by);

    public Task<QuarterView> Decide(string command, bool confirms, string reason, Actor by) => Told(("decide", command, confirms, reason), by);

    public Task<QuarterCheck> Verify() => Task.FromResult(new QuarterCheck(7, [], "d", "d"));

    private Task<QuarterView> Told(object what, Actor by)
    {
        if ((world.CreditRefusal ?? (world.Duties is null ? null : Duties.OfQuarter(by))) is { } refusal) throw new RefusedException(refusal);
        world.CreditTold.Add((key, what, by));
        return Task.FromResult(View);
    }
}

internal sealed class MuckTruckStub(World world, string key) : IMuckTruckGrain
{
    public Task Register(MuckTruck entry, string actor)
    {
        if (entry.Fault() is { } fault) throw new RefusedException(fault);
        world.CreditTold.Add((key, entry, Actor.OfTheSystem));
        return Task.CompletedTask;
    }

    public Task<MuckTruck?> Get() => Task.FromResult<MuckTruck?>(null);
}

/// <summary>Lists of credit that remember what they were asked, in the tables of the others.</summary>
internal sealed class CreditRowsStub(StoredRows rows) : ICreditQueries
{
    public Task<Page<CreditRow>> Credit(CreditFilter filter, PageRequest page, CancellationToken cancellation) => Give(page, filter, new CreditRow
    {
        Source = Samples.Source, Name = "=cmd|' /C calc'!A0", Kind = "gas-station", Town = Samples.Town, Department = "zhujian", AsOf = Samples.Noon, IsDemo = true,
        Statement = CreditSamples.Statement(Period.Quarter(2021, 3)),
    });

    public Task<Page<MuckTruckRow>> MuckTrucks(MuckTruckFilter filter, PageRequest page, CancellationToken cancellation) => Give(page, filter, new MuckTruckRow
    {
        Truck = new MuckTruck { Plate = "鲁QD12345", Fleet = "f1", IsClosed = true, RegisteredOn = new DateOnly(2021, 3, 1), Permit = "准1", PermitUntil = new DateOnly(2021, 12, 31) },
        Town = Samples.Town, Statement = CreditSamples.Statement(Period.Year(2021)), AsOf = Samples.Noon,
    });

    private Task<Page<T>> Give<T>(PageRequest page, object asked, T row)
    {
        if (rows.IsDown) throw new StoreUnavailableException("down");
        rows.Asked.Add(asked);
        rows.Pages.Add(page);
        return Task.FromResult(new Page<T>(page.Number == 1 ? [row] : [], rows.PretendedTotal ?? 1, page.Number, page.Size));
    }
}
