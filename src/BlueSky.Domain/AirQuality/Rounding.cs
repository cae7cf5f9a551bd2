namespace BlueSky.AirQuality;

/// <summary>A named rule of rounding; no other rounding is used for published figures.</summary>
public enum RoundingRule
{
    /// <summary>GB/T 8170: to the nearest, a half to the even digit (四舍六入五成双); for statistics, indices and money.</summary>
    HalfToEven,

    /// <summary>Up to the next integer or digit (进位取整); HJ 633 6.2 for IAQI and AQI.</summary>
    Up,

    /// <summary>To the nearest, a half away from zero. No standard here demands it; it explains some published figures.</summary>
    HalfUp,
}

/// <summary>
/// The rounding rules. Round once, from the exact value, and only where a rule says so (GB/T 8170: 不得连续修约).
/// </summary>
public static class Rounding
{
    /// <summary>Places to which a mean of means is trusted; see <see cref="Statistic"/>.</summary>
    private const int TrustedPlaces = 15;

    /// <summary>Applies <paramref name="rule"/>.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="value">The exact value.</param>
    /// <param name="digits">Decimals that remain, 0 to 28.</param>
    public static decimal Apply(this RoundingRule rule, decimal value, int digits = 0) => rule switch
    {
        RoundingRule.HalfToEven => HalfToEven(value, digits),
        RoundingRule.Up => decimal.Round(value, digits, MidpointRounding.ToPositiveInfinity),
        RoundingRule.HalfUp => decimal.Round(value, digits, MidpointRounding.AwayFromZero),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, null),
    };

    /// <summary>GB/T 8170: to <paramref name="digits"/> decimals (0 to 28), half to even by magnitude.</summary>
    public static decimal HalfToEven(decimal value, int digits) => decimal.Round(value, digits, MidpointRounding.ToEven);

    /// <summary>
    /// GB/T 8170 for a quotient or a mean of means. Thirds and sevenths do not fit a decimal, so a true half may stand at the 27th
    /// place beside the half; the true value of a statistic (denominators up to some hundred thousands) is never that near to
    /// a half without being one. The value is therefore read at 15 places before the one rounding.
    /// </summary>
    public static decimal Statistic(decimal value, int digits) => HalfToEven(decimal.Round(value, TrustedPlaces, MidpointRounding.ToEven), digits);

    /// <summary>
    /// <paramref name="numerator"/> / <paramref name="denominator"/> to an integer by <paramref name="rule"/>, decided on the exact
    /// fraction: 100 stays 100 and never becomes 101 by a digit the division added.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The numerator is negative or the denominator not positive.</exception>
    public static int Quotient(decimal numerator, decimal denominator, RoundingRule rule)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        var whole = decimal.Truncate(numerator / denominator);
        if (whole * denominator > numerator) whole--; // the division itself rounded up to an integer
        var rest = numerator - (whole * denominator);
        var up = rule switch
        {
            RoundingRule.Up => rest > 0,
            RoundingRule.HalfUp => rest * 2 >= denominator,
            _ => rest * 2 > denominator || (rest * 2 == denominator && whole % 2 != 0),
        };
        return (int)whole + (up ? 1 : 0);
    }
}
