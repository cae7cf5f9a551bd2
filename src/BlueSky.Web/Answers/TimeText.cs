using System.Globalization;
using System.Text.RegularExpressions;
using BlueSky.Time;

namespace BlueSky.Web;

/// <summary>
/// Times as callers write them: ISO 8601 with an offset, or without one for China time (+08:00); a date alone is 00:00 of it.
/// </summary>
internal static partial class TimeText
{
    public const string Fix =
        "请用 ISO 8601，例如 2026-03-01T08:00:00+08:00；不写时区即北京时间。Use ISO 8601; without an offset it is China time.";

    // Years outside are slips of the pen, and the ends of the calendar cannot be shown in another offset.
    private const int FirstYear = 1970, LastYear = 2199;

    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        var match = Form().Match(text);
        if (!match.Success) return false;
        var full = match.Groups["date"].Value
            + (match.Groups["time"].Success ? match.Groups["time"].Value : "T00:00")
            // An unescaped + in a query string arrives as a space.
            + (match.Groups["offset"].Success ? match.Groups["offset"].Value.Replace(' ', '+') : "+08:00");
        if (!DateTimeOffset.TryParse(full, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
            || parsed.Year is < FirstYear or > LastYear)
            return false;
        time = parsed.ToChina();
        return true;
    }

    /// <summary>With +08:00, to the second, or with the fraction where there is one.</summary>
    public static string Write(DateTimeOffset time) =>
        time.ToChina().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^(?<date>\d{4}-\d{2}-\d{2})((?<time>T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?)(?<offset>Z|[+\- ]\d{2}:\d{2})?)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
