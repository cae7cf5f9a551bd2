namespace BlueSky.AirQuality;

/// <summary>Percentiles by HJ 663 annex A.</summary>
public static class Percentile
{
    /// <summary>
    /// Sorted ascending X1 … Xn, k = 1 + (n-1)·p/100, s its integer part: Xs + (Xs+1 - Xs)·(k - s). Exact, not rounded.
    /// </summary>
    /// <param name="values">The values, in any order; the valid daily values of the period.</param>
    /// <param name="percent">p, 0-100.</param>
    /// <returns>The percentile; null without values.</returns>
    public static decimal? Of(IEnumerable<decimal> values, decimal percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        decimal[] sorted = [.. values];
        if (sorted.Length == 0) return null;
        Array.Sort(sorted);
        var place = (sorted.Length - 1) * percent / 100;
        var below = (int)decimal.Truncate(place);
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + ((sorted[below + 1] - sorted[below]) * (place - below));
    }
}
