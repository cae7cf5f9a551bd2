using System.Buffers;
using System.Text;
using System.Text.Json;

namespace BlueSky.Hj212.Tests;

/// <summary>The lines of <c>hj212 decode</c>.</summary>
public sealed class DecodeTests
{
    private static string[] Decode(byte[] bytes, KeySource? keys = null, int piece = int.MaxValue, FrameOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var decoder = new StreamDecoder(options, keys);
        for (var at = 0; at < bytes.Length; at += Math.Min(piece, bytes.Length))
            decoder.Feed(bytes.AsMemory(at, Math.Min(piece, bytes.Length - at)), false, output);
        decoder.Feed(default, true, output);
        return Encoding.UTF8.GetString(output.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Theory]
    [InlineData("R001", """{"ok":true,"version":2017,"qn":"20160801085857223","st":"32","cn":"1062","mn":"010000A8900016F000169DC0","flag":5,"dataTime":null,"factors":{},"fields":{"RtdInterval":"30"},"warnings":[]}""")]
    [InlineData("R013", """{"ok":true,"version":2017,"qn":"20231008123340461","st":"22","cn":"2011","mn":"010000A8900016F000169DC0","flag":5,"dataTime":"2023-10-08T12:33:40+08:00","factors":{"w01008":{"SampleTime":"20231008123340","Rtd":"123.456"}},"fields":{},"warnings":[]}""")]
    [InlineData("R037", """{"ok":true,"version":2017,"qn":"20210407112025768","st":"21","cn":"2021","mn":"DXCBZ000000005","flag":5,"dataTime":"2021-04-07T11:20:00+08:00","factors":{"SB1":{"RS":"1"},"SB2":{"RS":"1"}},"fields":{},"warnings":[]}""")]
    [InlineData("R095", """{"ok":true,"version":2005,"qn":"20040516010101001","st":"32","cn":"1072","mn":"88888880000001","flag":3,"dataTime":null,"factors":{},"fields":{"PW":"***"},"warnings":["flag-without-parts"]}""")]
    [InlineData("R100", """{"ok":true,"version":2005,"qn":null,"st":"91","cn":"9014","mn":null,"flag":null,"dataTime":null,"factors":{},"fields":{"QN":"20040516010101001","CN":"2051"},"warnings":[]}""")]
    [InlineData("R094", """{"ok":true,"version":2017,"qn":"20160801085857535","st":"32","cn":"2061","mn":"010000A8900016F000169DC0","flag":6,"pnum":2,"pno":2,"dataTime":"2016-08-01T08:00:00+08:00","factors":{"w01018":{"Cou":"63.0","Min":"40.1","Avg":"40.1","Max":"40.1","Flag":"N"}},"fields":{},"warnings":[]}""")]
    [InlineData("R105", """{"ok":true,"version":2017,"qn":"20240301120000000","st":"32","cn":"3020","mn":"010000A8900016F000169DC0","flag":5,"dataTime":"2024-03-01T11:59:00+08:00","factors":{"i11001":{"Info":"清洗管路"}},"fields":{"PolId":"w01018"},"warnings":["gbk-text"]}""")]
    [InlineData("R104", """{"ok":true,"version":2025,"qn":"20260105083100000","st":"91","cn":"9015","mn":"010000A8900016F000169DC0","flag":9,"dataTime":null,"factors":{},"fields":{},"warnings":[]}""")]
    [InlineData("R009", """{"ok":false,"error":"crc","offset":0,"detail":"declared 2800, computed D801"}""")]
    [InlineData("R012", """{"ok":false,"error":"length","offset":0,"detail":"declared 136 bytes, the stream ended after 45 of them"}""")]
    public void One_line_a_frame(string id, string line) => Assert.Equal([line], Decode(PacketFile.Get(id).OnTheWire));

    [Fact]
    public void The_offset_is_that_of_the_bad_head_in_the_whole_stream()
    {
        var first = PacketFile.Get("R001").OnTheWire;
        var lines = Decode([.. first, .. PacketFile.Get("R009").OnTheWire, .. first], piece: 7);
        Assert.Equal([true, false, true], lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("ok").GetBoolean()));
        Assert.Equal(first.Length, JsonDocument.Parse(lines[1]).RootElement.GetProperty("offset").GetInt64());
    }

    [Fact]
    public void Encrypted_packets_say_so_with_the_right_key_with_none_and_with_a_wrong_one()
    {
        var bytes = PacketFile.Get("R102").OnTheWire;
        KeySource Key(string text) => mn => mn == Make.Mn ? [Encoding.ASCII.GetBytes(text)] : [];

        Assert.Contains("\"encrypted\":true,\"factors\":{},\"fields\":{},\"warnings\":[\"encrypted-without-key\"]}", Assert.Single(Decode(bytes)), StringComparison.Ordinal);
        Assert.StartsWith("""{"ok":false,"error":"crc","offset":0""", Assert.Single(Decode(bytes, Key("1111111111111111"))), StringComparison.Ordinal);
        var plain = Assert.Single(Decode(PacketFile.Get("R003").OnTheWire));
        Assert.Equal(plain, Assert.Single(Decode(bytes, Key("0000000000000000"))).Replace("\"encrypted\":true,", "", StringComparison.Ordinal));
    }

    [Fact]
    public void The_decoder_holds_no_more_than_a_frame()
    {
        var decoder = new StreamDecoder();
        var output = new ArrayBufferWriter<byte>();
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var chunk = new byte[5000];
            random.NextBytes(chunk);
            "##8000QN="u8.CopyTo(chunk.AsSpan(random.Next(4900)));
            decoder.Feed(chunk, false, output);
            Assert.True(decoder.Held <= new FrameReader().MaxBuffered);
        }

        Assert.True(decoder.Faults > 50);
    }

    [Fact]
    public void No_line_shows_a_password()
    {
        foreach (var item in PacketFile.Items)
        {
            foreach (var line in Decode(item.OnTheWire))
                Assert.False(line.Contains("654321", StringComparison.Ordinal) || line.Contains("\"pw\"", StringComparison.OrdinalIgnoreCase) && !line.Contains("\"PW\":\"***\"", StringComparison.Ordinal), item.Id);
        }
    }
}
