using System.Globalization;

namespace BlueSky.AirQuality;

/// <summary>Kinds of calendar period.</summary>
public enum AirPeriodKind
{
    /// <summary>One natural day.</summary>
    Day,

    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>A calendar quarter.</summary>
    Quarter,

    /// <summary>A calendar year.</summary>
    Year,

    /// <summary>Any other run of days: a week, half a month, a month to date.</summary>
    Part,
}

/// <summary>A run of natural days; both ends are part of it.</summary>
/// <param name="Kind">What kind of period it is, which decides what it needs to be valid.</param>
/// <param name="First">First day.</param>
/// <param name="Last">Last day, included.</param>
public sealed record AirPeriod(AirPeriodKind Kind, DateOnly First, DateOnly Last)
{
    /// <summary>Calendar days in it.</summary>
    public int Days => Last.DayNumber - First.DayNumber + 1;

    /// <summary>The first days of the months it touches.</summary>
    public IEnumerable<DateOnly> Months
    {
        get
        {
            for (var month = new DateOnly(First.Year, First.Month, 1); month <= Last; month = month.AddMonths(1)) yield return month;
        }
    }

    /// <summary>The day, month, quarter or year that contains <paramref name="day"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is <see cref="AirPeriodKind.Part"/>, which no day defines.</exception>
    public static AirPeriod Containing(DateOnly day, AirPeriodKind kind)
    {
        var (first, months) = kind switch
        {
            AirPeriodKind.Day => (day, 0),
            AirPeriodKind.Month => (new DateOnly(day.Year, day.Month, 1), 1),
            AirPeriodKind.Quarter => (new DateOnly(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1), 3),
            AirPeriodKind.Year => (new DateOnly(day.Year, 1, 1), 12),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        return new AirPeriod(kind, first, months == 0 ? first : first.AddMonths(months).AddDays(-1));
    }

    /// <summary><c>2019-01-31</c>, <c>2019-01</c>, <c>2019-Q1</c>, <c>2019</c>, or first and last day with a slash.</summary>
    public override string ToString() => Kind switch
    {
        AirPeriodKind.Day => First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        AirPeriodKind.Month => First.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        AirPeriodKind.Quarter => string.Create(CultureInfo.InvariantCulture, $"{First.Year:0000}-Q{((First.Month - 1) / 3) + 1}"),
        AirPeriodKind.Year => First.Year.ToString("0000", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{First:yyyy-MM-dd}/{Last:yyyy-MM-dd}"),
    };
}
