using BlueSky.Credit;
using BlueSky.Queries;
using BlueSky.Testing;
using Period = BlueSky.Assessment.Period;

namespace BlueSky.Storage;

/// <summary>What rows of credit promise, on both engines.</summary>
public abstract class CreditContract
{
    private static readonly Period Quarter = Period.Quarter(2026, 4);

    private protected abstract Task<Home> NewHome();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static CreditStatement Statement(decimal score, int deductions = 0, Period? period = null) => new(
        period ?? Quarter, "p", "d", 100, [.. Enumerable.Range(1, deductions).Select(i => new CreditLine($"l{i}", Some.Noon, "exceeding", "超标", -5, 95, "", "", "D"))],
        score, score < 60 ? "red" : "green", "", null);

    private static CreditRow Row(string source, decimal score, DateTimeOffset asOf, int revision = 0, string town = "t1", int deductions = 0, int pending = 0, bool differs = false) => new()
    {
        Source = source, Name = "演示 " + source, Kind = "site", Town = town, Department = "zhujian", Statement = Statement(score, deductions), Revision = revision,
        AsOf = asOf, Pending = pending, Differs = differs,
    };

    [Fact]
    public async Task Credit_is_listed_with_every_digit_filtered_sorted_and_paged_and_an_earlier_count_replaces_nothing()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        var (rows, queries) = (new CreditRows(store.Engine), new CreditQueries(store.Engine));
        await rows.Publish(Row("s1", 85.50m, Some.Noon.AddHours(1), deductions: 3), null);
        await rows.Publish(Row("s1", 99m, Some.Noon), null);
        await rows.Publish(Row("s2", 9m, Some.Noon, revision: 2, town: "t2", differs: true), Some.Noon.AddDays(1));
        await rows.Publish(Row("s3", 100m, Some.Noon, pending: 1), Some.Noon);

        async Task<string[]> Ids(CreditFilter filter, PageRequest? page = null) => [.. (await queries.Credit(filter, page ?? new(), Stop)).Items.Select(r => r.Source)];
        var q = Quarter.ToString();
        Assert.Equal(["s2", "s1", "s3"], await Ids(new(q)));
        Assert.Equal(["s3", "s1", "s2"], await Ids(new(q), new(Sort: "score", Descending: true)));
        Assert.Equal(["s1"], await Ids(new(q), new(2, 1)));
        Assert.Equal(["s2"], await Ids(new(q, Below: 60)));
        Assert.Equal(["s1", "s3"], await Ids(new(q, AtLeast: 85.5m)));
        Assert.Equal(["s2"], await Ids(new(q, Frozen: true, Differs: true, Town: "t2", Grade: "red")));
        Assert.Equal(["s1", "s3"], await Ids(new(q, Frozen: false, Department: "zhujian", Kind: "site")));
        Assert.Equal(["s3"], await Ids(new(q, Pending: true)));
        Assert.Equal(["s1"], await Ids(new(q, Text: "示 S1")));
        Assert.Empty(await Ids(new("2026-Q3")));
        var item = (await queries.Credit(new(q, Text: "s1"), new(), Stop)).Items[0];
        Assert.Equal("85.50", item.Statement.Score.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal((3, Quarter, Statement(85.5m, 3).Digest), (item.Statement.Deductions, item.Statement.Period, item.Statement.Digest));
        Assert.Equal(["s3", "s2"], (await rows.RefreshDue(Some.Noon.AddDays(1), 10)).Sources);
        Assert.Equal(["s3"], (await rows.RefreshDue(Some.Noon, 10)).Sources);
    }

    [Fact]
    public async Task A_change_that_comes_during_a_count_stays_due()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        var rows = new CreditRows(store.Engine);
        Task Decide(int step) => store.Publication.Publish(
            "v", ListsContract.Violation("s1", step, Sources.Severity.Violation, Some.Noon), null, [new(Some.Noon, "甲", "violation.accepted", "v", "", $"{step}", "", 1)]);
        await store.Publication.Publish("v", ListsContract.Violation("s1", 1, Sources.Severity.Violation, Some.Noon), null, []);
        Assert.Empty(await rows.Due(10));
        await Decide(2);
        var due = Assert.Single(await rows.Due(10));
        await Decide(3);
        await rows.Counted(due);
        var later = Assert.Single(await rows.Due(10));
        Assert.Equal(("s1", true), (later.Source, later.Mark > due.Mark));
        await rows.Counted(later);
        Assert.Empty(await rows.Due(10));
    }

    [Fact]
    public async Task Sources_without_an_account_are_found_and_sources_are_walked_through_in_order()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        var rows = new CreditRows(store.Engine);
        foreach (var (id, kind) in new[] { ("s1", "site"), ("s2", "air-station"), ("s3", "kiln"), ("s4", "site") })
            await store.Publication.Publish(ListsContract.Source(id, kind: kind), null);
        await rows.Publish(Row("s1", 100, Some.Noon), null);
        Assert.Equal(["s3", "s4"], await rows.Missing(Quarter.ToString(), ["air-station"], 10));
        Assert.Equal(["s1", "s2", "s3", "s4"], await rows.Missing("2026-Q3", [], 10));
        Assert.Equal(["s3"], await rows.SourcesAfter("s1", ["air-station"], 1));
        Assert.Equal("s4", (await rows.Source("s4"))!.Registration.Id);
        Assert.Null(await rows.Source("s5"));
        Assert.False(await rows.HasData("s1", Quarter.Start, Quarter.End));
        await store.Publication.Publish([ListsContract.Hour("s1", "a34002", 13, 1, 1)]);
        var day = Some.Noon.AddDays(-1);
        Assert.True(await rows.HasData("s1", day, day.AddDays(3)));
        Assert.False(await rows.HasData("s4", day, day.AddDays(3)));
    }

    [Fact]
    public async Task Muck_trucks_are_listed_by_plate_fleet_and_standing()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        var (rows, queries) = (new CreditRows(store.Engine), new CreditQueries(store.Engine));
        MuckTruckRow Truck(string plate, decimal points, bool closed, DateTimeOffset? outUntil = null) => new()
        {
            Truck = new MuckTruck { Plate = plate, Fleet = "f1", IsClosed = closed, RegisteredOn = new DateOnly(2026, 1, 1) }, Town = "t1",
            Statement = Statement(points, period: Period.Year(2026)), OutUntil = outUntil, AsOf = Some.Noon,
        };
        await rows.Publish(Truck("鲁Q12345", 12, true), Some.Noon);
        await rows.Publish(Truck("鲁QD12345", 0, false, Some.Noon.AddDays(10)), null);
        async Task<string[]> Plates(MuckTruckFilter filter, PageRequest? page = null) => [.. (await queries.MuckTrucks(filter, page ?? new(), Stop)).Items.Select(r => r.Truck.Plate)];
        Assert.Equal(["鲁Q12345", "鲁QD12345"], await Plates(new()));
        Assert.Equal(["鲁QD12345", "鲁Q12345"], await Plates(new(), new(Sort: "points")));
        Assert.Equal(["鲁Q12345"], await Plates(new(Closed: true, Fleet: "f1", Town: "t1", Retired: false)));
        Assert.Equal(["鲁QD12345"], await Plates(new(Out: true, Now: Some.Noon)));
        Assert.Equal(["鲁Q12345"], await Plates(new(Out: false, Now: Some.Noon)));
        Assert.Empty(await Plates(new(Out: true, Now: Some.Noon.AddDays(10))));
        Assert.Equal(["鲁QD12345"], await Plates(new(Text: "d1")));
        Assert.Equal(["鲁Q12345"], (await rows.RefreshDue(Some.Noon, 10)).Trucks);
    }
}

public sealed class SqliteCreditTests : CreditContract
{
    private protected override Task<Home> NewHome() => Task.FromResult<Home>(new SqliteHome());
}

public sealed class PostgresCreditTests(PostgresFixture postgres) : CreditContract
{
    private protected override async Task<Home> NewHome() => new PostgresHome(await postgres.NewDatabase());
}
