using System.Buffers.Text;

namespace BlueSky.Hj212;

/// <summary>Numbers as devices write them: sign, digits, <c>.</c>, digits; leading zeros, no culture, no exponent.</summary>
public static class HjNumber
{
    /// <summary>Reads a number from its bytes.</summary>
    /// <param name="text">The whole value, e.g. <c>00.58</c> or <c>-123.4</c>.</param>
    /// <param name="number">The number with the decimals sent.</param>
    /// <returns>False when the bytes are no such number or pass the range of <see cref="decimal"/>.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out decimal number)
    {
        number = 0;
        var i = 0;
        var negative = false;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            i = 1;
        }

        ulong digits = 0;
        var count = 0;
        var significant = 0;
        var scale = -1;
        for (; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                count++;
                if (digits != 0 || digit != 0)
                    significant++;
                if (significant > 18)
                    return TryParseLong(text, out number);
                digits = digits * 10 + digit;
                if (scale >= 0)
                    scale++;
            }
            else if (text[i] == '.' && scale < 0)
            {
                scale = 0;
            }
            else
            {
                return false;
            }
        }

        if (count == 0 || scale > 28)
            return false;
        number = new decimal((int)(uint)digits, (int)(uint)(digits >> 32), 0, negative, (byte)Math.Max(scale, 0));
        return true;
    }

    /// <summary>More digits than fit a 64-bit integer: rare, and left to the library.</summary>
    private static bool TryParseLong(ReadOnlySpan<byte> text, out decimal number) =>
        Utf8Parser.TryParse(text, out number, out var used, 'F') && used == text.Length;
}
