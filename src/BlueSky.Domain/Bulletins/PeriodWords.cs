using System.Globalization;
using BlueSky.Assessment;

namespace BlueSky.Bulletins;

/// <summary>Periods in Chinese words.</summary>
internal static class PeriodWords
{
    private static readonly string[] Quarters = ["一", "二", "三", "四"];

    /// <summary>2021年8月, 2021年第31周（8月2日至8月8日）, 2021年第三季度, 2021年上半年, 2021年, 2021年8月1日至8月15日.</summary>
    internal static string ToChinese(this Period period)
    {
        var first = period.First;
        return period.Type switch
        {
            PeriodType.Day => Day(first),
            PeriodType.Week => $"{ISOWeek.GetYear(first.ToDateTime(TimeOnly.MinValue))}年第{ISOWeek.GetWeekOfYear(first.ToDateTime(TimeOnly.MinValue))}周（{Span(period)}）",
            PeriodType.Month => $"{first.Year}年{first.Month}月",
            PeriodType.Quarter => $"{first.Year}年第{Quarters[(first.Month - 1) / 3]}季度",
            PeriodType.HalfYear => $"{first.Year}年{(first.Month == 1 ? "上" : "下")}半年",
            PeriodType.Year => $"{first.Year}年",
            _ => first.Year == period.Last.Year ? $"{first.Year}年{Span(period)}" : $"{Day(first)}至{Day(period.Last)}",
        };
    }

    private static string Day(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日";

    private static string Span(Period period) => $"{period.First.Month}月{period.First.Day}日至{period.Last.Month}月{period.Last.Day}日";
}
