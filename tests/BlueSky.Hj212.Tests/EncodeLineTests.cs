using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;

namespace BlueSky.Hj212.Tests;

/// <summary>The lines of <c>hj212 decode</c> can be sent again.</summary>
public sealed class EncodeLineTests
{
    private static readonly PacketDraft Defaults = new() { St = "39", Cn = "", Pw = "123456" };

    public static IEnumerable<TheoryDataRow<string>> Plain =>
        PacketFile.Ids(i => i.Class is "clean" or "quirk" && i.Id != "R102");   // R102 is encrypted: its line holds no data

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_decoded_line_encoded_and_decoded_again_is_the_same(string id)
    {
        var first = Line(PacketFile.Get(id).OnTheWire);
        var second = Line(PacketWriter.ToBytes(EncodeLine.Read(first.ToJsonString(), Defaults)));
        // Warnings speak of the frame that was received, not of what was in it.
        first.Remove("warnings");
        second.Remove("warnings");
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
    }

    private static JsonObject Line(byte[] bytes)
    {
        var output = new ArrayBufferWriter<byte>();
        new StreamDecoder().Feed(bytes, true, output);
        return JsonNode.Parse(Encoding.UTF8.GetString(output.WrittenSpan))!.AsObject();
    }

    [Fact]
    public void What_the_line_lacks_is_taken_from_the_defaults()
    {
        var draft = EncodeLine.Read("""{"cn":"2011","dataTime":"2026-01-01T00:00:00Z","factors":{"a34002":{"Rtd":35.10}}}""", Defaults with { Mn = "A" });
        Assert.Equal("ST=39;CN=2011;PW=123456;MN=A;CP=&&DataTime=20260101080000;a34002-Rtd=35.10&&", Encoding.ASCII.GetString(PacketWriter.ToBytes(draft)[6..^6]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"cn":2011}""")]
    [InlineData("""{"cn":"2011","flag":"x"}""")]
    [InlineData("""{"cn":"2011","dataTime":"yesterday"}""")]
    [InlineData("""{"cn":"2011","fields":[]}""")]
    [InlineData("""{"cn":"2011","factors":{"a34002":1}}""")]
    [InlineData("""{"cn":"2011","factors":{"a34002":{"Rtd":true}}}""")]
    [InlineData("""{"ok":false,"error":"crc","offset":0,"detail":"x"}""")]
    public void A_line_of_another_form_is_refused_with_a_reason(string line) =>
        Assert.NotEmpty(Assert.Throws<FormatException>(() => EncodeLine.Read(line, Defaults)).Message);

    [Theory]
    [InlineData("35.1", "35.1")]
    [InlineData("清洗管路", "//清洗管路//")]
    [InlineData("a;b", "//a;b//")]
    public void Text_that_the_grammar_could_not_hold_goes_between_slashes(string value, string quoted) => Assert.Equal(quoted, EncodeLine.Quote(value));
}
