using System.Text.Json;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Web.Console;

namespace BlueSky.Web.Tests;

public sealed class MapTests
{
    private static readonly GeoPoint Here = new(118.3429m, 35.0532m);
    private static readonly KeyAreas Areas = new(Samples.District);

    [Fact]
    public void The_ring_of_a_key_area_lies_where_the_rule_ends() => Assert.All(
        MapGround.Circle(Here, KeyAreas.RadiusKilometres), point => Assert.InRange(GreatCircle.Kilometres(Here, point), 2.99, 3.01));

    [Fact]
    public void The_ground_is_the_districts_outline_and_a_closed_ring_for_each_key_area()
    {
        var boundary = DistrictBoundary.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "lanshan"));
        using var ground = JsonDocument.Parse(MapGround.Of(boundary, Areas));
        var features = ground.RootElement.GetProperty("features").EnumerateArray().ToList();

        Assert.Equal(["outline", "area-1618A"], features.Select(f => f.GetProperty("properties").GetProperty("name").GetString()));
        var ring = features[1].GetProperty("geometry").GetProperty("coordinates")[0][0].EnumerateArray().Select(p => (p[0].GetDecimal(), p[1].GetDecimal())).ToList();
        Assert.Equal(ring[0], ring[^1]);
    }

    [Fact]
    public void The_labels_of_two_stations_stand_away_from_each_other()
    {
        var (west, east) = (new AirStation("W", "西站", new(118.30m, 35.05m), null, "D"), new AirStation("E", "东站", new(118.34m, 35.05m), null, "D"));
        var district = Samples.District with { Stations = [west, east, new AirStation("N", "无位置", null, null, "D")] };
        Assert.Equal(("left", "right"), (MapOption.SideOf(west, district), MapOption.SideOf(east, district)));
        Assert.Equal("right", MapOption.SideOf(west, district with { Stations = [west] }));
    }

    [Fact]
    public async Task Sources_without_a_position_are_counted_and_those_in_a_key_area_told_apart()
    {
        var rows = new StoredRows();
        foreach (var (id, at) in new (string, GeoPoint?)[] { ("s-1", Here), ("s-2", new(118.40m, 35.0532m)), ("s-3", null) })
        {
            var entry = Samples.Registration(id) with { Location = at };
            rows.SourceRows.Add(new(entry, Samples.Summary(entry)));
        }

        var map = await new MapReader(rows, Areas).Sources(new SourceFilter(), TestContext.Current.CancellationToken);

        Assert.Equal((3, 1, 1, 0), (map.Total, map.WithoutPosition, map.InKeyAreas, map.LeftOut));
        Assert.Equal(["s-1", "s-2"], map.Points.Select(p => p.Id));
    }

    [Fact]
    public void No_status_has_a_colour_of_the_AQI_and_none_looks_like_another_both_in_colour_and_shape()
    {
        var styles = Enum.GetValues<SourceStatus>().Select(StatusStyle.Of).ToList();
        var aqi = AirQuality.AqiLevel.All.Select(l => $"#{l.Red:x2}{l.Green:x2}{l.Blue:x2}").ToList();
        Assert.DoesNotContain(styles, s => aqi.Contains(s.Colour));
        Assert.Equal(styles.Count, styles.Select(s => (s.Colour, s.Mark)).Distinct().Count());
    }
}
