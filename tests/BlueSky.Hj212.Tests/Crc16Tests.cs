namespace BlueSky.Hj212.Tests;

/// <summary>HJ 212-2017 Annex A.</summary>
public sealed class Crc16Tests
{
    [Theory]
    [InlineData("", 0xFFFF)]
    [InlineData("\0", 0x4040)]
    [InlineData("1", 0x9481)]
    [InlineData("123456789", 0x2F80)]
    [InlineData("QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&", 0x1C80)]
    [InlineData("QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&", 0x2200)]
    [InlineData("QN=20160801085000001;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&", 0xC241)]
    [InlineData("QN=20160801085857223;ST=91;CN=9011;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&QnRtn=1&&", 0x1B00)]
    [InlineData("QN=20160801085857223;ST=91;CN=9012;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&ExeRtn=1&&", 0x6240)]
    public void The_checksum_of_Annex_A_shifts_before_it_mixes(string text, int expected) =>
        Assert.Equal(expected, Crc16.Compute(Feed.Bytes(text)));

    [Theory]
    [InlineData("", 0xFFFF)]
    [InlineData("\0", 0x40BF)]
    [InlineData("1", 0x947E)]
    [InlineData("123456789", 0x4B37)]
    [InlineData("QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&", 0x0759)]
    [InlineData("QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&", 0xCCF4)]
    public void Modbus_is_another_checksum(string text, int expected)
    {
        Assert.Equal(expected, Crc16.Modbus(Feed.Bytes(text)));
        Assert.Equal(expected, Crc16.Compute(Feed.Bytes(text), CrcVariant.Modbus));
        Assert.Equal(((expected & 0xFF) << 8) | (expected >> 8), Crc16.Compute(Feed.Bytes(text), CrcVariant.ModbusSwapped));
    }

    [Fact]
    public void Any_single_wrong_byte_is_found()
    {
        var good = Feed.Bytes("QN=20160801085857223;ST=32;CN=1062;CP=&&RtdInterval=30&&");
        var expected = Crc16.Compute(good);
        for (var at = 0; at < good.Length; at++)
        {
            for (var flip = 1; flip < 256; flip++)
            {
                var bad = good.ToArray();
                bad[at] ^= (byte)flip;
                Assert.NotEqual(expected, Crc16.Compute(bad));
            }
        }
    }

    [Fact]
    public void An_undefined_variant_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Crc16.Compute([], (CrcVariant)9));
}
