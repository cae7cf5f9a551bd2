using BlueSky.Assessment;

namespace BlueSky.Tests.Assessment;

/// <summary>The worked examples E1 to E8 of the scoring reference, section 7.</summary>
public class WorkedExamplesTests
{
    private static readonly UnitInput E1 = Shipped.Four("E1", "A", (58, 52), (110, 101), (16, 14), (40, 41));

    [Fact]
    public void E1_an_improving_unit_scores_5_15_and_receives_51_50()
    {
        var result = Assessor.Run(Shipped.Policy("lanshan-2021"), [E1]).Unit("E1");

        Assert.Equal(5.15m, result.Score);
        Assert.Equal(51.50m, result.Money);
        Assert.Equal([3.60m, 1.35m, 0.30m, -0.10m], result.Terms.Select(t => t.Points));
        Assert.Equal(
            "PM2.5 58→52，改善6×60%＝3.60；PM10 110→101，改善9×15%＝1.35；SO2 16→14，改善2×15%＝0.30；NO2 40→41，恶化1×10%＝-0.10；得分5.15×系数10＝51.50万元（获得）",
            result.Explanation);
    }

    [Fact]
    public void E2_a_worsening_unit_scores_minus_1_80_and_pays_18_00()
    {
        var result = Assessor.Run(Shipped.Policy("linyi-2016"), [Shipped.Four("E2", "县区", (44, 47), (90, 88), (9, 9), (30, 33))]).Unit("E2");

        Assert.Equal(-1.80m, result.Score);
        Assert.Equal(-18.0m, result.Money);
        Assert.Contains("SO2 9→9，持平0×15%＝0.00", result.Explanation, StringComparison.Ordinal);
        Assert.EndsWith("得分-1.80×系数10＝-18.00万元（缴纳）", result.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void E3_the_good_day_part_of_2017_is_added_to_236()
    {
        var unit = Shipped.Four("E3", "市", (54, 50), (80, 80), (10, 10), (30, 30)) with { GoodDaysLast = 64.5m, GoodDays = 66.7m };

        var result = Assessor.Run(Shipped.Policy("shandong-2017"), [unit]).Unit("E3");

        Assert.Equal(2.40m, result.Score);
        Assert.Equal([new MoneyPart("concentration", 192m), new MoneyPart("good-days", 44m)], result.Parts);
        Assert.Equal(236m, result.Money);
        Assert.EndsWith(
            "得分2.40×系数80＝192万元；优良天数比例64.5%→66.7%，改善2.2个百分点×20＝44万元；合计＝236万元（获得）", result.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void E4_without_PM25_the_other_weights_are_scaled_up_or_PM10_stands_in_or_nothing_is_paid()
    {
        var unit = Shipped.Four("E4", "A", null, (100, 92), (20, 16), (40, 38));
        const string renormalise = "\"mode\": \"renormalise\"";

        var renormalised = Assessor.Run(Shipped.Policy("lanshan-2021"), [unit]).Unit("E4");
        var substituted = Assessor.Run(
            Shipped.With("lanshan-2021", renormalise, "\"mode\": \"substitute\", \"standIns\": { \"pm25\": \"pm10\" }"), [unit]).Unit("E4");
        var refused = Assessor.Run(Shipped.With("lanshan-2021", renormalise, "\"mode\": \"not-assessed\""), [unit]).Unit("E4");

        Assert.Equal((5.00m, 50.00m), (renormalised.Score, renormalised.Money));
        Assert.Equal([0.375m, 0.375m, 0.25m], renormalised.Terms.Select(t => t.Weight));
        Assert.Equal((6.80m, 68.00m), (substituted.Score, substituted.Money));
        Assert.Equal((Outcome.NotAssessed, (decimal?)null, (decimal?)null), (refused.Outcome, refused.Score, refused.Money));
        Assert.Equal("PM2.5无有效值或无同比值，本期不考核、不计资金", refused.Explanation);
    }

    [Theory]
    [InlineData("\"floor\": { \"value\": 0,", 40, 80, 30)]
    [InlineData("\"floor\": { \"value\": 60,", 76, 92, 72)] // E5b
    public void E5_efficacy_coefficients_4_to_6_order_B_A_C(string floor, int a, int b, int c)
    {
        var policy = Shipped.With("taian-2020", "\"floor\": { \"value\": 0,", floor);

        var result = Assessor.Run(
            policy,
            [Shipped.Published("A", "town", 4.50m, -2.0m), Shipped.Published("B", "town", 5.00m, 10.0m), Shipped.Published("C", "town", 5.50m, 4.0m)]);

        Assert.Equal([a, b, c], result.Units.Select(u => u.Score.GetValueOrDefault()));
        Assert.Equal([2, 1, 3], result.Units.Select(u => u.Rank.GetValueOrDefault()));
    }

    [Fact]
    public void E6_ties_rank_1_2_2_4_and_from_the_bottom_1_then_two_at_2_then_4()
    {
        var ranking = Ranking.Of([4.31m, 4.40m, 4.40m, 4.52m], smallerIsBetter: true);

        Assert.Equal([1, 2, 2, 4], Enumerable.Range(0, 4).Select(i => ranking.FromTop(i).GetValueOrDefault()));
        Assert.Equal([4, 2, 2, 1], Enumerable.Range(0, 4).Select(i => ranking.FromBottom(i).GetValueOrDefault()));
        Assert.Equal([false, true, true, false], Enumerable.Range(0, 4).Select(ranking.IsTied));
    }

    [Fact]
    public void E7_rank_sums_are_2_0_and_1_5_and_2_5_so_the_second_unit_is_first()
    {
        var result = Assessor.Run(
            Shipped.Policy("zaozhuang-2022"),
            [Shipped.Published("甲", "district", 4.00m, 1.0m), Shipped.Published("乙", "district", 4.10m, 9.0m), Shipped.Published("丙", "district", 4.20m, 5.0m)]);

        Assert.Equal(2.0m, result.Unit("甲").Score);
        Assert.Equal(1.5m, result.Unit("乙").Score);
        Assert.Equal(2.5m, result.Unit("丙").Score);
        Assert.Equal(1, result.Unit("乙").Rank);
        Assert.Equal(6m, result.Units.Sum(u => u.Score));
    }

    [Fact]
    public void E8_index_5_11_against_5_49_is_an_improvement_of_6_9_per_cent()
    {
        var unit = new UnitInput("X", "B")
        {
            Current = new Concentrations(14, 33, 92, 47, 1.3m, 175),
            Last = new Concentrations(16, 35, 99, 52, 1.5m, 170),
        };

        var result = Assessor.Run(Shipped.Policy("lanshan-2021"), [unit]).Unit("X");

        Assert.Equal((5.11m, 5.49m, 6.9m), (result.Index, result.IndexLast, result.Improvement));
    }
}
