using BlueSky.Assessment;

namespace BlueSky.Tests.Assessment;

/// <summary>Results that authorities have published, recomputed to the digit.</summary>
public class PublishedResultsTests
{
    [Fact]
    public void Linyi_2015_Q1_the_high_tech_zone_without_PM25_scores_36_4_and_receives_182()
    {
        var unit = Shipped.Four("高新区", "县区", null, (222, 177), (106, 61), (59, 57));

        var result = Assessor.Run(Shipped.Policy("linyi-2015"), [unit], Period.Quarter(2015, 1)).Unit("高新区");

        Assert.Equal((36.4m, 182m), (result.Score, result.Money));
    }

    /// <summary>Shandong 2014 Q1 printed scores and amounts; the concentrations are not printed, so falls that give the score are used.</summary>
    [Theory]
    [InlineData("聊城市", 47.5, 950)]
    [InlineData("济南市", 31.9, 638)]
    [InlineData("烟台市", 1.05, 32)] // dilution factor 1.5: 31.5, printed as 32
    public void Shandong_2014_Q1_scores_are_worth_what_was_paid(string city, double score, int money)
    {
        // Falls in ug/m3 that add up to the printed score with 60 % PM2.5, 15 % PM10, 10 % NO2.
        var (pm25, pm10, no2) = score switch { 47.5 => (70, 36, 1), 31.9 => (49, 16, 1), _ => (1, 1, 3) };
        var unit = Shipped.Four(city, "市", (200, 200 - pm25), (200, 200 - pm10), (50, 50), (50, 50 - no2));

        var result = Assessor.Run(Shipped.Policy("shandong-2014"), [unit], Period.Quarter(2014, 1)).Unit(city);

        Assert.Equal((decimal)score, result.Score);
        Assert.Equal(money, result.Money);
    }

    [Fact]
    public void Zaozhuang_2019_11_ranks_seven_districts_by_score_and_the_last_pays_200()
    {
        (string Unit, decimal Score)[] published =
            [("高新区", 1.8m), ("山亭区", 2.2m), ("滕州市", 3.6m), ("薛城区", 3.8m), ("台儿庄区", 4.4m), ("峄城区", 5.2m), ("市中区", 7m)];

        var result = Assessor.Run(Shipped.Policy("zaozhuang-2019"), published.Select(p => Shipped.Scored(p.Unit, "区（市）", p.Score)), Period.Month(2019, 11));

        Assert.Equal(Enumerable.Range(1, 7), published.Select(p => result.Unit(p.Unit).Rank.GetValueOrDefault()));
        Assert.Equal([0, 0, 0, 0, 0, 0, -200m], published.Select(p => result.Unit(p.Unit).Money.GetValueOrDefault()));
    }

    [Fact]
    public void Zaozhuang_2019_12_two_ties_are_third_and_fifth_together()
    {
        (string Unit, decimal Score, int Rank)[] published =
            [("高新区", 1.8m, 1), ("台儿庄区", 3.6m, 2), ("滕州市", 3.8m, 3), ("薛城区", 3.8m, 3), ("峄城区", 4m, 5), ("山亭区", 4m, 5), ("市中区", 7m, 7)];

        var result = Assessor.Run(Shipped.Policy("zaozhuang-2019"), published.Select(p => Shipped.Scored(p.Unit, "district", p.Score)), Period.Month(2019, 12));

        Assert.All(published, p => Assert.Equal(p.Rank, result.Unit(p.Unit).Rank));
        Assert.Equal(-200m, result.Unit("市中区").Money);
        Assert.Contains("分值并列第3名（共7个）", result.Unit("薛城区").Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2024, 4, new[] { "台儿庄区", "薛城区", "山亭区", "峄城区", "市中区", "高新区", "滕州市" }, new[] { 2.55, 2.80, 3.20, 4.00, 4.25, 4.65, 6.55 })]
    [InlineData(2024, 9, new[] { "峄城区", "滕州市", "市中区", "高新区", "山亭区", "薛城区", "台儿庄区" }, new[] { 2.45, 2.55, 2.80, 3.55, 4.30, 4.90, 6.45 })]
    public void Zaozhuang_2024_first_100_second_50_last_minus_200(int year, int month, string[] units, double[] scores)
    {
        var inputs = units.Zip(scores, (u, s) => Shipped.Scored(u, "district", (decimal)s));

        var result = Assessor.Run(Shipped.Policy("zaozhuang-2022"), inputs, Period.Month(year, month));

        Assert.Equal([100m, 50m, 0, 0, 0, 0, -200m], units.Select(u => result.Unit(u).Money.GetValueOrDefault()));
    }

    [Fact]
    public void Zaozhuang_2022_ten_of_65_towns_receive_30_and_ten_pay_30()
    {
        var towns = Enumerable.Range(1, 65).Select(i => Shipped.Scored($"镇{i:00}", "镇街", i));

        var result = Assessor.Run(Shipped.Policy("zaozhuang-2022"), towns, Period.Month(2024, 9));

        Assert.Equal(10, result.Units.Count(u => u.Money == 30));
        Assert.Equal(10, result.Units.Count(u => u.Money == -30));
        Assert.Equal(30m, result.Unit("镇10").Money);
        Assert.Equal(0m, result.Unit("镇11").Money);
    }

    [Fact]
    public void Taian_2021_12_first_three_streets_40_30_20_last_three_pay_the_same()
    {
        // The printed order; indices are made up to give it.
        var streets = new[] { "天平", "泰前", "粥店", "中间一", "中间二", "财源", "徐家楼", "岱庙" };
        var inputs = streets.Select((s, i) => Shipped.Published(s, "street", 4.00m + (0.1m * i), 10 - i));

        var result = Assessor.Run(Shipped.Policy("taian-2021"), inputs, Period.Month(2021, 12));

        Assert.Equal([40m, 30m, 20m, 0, 0, -20m, -30m, -40m], streets.Select(s => result.Unit(s).Money.GetValueOrDefault()));
    }

    [Fact]
    public void Shandong_2017_a_year_pays_one_time_rewards_for_limits_that_are_met()
    {
        var unit = new UnitInput("烟台市", "市") { Current = new Concentrations(10, 30, 70, 36, null, null), Last = new Concentrations(12, 31, 75, 40, null, null) };

        var result = Assessor.Run(Shipped.Policy("shandong-2017"), [unit], Period.Year(2018)).Unit("烟台市");

        Assert.Equal(600m + 300m + 200m, result.Money);
    }

    [Fact]
    public void Shandong_2015_a_city_two_years_at_grade_II_leaves_the_scheme()
    {
        var unit = Shipped.Four("威海市", "市", (40, 30), (60, 50), (10, 10), (20, 20)) with { GradeTwoYears = 2 };

        var result = Assessor.Run(Shipped.Policy("shandong-2015"), [unit], Period.Quarter(2016, 2)).Unit("威海市");

        Assert.Equal((Outcome.Exempt, (decimal?)null), (result.Outcome, result.Money));
    }
}
