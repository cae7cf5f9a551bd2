using BlueSky.Time;

namespace BlueSky.Tables;

/// <summary>The label of an hour as tables write it: <c>2019-01-01T16:00</c>, the END of the hour, China time.</summary>
public static class HourLabel
{
    /// <summary>What to say when a text is no such label.</summary>
    public const string Expected = "a full hour as 2019-01-31T16:00 (end of the hour, China time; seconds 00 and +08:00 may follow)";

    /// <summary>
    /// Reads a label. <c>T</c> or a space divides date and time, seconds <c>:00</c> and the offset <c>+08:00</c> may follow, and 24:00
    /// is 00:00 of the next day.
    /// </summary>
    /// <returns>False when it is no full hour or not China time.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset label)
    {
        label = default;
        if (text.EndsWith("+08:00", StringComparison.Ordinal)) text = text[..^6];
        if (text.Length == 19 && text[16..] is ":00") text = text[..16];
        if (text.Length != 16 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or ' ') || text[13..] is not ":00") return false;
        if (!Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)
            || !Digits(text[11..13], out var hour)) return false;
        if (year is < 1900 or > 2999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 24) return false;
        label = new DateTimeOffset(year, month, day, 0, 0, 0, ChinaTime.Offset).AddHours(hour);
        return true;
    }

    /// <summary>The natural day an hour label belongs to: its hours are 01:00 … 24:00, so 00:00 belongs to the day before.</summary>
    public static DateOnly NaturalDay(this DateTimeOffset label) => label.AddHours(-1).Day();

    /// <summary>The place of an hour label in its natural day, 1 … 24; 00:00 is 24.</summary>
    public static int HourOfNaturalDay(this DateTimeOffset label) => label.AddHours(-1).ToChina().Hour + 1;

    private static bool Digits(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (var c in text)
        {
            if (c is < '0' or > '9') return false;
            number = (number * 10) + (c - '0');
        }
        return true;
    }
}
