using System.Text.Json;
using BlueSky.AirQuality;
using BlueSky.Districts;
using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>Draws the map: ECharts' option.</summary>
internal static class MapOption
{
    // How ECharts calls a symbol that is not filled; a path of many symbols does not know it.
    private const string Hollow = "empty";

    private const string Ink = "#16242f";

    // A degree of longitude is so much shorter than one of latitude at 35° north: cos 35°.
    private const double Aspect = 0.819;

    private static readonly string[] Middle = ["50%", "50%"], Dimensions = ["lng", "lat"];

    /// <summary>What the map is before any source or station is on it, as JSON in UTF-8.</summary>
    /// <param name="areas">Key areas.</param>
    /// <param name="words">Language.</param>
    public static byte[] Of(KeyAreas areas, Words words) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        tooltip = new { trigger = "item", renderMode = "richText" },
        geo = new
        {
            map = "ground", roam = true, silent = true, aspectScale = Aspect, layoutCenter = Middle, layoutSize = "96%", scaleLimit = new { min = 0.8, max = 40 },
            itemStyle = new { areaColor = "#ffffff", borderColor = "#3f5b73", borderWidth = 1.2 },
            regions = areas.Stations.Select(s => new
            {
                name = MapGround.NameOf(s), itemStyle = new { areaColor = "rgba(11,79,138,.07)", borderColor = "#0b4f8a", borderWidth = 1, borderType = "dashed" },
            }),
        },
        series = Enum.GetValues<SourceStatus>().OrderBy(s => StatusStyle.Of(s).Order).Select(s => Sources(s, words)),
    });

    /// <summary>The stations, as JSON in UTF-8.</summary>
    /// <param name="district">The district.</param>
    /// <param name="stations">Newest hour of the stations; empty while it is not known.</param>
    /// <param name="words">Language.</param>
    public static byte[] Stations(District district, IReadOnlyList<StationNow> stations, Words words) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        id = "stations", name = words["空气站"], type = "scatter", coordinateSystem = "geo", symbol = "rect", symbolSize = 12, z = 20, silent = true,
        // Opaque, so that the colour of a level is the standard's.
        itemStyle = new { color = "#ffffff", borderColor = Ink, borderWidth = 2, opacity = 1 },
        data = district.Stations.Where(s => s.Location is not null).Select(s => Station(s, SideOf(s, district), stations.FirstOrDefault(n => n.Code == s.Code)?.Hour?.Aqi, words)),
    });

    // One path for all of a status: a shape for each of thousands of sources takes a browser longer than a person waits.
    private static object Sources(SourceStatus status, Words words)
    {
        var style = StatusStyle.Of(status);
        var (symbol, isHollow) = style.Symbol.StartsWith(Hollow, StringComparison.Ordinal) ? (style.Symbol[Hollow.Length..].ToLowerInvariant(), true) : (style.Symbol, false);
        return new
        {
            id = MapWire.SeriesOf(status), name = status.Of(words), type = "scatter", coordinateSystem = "geo", symbol, symbolSize = symbol == "pin" ? 18 : 10, largeThreshold = 0,
            itemStyle = new { color = isHollow ? "#ffffff" : style.Colour, borderColor = isHollow ? style.Colour : "#ffffff", borderWidth = 1 }, z = 2 + style.Order,
            dimensions = Dimensions, data = Array.Empty<object>(),
        };
    }

    /// <summary>On which side of a station its label stands: away from the station next to it, so that neither covers the other.</summary>
    internal static string SideOf(AirStation station, District district) =>
        district.Stations.Where(s => s.Code != station.Code && s.Location is not null).MinBy(s => GreatCircle.Kilometres(station.Location!.Value, s.Location!.Value)) is { } next
            && next.Location!.Value.Longitude > station.Location!.Value.Longitude ? "left" : "right";

    // The colour of its level only where there is a value; what is missing is grey and says so.
    private static object Station(AirStation station, string side, int? aqi, Words words)
    {
        var level = aqi is { } value ? AqiLevel.Of(value) : null;
        return new
        {
            name = station.Name,
            value = new[] { station.Location!.Value.Longitude, station.Location.Value.Latitude },
            label = new
            {
                show = true, position = side, distance = 5, padding = new[] { 3, 6 }, borderRadius = 3, fontSize = 12, fontWeight = "bold",
                formatter = $"{station.Name} {(aqi is { } shown ? "AQI " + shown : words["无数据"])}", borderColor = Ink, borderWidth = 0.5,
                backgroundColor = level is null ? "#e5e9ed" : $"rgb({level.Red},{level.Green},{level.Blue})", color = level is null ? "#4a5a67" : Parts.AqiBadge.InkOn(level),
            },
        };
    }
}
