using BlueSky.Sources;
using CsCheck;

namespace BlueSky.Districts;

public sealed class KeyAreasTests
{
    private static readonly District District = new(
        "371302", "兰山区", [new("a", "主城", "street", "A", "S"), new("b", "周边", "town", "B", "S")], [],
        [
            new("1", "西", new(118.30m, 35.05m), "a", "S"), new("2", "东", new(118.34m, 35.05m), "a", "S"), new("3", "周边站", new(118.32m, 35.05m), "b", "S"),
            new("4", "未查明", null, "a", "D"),
        ]);

    private static readonly KeyAreas Areas = new(District);

    [Fact]
    public void A_point_between_two_stations_lies_in_both_areas_nearest_first()
    {
        // 1' of longitude at 35.05° N is 1.519 km: 118.325 lies 2.28 km from the western and 1.37 km from the eastern station.
        var areas = Areas.AllOf(new GeoPoint(118.325m, 35.05m));

        Assert.Equal([("2", 1.37), ("1", 2.28)], areas.Select(a => (a.Station.Code, Math.Round(a.Kilometres, 2))));
    }

    [Fact]
    public void Stations_outside_the_main_urban_area_and_those_without_a_position_have_no_area() =>
        Assert.Equal(["1", "2"], Areas.Stations.Select(s => s.Code));

    [Fact]
    public void The_nearest_area_is_the_first_of_all_and_none_reaches_beyond_three_kilometres() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 1000]).Sample((east, north) =>
        {
            var point = new GeoPoint(118.25m + (east * 0.0002m), 34.98m + (north * 0.00014m));
            var all = Areas.AllOf(point);
            Assert.Equal(all.Select(a => a.Station.Code).FirstOrDefault(), Areas.Of(point)?.Station.Code);
            Assert.All(all, a => Assert.True(a.Kilometres <= KeyAreas.RadiusKilometres));
            Assert.Equal(Areas.Stations.Count(s => GreatCircle.Kilometres(point, s.Location!.Value) <= KeyAreas.RadiusKilometres), all.Count);
        });

    [Theory]
    [InlineData("118.2672", 1)]
    [InlineData("118.2670", 0)]
    public void An_area_ends_three_kilometres_from_its_station(string longitude, int areas) => // 2.99 and 3.01 km west of the western station
        Assert.Equal(areas, Areas.AllOf(new GeoPoint(decimal.Parse(longitude, System.Globalization.CultureInfo.InvariantCulture), 35.05m)).Count);

    [Fact]
    public void What_has_no_position_lies_nowhere() => Assert.Empty(Areas.AllOf(null));
}
