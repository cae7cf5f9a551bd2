using System.Globalization;
using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Web.Console;

/// <summary>Draws a chart of one factor: ECharts' option.</summary>
internal static class FactorChartOption
{
    private const string Line = "#0b4f8a", Limit = "#9c1c1c", Ink = "#4a5a67";

    /// <summary>The option.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="name">Name of the factor.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="words">Language.</param>
    public static object Of(FactorChart chart, string name, string unit, Words words)
    {
        var series = new List<object>
        {
            new
            {
                name, type = "line", showSymbol = chart.Points.Count < 60, symbolSize = 5, lineStyle = new { width = 1.6, color = Line }, itemStyle = new { color = Line },
                connectNulls = false, data = Values(chart), markArea = Areas(chart, words),
            },
        };
        series.AddRange(chart.Limits.Select(limit => LimitLines(limit, words)).SelectMany(lines => lines));
        return new
        {
            // Times are given as China's clock shows them and drawn as if they were UTC, so no browser moves them to its own zone.
            useUTC = true,
            grid = new { left = 60, right = 20, top = 44, bottom = 58 },
            legend = new { top = 0, type = "scroll", textStyle = new { color = Ink } },
            tooltip = new { trigger = "axis" },
            xAxis = new { type = "time", min = At(chart.Period.From), max = At(chart.Period.To), axisLabel = new { color = Ink, hideOverlap = true } },
            yAxis = new { type = "value", name = unit, nameTextStyle = new { color = Ink, align = "left" }, axisLabel = new { color = Ink }, scale = true },
            dataZoom = new object[] { new { type = "slider", height = 18, bottom = 8, brushSelect = false } },
            series,
        };
    }

    /// <summary>A limit in words, e.g. 小时限值 150.</summary>
    public static string NameOf(LimitRow row, bool isLower, Words words)
    {
        var what = row.Averaging.Kind switch
        {
            AveragingKind.Hour => words["小时"],
            AveragingKind.Minutes => words["{0} 分钟均值", row.Averaging.Minutes],
            _ => words["瞬时"],
        };
        var level = row.Level.Length > 0 ? $"（{row.Level}）" : "";
        return what + (isLower ? words["下限"] : words["限值"]) + level + " " + Number(isLower ? row.Lower : row.Upper);
    }

    private static IEnumerable<object> LimitLines(LimitSpan limit, Words words)
    {
        foreach (var (bound, isLower) in new[] { (limit.Row.Upper, false), (limit.Row.Lower, true) })
        {
            if (bound is not { } value) continue;
            yield return new
            {
                name = NameOf(limit.Row, isLower, words), type = "line", symbol = "none", silent = true, itemStyle = new { color = Limit },
                lineStyle = new { type = "dashed", width = 1.4, color = Limit }, data = new object[] { new object[] { At(limit.From), value }, new object[] { At(limit.To), value } },
            };
        }
    }

    private static List<object?[]> Values(FactorChart chart)
    {
        var longest = LongestStep(chart);
        var values = new List<object?[]>(chart.Points.Count);
        DateTimeOffset? before = null;
        foreach (var point in chart.Points)
        {
            // Nothing is drawn across a time without data.
            if (before is { } last && point.At - last > longest) values.Add([At(last + longest), null]);
            values.Add([At(point.At), point.IsUsable ? point.Value : null]);
            before = point.At;
        }

        return values;
    }

    // An hour for hours; for readings three times their usual distance.
    private static TimeSpan LongestStep(FactorChart chart)
    {
        if (!chart.Period.IsRaw) return TimeSpan.FromHours(1);
        var steps = chart.Points.Zip(chart.Points.Skip(1), (a, b) => b.At - a.At).Order().ToList();
        return steps.Count == 0 ? TimeSpan.FromHours(1) : 3 * steps[steps.Count / 2];
    }

    private static object Areas(FactorChart chart, Words words) => new
    {
        silent = true,
        label = new { show = false },
        data = chart.Problems.Select(p => new object[]
        {
            new { name = p.Last.Severity.Of(words), xAxis = At(p.From < chart.Period.From ? chart.Period.From : p.From), itemStyle = new { color = Shade(p.Last.Severity) } },
            new { xAxis = At(Visible(p, chart.Period)) },
        }),
    };

    // What began and ended in one reading would be too narrow to see.
    private static DateTimeOffset Visible(ProblemSpan problem, ChartPeriod period)
    {
        var least = problem.From + ((period.To - period.From) / 200);
        return problem.To > least ? problem.To : least < period.To ? least : period.To;
    }

    private static string Shade(Severity severity) => severity switch
    {
        Severity.Serious => "rgba(74,16,32,.22)",
        Severity.Violation => "rgba(156,28,28,.16)",
        Severity.Warning => "rgba(122,75,0,.13)",
        _ => "rgba(91,74,138,.13)",
    };

    private static string At(DateTimeOffset at) => at.ToChina().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Number(decimal? value) => value?.ToString("#,0.##########", CultureInfo.InvariantCulture) ?? "";
}
