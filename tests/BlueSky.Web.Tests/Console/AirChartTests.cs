using System.Text.Json;
using System.Text.Json.Nodes;
using BlueSky.AirQuality;
using BlueSky.Assessment;
using BlueSky.Web.Console;

namespace BlueSky.Web.Tests.Console;

public class AirChartTests
{
    private static readonly DateOnly Day = new(2026, 11, 3);

    [Fact]
    public void A_missing_hour_is_a_gap_and_the_last_hour_of_a_day_is_its_24th()
    {
        var hours = new[] { Hour(1, 35), Hour(24, 80) };

        var data = Series(AirCharts.Hours(hours, Day), "PM₂.₅");

        Assert.Equal(24, data.Count);
        Assert.Equal(35, (int)data[0]!);
        Assert.Null(data[1]);
        Assert.Equal(80, (int)data[23]!);
    }

    [Fact]
    public void Only_CO_is_on_the_axis_of_milligrams()
    {
        var option = Node(AirCharts.Hours([Hour(1, 35)], Day));

        Assert.Equal(["CO"], option["series"]!.AsArray().Where(s => (int)s!["yAxisIndex"]! == 1).Select(s => (string)s!["name"]!));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(51)]
    [InlineData(301)]
    public void A_bar_has_the_colour_of_its_level_from_the_reference_data(int aqi)
    {
        var bar = Node(AirCharts.DailyAqi([DayOf(aqi)], Day, 1))["series"]![0]!["data"]![0]!;

        var level = AqiLevel.Of(aqi);
        Assert.Equal($"rgb({level.Red},{level.Green},{level.Blue})", (string)bar["itemStyle"]!["color"]!);
        Assert.Equal(aqi, (int)bar["value"]!);
    }

    [Fact]
    public void A_day_that_is_not_valid_has_neither_bar_nor_point()
    {
        var day = DayOf(null) with { Pm25 = new StatisticAnswer(35, 19, 20, false, null, null) };

        Assert.Null(Node(AirCharts.DailyAqi([day], Day, 1))["series"]![0]!["data"]![0]);
        Assert.Null(Series(AirCharts.Days([day], Day, 1), "PM₂.₅")[0]);
    }

    [Fact]
    public void No_colour_of_a_line_is_one_of_the_six_of_the_AQI()
    {
        var hues = Node(AirCharts.Hours([], Day))["color"]!.AsArray().Select(c => (string)c!);

        Assert.Empty(hues.Intersect(AqiLevel.All.Select(l => $"#{l.Red:x2}{l.Green:x2}{l.Blue:x2}"), StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void Coverage_says_how_many_hours_there_are_and_how_far_they_have_come()
    {
        StationHourNow[] hours =
        [
            new(Hour(1, 35), DataStage.Raw, 1), new(Hour(2, 36), DataStage.Reviewed, 2), new(Hour(3, null), DataStage.Raw, 1),
        ];

        Assert.Equal("应有 24 小时，实有 2 小时（原始 1、审核 1、修订 0）", AirWords.Coverage(hours, 24, new Words()));
    }

    [Fact]
    public void Every_indicator_of_the_reference_data_has_an_English_name()
    {
        using var culture = new EnglishPage();
        var words = new Words();
        var names = Enum.GetValues<AqiMode>().SelectMany(m => Enum.GetValues<AqiReport>().SelectMany(r => AqiScheme.Of(AqiStandard.On(Day), m, r).Indicators)).Select(i => i.Name);

        Assert.All(names, name => Assert.DoesNotContain(AirWords.Primary(100, [name], words), c => c >= '\u4e00'));
    }

    [Theory]
    [InlineData("pm25", "PM₂.₅")]
    [InlineData("index:improvement", "综合指数 · 改善")]
    [InlineData("o3:status", "O₃ · 现状")]
    public void A_summand_of_a_score_has_a_name(string term, string name) => Assert.Equal(name, AssessmentWords.OfTerm(term, new Words()));

    [Fact]
    public void Coverage_of_a_unit_without_hours_is_not_known()
    {
        var revision = new AssessmentRevision(1, default, "", "", "p", "1", [], new AssessmentResult { PolicyId = "p", PolicyVersion = "1", PolicyDigest = "", MoneyDecimals = 2, Units = [] }, "");

        Assert.Null(AssessmentWords.CoverageOf(revision, "371302001"));
    }

    private static StationHourAnswer Hour(int hour, decimal? pm25) =>
        new(new DateTimeOffset(Day, TimeOnly.MinValue, TimeSpan.FromHours(8)).AddHours(hour), pm25, null, null, null, null, null, null, null, []);

    private static StationDayAnswer DayOf(int? aqi)
    {
        var none = new StatisticAnswer(null, 0, 20, false, null, null);
        return new StationDayAnswer(Day, none, none, none, none, none, none, aqi is not null, aqi, null, []);
    }

    private static JsonNode Node(object option) => JsonSerializer.SerializeToNode(option)!;

    private static JsonArray Series(object option, string name) => Node(option)["series"]!.AsArray().Single(s => (string)s!["name"]! == name)!["data"]!.AsArray();

    private sealed class EnglishPage : IDisposable
    {
        private readonly System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentUICulture;

        public EnglishPage() => System.Globalization.CultureInfo.CurrentUICulture = new("en");

        public void Dispose() => System.Globalization.CultureInfo.CurrentUICulture = before;
    }
}
