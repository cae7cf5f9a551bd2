using BlueSky.Assessment;
using BlueSky.Time;

namespace BlueSky.Web.Console;

/// <summary>Quarters that pages of credit offer.</summary>
internal static class CreditQuarters
{
    private const int Offered = 8;

    /// <summary>The present quarter and those before it, two years in all.</summary>
    public static IReadOnlyList<Period> UpTo(DateTimeOffset now)
    {
        var day = now.Day();
        var first = new DateOnly(day.Year, (((day.Month - 1) / 3) * 3) + 1, 1);
        return [.. Enumerable.Range(0, Offered).Select(back => first.AddMonths(-3 * back)).Select(m => Period.Quarter(m.Year, ((m.Month - 1) / 3) + 1))];
    }

    /// <summary>The quarter of this name; null when it is none.</summary>
    public static string? Named(string? text) => text is not null && Period.TryParse(text, out var period) && period!.Type == PeriodType.Quarter ? period.ToString() : null;
}
