using System.Runtime.InteropServices;
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

    // As the page names them to the browser: by place.
    private static readonly string[] Series = [.. Enum.GetValues<SourceStatus>().Select(MapWire.SeriesOf)];

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

        var map = await new MapReader(rows, new MapRegister(rows, Areas, TimeProvider.System), Areas).Sources(new SourceFilter(), TestContext.Current.CancellationToken);

        Assert.Equal((3, 1, 1, 0), (map.Total, map.WithoutPosition, map.InKeyAreas, map.LeftOut));
        Assert.Equal(["s-1", "s-2"], map.Points.Select(p => p.Id));
    }

    [Fact]
    public void A_browser_is_told_each_source_once_and_then_only_which_are_shown()
    {
        var wire = new MapWire();
        MapPoint[] points = [.. Enumerable.Range(1, 3_000).Select(i => Point($"s-{i:0000}", i % 3 == 0 ? SourceStatus.Violating : SourceStatus.Normal))];
        var (first, all) = (Told(wire.To(Map(points)))!, points.Length);
        Assert.Equal(all, first.More.Count);
        Assert.Equal((2_000, 1_000), (first.Now["source-Normal"].Length, first.Now["source-Violating"].Length));
        Assert.Equal(("s-0003", "演示 s-0003", Here), first.More[first.Now["source-Violating"][0]]);
        Assert.Null(wire.To(Map(points)));

        var few = Told(wire.To(Map(points[..10])))!;
        Assert.Empty(few.More);
        Assert.Equal(["s-0003", "s-0006", "s-0009"], few.Now["source-Violating"].Select(n => first.More[n].Id));

        var back = wire.To(Map(points))!;
        Assert.InRange(back.Show.Length, 1, 20_000);
        Assert.Null(back.Names);
        Assert.Equal(first.Now.Values.Select(n => n.Length), Told(back)!.Now.Values.Select(n => n.Length));
    }

    [Fact]
    public void A_source_whose_status_name_or_place_is_another_is_shown_as_it_is_now()
    {
        var wire = new MapWire();
        wire.To(Map(Point("s-1", SourceStatus.Normal), Point("s-2", SourceStatus.Normal)));

        var violates = Told(wire.To(Map(Point("s-1", SourceStatus.Normal), Point("s-2", SourceStatus.Violating))))!;
        Assert.Empty(violates.More);
        Assert.Equal([0], violates.Now["source-Normal"]);
        Assert.Equal([1], violates.Now["source-Violating"]);

        var renamed = Told(wire.To(Map(Point("s-1", SourceStatus.Normal) with { Name = "改名" }, Point("s-2", SourceStatus.Violating))))!;
        Assert.Equal("改名", Assert.Single(renamed.More).Name);
        Assert.Equal([2], renamed.Now["source-Normal"]);
        Assert.DoesNotContain("source-Violating", renamed.Now.Keys);
    }

    [Fact]
    public void A_browser_that_knows_too_many_begins_anew_with_what_is_shown()
    {
        var wire = new MapWire();
        for (var i = 0; i <= MapWire.MostKnown / 5_000; i++) Assert.False(Told(wire.To(Map([.. Enumerable.Range(0, 5_000).Select(n => Point($"s-{i}-{n}", SourceStatus.Normal))])))!.Anew);

        var anew = Told(wire.To(Map(Point("s-1", SourceStatus.Offline))))!;
        Assert.True(anew.Anew);
        Assert.Single(anew.More);
        Assert.Equal([0], anew.Now["source-Offline"]);
        Assert.Empty(anew.Now["source-Normal"]);
    }

    private static MapPoint Point(string id, SourceStatus status) => new(id, "演示 " + id, status, Here);

    private static MapSources Map(params MapPoint[] points) => new(points, points.Length, 0, 0);

    // Reads it as map.js does.
    private static Message? Told(MapTold? told)
    {
        if (told is null) return null;
        var said = MemoryMarshal.Cast<byte, int>(told.Show);
        var names = told.Names is null ? [] : JsonSerializer.Deserialize<string[][]>(told.Names)!;
        Assert.Equal(said[1], names.Length);
        var (more, now) = (new List<(string Id, string Name, GeoPoint At)>(), new Dictionary<string, int[]>());
        for (var i = 0; i < names.Length; i++) more.Add((names[i][0], names[i][1], new(said[2 + (2 * i)] / MapWire.Degree, said[3 + (2 * i)] / MapWire.Degree)));
        for (var at = 2 + (2 * names.Length); at < said.Length; at += 2 + said[at + 1]) now[Series[said[at]]] = said.Slice(at + 2, said[at + 1]).ToArray();
        return new(said[0] == 1, more, now);
    }

    private sealed record Message(bool Anew, List<(string Id, string Name, GeoPoint At)> More, Dictionary<string, int[]> Now);

    [Fact]
    public void No_status_has_a_colour_of_the_AQI_and_none_looks_like_another_both_in_colour_and_shape()
    {
        var styles = Enum.GetValues<SourceStatus>().Select(StatusStyle.Of).ToList();
        var aqi = AirQuality.AqiLevel.All.Select(l => $"#{l.Red:x2}{l.Green:x2}{l.Blue:x2}").ToList();
        Assert.DoesNotContain(styles, s => aqi.Contains(s.Colour));
        Assert.Equal(styles.Count, styles.Select(s => (s.Colour, s.Mark)).Distinct().Count());
    }
}
