using System.Globalization;
using BlueSky.AirQuality;

namespace BlueSky.Web.Console;

/// <summary>Options of ECharts for air quality. What is missing is a gap, never a zero.</summary>
internal static class AirCharts
{
    // Six hues that are none of the AQI's six.
    private static readonly string[] Hues = ["#0b4f8a", "#7a4b00", "#5b4a8a", "#1f5f57", "#3f5b73", "#a0522d"];
    private static readonly string[] Dashes = ["solid", "dashed", "dotted"];

    /// <summary>Concentrations by hour; CO on the axis to the right, because its unit is another.</summary>
    public static object Hours(IReadOnlyList<StationHourAnswer> hours, DateOnly day)
    {
        var byLabel = hours.ToDictionary(h => h.Time.UtcTicks);
        var labels = Enumerable.Range(1, 24).ToList();
        var start = new DateTimeOffset(day, TimeOnly.MinValue, Time.ChinaTime.Offset);
        return Lines(
            [.. labels.Select(h => string.Create(CultureInfo.InvariantCulture, $"{h:00}:00"))],
            pollutant => [.. labels.Select(h => byLabel.GetValueOrDefault(start.AddHours(h).UtcTicks)?.Of(pollutant))]);
    }

    /// <summary>Valid daily statistics of a month.</summary>
    public static object Days(IReadOnlyList<StationDayAnswer> days, DateOnly first, int count)
    {
        var byDay = days.ToDictionary(d => d.Day);
        var labels = Enumerable.Range(0, count).Select(first.AddDays).ToList();
        return Lines(
            [.. labels.Select(d => d.Day.ToString(CultureInfo.InvariantCulture))],
            pollutant => [.. labels.Select(d => byDay.GetValueOrDefault(d)?.Of(pollutant) is { IsValid: true } valid ? valid.Value : null)]);
    }

    /// <summary>Daily AQI of a month as bars in the colours of their levels.</summary>
    public static object DailyAqi(IReadOnlyList<StationDayAnswer> days, DateOnly first, int count)
    {
        var byDay = days.ToDictionary(d => d.Day);
        var labels = Enumerable.Range(0, count).Select(first.AddDays).ToList();
        return new
        {
            grid = new { left = 44, right = 12, top = 24, bottom = 28 },
            tooltip = new { trigger = "axis" },
            xAxis = new { type = "category", data = labels.Select(d => d.Day) },
            yAxis = new { type = "value", name = "AQI" },
            series = new[]
            {
                new
                {
                    name = "AQI", type = "bar", barMaxWidth = 26,
                    data = labels.Select(d => byDay.GetValueOrDefault(d)?.Aqi is { } aqi
                        ? new { value = (int?)aqi, itemStyle = new { color = Colour(AqiLevel.Of(aqi)), borderColor = "#5a6670", borderWidth = 0.5 } }
                        : null),
                },
            },
        };
    }

    /// <summary>Colour of a level, from the reference data.</summary>
    public static string Colour(AqiLevel level) => string.Create(CultureInfo.InvariantCulture, $"rgb({level.Red},{level.Green},{level.Blue})");

    private static object Lines(string[] labels, Func<Pollutant, decimal?[]> values) => new
    {
        color = Hues,
        grid = new { left = 48, right = 52, top = 48, bottom = 28 },
        tooltip = new { trigger = "axis" },
        legend = new { top = 0, type = "scroll" },
        xAxis = new { type = "category", data = labels },
        yAxis = new object[] { new { type = "value", name = "µg/m³" }, new { type = "value", name = "CO mg/m³", splitLine = new { show = false } } },
        series = AirWords.Order.Select((pollutant, i) => new
        {
            name = pollutant.Symbol(), type = "line", yAxisIndex = pollutant == Pollutant.CO ? 1 : 0, connectNulls = false, symbolSize = 4,
            lineStyle = new { width = 2, type = Dashes[i % Dashes.Length] }, data = values(pollutant),
        }),
    };
}
