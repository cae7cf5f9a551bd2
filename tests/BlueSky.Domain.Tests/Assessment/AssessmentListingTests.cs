using BlueSky.Assessment;
using BlueSky.Tables;

namespace BlueSky.Tests.Assessment;

public class AssessmentListingTests
{
    private const string Six = "so2,no2,pm10,pm25,co,o3,so2_last,no2_last,pm10_last,pm25_last,co_last,o3_last";

    private static (string Output, IReadOnlyList<TableFault> Faults) List(string policy, params string[] lines)
    {
        var table = new CsvTable(new StringReader(string.Join('\n', lines)), "in.csv");
        var rules = Shipped.Policy(policy);
        var units = AssessmentListing.Read(table, rules);
        if (table.Faults.Count > 0) return ("", table.Faults);
        using var output = new StringWriter();
        AssessmentListing.Write(Assessor.Run(rules, units), output);
        return (output.ToString(), table.Faults);
    }

    [Fact]
    public void A_table_of_concentrations_gives_index_ranks_score_money_and_words()
    {
        var (output, faults) = List(
            "lanshan-2021",
            $"unit,tier,{Six}",
            "银雀山街道,A,14,41,101,52,1.3,175,16,40,110,58,1.5,170",
            "兰山街道,A,14,33,92,47,1.3,175,16,35,99,52,1.5,170");

        Assert.Empty(faults);
        Assert.Equal(
            """
            unit,tier,index,improvement,rank_status,rank_improvement,score,money,explanation
            兰山街道,A,5.11,6.9,1,1,4.55,45.50,PM2.5 52→47，改善5×60%＝3.00；PM10 99→92，改善7×15%＝1.05；SO2 16→14，改善2×15%＝0.30；NO2 35→33，改善2×10%＝0.20；得分4.55×系数10＝45.50万元（获得）
            银雀山街道,A,5.59,5.9,2,2,5.15,51.50,PM2.5 58→52，改善6×60%＝3.60；PM10 110→101，改善9×15%＝1.35；SO2 16→14，改善2×15%＝0.30；NO2 40→41，恶化1×10%＝-0.10；得分5.15×系数10＝51.50万元（获得）

            """.ReplaceLineEndings("\n"),
            output);
    }

    [Fact]
    public void Published_index_rate_and_score_stand_in_for_concentrations()
    {
        var (output, faults) = List("zaozhuang-2022", "unit,tier,score", "\"甲,区\",district,1.50", "乙,district,2.25", "丙,district,2.25");

        Assert.Empty(faults);
        Assert.Equal("\"甲,区\",district,,,,,1.50,100.00,公布分值1.50；分值第1名（共3个）；第1名，奖励100.00万元；合计100.00万元（获得）", output.Split('\n')[3]);
    }

    [Fact]
    public void A_row_with_all_six_is_computed_whatever_index_stands_beside_it()
    {
        var (output, faults) = List("lanshan-2021", $"unit,tier,{Six},index,improvement", "经开区,C,14,33,92,47,1.3,175,16,35,99,52,1.5,170,9.99,99");

        Assert.Empty(faults);
        Assert.StartsWith("经开区,C,5.11,6.9,", output.Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_tier_is_that_of_the_member()
    {
        var (output, faults) = List("lanshan-2021", "unit,tier,index,improvement", "兰山经济开发区管委会,,5.10,-2.5");

        Assert.Empty(faults);
        Assert.StartsWith("兰山经济开发区管委会,C,5.10,-2.5,,,-2.50,0.00,", output.Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_told_with_line_column_value_and_expectation()
    {
        var (_, faults) = List(
            "lanshan-2021",
            $"unit,tier,{Six},good_days,improvement",
            "甲,A,1,1,1,x,1,1,1,1,1,1,1,1,101,1",
            "乙,Z,1,1,1,1,1,1,1,1,1,1,1,1,,--1",
            ",A,1,1,1,1,1,1,1,1,1,1,1,1,,",
            "甲,A,1,1,1,1,1,1,1,1,1,1,1,1,,",
            "丙,A,1");

        Assert.Equal(
            [(2L, "pm25", "x"), (2L, "good_days", "101"), (3L, "tier", "Z"), (3L, "improvement", "--1"), (4L, "unit", ""), (5L, "unit", "甲"), (6L, "(line)", "丙,A,1")],
            faults.Select(f => (f.Line, f.Column, f.Value)));
        Assert.Contains("A, B, C", faults[2].Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unit,tier,so2,no2,pm10,pm25,co", "o3")]
    [InlineData("unit,so2,no2,pm10,pm25,co,o3", "tier")]
    [InlineData("unit,tier,so2,no2,pm10,pm25,co,o3,pm25_last", "so2_last")]
    public void A_missing_column_is_a_fault_of_the_header(string header, string column)
    {
        var (_, faults) = List("lanshan-2021", header);

        Assert.Contains(faults, f => f.Line == 1 && f.Column == column);
    }
}
