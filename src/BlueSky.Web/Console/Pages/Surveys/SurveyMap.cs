using BlueSky.Districts;
using BlueSky.Sources;
using BlueSky.Surveys;

namespace BlueSky.Web.Console;

/// <summary>How a part of a track looks: a colour that is none of the AQI's, and a line that differs in breadth and form.</summary>
/// <param name="Name">What it means, in Chinese.</param>
/// <param name="Colour">Colour.</param>
/// <param name="Line">solid, dashed or dotted.</param>
/// <param name="Width">Breadth, px.</param>
internal sealed record TrackStyle(string Name, string Colour, string Line, int Width);

/// <summary>Draws the way of a survey on the district's outline: ECharts' option.</summary>
internal static class SurveyMap
{
    private static readonly TrackStyle Over = new("超标路段", "#9c1c1c", "solid", 6), Within = new("达标路段", "#1f5f57", "solid", 3),
        Short = new("里程不足，不评价", "#0b4f8a", "dashed", 3), Nowhere = new("不在登记道路上", "#6b7a87", "dotted", 3);

    /// <summary>All styles, for the legend.</summary>
    public static readonly TrackStyle[] Styles = [Over, Within, Short, Nowhere];

    // A degree of longitude is so much shorter than one of latitude at 35° north: cos 35°.
    private const double Aspect = 0.819;
    private const double NearestZoom = 40;

    /// <summary>The option.</summary>
    public static object Of(SurveyDetail survey, DistrictBoundary boundary, Words words)
    {
        var roads = survey.Roads.ToDictionary(r => r.Load.Road, r => r.Load, StringComparer.Ordinal);
        var (centre, zoom) = View([.. survey.Track.SelectMany(p => p.Line)], boundary);
        return new
        {
            tooltip = new { trigger = "item", formatter = "{b}", renderMode = "richText" },
            geo = new
            {
                map = "ground", roam = true, silent = true, aspectScale = Aspect, center = new[] { centre.Longitude, centre.Latitude }, zoom, scaleLimit = new { min = 0.8, max = 200 },
                itemStyle = new { areaColor = "#ffffff", borderColor = "#3f5b73", borderWidth = 1.2 },
            },
            series = new object[]
            {
                new
                {
                    id = "way", type = "lines", coordinateSystem = "geo", polyline = true, z = 5,
                    data = survey.Track.Where(p => p.Line.Count > 1).Select(p => Piece(p, roads.GetValueOrDefault(p.Road), words)),
                },
            },
        };
    }

    private static object Piece(TrackPiece piece, RoadLoad? road, Words words)
    {
        var style = road is null ? Nowhere : !road.IsJudged ? Short : road.IsOver ? Over : Within;
        return new
        {
            name = road is null ? words[Nowhere.Name] : FormattableString.Invariant($"{road.Name} · {road.Load:0.00} g/m² · {words[style.Name]}"),
            coords = piece.Line.Select(at => new[] { at.Longitude, at.Latitude }), link = road is null ? null : "/sources/" + road.Road,
            lineStyle = new { color = style.Colour, width = style.Width, type = style.Line, opacity = 1 },
        };
    }

    // The whole district for an empty way, else so near that the way fills about two thirds of it.
    private static (GeoPoint Centre, double Zoom) View(IReadOnlyList<GeoPoint> way, DistrictBoundary boundary)
    {
        var (low, high) = (boundary.SouthWest, boundary.NorthEast);
        var whole = Math.Max((double)(high.Longitude - low.Longitude) * Aspect, (double)(high.Latitude - low.Latitude));
        if (way.Count > 0)
        {
            (low, high) = (new(way.Min(p => p.Longitude), way.Min(p => p.Latitude)), new(way.Max(p => p.Longitude), way.Max(p => p.Latitude)));
        }

        var seen = Math.Max((double)(high.Longitude - low.Longitude) * Aspect, (double)(high.Latitude - low.Latitude)) * 1.5;
        return (new GeoPoint((low.Longitude + high.Longitude) / 2, (low.Latitude + high.Latitude) / 2), Math.Clamp(whole / Math.Max(seen, 1e-6), 1, NearestZoom));
    }
}
