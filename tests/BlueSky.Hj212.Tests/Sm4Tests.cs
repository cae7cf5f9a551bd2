using System.Buffers;
using System.Text;

namespace BlueSky.Hj212.Tests;

/// <summary>Encryption of HJ 212-2025 (second-hand, see README): SM4 ECB of whole blocks, checksum of the plain text.</summary>
public sealed class Sm4Tests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("0000000000000000");

    [Fact]
    public void The_first_block_of_the_standards_example()
    {
        var segment = Feed.Bytes("CN=2051;CP=&&DataTime=2024052&&");
        Sm4Codec.Encrypt(segment, Key);
        Assert.Equal("E43E159ACFAB242CB53155FB8B9281A1", Convert.ToHexString(segment.AsSpan(13, 16)));
    }

    [Fact]
    public void GB_T_32907_vector()
    {
        var key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");
        byte[] segment = [.. "CP=&&"u8, .. key, .. "&&"u8];
        Sm4Codec.Encrypt(segment, key);
        Assert.Equal("681EDF34D206965E86B3E94F536E4246", Convert.ToHexString(segment.AsSpan(5, 16)));
    }

    [Fact]
    public void R102_decrypts_to_R003()
    {
        var frame = Assert.Single(Feed.Whole(PacketFile.Get("R102").OnTheWire).Frames);
        Assert.True(frame.IsEncrypted);
        Assert.True(Sm4Codec.TryDecrypt(frame, [Encoding.ASCII.GetBytes("an older key ..."), Key], out var plain));
        var expected = Feed.Whole(PacketFile.Get("R003").OnTheWire).Frames[0];
        Assert.Equal(expected.Segment.ToArray(), plain.Segment.ToArray());
        Assert.False(plain.IsEncrypted);
        Assert.True(Packet.Parse(plain).WasEncrypted);
    }

    [Fact]
    public void Without_a_key_only_the_head_is_read_and_that_is_said()
    {
        var packet = Packet.Parse(Feed.Whole(PacketFile.Get("R102").OnTheWire).Frames[0]);
        Assert.True(packet.IsEncrypted);
        Assert.Equal(("2051", Make.Mn, 9), (packet.Cn, packet.Mn, packet.Flag));
        Assert.Empty(packet.Factors);
        Assert.Equal([Warnings.EncryptedWithoutKey], packet.Warnings);
    }

    [Fact]
    public void A_wrong_key_is_found_out_by_the_checksum()
    {
        var frame = Feed.Whole(PacketFile.Get("R102").OnTheWire).Frames[0];
        Assert.False(Sm4Codec.TryDecrypt(frame, [Encoding.ASCII.GetBytes("1111111111111111")], out _));
        Assert.False(Sm4Codec.TryDecrypt(frame, [], out _));
        Assert.Throws<ArgumentException>(() => Sm4Codec.TryDecrypt(frame, [new byte[15]], out _));
    }

    [Fact]
    public void Plain_text_with_version_bits_of_2025_and_a_wrong_checksum_is_a_fault_and_not_cipher_text() =>
        Assert.Equal(FrameError.Crc, Assert.Single(Feed.Whole(PacketFile.Get("R112").OnTheWire).Faults).Error);

    [Fact]
    public void Cipher_text_that_holds_heads_closings_and_line_ends_does_not_break_framing()
    {
        // No cipher text can be asked for, so its bytes are made here: all that a search for signs would trip over.
        byte[] area = [0xFF, .. "\r\n##0010&&1234&&##0101QN="u8, 0, .. "CP=&&"u8, 0xFE, .. "\r\n\r\n"u8];
        byte[] segment = [.. Feed.Bytes("QN=20240520210700000;ST=31;CN=2051;PW=123456;MN=A;Flag=9;CP=&&"), .. area, .. "&&"u8];
        byte[] bytes = [.. Feed.Bytes($"##{segment.Length:D4}"), .. segment, .. "1234\r\n"u8, .. PacketFile.Get("R001").OnTheWire];
        var outcome = Feed.Whole(bytes);
        Assert.Empty(outcome.Faults);
        Assert.Equal([true, false], outcome.Frames.Select(f => f.IsEncrypted));
        Assert.Equal(segment, outcome.Frames[0].Segment.ToArray());
    }

    [Theory]
    [InlineData("2051", true)]
    [InlineData("3020", true)]
    [InlineData("1014", true)]
    [InlineData("1011", false)]
    [InlineData("9014", false)]
    public void The_writer_encrypts_the_commands_that_the_standard_names(string cn, bool encrypted)
    {
        var address = new Address("31", Make.Mn, "123456", ProtocolVersion.V2025);
        var draft = address.Draft(cn, new DateTimeOffset(2026, 1, 5, 8, 30, 0, TimeSpan.FromHours(8)), true, [DraftGroup.Field("DataTime", "20260105083000")]);
        var output = new ArrayBufferWriter<byte>();
        PacketWriter.Write(output, draft, Key);
        var frame = Assert.Single(Feed.Whole(output.WrittenSpan.ToArray()).Frames);
        Assert.Equal(encrypted, frame.IsEncrypted);
        Assert.True(Sm4Codec.TryDecrypt(frame, [Key], out var plain));
        Assert.Equal(PacketWriter.ToBytes(draft)[6..^6], plain.Segment.ToArray());
    }

    [Fact]
    public void A_short_key_or_a_segment_without_data_area_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Sm4Codec.Encrypt(Feed.Bytes("CP=&&&&"), new byte[8]));
        Assert.Throws<ArgumentException>(() => Sm4Codec.Encrypt(Feed.Bytes("CN=2011"), Key));
    }
}
