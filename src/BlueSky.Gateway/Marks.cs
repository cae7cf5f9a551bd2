using BlueSky.Sources;

namespace BlueSky.Gateway;

/// <summary>
/// Data marks (数据标记, <c>-Flag</c>) of HJ 212-2017 and HJ/T 212-2005 (hj212.md section 8.4), in either case of letter, read
/// from the packet's bytes without making a string of them.
/// </summary>
internal static class Marks
{
    /// <summary>What a mark says against its values; null when it is not known (then it is kept as text, the value as unmarked).</summary>
    public static Quality? ToQuality(ReadOnlySpan<byte> mark)
    {
        if (mark.Length != 1) return null;
        return ((char)mark[0]) switch
        {
            // Air stations of 2005: 0 calibration, 1 weather parameter (says nothing against the value), 2 abnormal, 3 normal.
            'N' or 'n' or '1' or '3' => Quality.Valid,
            'M' or 'm' => Quality.Maintenance,
            'C' or 'c' or '0' => Quality.Calibration,
            'D' or 'd' or 'F' or 'f' or 'B' or 'b' or 'P' or 'p' or '2' => Quality.Fault,
            'T' or 't' => Quality.OverRange,
            'S' or 's' => Quality.Manual,
            _ => null,
        };
    }
}

/// <summary>
/// Values that are no measurement: when a conversion is impossible (O2 of 21 % and more) or a value passes its type, the
/// greatest of the type is sent, e.g. 9999.99 or −9999.99 (HJ 212-2025, hj212.md section 14).
/// </summary>
internal static class Sentinel
{
    /// <summary>True for four or more nines before the point and only nines after it.</summary>
    public static bool Is(decimal value)
    {
        var a = Math.Abs(value);
        if (a < 9999m || a >= 100_000_000m) return false;
        var whole = decimal.Truncate(a);
        if (whole is not (9999m or 99999m or 999999m or 9999999m or 99999999m)) return false;
        for (var fraction = a - whole; fraction != 0; fraction -= decimal.Truncate(fraction))
        {
            fraction *= 10;
            if (decimal.Truncate(fraction) != 9) return false;
        }

        return true;
    }
}
