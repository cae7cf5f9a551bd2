using BlueSky.Sources;
using BlueSky.Surveys;
using CsCheck;

namespace BlueSky.Tests.Surveys;

/// <summary>
/// Road dust surveys (走航): source-limits.md section 6 – the value of a road is the length-weighted mean of its points [D], main road 0.6, minor road
/// 1.0, back street 1.5 g/m² [K], and a road over its limit gets an order; 2021 plan, ledger 10 names the order (督办单) and no figure [T].
/// </summary>
public sealed class RoadMatchingTests
{
    private static readonly string Seeds = Path.Combine(AppContext.BaseDirectory, "seeds");
    private static readonly SurveyPolicy Policy = SurveyPolicy.Load(Path.Combine(Seeds, "violations"));
    private static readonly SourceKind Kind = SourceKindCatalog.Load(Path.Combine(Seeds, "source-kinds"))["road"];
    private static readonly DateOnly Day = new(2026, 11, 10);

    // Eastward along a parallel; 0.0001° are 9.1 m here.
    private static SourceRegistration Road(string id, decimal latitude = 35.06m, string size = "main") => new()
    {
        Id = id, Name = "演示道路", Kind = "road", Town = "371302001", SizeClass = size, RegisteredOn = Day,
        Path = [new(118.34m, latitude), new(118.345m, latitude), new(118.35m, latitude)],
    };

    private static TrackPoint At(int step, decimal load, decimal latitude = 35.06m) => new(new GeoPoint(118.34m + (step * 0.0001m), latitude), load);

    private static List<TrackPoint> Track(int from, int to, decimal load, decimal latitude = 35.06m) => [.. Enumerable.Range(from, to - from + 1).Select(i => At(i, load, latitude))];

    private static TrackResult Match(IReadOnlyList<TrackPoint> track, params SourceRegistration[] roads) => RoadMatching.Match(track, roads, Kind, Day, Policy);

    [Theory]
    [InlineData("main", 0.6, false)]
    [InlineData("main", 0.61, true)]
    [InlineData("minor", 1.0, false)]
    [InlineData("minor", 1.01, true)]
    [InlineData("back-street", 1.5, false)]
    [InlineData("back-street", 1.51, true)]
    public void A_road_over_the_limit_of_its_class_gets_an_order_and_at_the_limit_none(string size, double load, bool isOver)
    {
        var road = Assert.Single(Match(Track(0, 20, (decimal)load), Road("r", size: size)).Roads);
        Assert.Equal((isOver, (decimal)load, "K"), (road.IsOver, road.Load, road.Mark));
        Assert.Contains("背街小巷 1.5", road.Citation, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mean_is_weighted_by_length_and_not_by_the_number_of_points()
    {
        // 100 steps with a point at each, then 100 steps with a point at every tenth: as much road, a tenth of the points.
        List<TrackPoint> track = [.. Track(0, 49, 0.2m), .. Enumerable.Range(0, 6).Select(i => At(50 + (i * 10), 1.0m))];
        var road = Assert.Single(Match(track, Road("r")).Roads);
        Assert.InRange(road.Load, 0.58m, 0.62m);
        Assert.Equal(56, road.Points);
        Assert.InRange(road.Metres, 905m, 915m);
    }

    [Fact]
    public void Points_on_no_road_are_reported_with_their_share_of_the_way()
    {
        List<TrackPoint> track = [.. Track(0, 30, 0.5m), .. Track(30, 60, 5m, 35.062m)];
        var found = Match(track, Road("r"));
        Assert.Equal((62, 31), (found.Points, found.UnmatchedPoints));
        Assert.Equal(0.5m, found.UnmatchedShare);
        Assert.Equal(0.5m, Assert.Single(found.Roads).Load);
    }

    [Fact]
    public void A_point_belongs_to_the_nearest_road_and_to_none_beyond_the_distance()
    {
        var (north, south) = (Road("north", 35.0604m), Road("south"));
        Assert.Equal(["south"], Match(Track(0, 20, 1m, 35.0601m), north, south).Roads.Select(r => r.Road));
        Assert.Equal(["north"], Match(Track(0, 20, 1m, 35.0603m), north, south).Roads.Select(r => r.Road));
        // 0.0003° are 33 m.
        Assert.Empty(Match(Track(0, 20, 1m, 35.0597m), north, south).Roads);
        Assert.Empty(Match(Track(0, 20, 1m), south with { Path = [] }).Roads);
    }

    [Fact]
    public void A_gap_and_a_vehicle_that_stands_weigh_nothing()
    {
        var standing = Enumerable.Repeat(At(20, 9m), 500);
        Assert.Equal(Match(Track(0, 20, 1m), Road("r")).Metres, Match([.. Track(0, 19, 1m), .. standing], Road("r")).Metres);

        // 20 steps, then nothing for 270 m, then 20 steps.
        var found = Match([.. Track(0, 20, 0.4m), .. Track(50, 70, 0.8m)], Road("r"));
        Assert.Equal(0.6m, Assert.Single(found.Roads).Load, 4);
        Assert.InRange(found.Metres, 362m, 366m);
    }

    [Fact]
    public void A_road_of_which_too_little_was_surveyed_is_not_judged()
    {
        var road = Assert.Single(Match(Track(0, 10, 9m), Road("r")).Roads);
        Assert.Equal((false, false), (road.IsJudged, road.IsOver));
        Assert.Empty(Match([At(5, 9m)], Road("r")).Roads);
        Assert.Equal(0, Match([], Road("r")).UnmatchedShare);
    }

    [Fact]
    public void Whatever_the_track_the_mean_lies_between_its_loads_and_is_the_same_the_other_way_round() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 200]).Array[2, 80].Sample(points =>
        {
            List<TrackPoint> track = [.. points.Select(p => At(p.Item1, p.Item2 / 100m))];
            var there = Match(track, Road("r"));
            track.Reverse();
            var back = Match(track, Road("r"));
            Assert.Equal(there.Metres, back.Metres);
            foreach (var (a, b) in there.Roads.Zip(back.Roads))
            {
                Assert.InRange(a.Load - b.Load, -0.00001m, 0.00001m);
                Assert.InRange(a.Load, track.Min(t => t.Load), track.Max(t => t.Load));
            }
        });

    [Fact]
    public void Whatever_the_track_each_metre_is_on_a_road_or_unmatched() =>
        Gen.Select(Gen.Int[-40, 140], Gen.Int[0, 3]).Array[2, 80].Sample(points =>
        {
            var found = Match([.. points.Select(p => At(p.Item1, 1m, 35.06m + (p.Item2 * 0.0002m)))], Road("a"), Road("b", 35.0606m));
            // Roads and the whole are rounded to a tenth of a metre, the share to four decimals.
            Assert.InRange(found.Metres - found.Roads.Sum(r => r.Metres) - (found.Metres * found.UnmatchedShare), -1m, 1m);
            Assert.Equal(points.Length, found.Points);
        });
}
