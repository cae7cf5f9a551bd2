using BlueSky.Districts;
using BlueSky.Sources;
using static BlueSky.Tasks.TaskBench;

namespace BlueSky.Tasks;

public sealed class MeasureTests
{
    private static readonly string[] Kinds = [.. SourceKindCatalog.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "source-kinds")).Kinds.Select(k => k.Code)];
    private static readonly TaskMeasures Measures = TaskMeasures.Load(SeedFolder.Lanshan, Plan, Kinds);
    private static readonly KeyAreas Areas = new(TaskBench.District);
    private static readonly DateTimeOffset Now = new(2021, 12, 1, 9, 0, 0, TimeSpan.FromHours(8));

    private static SourceFacts Source(
        string kind, GeoPoint? at = null, bool device = false, string address = "路 1 号", (string, decimal, DateTimeOffset)? record = null, int found = 0,
        int cleared = 0, string? size = null, Operation operation = Operation.InService, bool demo = false)
    {
        var entry = new SourceRegistration
        {
            Id = "s", Name = "源", Kind = kind, Town = TaskBench.Town, RegisteredOn = new DateOnly(2021, 1, 1), Location = at, Address = address, SizeClass = size,
            Operation = operation, Parameters = new Dictionary<string, decimal> { ["trucks"] = 7 }, IsDemo = demo,
        };
        var summary = new SourceSummary
        {
            SourceId = "s", Name = "源", Town = TaskBench.Town, Kind = kind, Version = 1, Status = SourceStatus.Normal, HasDevice = device, OpenBySeverity = [0, 0, 0, 0], AsOf = Now,
        };
        var records = new Dictionary<string, (decimal, DateTimeOffset)>();
        if (record is var (channel, value, when)) records[channel] = (value, when);
        return new SourceFacts(entry, summary, records, found, cleared);
    }

    private static ComputedProgress Count(int number, params SourceFacts[] sources) =>
        MeasureCount.Of(Measures.All.Single(m => m.Number == number), sources, Areas, 2021, Now);

    private static (decimal, decimal) Of(ComputedProgress progress) => (progress.Numerator, progress.Denominator);

    private static readonly GeoPoint AtStation = new(118.3429m, 35.0532m), FarAway = new(118.10m, 35.30m);

    [Fact]
    public void A_register_is_complete_as_far_as_its_entries_are() =>
        Assert.Equal((1m, 3m), Of(Count(46, Source("gas-station", AtStation), Source("gas-station"), Source("gas-station", AtStation, address: ""), Source("site", AtStation))));

    [Theory]
    [InlineData("2021-11-30", 1)]
    [InlineData("2021-12-01", 1)]
    [InlineData("2021-12-02", 2)]
    public void A_source_that_has_left_the_register_counts_no_more_from_the_day_it_left(string day, int sources)
    {
        var (stays, leaves) = (Source("gas-station", AtStation), Source("gas-station", AtStation, operation: Operation.Suspended));
        var left = leaves with { Registration = leaves.Registration with { DeregisteredOn = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture) } };
        Assert.Equal(sources, Of(Count(46, stays, left)).Item2);
    }

    [Fact]
    public void Coverage_counts_devices_of_sources_in_service_and_of_the_size_class() 
    {
        Assert.Equal((1m, 2m), Of(Count(2, Source("site", device: true), Source("site"), Source("site", operation: Operation.Suspended))));
        Assert.Equal((1m, 1m), Of(Count(54, Source("restaurant", device: true, size: "large"), Source("restaurant", size: "small"))));
    }

    [Fact]
    public void A_check_counts_in_its_own_year_and_a_cleaning_for_its_days()
    {
        Assert.Equal((1m, 2m), Of(Count(4,
            Source("site", record: ("washing@measure-Pass", 0, Now.AddMonths(-5))), Source("site", record: ("washing@measure-Pass", 1, Now.AddYears(-1))))));
        Assert.Equal((1m, 2m), Of(Count(55, Source("restaurant", record: ("cleaning-Done", 1, Now.AddDays(-30))), Source("restaurant", record: ("cleaning-Done", 1, Now.AddDays(-31))))));
    }

    [Fact]
    public void A_weighted_share_counts_whole_ones_and_an_unknown_share_is_none()
    {
        var share = Measures.All.Single(m => m.Number == 15) with { Form = MeasureForm.WeightedShare, Channel = "ClosedShare-Rtd", Weight = "trucks" };
        Assert.Equal((6m, 14m), Of(MeasureCount.Of(share, [Source("muck-truck-fleet", record: ("ClosedShare-Rtd", 95, Now)), Source("muck-truck-fleet")], Areas, 2021, Now)));
    }

    [Fact]
    public void Closed_trucks_are_counted_from_the_register_of_trucks() =>
        Assert.Equal((7m, 9m), Of(Count(15, Source("muck-truck-fleet") with { Trucks = 9, ClosedTrucks = 7 }, Source("muck-truck-fleet"))));

    [Fact]
    public void Problems_found_none_gives_no_percentage()
    {
        Assert.Equal((2m, 3m), Of(Count(59, Source("burning-spot", found: 3, cleared: 2))));
        Assert.Null(Count(59, Source("burning-spot")).Percent);
        Assert.Null(Count(59, Source("burning-spot")).Reached);
    }

    [Fact]
    public void The_three_lists_count_within_three_kilometres_of_a_main_urban_station()
    {
        var check = ("collection@measure-Pass", 1m, Now);
        Assert.Equal((1m, 2m), Of(Count(39, Source("dry-cleaner", AtStation, record: check), Source("dry-cleaner", AtStation), Source("dry-cleaner", FarAway, record: check), Source("dry-cleaner", record: check))));
        Assert.Equal(["1618A", "1619A", "3496A"], Areas.Stations.Select(s => s.Code));
        Assert.Equal("1618A", Areas.Of(AtStation)!.Value.Station.Code);
    }

    [Fact]
    public void A_hundred_percent_means_all() => Assert.Equal(99.9m, Count(2, [.. Enumerable.Range(0, 2_000).Select(i => Source("site", device: i > 0))]).Percent);

    [Fact]
    public void What_is_invented_is_counted_apart() => Assert.Equal(1, Count(2, Source("site", demo: true), Source("site")).Demo);

    [Theory]
    [InlineData("\n2,connected,site", "\n77,connected,site", 3, "number")]
    [InlineData("\n2,connected,site", "\n1,connected,site", 3, "number")]
    [InlineData("\n2,connected,site", "\n2,linked,site", 3, "measure")]
    [InlineData("\n2,connected,site", "\n2,connected,castle", 3, "kinds")]
    [InlineData("address location reference-station", "address height", 2, "needs")]
    [InlineData("15,closed-trucks,muck-truck-fleet,,,,,", "15,weighted-share,muck-truck-fleet,,,ClosedShare-Rtd,,", 8, "weight")]
    public void A_row_at_fault_is_named(string from, string to, int line, string column)
    {
        using var folder = new SeedFolder();
        folder.Replace("task-measures.csv", from, to);
        var faults = Assert.Throws<TaskPlanException>(() => TaskMeasures.Load(folder.Folder, Plan, Kinds)).Faults;
        Assert.Contains(faults, f => (f.Line, f.Column) == (line, column));
    }
}
