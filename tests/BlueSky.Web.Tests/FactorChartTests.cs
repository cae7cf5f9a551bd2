using System.Text.Json;
using BlueSky.Sources;
using BlueSky.Web.Console;

namespace BlueSky.Web.Tests;

public sealed class FactorChartTests
{
    private static readonly DateTimeOffset Now = new(2021, 8, 10, 4, 20, 30, TimeSpan.Zero);
    private static readonly Provenance D = new("D", "示例");
    private static readonly DateTimeOffset Midnight = new(2021, 8, 1, 0, 0, 0, TimeSpan.FromHours(8));

    [Theory]
    [InlineData("a34002", "a34002", "", false), InlineData("AL@003", "AL", "003", false), InlineData("a21026.zs", "a21026", "", true), InlineData("a21026.zs@2", "a21026", "2", true)]
    public void A_factor_is_read_as_hours_name_it_and_written_the_same(string text, string code, string point, bool isConverted)
    {
        var factor = FactorAt.Parse(text);
        Assert.Equal(new FactorAt(code, point, isConverted), factor);
        Assert.Equal(text, factor.ToString());
        Assert.Equal((factor, "Rtd"), FactorAt.OfChannel(factor.Channel));
    }

    [Fact]
    public void A_period_without_days_ends_with_the_last_full_hour_in_China()
    {
        var period = ChartPeriod.Of(null, null, null, false, Now);
        Assert.Equal(new DateTimeOffset(2021, 8, 10, 12, 0, 0, TimeSpan.FromHours(8)), period.To);
        Assert.Equal(7, (period.To - period.From).TotalDays);
    }

    [Fact]
    public void Chosen_days_are_both_whole_in_either_order()
    {
        var (first, last) = (new DateOnly(2021, 8, 1), new DateOnly(2021, 8, 3));
        Assert.Equal(new ChartPeriod(Midnight, Midnight.AddDays(3), false), ChartPeriod.Of(30, first, last, false, Now));
        Assert.Equal(ChartPeriod.Of(null, first, last, false, Now), ChartPeriod.Of(null, last, first, false, Now));
        Assert.Equal(new ChartPeriod(Midnight, Midnight.AddDays(1), false), ChartPeriod.Of(null, first, null, false, Now));
    }

    [Fact]
    public void Readings_are_of_one_day_and_hours_of_a_year_at_most()
    {
        var (first, last) = (new DateOnly(2019, 1, 1), new DateOnly(2021, 8, 1));
        Assert.Equal(new ChartPeriod(Midnight, Midnight.AddDays(1), true), ChartPeriod.Of(null, first, last, true, Now));
        Assert.Equal(TimeSpan.FromDays(1), ChartPeriod.Of(30, null, null, true, Now) is var rolling ? rolling.To - rolling.From : default);
        var hours = ChartPeriod.Of(null, first, last, false, Now);
        Assert.Equal((Midnight.AddDays(1), 366), (hours.To, (hours.To - hours.From).TotalDays));
    }

    [Fact]
    public void A_limit_is_drawn_as_long_as_it_holds_and_only_over_values_formed_its_way()
    {
        var changed = new DateOnly(2021, 8, 3);
        var kind = Kind(
            Limit(new(AveragingKind.Hour, 0), 150) with { ValidTo = changed.AddDays(-1) }, Limit(new(AveragingKind.Hour, 0), 120) with { ValidFrom = changed },
            Limit(new(AveragingKind.Minutes, 15), 200), Limit(new(AveragingKind.Record, 0), 1_000));
        var factor = FactorAt.Parse("a34002");

        var hours = FactorLimits.Of(kind, Samples.Registration(), factor, new(Midnight, Midnight.AddDays(4), false));
        Assert.Equal([(150m, Midnight, Midnight.AddDays(2)), (120m, Midnight.AddDays(2), Midnight.AddDays(4))], hours.Select(l => (l.Row.Upper!.Value, l.From, l.To)));
        Assert.Equal([200m], FactorLimits.Of(kind, Samples.Registration(), factor, new(Midnight, Midnight.AddDays(1), true)).Select(l => l.Row.Upper!.Value));
    }

    [Fact]
    public void The_limit_of_a_converted_factor_is_not_drawn_over_what_was_measured()
    {
        var kind = Kind([Limit(new(AveragingKind.Hour, 0), 50)], new StoveConversion("fan-flow", "stoves", 2_000, D));
        var day = new ChartPeriod(Midnight, Midnight.AddDays(1), false);
        Assert.Empty(FactorLimits.Of(kind, Samples.Registration(), FactorAt.Parse("a34002"), day));
        Assert.Single(FactorLimits.Of(kind, Samples.Registration(), FactorAt.Parse("a34002.zs"), day));
    }

    [Fact]
    public void No_line_runs_across_hours_without_data_and_times_are_Chinas()
    {
        var chart = new FactorChart(FactorAt.Parse("a34002"), new(Midnight, Midnight.AddDays(1), false),
            [new(Midnight.AddHours(1), 10, true), new(Midnight.AddHours(2), 11, true), new(Midnight.AddHours(9), 12, true), new(Midnight.AddHours(10), null, false)], [], [], 0);
        using var option = JsonDocument.Parse(JsonSerializer.Serialize(FactorChartOption.Of(chart, "PM10", "µg/m³", new Words())));
        var values = option.RootElement.GetProperty("series")[0].GetProperty("data").EnumerateArray().Select(v => (v[0].GetString(), v[1].ToString())).ToList();

        Assert.Equal(
            [("2021-08-01T01:00:00Z", "10"), ("2021-08-01T02:00:00Z", "11"), ("2021-08-01T03:00:00Z", ""), ("2021-08-01T09:00:00Z", "12"), ("2021-08-01T10:00:00Z", "")], values);
        Assert.True(option.RootElement.GetProperty("useUTC").GetBoolean());
    }

    [Fact]
    public void A_problem_that_began_before_the_chart_is_marked_from_its_beginning()
    {
        var chart = new FactorChart(FactorAt.Parse("a34002"), new(Midnight, Midnight.AddDays(1), false), [new(Midnight.AddHours(1), 10, true)], [],
            [new("p", Midnight.AddDays(-1), Midnight.AddHours(5), Samples.Step())], 0);
        using var option = JsonDocument.Parse(JsonSerializer.Serialize(FactorChartOption.Of(chart, "PM10", "µg/m³", new Words())));
        var area = option.RootElement.GetProperty("series")[0].GetProperty("markArea").GetProperty("data")[0];
        Assert.Equal(("2021-08-01T00:00:00Z", "2021-08-01T05:00:00Z"), (area[0].GetProperty("xAxis").GetString(), area[1].GetProperty("xAxis").GetString()));
    }

    private static LimitRow Limit(Averaging averaging, decimal upper) =>
        new("a34002", averaging, "", null, null, null, null, null, upper, null, false, "µg/m³", null, D);

    private static SourceKind Kind(params LimitRow[] limits) => Kind(limits, null);

    private static SourceKind Kind(LimitRow[] limits, ConversionSpec? conversion) => new()
    {
        Code = "gas", Name = "示例", NameEn = "Sample", LeadDepartment = new("区住建局", D), ValidHourMinutes = new(45, D), Limits = new(limits), Rules = [], Measures = [],
        Factors = [new("a34002", "PM10", "PM10", "µg/m³", 0, false, true, [], conversion, D)],
    };
}
