using BlueSky.AirQuality;
using BlueSky.Districts;
using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>Draws the map: ECharts' option.</summary>
internal static class MapOption
{
    private const string Ink = "#16242f";

    // A degree of longitude is so much shorter than one of latitude at 35° north: cos 35°.
    private const double Aspect = 0.819;

    /// <summary>The option.</summary>
    /// <param name="sources">Sources.</param>
    /// <param name="district">The district.</param>
    /// <param name="stations">Newest hour of the stations; empty while it is not known.</param>
    /// <param name="areas">Key areas.</param>
    /// <param name="words">Language.</param>
    public static object Of(MapSources sources, District district, IReadOnlyList<StationNow> stations, KeyAreas areas, Words words)
    {
        var series = Enum.GetValues<SourceStatus>().OrderBy(s => StatusStyle.Of(s).Order).Select(s => Sources(s, sources, words)).Append(Stations(district, stations, words));
        return new
        {
            tooltip = new { trigger = "item", formatter = "{b}", renderMode = "richText" },
            geo = new
            {
                map = "ground", roam = true, silent = true, aspectScale = Aspect, layoutCenter = new[] { "50%", "50%" }, layoutSize = "96%", scaleLimit = new { min = 0.8, max = 40 },
                itemStyle = new { areaColor = "#ffffff", borderColor = "#3f5b73", borderWidth = 1.2 },
                regions = areas.Stations.Select(s => new
                {
                    name = MapGround.NameOf(s), itemStyle = new { areaColor = "rgba(11,79,138,.07)", borderColor = "#0b4f8a", borderWidth = 1, borderType = "dashed" },
                }),
            },
            series,
        };
    }

    private static object Sources(SourceStatus status, MapSources sources, Words words)
    {
        var style = StatusStyle.Of(status);
        var word = status.Of(words);
        return new
        {
            id = "source-" + status, name = word, type = "scatter", coordinateSystem = "geo", symbol = style.Symbol, symbolSize = style.Symbol == "pin" ? 18 : 10,
            cursor = "pointer", itemStyle = new { color = style.Colour, borderColor = style.Symbol.StartsWith("empty", StringComparison.Ordinal) ? style.Colour : "#ffffff", borderWidth = 1 }, z = 2 + style.Order,
            data = sources.Points.Where(p => p.Status == status).Select(p => new
            {
                name = $"{p.Name} · {word}", value = new[] { p.At.Longitude, p.At.Latitude }, link = "/sources/" + p.Id,
            }),
        };
    }

    private static object Stations(District district, IReadOnlyList<StationNow> stations, Words words) => new
    {
        id = "stations", name = words["空气站"], type = "scatter", coordinateSystem = "geo", symbol = "rect", symbolSize = 12, z = 20, silent = true,
        // Opaque, so that the colour of a level is the standard's.
        itemStyle = new { color = "#ffffff", borderColor = Ink, borderWidth = 2, opacity = 1 },
        data = district.Stations.Where(s => s.Location is not null).Select(s => Station(s, SideOf(s, district), stations.FirstOrDefault(n => n.Code == s.Code)?.Hour?.Aqi, words)),
    };

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
