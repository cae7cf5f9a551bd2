using BlueSky.AirQuality;
using BlueSky.Assessment;
using BlueSky.Bulletins;
using BlueSky.Districts;
using BlueSky.Tests.Assessment;

namespace BlueSky.Tests.Bulletins;

public class BulletinTests
{
    private static readonly District Lanshan = new(
        "371302", "兰山区", [new Town("371302101", "白沙埠镇", "town", "B", "S")], [], []);

    private static readonly Policy Policy = Shipped.Policy("lanshan-2021");

    private static readonly Concentrations Before = new(15, 40, 100, 50, 1.2m, 170);

    [Fact]
    public void Title_period_and_comparison_are_in_Chinese_words()
    {
        var bulletin = Make([Unit("371302101", "B", 35)]);
        Assert.Equal("兰山区2021年8月环境空气质量考核与生态补偿情况通报", bulletin.Title);
        Assert.Equal(("2021年8月", "上年同期"), (bulletin.PeriodName, bulletin.Compared));
    }

    [Theory]
    [InlineData("2021-08-05", "2021年8月5日")]
    [InlineData("2021-W31", "2021年第31周（8月2日至8月8日）")]
    [InlineData("2021-Q3", "2021年第三季度")]
    [InlineData("2021-H2", "2021年下半年")]
    [InlineData("2021", "2021年")]
    [InlineData("2021-08-01..2021-08-15", "2021年8月1日至8月15日")]
    [InlineData("2021-12-20..2022-01-03", "2021年12月20日至2022年1月3日")]
    public void Every_form_of_period_has_its_words(string period, string words) =>
        Assert.Equal(words, Make([Unit("371302101", "B", 35)], period).PeriodName);

    [Fact]
    public void The_district_is_the_mean_of_the_same_units_in_both_periods_when_it_has_no_figures_of_its_own()
    {
        // A new unit without a year before must not make the district look better or worse.
        var bulletin = Make([Unit("371302101", "B", 30), Unit("371302102", "B", 41), Unit("371302103", "B", 99) with { Last = default }]);
        var pm25 = bulletin.Status.Pollutants.Single(p => p.Pollutant == Pollutant.PM25);
        Assert.Equal((36m, 50m, 28.0m), (pm25.Current, pm25.Last, pm25.Improvement));  // 35.5 half to even
        Assert.Equal(2, bulletin.Status.MeanOf);
        Assert.Null(bulletin.Status.Rank);
    }

    [Fact]
    public void Published_figures_of_the_district_take_the_place_of_the_mean_with_their_places()
    {
        var figures = new DistrictFigures(Before with { PM25 = 44 }, Before)
        {
            Rank = 2,
            RankOfChange = 1,
            GoodDays = 80.6m,
            GoodDaysLast = 71m,
            Places = new Dictionary<Pollutant, (int? Rank, int? RankOfChange)> { [Pollutant.PM25] = (3, 2) },
        };
        var status = Make([Unit("371302101", "B", 30)], figures: figures).Status;
        var pm25 = status.Pollutants.Single(p => p.Pollutant == Pollutant.PM25);
        Assert.Equal((44m, 50m, 12.0m, 3, 2), (pm25.Current, pm25.Last, pm25.Improvement, pm25.Rank, pm25.RankOfChange));
        Assert.Equal((2, 1, 80.6m), (status.Rank, status.RankOfChange, status.GoodDays));
        Assert.Null(status.MeanOf);
    }

    [Fact]
    public void Stations_are_ranked_by_index_and_each_pollutant_with_shared_places()
    {
        var bulletin = Make([Unit("371302001", "A", 30), Unit("371302002", "A", 40), Unit("371302003", "A", 40), Unit("371302004", "A", 45)]);
        Assert.Equal([null, Pollutant.PM25, Pollutant.PM10, Pollutant.SO2, Pollutant.NO2, Pollutant.CO, Pollutant.O3], bulletin.Stations.Select(s => s.Pollutant));
        var pm25 = bulletin.Stations[1];
        Assert.Equal(35m, pm25.Standard);
        Assert.Equal([(1, "兰山街道", 30m), (2, "银雀山街道", 40m), (2, "金雀山街道", 40m), (4, "柳青街道", 45m)], pm25.Status.Select(l => (l.Rank!.Value, l.Unit, l.Value)));
        Assert.Equal([40.0m, 20.0m, 20.0m, 10.0m], pm25.Improvement.Select(l => l.Value));
        Assert.Equal("站甲", pm25.Status[0].Station);
    }

    [Fact]
    public void Rankings_of_a_tier_repeat_the_results_places_and_an_empty_tier_is_kept()
    {
        var bulletin = Make([Unit("371302101", "B", 45), Unit("371302102", "B", 30), Unit("371302103", "B", 35)]);
        Assert.Equal(["A", "B", "C"], bulletin.Tiers.Select(t => t.Tier));
        Assert.Empty(bulletin.Tiers[0].Status);
        Assert.Empty(bulletin.Stations.SelectMany(s => s.Status));
        var towns = bulletin.Tiers[1];
        Assert.Equal([(1, "枣园镇"), (2, "半程镇"), (3, "白沙埠镇")], towns.Status.Select(l => (l.Rank!.Value, l.Unit)));
        Assert.Equal(towns.Units.OrderBy(u => u.Result.RankImprovement).Select(u => u.Name), towns.Improvement.Select(l => l.Unit));
    }

    [Fact]
    public void A_unit_alone_in_its_tier_is_listed_without_a_place()
    {
        var line = Assert.Single(Make([Unit("371302Z01", "C", 40)]).Tiers[2].Status);
        Assert.Equal((null, "兰山经济开发区管委会"), (line.Rank, line.Unit));
    }

    [Fact]
    public void Sums_of_money_are_the_sums_of_the_lines()
    {
        var money = Make([Unit("371302001", "A", 42), Unit("371302002", "A", 60), Unit("371302003", "A", 44)]).Compensation;
        Assert.Equal([48m, -60m, 36m], money.Lines.Select(l => l.Money!.Value));  // 0.6 x (last - this) x 10 万元
        Assert.Equal((84m, 60m, 24m), (money.Received, money.Paid, money.Net));
    }

    [Fact]
    public void Every_unit_without_amount_is_in_the_notes_with_its_reason_and_in_no_ranking()
    {
        var bulletin = Make([Unit("371302101", "B", 30), Unit("371302102", "B", 31) with { Excluded = "数据无效：有效天数19天" }, Unit("无数据", "B", 30) with { Current = default, Last = default }]);
        Assert.Equal([("枣园镇", "剔除"), ("无数据", "不予考核")], bulletin.Notes.LeftOut.Select(l => (l.Unit, l.Outcome)));
        Assert.Contains("有效天数19天", bulletin.Notes.LeftOut[0].Reason, StringComparison.Ordinal);
        Assert.Equal(["枣园镇", "无数据"], bulletin.Tiers[1].Unranked);
        Assert.DoesNotContain(bulletin.Tiers[1].Status, l => l.Unit == "枣园镇");
    }

    [Fact]
    public void Parameters_carry_their_marks_and_defaults_wait_for_the_bureau()
    {
        var parameters = Make([Unit("371302001", "A", 42)]).Notes.Parameters;
        var weights = parameters.Single(p => p.Name == "主城区4站点·权重");
        Assert.Contains("PM2.5 60%", weights.Value, StringComparison.Ordinal);
        Assert.Equal(("D", "默认值，待区局确认"), (weights.Mark, weights.MarkName));
        Assert.Equal("办法原文", parameters.Single(p => p.Name == "主城区4站点·成员").MarkName);
        Assert.All(parameters, p => Assert.NotEqual("", p.Citation));
    }

    [Fact]
    public void A_bulletin_can_be_drawn_up_under_every_shipped_policy()
    {
        foreach (var policy in PolicyFile.LoadAll(Shipped.Directory))
        {
            var tier = policy.Tiers[0].Id == Tier.Any ? "某层次" : policy.Tiers[0].Id;
            var result = Assessor.Run(policy, [Unit("甲", tier, 30), Unit("乙", tier, 40)], Month(policy));
            var bulletin = Bulletin.Of(Lanshan, new BulletinRun(result, policy, 1, DateTimeOffset.UnixEpoch, "", "d", []));
            Assert.Equal(2, bulletin.Tiers.Sum(t => t.Units.Count));
            Assert.Equal(result.Units.Sum(u => u.Money ?? 0), bulletin.Compensation.Net);
        }
    }

    [Fact]
    public void Another_version_of_the_policy_is_told_and_another_policy_refused()
    {
        var result = Assessor.Run(Policy, [Unit("371302001", "A", 42)], Period.Month(2021, 8));
        var changed = Shipped.With("lanshan-2021", "\"version\": \"1\"", "\"version\": \"2\"");
        Assert.False(Bulletin.Of(Lanshan, Run(result) with { Policy = changed }).Notes.PolicyIsSame);
        Assert.True(Bulletin.Of(Lanshan, Run(result)).Notes.PolicyIsSame);
        Assert.Throws<ArgumentException>(() => Bulletin.Of(Lanshan, Run(result) with { Policy = Shipped.Policy("linyi-2016") }));
        Assert.Throws<ArgumentException>(() => Bulletin.Of(Lanshan, Run(Assessor.Run(Policy, [Unit("371302001", "A", 42)]))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Demonstration_data_in_any_input_make_the_bulletin_a_demonstration(bool isDemo)
    {
        var run = Run(Assessor.Run(Policy, [Unit("371302001", "A", 42)], Period.Month(2021, 8)));
        Assert.Equal(isDemo, Bulletin.Of(Lanshan, run with { Coverage = [.. run.Coverage, run.Coverage[0] with { IsDemo = isDemo }] }).IsDemo);
    }

    private static Period Month(Policy policy)
    {
        var from = policy.Validity.Value.From;
        Period[] periods = [Period.Month(from.Year + 1, 1), Period.Quarter(from.Year + 1, 1), Period.HalfYear(from.Year + 1, 1), Period.Week(new DateOnly(from.Year + 1, 1, 10)), Period.Year(from.Year + 1)];
        return periods.First(p => policy.Validity.Value.Covers(p) && policy.Periods.Value.Contains(p.Type));
    }

    private static UnitInput Unit(string code, string tier, decimal pm25) => new(code, tier) { Current = Before with { PM25 = pm25 }, Last = Before };

    private static Bulletin Make(UnitInput[] units, string period = "2021-08", DistrictFigures? figures = null)
    {
        Assert.True(Period.TryParse(period, out var parsed));
        return Bulletin.Of(Lanshan, Run(Assessor.Run(Policy, units, parsed)), figures);
    }

    private static BulletinRun Run(AssessmentResult result) => new(
        result, Policy, 1, DateTimeOffset.UnixEpoch, "", result.Digest, [new Coverage("371302001", "兰山街道", "S1", "站甲", 30, 27, 3, 2, false)]);
}
