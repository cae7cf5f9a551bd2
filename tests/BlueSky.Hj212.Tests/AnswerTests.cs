using System.Buffers;
using System.Text;

namespace BlueSky.Hj212.Tests;

/// <summary>HJ 212-2017 6.6 and Annex C, HJ/T 212-2005 Annex C.</summary>
public sealed class AnswerTests
{
    private const string Head = "PW=123456;MN=" + Make.Mn;

    public static TheoryData<string, string?> Cases => new()
    {
        // 2017 and 2025: QN, PW, MN repeated, version bits kept.
        { $"QN=20160801085000001;ST=32;CN=2051;{Head};Flag=5;CP=&&&&", $"QN=20160801085000001;ST=91;CN=9014;{Head};Flag=4;CP=&&&&" },
        { $"QN=20160801085000001;ST=32;CN=2061;{Head};Flag=7;PNUM=2;PNO=1;CP=&&&&", $"QN=20160801085000001;ST=91;CN=9014;{Head};Flag=4;CP=&&&&" },
        { $"QN=20260801085000001;ST=39;CN=2011;{Head};Flag=9;CP=&&&&", $"QN=20260801085000001;ST=91;CN=9014;{Head};Flag=8;CP=&&&&" },
        { $"QN=1617957600465;ST=21;CN=2011;{Head};Flag=5;CP=&&&&", $"QN=1617957600465;ST=91;CN=9014;{Head};Flag=4;CP=&&&&" },
        { "QN=20160801085000001;ST=32;CN=2011;Flag=5;CP=&&&&", "QN=20160801085000001;ST=91;CN=9014;Flag=4;CP=&&&&" },
        // Notices.
        { $"QN=20210407112025761;ST=21;CN=1013;{Head};Flag=5;CP=&&&&", $"QN=20210407112025761;ST=91;CN=9013;{Head};Flag=4;CP=&&&&" },
        { $"QN=20260105083100000;ST=91;CN=9015;{Head};Flag=9;CP=&&&&", $"QN=20260105083100000;ST=91;CN=9013;{Head};Flag=8;CP=&&&&" },
        // 2005: inside CP, without PW and MN.
        { $"QN=20040516010101001;ST=32;CN=2051;{Head};Flag=1;CP=&&&&", "ST=91;CN=9014;CP=&&QN=20040516010101001;CN=2051&&" },
        { $"QN=20040516010101001;ST=32;CN=2051;{Head};Flag=3;PNO=0001;PNUM=0002;CP=&&&&", "ST=91;CN=9014;CP=&&QN=20040516010101001;CN=2051;PNO=1;PNUM=2&&" },
        { $"ST=32;CN=2051;{Head};Flag=1;CP=&&QN=20040516010101001&&", "ST=91;CN=9014;CP=&&QN=20040516010101001;CN=2051&&" },
        { $"QN=20040516010101001;ST=32;CN=2072;{Head};Flag=1;CP=&&&&", $"ST=91;CN=9013;{Head};Flag=0;CP=&&QN=20040516010101001&&" },
        // None wanted: bit 0 clear, no Flag, no QN.
        { $"QN=20160801085000001;ST=32;CN=2051;{Head};Flag=4;CP=&&&&", null },
        { $"QN=20260801085000001;ST=39;CN=2011;{Head};Flag=8;CP=&&&&", null },
        { $"ST=32;CN=2011;{Head};CP=&&&&", null },
        { $"QN=20160801085000001;ST=32;CN=2011;{Head};CP=&&&&", null },
        { $"ST=32;CN=2011;{Head};Flag=5;CP=&&&&", null },
        { $"QN=20160801085000001;ST=32;CN=xx;{Head};Flag=5;CP=&&&&", null },
        // Never to an answer.
        { $"QN=20160801085000001;ST=91;CN=9011;{Head};Flag=5;CP=&&QnRtn=1&&", null },
        { $"QN=20160801085000001;ST=91;CN=9012;{Head};Flag=5;CP=&&ExeRtn=1&&", null },
        { $"QN=20160801085000001;ST=91;CN=9013;{Head};Flag=9;CP=&&&&", null },
        { $"QN=20160801085000001;ST=91;CN=9014;{Head};Flag=1;CP=&&&&", null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_right_answer_or_none(string received, string? answer)
    {
        var draft = Answers.For(Make.Packet(received));
        Assert.Equal(answer, draft is null ? null : Encoding.ASCII.GetString(PacketWriter.ToBytes(draft)[6..^6]));

        var output = new ArrayBufferWriter<byte>();
        Assert.Equal(answer is not null, Answers.TryWrite(new PacketReader(Feed.Bytes(received)), output));
        Assert.Equal(answer is null ? "" : Make.Frame(answer), Encoding.ASCII.GetString(output.WrittenSpan));
    }

    [Fact]
    public void The_item_R030_gets_no_answer() =>
        Assert.Null(Answers.For(Packet.Parse(Feed.Whole(PacketFile.Get("R030").OnTheWire).Frames[0])));

    [Fact]
    public void The_Guangzhou_controller_takes_only_an_answer_with_QnRtn_1()
    {
        var frame = Feed.Whole(PacketFile.Get("R111").OnTheWire).Frames[0];
        var output = new ArrayBufferWriter<byte>();
        Assert.False(Answers.TryWrite(new PacketReader(frame), output));
        Assert.True(Answers.TryWrite(new PacketReader(frame), output, Dialect.Guangzhou));
        Assert.Equal(
            Make.Frame("QN=20240601111500000;ST=91;CN=9014;PW=123456;MN=4401000001;Flag=4;CP=&&QnRtn=1&&"), Encoding.ASCII.GetString(output.WrittenSpan));
    }

    [Fact]
    public void A_long_password_is_repeated_whole()
    {
        var received = $"QN=20160801085000001;ST=32;CN=2051;PW={new string('p', 300)};MN=A;Flag=5;CP=&&&&";
        var output = new ArrayBufferWriter<byte>();
        Assert.True(Answers.TryWrite(new PacketReader(Feed.Bytes(received)), output));
        Assert.Equal(new string('p', 300), Packet.Parse(Feed.Whole(output.WrittenSpan.ToArray()).Frames[0]).Pw);
    }

    [Theory]
    [InlineData("R075", "R076", "R077")]
    public void A_request_is_answered_as_table_C_1_shows(string request, string ready, string done)
    {
        var packet = Packet.Parse(Feed.Whole(PacketFile.Get(request).OnTheWire).Frames[0]);
        Assert.Equal(PacketFile.Get(ready).OnTheWire, PacketWriter.ToBytes(Answers.ToRequest(packet, 1)));
        Assert.Equal(PacketFile.Get(done).OnTheWire, PacketWriter.ToBytes(Answers.Executed(packet, 1)));
    }

    [Fact]
    public void A_notice_is_answered_as_table_C_11_shows() => Assert.Equal(
        PacketFile.Get("R082").OnTheWire,
        PacketWriter.ToBytes(Answers.ToNotice(Packet.Parse(Feed.Whole(PacketFile.Get("R081").OnTheWire).Frames[0]))));

    [Fact]
    public void A_request_of_2005_is_answered_with_the_QN_inside_CP()
    {
        var packet = Packet.Parse(Feed.Whole(PacketFile.Get("R095").OnTheWire).Frames[0]);
        Assert.Equal(PacketFile.Get("R096").OnTheWire, PacketWriter.ToBytes(Answers.ToRequest(packet, 1)));
        Assert.Contains("QN=20040516010101001;ExeRtn=100&&", Encoding.ASCII.GetString(PacketWriter.ToBytes(Answers.Executed(packet, 100))), StringComparison.Ordinal);
        Assert.Contains("ST=91;CN=9013;PW=123456;MN=88888880000001;Flag=0;CP=&&QN=20040516010101001&&", Encoding.ASCII.GetString(PacketWriter.ToBytes(Answers.ToNotice(packet))), StringComparison.Ordinal);
    }
}
