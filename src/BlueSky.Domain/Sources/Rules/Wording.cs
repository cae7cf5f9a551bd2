using System.Globalization;
using BlueSky.Time;

namespace BlueSky.Sources.Rules;

/// <summary>The Chinese wording that all explanations share.</summary>
internal static class Wording
{
    /// <summary>Said of every figure that nobody has confirmed.</summary>
    public const string ToBeConfirmed = "（默认值，待区局确认）";

    public static string Note(Provenance from) => from.NeedsConfirmation ? ToBeConfirmed : "";

    /// <summary>The figure with the factor's digits, and with up to three more when rounding would make it look equal to the limit.</summary>
    public static string Figure(decimal value, int digits, decimal? limit = null)
    {
        var most = Math.Min(digits + 3, 28);
        while (digits < most && limit is { } bound && value != bound && decimal.Round(value, digits, MidpointRounding.ToEven) == bound) digits++;
        return decimal.Round(value, digits, MidpointRounding.ToEven).ToString("0.############################", CultureInfo.InvariantCulture);
    }

    public static string Plain(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A span within a day, e.g. 15:00-16:00; its end may be 24:00.</summary>
    public static string Span(DateTimeOffset start, DateTimeOffset end)
    {
        var from = start.ToChina();
        var to = end.ToChina();
        var last = to.TimeOfDay == TimeSpan.Zero ? "24:00" : to.ToString("HH:mm", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{from:M月d日 HH:mm}-{last}");
    }

    public static string Moment(DateTimeOffset at) => at.ToChina().ToString("M月d日 HH:mm", CultureInfo.InvariantCulture);

    public static string Date(DateTimeOffset at) => at.ToChina().ToString("M月d日", CultureInfo.InvariantCulture);

    /// <summary>E.g. “，超过 250 µg/m³”, “，低于 60 %”, “，达到 8000 µmol/mol”.</summary>
    public static string Against(LimitRow limit, decimal value)
    {
        var bound = limit.BoundFor(value);
        var word = value == bound ? "，达到 " : value > bound ? "，超过 " : "，低于 ";
        return $"{word}{Plain(bound)} {limit.Unit}";
    }

    public static string Within(LimitRow limit) => (limit.Lower, limit.Upper) switch
    {
        ({ } lower, { } upper) => $"限值 {Plain(lower)}…{Plain(upper)} {limit.Unit}",
        ({ } lower, null) => $"限值不低于 {Plain(lower)} {limit.Unit}",
        (_, { } upper) => $"限值 {Plain(upper)} {limit.Unit}",
        _ => "",
    };

    public static string Point(string point) => point.Length == 0 ? "" : $"{point} 号";

    public static string Said(Converted converted) => converted switch
    {
        Converted.ByUs => "（折算值）",
        Converted.ByDevice => "（设备折算值，缺同时刻氧含量）",
        Converted.NotPossible => "（未折算）",
        _ => "",
    };

    public static decimal Ratio(LimitRow limit, decimal value)
    {
        var bound = limit.BoundFor(value);
        var ratio = value >= bound ? (bound <= 0 ? 0 : value / bound) : (bound < 0 ? value / bound : value <= 0 ? 0 : bound / value);
        return decimal.Round(Math.Min(ratio, 9999m), 4, MidpointRounding.ToEven);
    }
}
