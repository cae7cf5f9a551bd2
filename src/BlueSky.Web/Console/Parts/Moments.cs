using System.Globalization;
using BlueSky.Time;

namespace BlueSky.Web.Console;

/// <summary>Moments and spans as people in the district read them: China Standard Time, the year first.</summary>
public static class Moments
{
    /// <summary>To the minute.</summary>
    public static string Minute(DateTimeOffset at) => at.ToChina().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>To the second.</summary>
    public static string Second(DateTimeOffset at) => at.ToChina().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The label of an hour, its end: 24:00 belongs to the day that ends.</summary>
    public static string Hour(DateTimeOffset label)
    {
        var china = label.ToChina();
        return china.Hour == 0
            ? china.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + " 24:00"
            : china.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>A length of time in its largest one or two units.</summary>
    public static string Span(TimeSpan span, Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        span = span.Duration();
        if (span < TimeSpan.FromMinutes(1)) return words["{0} 秒", (int)span.TotalSeconds];
        if (span < TimeSpan.FromHours(1)) return words["{0} 分钟", (int)span.TotalMinutes];
        if (span < TimeSpan.FromDays(1)) return words["{0} 小时 {1} 分", (int)span.TotalHours, span.Minutes];
        return words["{0} 天 {1} 小时", (int)span.TotalDays, span.Hours];
    }
}
