namespace BlueSky.Hj212.Tests;

/// <summary>The code tables are data; these are samples against the reference.</summary>
public sealed class CodeTableTests
{
    [Fact]
    public void Tables_are_loaded_whole()
    {
        Assert.Equal("工地扬尘污染源", SystemCodes.All["39"].Name);
        Assert.Equal(CommandKind.RequestAndUpload, CommandCodes.All["2011"].Kind);
        Assert.Equal("invalid", DataMarks.All["F"].Use);
        Assert.Equal("ready to execute", ReturnCodes.All["QnRtn=1"].English);
        Assert.Equal("no data", ReturnCodes.All["ExeRtn=100"].English);
        Assert.Equal("油烟", FactorCodes.All["a34041"].Name);
        Assert.Equal("二氧化硫", FactorCodes.All["02"].Name);
        Assert.Equal("折算平均值", Fields.All["ZsAvg"].Chinese);
    }

    [Fact]
    public void The_unit_is_what_the_standard_prints_and_not_what_devices_send() => Assert.Equal("ng/m3", FactorCodes.All["a34002"].Unit);

    [Fact]
    public void Every_old_code_that_a_factor_names_is_listed_too() =>
        Assert.All(FactorCodes.All.Values.Where(f => f.Old.Length > 0), f => Assert.Contains(f.Old, FactorCodes.All.Keys));

    [Fact]
    public void Every_row_says_where_it_comes_from()
    {
        Assert.All(FactorCodes.All.Values, f => Assert.Contains(f.Mark, new[] { "S05", "S17", "P", "K" }));
        Assert.All(CommandCodes.All.Values, c => Assert.Contains(c.Mark, new[] { "S05", "S17", "25-H", "25-M", "P" }));
        Assert.All(SystemCodes.All.Values, c => Assert.Contains(c.Mark, new[] { "S17", "25-H", "P" }));
        Assert.All(Fields.All.Values, c => Assert.Contains(c.Mark, new[] { "S05", "S17", "25-H", "25-M" }));
    }

    [Theory]
    [InlineData("a34004", "PM2.5")]
    [InlineData("g12001", "inlet NOx, and two digits of the device")]
    [InlineData("hot_t", null)]
    [InlineData("g1", null)]
    public void Process_codes_are_found_without_their_device(string code, string? english) => Assert.Equal(english, FactorCodes.Find(code)?.English);

    [Theory]
    [InlineData("Rtd", true)]
    [InlineData("ZsAvg", true)]
    [InlineData("Flag", false)]
    [InlineData("Xyz", false)]
    public void Only_values_of_measuring_fields_must_be_numbers(string field, bool numeric) => Assert.Equal(numeric, Fields.IsNumeric(field));
}
