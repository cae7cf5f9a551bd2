using System.Globalization;
using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>How figures look in an explanation.</summary>
internal static class Wording
{
    /// <summary>Two to four decimals: 5.15, 0.875.</summary>
    internal static string Points(decimal value) => Rounding.Statistic(value, 4).ToString("0.00##", CultureInfo.InvariantCulture);

    internal static string Fixed(decimal value, int decimals) =>
        Rounding.Statistic(value, decimals).ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    internal static string Percent(decimal share) => $"{Rounding.Statistic(share * 100, 2).Plain()}%";

    /// <summary>6 改善6, -1 恶化1, 0 持平0.</summary>
    internal static string Change(decimal improvement) =>
        $"{(improvement > 0 ? "改善" : improvement < 0 ? "恶化" : "持平")}{Math.Abs(improvement).Plain()}";

    /// <summary>Says which way the money goes.</summary>
    internal static string Direction(decimal money) => money > 0 ? "（获得）" : money < 0 ? "（缴纳）" : "";
}
