using BlueSky.Assessment;
using BlueSky.Time;

namespace BlueSky.Web.Console;

/// <summary>Years that pages of muck trucks (渣土车) offer: their points are counted by the year.</summary>
internal static class TruckYears
{
    private const int Offered = 4;

    /// <summary>The present year and those before it.</summary>
    public static IReadOnlyList<string> UpTo(DateTimeOffset now)
    {
        var year = now.Day().Year;
        return [.. Enumerable.Range(0, Offered).Select(back => Period.Year(year - back).ToString())];
    }

    /// <summary>The year of this name; null when it is none.</summary>
    public static string? Named(string? text) => text is not null && Period.TryParse(text, out var period) && period!.Type == PeriodType.Year ? period.ToString() : null;
}
