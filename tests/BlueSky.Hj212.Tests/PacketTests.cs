namespace BlueSky.Hj212.Tests;

/// <summary>HJ 212-2017 6.3.2-6.3.5 and what devices make of it.</summary>
public sealed class PacketTests
{
    [Theory]
    [InlineData("0", ProtocolVersion.V2005, false)]
    [InlineData("3", ProtocolVersion.V2005, true)]
    [InlineData("4", ProtocolVersion.V2017, false)]
    [InlineData("7", ProtocolVersion.V2017, true)]
    [InlineData("8", ProtocolVersion.V2025, false)]
    [InlineData("11", ProtocolVersion.V2025, true)]
    public void The_edition_is_told_by_flag_bits_7_to_2(string flag, ProtocolVersion version, bool wantsAnswer)
    {
        var segment = $"ST=31;CN=2011;MN=A;Flag={flag};PNUM=2;PNO=1;CP=&&&&";
        var packet = Make.Packet(segment);
        Assert.Equal(version, packet.Version);
        Assert.Equal(wantsAnswer, packet.WantsAnswer);
        Assert.Equal((2, 1), (packet.Pnum, packet.Pno));
    }

    [Fact]
    public void Without_flag_a_packet_is_of_2005() =>
        Assert.Equal((ProtocolVersion.V2005, null), (Make.Packet("ST=32;CN=2011;MN=A;CP=&&&&").Version, Make.Packet("ST=32;CN=2011;MN=A;CP=&&&&").Flag));

    [Fact]
    public void Keys_are_found_by_name_in_any_order()
    {
        var packet = Make.Packet("MN=A-1_b;CN=2061;PNO=0002;PNUM=0003;Flag=6;PW=123456;ST=22;QN=1617957600465;CP=&&&&");
        Assert.Equal(("A-1_b", "2061", "22", "1617957600465", "123456", 3, 2), (packet.Mn, packet.Cn, packet.St, packet.Qn, packet.Pw, packet.Pnum, packet.Pno));
    }

    [Fact]
    public void A_factor_spread_over_groups_is_merged_and_the_last_value_wins()
    {
        var packet = Make.Packet(Make.Segment("DataTime=20240101000000;01-Rtd=1.0;02-Rtd=3;01-ZsRtd=2.0,01-Rtd=1.5"));
        Assert.Equal(["01", "02"], packet.Factors.Keys);
        Assert.Equal([new("Rtd", "1.5", 1.5m), new("ZsRtd", "2.0", 2.0m)], packet.Factors["01"]);
        Assert.Equal([Warnings.DuplicateKey], packet.Warnings);
    }

    [Fact]
    public void The_first_dash_separates_code_and_field() =>
        Assert.Equal("54.0", Make.Packet(Make.Segment("L90-LMx-Data=54.0")).Factors["L90"]["LMx-Data"]);

    [Fact]
    public void Unknown_codes_suffixes_and_plain_fields_are_kept()
    {
        var packet = Make.Packet(Make.Segment("hot_t-Xyz=39.3;FANSTATUS=1;Flag=N;SB1-RS=1;q"));
        Assert.Equal("39.3", packet.Factors["hot_t"]["Xyz"]);
        Assert.Equal("1", packet.Factors["SB1"]["RS"]);
        Assert.Equal(new Dictionary<string, string> { ["FANSTATUS"] = "1", ["Flag"] = "N", ["q"] = "" }, packet.Fields);
        Assert.Null(packet.Factors["hot_t"].Mark);
    }

    [Theory]
    [InlineData("20240229235959", "2024-02-29T23:59:59+08:00", null)]
    [InlineData("20240229235959123", "2024-02-29T23:59:59+08:00", Warnings.DataTimeCut)]
    [InlineData("2024022923595912", null, Warnings.BadDataTime)]
    [InlineData("20230229235959", null, Warnings.BadDataTime)]
    [InlineData("20240229240000", null, Warnings.BadDataTime)]
    [InlineData("2024022923595x", null, Warnings.BadDataTime)]
    [InlineData("00010101000000", null, Warnings.BadDataTime)]
    [InlineData("", null, Warnings.BadDataTime)]
    public void DataTime_has_14_digits_and_17_are_cut(string text, string? expected, string? warning)
    {
        var packet = Make.Packet(Make.Segment($"DataTime={text};a34002-Rtd=1"));
        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected), packet.DataTime);
        Assert.Equal(warning is null ? [] : [warning], packet.Warnings);
        Assert.Equal(expected is null, packet.Fields.ContainsKey("DataTime"));   // what cannot be read is not lost
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("00.58", "0.58")]
    [InlineData("-123.40", "-123.40")]
    [InlineData("235.242599117822", "235.242599117822")]
    [InlineData("12345678901234567890.5", "12345678901234567890.5")]
    [InlineData("0.0000", "0.0000")]
    [InlineData("+1.", "1")]
    [InlineData(".5", "0.5")]
    [InlineData("", null)]
    [InlineData("-", null)]
    [InlineData(".", null)]
    [InlineData("1,5", null)]
    [InlineData("1.2.3", null)]
    [InlineData("1e5", null)]
    [InlineData("NaN", null)]
    [InlineData("0x10", null)]
    [InlineData("99999999999999999999999999999999999999", null)]
    public void Numbers_are_read_without_culture_and_keep_their_decimals(string text, string? expected)
    {
        Assert.Equal(expected is not null, HjNumber.TryParse(Feed.Bytes(text), out var number));
        if (expected is not null)
            Assert.Equal(expected, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_value_that_is_no_number_keeps_its_text_and_is_marked()
    {
        var packet = Make.Packet(Make.Segment("a34002-Rtd=abc,a34002-Flag=N"));
        Assert.Equal(new FieldValue("Rtd", "abc", null), packet.Factors["a34002"][0]);
        Assert.Equal([Warnings.NotANumber], packet.Warnings);
    }

    [Fact]
    public void Log_text_may_hold_every_sign_of_the_grammar()
    {
        var packet = Make.Packet(Make.Segment("PolId=w01018;i11001-Info=//a=1;b-2,http://x/y&z//,i11001-X=1;i12001-Info=0"));
        Assert.Equal("a=1;b-2,http://x/y&z", packet.Factors["i11001"]["Info"]);
        Assert.Equal("1", packet.Factors["i11001"]["X"]);
        Assert.Equal("0", packet.Factors["i12001"]["Info"]);
    }

    [Theory]
    [InlineData("R090", null)]
    [InlineData("R105", Warnings.GbkText)]
    public void Log_text_is_read_as_utf8_else_as_gb18030(string id, string? warning)
    {
        var packet = Packet.Parse(Feed.Whole(PacketFile.Get(id).OnTheWire).Frames[0]);
        Assert.Equal("清洗管路", packet.Factors["i11001"]["Info"]);
        Assert.Equal(warning is null ? [] : [warning], packet.Warnings);
    }

    [Theory]
    [InlineData("QN=20240101000000000,ST=31;CN=2011;MN=A;Flag=4;CP=&&&&", Warnings.HeadComma)]
    [InlineData("QN=20240101000000000; ST=31; CN=2011;MN=A;Flag=4;CP=&&&&", Warnings.HeadBlank)]
    [InlineData("ST=31;CN=2011;MN=A;Flag=4CP=&&&&", Warnings.MissingSemicolon)]
    [InlineData("ST=31;CN=2011;MN=A;Flag=4;X=1;CP=&&&&", Warnings.UnknownHeadKey)]
    [InlineData("ST=31;CN=2011;MN=;Flag=4;CP=&&&&", Warnings.EmptyMn)]
    [InlineData("ST=101;CN=2011;MN=A;Flag=4;CP=&&&&", Warnings.OddSt)]
    [InlineData("ST=31;CN=201;MN=A;Flag=4;CP=&&&&", Warnings.OddCn)]
    [InlineData("QN=1617957600465;ST=31;CN=2011;MN=A;Flag=4;CP=&&&&", Warnings.OddQn)]
    [InlineData("ST=31;CN=2011;MN=A;Flag=7;CP=&&&&", Warnings.FlagWithoutParts)]
    [InlineData("ST=31;CN=2011;MN=A;Flag=4;PNUM=2;PNO=1;CP=&&&&", Warnings.PartsWithoutFlag)]
    [InlineData("ST=31;CN=2011;MN=A;Flag=x;CP=&&&&", Warnings.BadFlag)]
    [InlineData("ST=31;CN=2011;MN=A;Flag=300;CP=&&&&", Warnings.BadFlag)]
    [InlineData("ST=31;CN=2011;MN=A;Flag=12;CP=&&&&", Warnings.UnknownVersion)]
    [InlineData("ST=91;CN=9014;MN=A;Flag=5;CP=&&&&", Warnings.AnswerWantsAnswer)]
    [InlineData("ST=31;CN=2011;MN=A;Flag=8;RF=0;CP=&&&&", Warnings.BadRf)]
    [InlineData("ST=31;CN=2011;MN=A;Flag=4;CP=&&a34002-Rtd&&", Warnings.KeyWithoutValue)]
    [InlineData("ST=31;CN=2011;MN=A;Flag=4;CP=&&i11001-Info=//abc&&", Warnings.UnclosedText)]
    [InlineData("ST=31;CN=2011;MN=A;Flag=4;CP=DataTime=20240101000000&&", Warnings.MissingOpening)]
    public void Each_oddity_has_its_word(string segment, string warning)
    {
        var packet = Make.Packet(segment);
        Assert.Contains(warning, packet.Warnings);
        Assert.Equal(ProtocolVersionOf(segment), packet.Version);
    }

    private static ProtocolVersion ProtocolVersionOf(string segment) =>
        segment.Contains("Flag=8", StringComparison.Ordinal) || segment.Contains("Flag=12", StringComparison.Ordinal) ? ProtocolVersion.V2025
        : segment.Contains("Flag=x", StringComparison.Ordinal) || segment.Contains("Flag=300", StringComparison.Ordinal) ? ProtocolVersion.V2005
        : ProtocolVersion.V2017;

    [Theory]
    [InlineData("R005", new[] { Warnings.LowerCaseCrc })]
    [InlineData("R008", new[] { Warnings.PartsWithoutFlag })]
    [InlineData("R019", new[] { Warnings.OddSt })]
    [InlineData("R022", new[] { Warnings.SegmentOver1024, Warnings.ModbusSwappedCrc })]
    [InlineData("R025", new[] { Warnings.LowerCaseCrc, Warnings.FlagWithoutParts })]
    [InlineData("R030", new[] { Warnings.AnswerWantsAnswer })]
    [InlineData("R057", new[] { Warnings.LowerCaseCrc, Warnings.ShortLength, Warnings.FlagWithoutParts })]
    [InlineData("R111", new[] { Warnings.GuangzhouZero })]
    public void Marks_of_the_frame_are_among_the_warnings(string id, string[] warnings) =>
        Assert.Equal(warnings, Packet.Parse(Feed.Whole(PacketFile.Get(id).OnTheWire, FrameOptions.Lenient).Frames[0]).Warnings);

    [Fact]
    public void RF_marks_data_that_are_sent_again()
    {
        var frame = Feed.Whole(PacketFile.Get("R103").OnTheWire).Frames[0];
        Assert.Equal("1", Packet.Parse(frame).Rf);
        Assert.True(new PacketReader(frame).IsResent);
    }

    [Fact]
    public void The_allocation_free_reader_finds_the_time_wherever_it_stands()
    {
        var reader = new PacketReader(Feed.Bytes(Make.Segment("a34002-Rtd=1;DataTime=20240101080910")));
        Assert.True(reader.TryGetDataTime(out var time));
        Assert.Equal(new DateTimeOffset(2024, 1, 1, 8, 9, 10, TimeSpan.FromHours(8)), time);
    }

    [Fact]
    public void Reading_items_allocates_nothing()
    {
        var segment = PacketFile.Get("R010").Bytes.AsMemory()[6..^4];
        static decimal Sum(ReadOnlySpan<byte> segment)
        {
            var sum = 0m;
            foreach (var item in new PacketReader(segment))
                sum += item.TryGetNumber(out var number) ? number : 0;
            return sum;
        }

        var expected = Sum(segment.Span);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = Sum(segment.Span);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(expected, sum);
        Assert.True(sum > 1425);
    }
}
