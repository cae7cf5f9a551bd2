using System.Globalization;

namespace BlueSky.Tables;

/// <summary>
/// A plain number as tables write it: digits, at most one point with digits on both sides, nothing else. No sign, no exponent, no
/// group separators, no spaces, whatever the culture of the machine.
/// </summary>
public static class PlainNumber
{
    /// <summary>Most digits a number may have, so that it and its products stay exact in a decimal.</summary>
    public const int MostDigits = 15;

    /// <summary>What to say when a text is no such number.</summary>
    public const string Expected = "a number of 0 or more with at most 15 digits and a point for decimals";

    /// <summary>Reads <paramref name="text"/>.</summary>
    /// <returns>False when it is no plain number.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out decimal number)
    {
        long digits = 0;
        var (count, scale, point) = (0, 0, false);
        number = 0;
        foreach (var c in text)
        {
            if (c is >= '0' and <= '9')
            {
                if (++count > MostDigits) return false;
                digits = (digits * 10) + (c - '0');
                if (point) scale++;
            }
            else if (c == '.' && !point && count > 0) point = true;
            else return false;
        }
        if (count == 0 || (point && scale == 0)) return false;
        number = new decimal((int)digits, (int)(digits >> 32), 0, false, (byte)scale);
        return true;
    }

    /// <summary>Writes <paramref name="number"/> with <paramref name="digits"/> decimals, invariant, never as minus zero.</summary>
    public static string Fixed(decimal number, int digits) =>
        (number == 0 ? 0m : number).ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
