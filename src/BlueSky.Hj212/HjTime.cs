namespace BlueSky.Hj212;

/// <summary>Times of the protocol: <c>YYYYMMDDhhmmss</c>, China Standard Time (UTC+8) without a zone mark.</summary>
public static class HjTime
{
    /// <summary>China Standard Time, no daylight saving.</summary>
    public static TimeSpan Zone { get; } = TimeSpan.FromHours(8);

    /// <summary>Reads 14 digits, or 17 of which the milliseconds are cut.</summary>
    /// <param name="text">The whole value.</param>
    /// <param name="time">The time at +08:00.</param>
    /// <returns>False for another number of digits, a sign that is no digit, or a date that does not exist.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is not (14 or 17) || text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        var year = Two(text, 0) * 100 + Two(text, 2);
        int month = Two(text, 4), day = Two(text, 6), hour = Two(text, 8), minute = Two(text, 10), second = Two(text, 12);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;
        var local = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified);
        if (local < DateTime.MinValue + Zone)
            return false;   // its UTC moment would lie before year 1
        time = new DateTimeOffset(local, Zone);
        return true;
    }

    /// <summary>Writes 14 digits at +08:00.</summary>
    /// <param name="time">Any moment; it is turned into China Standard Time.</param>
    public static string Format(DateTimeOffset time) =>
        time.ToOffset(Zone).ToString("yyyyMMddHHmmss", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Writes the 17 digits of a QN at +08:00, milliseconds included.</summary>
    /// <param name="time">Any moment; it is turned into China Standard Time.</param>
    public static string FormatQn(DateTimeOffset time) =>
        time.ToOffset(Zone).ToString("yyyyMMddHHmmssfff", System.Globalization.CultureInfo.InvariantCulture);

    private static int Two(ReadOnlySpan<byte> text, int at) => (text[at] - '0') * 10 + text[at + 1] - '0';
}
