using BlueSky.Access;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Testing;
using BlueSky.Tests.Violations;
using Microsoft.Extensions.DependencyInjection;

namespace BlueSky.Credit;

public sealed class MuckTruckTests
{
    private const string Fleet = "371302-fleet-0001", Plate = "鲁QD12345";

    private static readonly Actor Enforcer = new("zhifa-1", "某人", new Unit(UnitKind.Department, "jiaojing", "市交警直属一大队"), Role.Officer);

    private static async Task<CreditTown> Start()
    {
        var town = await CreditTown.Start();
        var fleet = town.Silo.Grains.GetGrain<ISourceGrain>(Fleet);
        await fleet.Register(TestSilo.Entry(Fleet, MuckTruck.FleetKind), "system");
        await fleet.Summarise();
        return town;
    }

    private static MuckTruck Entry(string plate = Plate, bool closed = true) => new() { Plate = plate, Fleet = Fleet, IsClosed = closed, RegisteredOn = new DateOnly(2026, 1, 5), IsDemo = true };

    private static async Task<ICreditGrain> Truck(CreditTown town, string plate = Plate)
    {
        await town.Silo.Grains.GetGrain<IMuckTruckGrain>(plate).Register(Entry(plate), "system");
        return town.Silo.Grains.GetGrain<ICreditGrain>(CreditKey.OfTruck(plate));
    }

    private static async Task<MuckTruckRow> Row(CreditTown town) => Assert.Single((await town.Silo.Services.GetRequiredService<ICreditQueries>().MuckTrucks(
        new MuckTruckFilter(), new PageRequest(), TestContext.Current.CancellationToken)).Items);

    [Fact]
    public async Task A_truck_has_its_points_from_the_moment_it_is_registered_and_an_entry_that_is_wrong_is_refused()
    {
        await using var town = await Start();
        Task<string> Reason(string plate, MuckTruck entry) => Refusal(() => town.Silo.Grains.GetGrain<IMuckTruckGrain>(plate).Register(entry, "system"));
        Assert.Equal("bad-plate", await Reason("鲁Q1234", Entry("鲁Q1234")));
        Assert.Equal("plate", await Reason("鲁Q12345", Entry()));
        Assert.Equal("unknown-fleet", await Reason(Plate, Entry() with { Fleet = "371302-fleet-0002" }));
        await town.Site("371302-site-0001");
        Assert.Equal("unknown-fleet", await Reason(Plate, Entry() with { Fleet = "371302-site-0001" }));
        Assert.Equal("bad-plate", await Reason("鲁qd12345", Entry("鲁qd12345")));
        Assert.Equal("permit", await Reason(Plate, Entry() with { Permit = "兰渣准〔2026〕1号" }));
        await Truck(town);
        var row = await Row(town);
        Assert.Equal((12m, "normal", Case.Town.Code), (row.Statement.Score, row.Statement.Grade, row.Town));
        Assert.Equal(["muck-truck.registered"], await town.Audited(Plate));
    }

    [Fact]
    public async Task At_no_points_a_truck_is_out_for_six_months_over_the_turn_of_the_year_until_an_appeal_is_upheld()
    {
        await using var town = await Start();
        var truck = await Truck(town);
        var happened = town.Now.AddHours(-2);
        for (var i = 1; i <= 4; i++) await truck.Do(new EnterPoints($"e{i}", "spilling", happened, $"抓拍{i}", "抛洒"), Enforcer);
        await town.Restart();
        truck = town.Silo.Grains.GetGrain<ICreditGrain>(CreditKey.OfTruck(Plate));
        var row = await Row(town);
        Assert.Equal((0m, "out", happened.AddMonths(6)), (row.Statement.Score, row.Statement.Grade, row.OutUntil!.Value));
        Assert.Equal("no-unit", await Refusal(() => truck.Do(new EnterPoints("x", "spilling", happened, "抓拍", "抛洒"), Case.GridMember)));
        Assert.Equal("unknown-clause", await Refusal(() => truck.Do(new EnterPoints("x", "penalty", happened, "抓拍", "抛洒"), Enforcer)));

        await truck.Do(new FileAppeal("a1", "entry-4", "车牌识别有误", ""), Case.TownOfficer);
        town.Silo.Clock.Advance(TimeSpan.FromDays(60));
        Assert.Equal(2, await town.Watch.Round());
        row = await Row(town);
        Assert.Equal((12m, "normal", happened.AddMonths(6)), (row.Statement.Score, row.Statement.Grade, row.OutUntil!.Value));

        await truck.Do(new DecideAppeal("d1", 5, true, "属实"), Case.Commander);
        Assert.Null((await Row(town)).OutUntil);
        Assert.Equal(3m, (await truck.Get("2026"))!.Account.Score);
    }

    private static async Task<string> Refusal(Func<Task> what) => (await Assert.ThrowsAsync<RefusedException>(what)).Reason;
}
