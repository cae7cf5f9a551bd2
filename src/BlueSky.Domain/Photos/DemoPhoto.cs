using System.Buffers.Binary;
using System.Text;

namespace BlueSky.Photos;

/// <summary>
/// Photos of the demonstration (演示照片): a picture that says DEMO and its number, nothing else. The same number gives the same bytes on every
/// runtime, since nothing in it is compressed.
/// </summary>
public static class DemoPhoto
{
    private const int Scale = 8, Width = 256, Height = 112, RowBytes = (Width / 8) + 1;

    // Letters and digits of five rows, three columns each, as bits.
    private static readonly Dictionary<char, string> Glyphs = new()
    {
        ['D'] = "110101101101110", ['E'] = "111100110100111", ['M'] = "101111111101101", ['O'] = "111101101101111",
        ['0'] = "111101101101111", ['1'] = "010110010010111", ['2'] = "111001111100111", ['3'] = "111001111001111", ['4'] = "101101111001001",
        ['5'] = "111100111001111", ['6'] = "111100111101111", ['7'] = "111001001001001", ['8'] = "111101111101111", ['9'] = "111101111001111",
    };

    /// <summary>A photo as a PNG of two colours.</summary>
    /// <param name="number">1 to 9999.</param>
    public static byte[] Create(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 9_999);
        var rows = new byte[Height * RowBytes];
        Draw(rows, "DEMO", 16, 8);
        Draw(rows, number.ToString("D4", System.Globalization.CultureInfo.InvariantCulture), 16, 64);
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, Width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), Height);
        head[8] = 1;
        Chunk(png, "IHDR", head);
        Chunk(png, "tEXt", Encoding.ASCII.GetBytes("Comment\0BlueSky demonstration, invented"));
        Chunk(png, "IDAT", Stored(rows));
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static void Draw(byte[] rows, string text, int left, int top)
    {
        foreach (var letter in text)
        {
            var glyph = Glyphs[letter];
            for (var bit = 0; bit < glyph.Length; bit++)
                if (glyph[bit] == '1') Square(rows, left + (bit % 3 * Scale), top + (bit / 3 * Scale));
            left += 5 * Scale;
        }
    }

    // Squares begin at whole bytes, since their side and every left edge are multiples of eight.
    private static void Square(byte[] rows, int left, int top)
    {
        for (var y = top; y < top + Scale; y++) rows[(y * RowBytes) + 1 + (left / 8)] = 0xFF;
    }

    // zlib (RFC 1950) with one stored block (RFC 1951, 3.2.4).
    private static byte[] Stored(byte[] rows)
    {
        var block = new byte[rows.Length + 11];
        (block[0], block[1], block[2]) = (0x78, 0x01, 0x01);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(3), (ushort)rows.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(5), (ushort)~rows.Length);
        rows.CopyTo(block, 7);
        uint a = 1, b = 0;
        foreach (var one in rows) (a, b) = ((a + one) % 65_521, (b + a + one) % 65_521);
        BinaryPrimitives.WriteUInt32BigEndian(block.AsSpan(rows.Length + 7), (b << 16) | a);
        return block;
    }

    private static void Chunk(MemoryStream png, string type, byte[] content)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, content.Length);
        png.Write(word);
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. content];
        png.Write(named);
        var crc = uint.MaxValue;
        foreach (var one in named)
        {
            crc ^= one;
            for (var i = 0; i < 8; i++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB8_8320;
        }

        BinaryPrimitives.WriteUInt32BigEndian(word, ~crc);
        png.Write(word);
    }
}
