using System.Globalization;
using CsCheck;

namespace BlueSky.Tables.Tests;

public class CsvTableTests
{
    private static (List<string> Rows, IReadOnlyList<TableFault> Faults) Read(string text)
    {
        var table = new CsvTable(new StringReader(text), "f.csv");
        var rows = new List<string>();
        while (table.Read()) rows.Add(string.Join('~', table.Fields));
        return (rows, table.Faults);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\r\n1,2\r\n3,4\r\n")]
    [InlineData("\uFEFFa,b\n1,2\n\n3,4")]
    [InlineData("a,b\n\"1\",2\n3,\"4\"\n\n")]
    public void Line_ends_byte_order_mark_quotes_and_empty_lines_change_nothing(string text)
    {
        var (rows, faults) = Read(text);
        Assert.Equal(["1~2", "3~4"], rows);
        Assert.Empty(faults);
    }

    [Fact]
    public void Quoted_fields_hold_commas_and_quotes() => Assert.Equal(["x,\"y\"~", "~"], Read("a,b\n\"x,\"\"y\"\"\",\n,\n").Rows);

    [Theory]
    [InlineData("a,b\n1\n5,6\n", 2, "2 fields as in the header, not 1")]
    [InlineData("a,b\n5,6\n1,2,3\n", 3, "2 fields as in the header, not 3")]
    [InlineData("a,b\n5,6\n\"1,2\n", 3, "a closing quote on the same line")]
    [InlineData("a,b\n5,6\n1\"x,2\n", 3, "a quote only around a whole field")]
    [InlineData("a,b\n5,6\n\"1\"x,2\n", 3, "a comma after the closing quote")]
    public void A_malformed_line_is_one_fault_and_the_others_are_still_read(string text, int line, string expected)
    {
        var (rows, faults) = Read(text);
        Assert.Equal(["5~6"], rows);
        var fault = Assert.Single(faults);
        Assert.Equal((line, "(line)", expected), (fault.Line, fault.Column, fault.Expected));
    }

    [Fact]
    public void An_empty_file_a_doubled_column_and_a_missing_column_are_faults_of_line_1()
    {
        Assert.Equal("f.csv:1: column (line): \"\": expected a header line with column names", Assert.Single(Read("").Faults).ToString());
        Assert.Empty(Read("a,x,x\n").Faults); // what is not read may be there twice
        var twice = new CsvTable(new StringReader("a,A\n"), "f.csv");
        Assert.Equal(0, twice.Demand("a"));
        Assert.Equal("f.csv:1: column a: \"a,A\": expected only one column named a", Assert.Single(twice.Faults).ToString());
        var table = new CsvTable(new StringReader("a,b\n"), "f.csv");
        Assert.Equal(-1, table.Demand("co"));
        Assert.Equal("f.csv:1: column co: \"a,b\": expected a column named co in the header", Assert.Single(table.Faults).ToString());
    }

    [Fact]
    public void A_line_without_end_does_not_fill_the_memory()
    {
        var (rows, faults) = Read("a,b\n1,2\n" + new string('x', 10_000_000));
        Assert.Equal(["1~2"], rows);
        Assert.Equal((3, "lines of at most 65536 characters; reading stops here"), (Assert.Single(faults).Line, faults[0].Expected));
        Assert.Single(Read(new string('x', 100_000)).Faults);
    }

    [Fact]
    public void A_fault_shows_control_characters_escaped_and_long_values_cut() =>
        Assert.Equal(
            "f:7: column c: \"\\u001b[2J" + new string('x', 56) + "…\": expected less",
            new TableFault("f", 7, "c", "\u001b[2J" + new string('x', 500), "less").ToString());

    [Theory]
    [InlineData("0", "0")]
    [InlineData("12", "12")]
    [InlineData("0.30", "0.30")]
    [InlineData("007", "7")]
    [InlineData("999999999999999", "999999999999999")]
    [InlineData("1.23456789012345", "1.23456789012345")]
    public void Plain_numbers_are_read_exactly(string text, string number)
    {
        Assert.True(PlainNumber.TryParse(text, out var read));
        Assert.Equal(number, read.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("1,5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1.2.3")]
    [InlineData(" 1")]
    [InlineData("NaN")]
    [InlineData("１")]
    [InlineData("—")]
    [InlineData("1234567890123456")]
    public void Nothing_else_is_a_plain_number(string text) => Assert.False(PlainNumber.TryParse(text, out _));

    [Fact]
    public void Every_decimal_of_15_digits_is_read_back() => Gen.Select(Gen.Long[0, 999_999_999_999_999], Gen.Int[0, 14]).Sample((digits, scale) =>
    {
        var number = new decimal((int)digits, (int)(digits >> 32), 0, false, (byte)scale);
        return PlainNumber.TryParse(number.ToString(CultureInfo.InvariantCulture), out var read) == (number.ToString(CultureInfo.InvariantCulture).Count(char.IsDigit) <= 15)
            && (read == number || read == 0);
    });

    [Fact]
    public void A_small_negative_number_is_never_written_as_minus_zero()
    {
        Assert.Equal("0.0", PlainNumber.Fixed(decimal.Round(-0.01m, 1), 1));
        Assert.Equal("-7.4", PlainNumber.Fixed(-7.4m, 1));
    }

    [Theory]
    [InlineData("2019-01-31T16:00", 31, 16)]
    [InlineData("2019-01-31 16:00", 31, 16)]
    [InlineData("2019-01-31T16:00:00", 31, 16)]
    [InlineData("2019-01-31T16:00:00+08:00", 31, 16)]
    [InlineData("2019-02-01T00:00", 31, 24)]
    [InlineData("2019-01-31T24:00", 31, 24)]
    [InlineData("2019-01-31T01:00", 31, 1)]
    public void Hour_labels_are_the_end_of_the_hour_and_midnight_belongs_to_the_day_before(string text, int day, int hour)
    {
        Assert.True(HourLabel.TryParse(text, out var label));
        Assert.Equal((new DateOnly(2019, 1, day), hour), (label.NaturalDay(), label.HourOfNaturalDay()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2019-01-31")]
    [InlineData("2019-01-31T16:30")]
    [InlineData("2019-01-31T25:00")]
    [InlineData("2019-02-29T16:00")]
    [InlineData("2019-13-01T16:00")]
    [InlineData("2019/01/31T16:00")]
    [InlineData("2019-01-31T16:00Z")]
    [InlineData("2019-01-31T16:00+09:00")]
    [InlineData("2019-01-31T16:00:30")]
    [InlineData("31.01.2019 16:00")]
    public void Nothing_else_is_an_hour_label(string text) => Assert.False(HourLabel.TryParse(text, out _));
}
