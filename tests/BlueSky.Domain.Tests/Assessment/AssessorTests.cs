using BlueSky.Assessment;

namespace BlueSky.Tests.Assessment;

public class AssessorTests
{
    private static readonly Policy Lanshan = Shipped.Policy("lanshan-2021");

    private static readonly UnitInput[] Towns =
    [
        .. Enumerable.Range(1, 7).Select(i => Shipped.Published($"镇{i}", "B", 4m + (0.1m * i), 8 - i)),
        Shipped.Published("经开区", "C", 5.20m, 3.5m),
    ];

    [Fact]
    public void Ranks_count_only_inside_a_tier_and_a_tier_of_one_has_none()
    {
        var result = Assessor.Run(Lanshan, Towns, Period.Month(2021, 8));

        Assert.Equal(1, result.Unit("镇1").RankStatus);
        Assert.Equal(7, result.Unit("镇7").RankImprovement);
        var zone = result.Unit("经开区");
        Assert.Equal((null, null, null), (zone.RankStatus, zone.RankImprovement, zone.Rank));
        Assert.Equal((3.5m, 0m), (zone.Score, zone.Money));
        Assert.Contains("本层次仅一个单位参评，不排名", zone.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Tier_B_exchanges_4_and_2_between_the_first_and_the_last_two()
    {
        var result = Assessor.Run(Lanshan, Towns, Period.Month(2021, 8));

        Assert.Equal([4m, 2m, 0, 0, 0, -2m, -4m], result.Units.Where(u => u.Tier == "B").Select(u => u.Money.GetValueOrDefault()));
        Assert.Equal("综合指数4.1，功效系数100.00×0.4＝40.00；综合指数同比改善率7.0%，功效系数100.00×0.6＝60.00；得分100.00；得分第1名（共7个）；第1名，奖励4.00万元；合计4.00万元（获得）", result.Unit("镇1").Explanation);
        Assert.EndsWith("不奖不缴，0.00万元", result.Unit("镇4").Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_unit_with_invalid_data_is_neither_ranked_nor_last_and_pays_nothing()
    {
        var inputs = Towns.Select(t => t.Unit == "镇7" ? t with { Excluded = "数据无效" } : t);

        var result = Assessor.Run(Lanshan, inputs, Period.Month(2021, 8));

        var excluded = result.Unit("镇7");
        Assert.Equal((Outcome.Excluded, null, null), (excluded.Outcome, excluded.RankStatus, excluded.Money));
        Assert.Equal("数据无效，本期不考核、不排名、不计资金", excluded.Explanation);
        Assert.Equal(-4m, result.Unit("镇6").Money);
    }

    [Fact]
    public void A_new_station_without_a_year_earlier_is_scored_on_its_status_alone()
    {
        var inputs = Towns.Select(t => t.Unit == "镇1" ? t with { Improvement = null } : t);

        var unit = Assessor.Run(Lanshan, inputs, Period.Month(2021, 8)).Unit("镇1");

        Assert.Equal((100m, 1, null), (unit.Score, unit.RankStatus, unit.RankImprovement));
        Assert.Contains("缺项指标不计", unit.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_unit_without_any_value_is_not_assessed()
    {
        var result = Assessor.Run(Lanshan, Towns.Append(new UnitInput("新镇", "B")), Period.Month(2021, 8));

        Assert.Equal((Outcome.NotAssessed, null, null), (result.Unit("新镇").Outcome, result.Unit("新镇").Score, result.Unit("新镇").Money));
        Assert.Equal(0m, result.Units.Where(u => u.Tier == "B").Sum(u => u.Money ?? 0));
    }

    [Fact]
    public void Tied_units_share_what_their_places_get_together()
    {
        var inputs = Towns.Select(t => t.Unit is "镇1" or "镇2" or "镇3" ? t with { Index = 4.10m, Improvement = 7m } : t);

        var result = Assessor.Run(Lanshan, inputs, Period.Month(2021, 8));

        Assert.Equal([2m, 2m, 2m], new[] { "镇1", "镇2", "镇3" }.Select(u => result.Unit(u).Money.GetValueOrDefault()));
        Assert.Contains("并列第1名", result.Unit("镇3").Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cap_limits_both_sides_and_is_said()
    {
        const string open = "\"value\": { \"reward\": null, \"penalty\": null }";
        var capped = Shipped.With("linyi-2016", open, "\"value\": { \"reward\": 30, \"penalty\": 10 }");
        UnitInput[] inputs = [Shipped.Four("好", "县区", (58, 52), (110, 101), (16, 14), (40, 41)), Shipped.Four("差", "县区", (44, 47), (90, 88), (9, 9), (30, 33))];

        var result = Assessor.Run(capped, inputs, Period.Quarter(2016, 3));

        Assert.Equal(30m, result.Unit("好").Money);
        Assert.Equal(-10m, result.Unit("差").Money);
        Assert.EndsWith("得分5.15×系数10＝51.50，超过上限，按30.00万元计（获得）", result.Unit("好").Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Concentrations_count_as_printed_rounded_half_to_even_by_GB_T_8170()
    {
        var unit = Assessor.Run(Lanshan, [Shipped.Four("甲", "A", (58.5m, 52.5m), (110, 110), (16, 16), (40, 40))]).Unit("甲");

        Assert.Equal(3.60m, unit.Score); // 58 and 52
    }

    [Fact]
    public void A_tie_break_chain_decides_before_ranks_are_shared()
    {
        var policy = Shipped.With("lanshan-2021", "\"tieBreak\": {\n    \"value\": []", "\"tieBreak\": {\n    \"value\": [\"pm25\"]");
        UnitInput[] inputs =
        [
            Shipped.Published("甲", "B", 4.10m, 1m) with { Current = new Concentrations(null, null, null, 40, null, null) },
            Shipped.Published("乙", "B", 4.10m, 1m) with { Current = new Concentrations(null, null, null, 39, null, null) },
        ];

        var result = Assessor.Run(policy, inputs);

        Assert.Equal((2, 1), (result.Unit("甲").RankStatus, result.Unit("乙").RankStatus));
    }

    [Fact]
    public void A_worsening_unit_below_all_limits_is_left_out_of_the_ranking_of_worsening()
    {
        var policy = Shipped.With("lanshan-2021", "\"tiers\": [", "\"sparedBelow\": { \"value\": { \"pm25\": 35 }, \"mark\": \"D\", \"citation\": \"test\" },\n  \"tiers\": [");
        var inputs = Towns.Select(t => t.Unit == "镇7" ? t with { Improvement = -5, Current = new Concentrations(null, null, null, 30, null, null) } : t);

        var result = Assessor.Run(policy, inputs);

        Assert.Null(result.Unit("镇7").RankImprovement);
        Assert.Equal(0m, result.Unit("镇7").Money);
        Assert.Equal(-4m, result.Unit("镇6").Money);
    }

    [Fact]
    public void Runs_outside_validity_or_with_other_lengths_or_doubled_units_or_unknown_tiers_are_refused()
    {
        Assert.Contains("2015-01-01", Assert.Throws<AssessmentException>(() => Assessor.Run(Shipped.Policy("linyi-2015"), [], Period.Quarter(2016, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("Month", Assert.Throws<AssessmentException>(() => Assessor.Run(Shipped.Policy("linyi-2015"), [], Period.Month(2015, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<AssessmentException>(() => Assessor.Run(Lanshan, [Towns[0], Towns[0]])).Message, StringComparison.Ordinal);
        Assert.Contains("A, B, C", Assert.Throws<AssessmentException>(() => Assessor.Run(Lanshan, [new UnitInput("甲", "D")])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_published_score_must_be_there_for_all_or_for_none()
    {
        UnitInput[] inputs = [Shipped.Scored("甲", "district", 1), Shipped.Published("乙", "district", 4, 1)];

        Assert.Contains("乙", Assert.Throws<AssessmentException>(() => Assessor.Run(Shipped.Policy("zaozhuang-2022"), inputs)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Jinan_nets_the_amounts_of_towns_per_county_to_nothing_in_all()
    {
        var inputs = Enumerable.Range(0, 60).Select(i => Shipped.Published($"镇{i:00}", "镇街", 4m + (0.01m * (i * 7 % 60)), i) with { Group = $"县{i % 5}" });

        var result = Assessor.Run(Shipped.Policy("jinan-2022"), inputs, Period.Month(2022, 1));

        Assert.Equal(5, result.Netted().Count);
        Assert.Equal(0m, result.Netted().Sum(n => n.Money));
        Assert.All(result.Netted(), n => Assert.Equal(0m, n.Money % 5));
        Assert.Contains(result.Units, u => u.Money == 10m); // best 20 on both lists
    }

    [Fact]
    public void Lists_without_money_give_ranks_and_no_score()
    {
        var result = Assessor.Run(Shipped.Policy("jining-2020"), Towns.Select(t => t with { Tier = "镇街" }), Period.Month(2020, 6)).Unit("镇1");

        Assert.Equal((1, 1, null, 0m), (result.RankStatus, result.RankImprovement, result.Score, result.Money));
        Assert.Equal("综合指数4.1，第1名；综合指数同比改善率7.0%，第1名；本层次不计资金，0.00万元", result.Explanation);
    }

    [Fact]
    public void Scaled_up_weights_that_do_not_divide_evenly_still_pay_the_exact_amount()
    {
        // Without NO2 the weights 60/15/15 are divided by 90: (0.60 x 1 + 0.15 x 2) / 0.9 = 1 exactly, 0.15 x 1 / 0.9 = 1/6.
        var exact = Assessor.Run(Lanshan, [Shipped.Four("甲", "A", (10, 9), (20, 18), (5, 5), null)]).Unit("甲");
        var sixth = Assessor.Run(Lanshan, [Shipped.Four("甲", "A", (10, 10), (20, 19), (5, 5), null)]).Unit("甲");

        Assert.Equal((1m, 10m), (exact.Score, exact.Money));
        Assert.Equal(1.67m, sixth.Money);
        Assert.Contains("PM10 20→19，改善1×16.67%＝0.1667", sixth.Explanation, StringComparison.Ordinal);
    }
}
