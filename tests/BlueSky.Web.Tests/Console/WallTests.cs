using BlueSky.Districts;
using BlueSky.Sources;
using BlueSky.Web.Console;

namespace BlueSky.Web.Tests.Console;

public class WallTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 25, 8, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void The_panels_follow_each_other_and_begin_again()
    {
        var rotation = new WallRotation(Start);
        var seen = new List<WallPanel> { rotation.Panel };
        for (var i = 1; i <= 3; i++)
        {
            Assert.False(rotation.Tick(Start + (i * WallRotation.Each) - TimeSpan.FromSeconds(1)));
            Assert.True(rotation.Tick(Start + (i * WallRotation.Each)));
            seen.Add(rotation.Panel);
        }

        Assert.Equal([WallPanel.Map, WallPanel.Ranking, WallPanel.Air, WallPanel.Map], seen);
    }

    [Fact]
    public void A_panel_that_the_address_names_is_held_until_it_names_none()
    {
        var rotation = new WallRotation(Start);
        rotation.Obey(WallPanel.Air, Start);

        Assert.True(rotation.IsHeld);
        Assert.False(rotation.Tick(Start + (10 * WallRotation.Each)));
        Assert.Equal(WallPanel.Air, rotation.Panel);

        rotation.Obey(null, Start + (10 * WallRotation.Each));
        Assert.True(rotation.Tick(Start + (11 * WallRotation.Each)));
    }

    [Theory]
    [InlineData(" ", WallPanel.Map)]
    [InlineData("ArrowRight", WallPanel.Ranking)]
    [InlineData("ArrowLeft", WallPanel.Air)]
    [InlineData("3", WallPanel.Air)]
    public void A_key_holds_a_panel(string key, WallPanel expected)
    {
        Assert.True(new WallRotation(Start).Press(key, out var held));
        Assert.Equal(expected, held);
    }

    [Fact]
    public void Space_lets_a_held_wall_run_again_and_other_keys_mean_nothing()
    {
        var rotation = new WallRotation(Start);
        rotation.Obey(WallPanel.Ranking, Start);

        Assert.True(rotation.Press(" ", out var held));
        Assert.Null(held);
        Assert.False(rotation.Press("x", out _));
        Assert.False(rotation.Press("9", out _));
        Assert.False(rotation.Press("0", out _));
    }

    [Fact]
    public void The_district_fills_the_map_without_leaving_it_and_north_is_up()
    {
        var boundary = DistrictBoundary.Load(Seeds());
        var map = new WallMap(boundary);
        var places = boundary.Rings.SelectMany(r => r).Select(map.Place).ToList();

        Assert.All(places, p =>
        {
            Assert.InRange(p.X, 39.9, WallMap.Width - 39.9);
            Assert.InRange(p.Y, 39.9, WallMap.Height - 39.9);
        });
        var (wide, tall) = (places.Max(p => p.X) - places.Min(p => p.X), places.Max(p => p.Y) - places.Min(p => p.Y));
        Assert.True(Math.Abs(wide - (WallMap.Width - 80)) < 0.1 || Math.Abs(tall - (WallMap.Height - 80)) < 0.1);
        var (south, north) = (map.Place(boundary.SouthWest), map.Place(boundary.NorthEast));
        Assert.True(north.Y < south.Y && north.X > south.X);
    }

    [Fact]
    public void Dots_are_one_path_and_the_outline_is_closed()
    {
        var map = new WallMap(DistrictBoundary.Load(Seeds()));
        var dots = map.Dots([new GeoPoint(118.34m, 35.05m), new GeoPoint(118.30m, 35.06m)]);

        Assert.Equal(2, dots.Split('M').Length - 1);
        Assert.Equal(2, dots.Split("h0").Length - 1);
        Assert.EndsWith("Z", map.Outline(), StringComparison.Ordinal);
    }

    private static string Seeds([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "seeds", "lanshan"));
}
