namespace BlueSky.Notifications;

/// <summary>How long to wait after failures: twice as long after each, up to a bound, and by chance up to half of it shorter.</summary>
/// <param name="First">After the first failure.</param>
/// <param name="Longest">Never longer.</param>
public sealed record BackOff(TimeSpan First, TimeSpan Longest)
{
    /// <summary>The wait.</summary>
    /// <param name="failures">Failures in a row, from 1.</param>
    /// <param name="chance">0 up to 1, from a random source of the caller: sinks that failed together then do not come back together.</param>
    public TimeSpan After(int failures, double chance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(chance);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chance, 1);
        // Beyond 40 doublings any bound is reached, and ticks would overflow.
        var doubled = failures > 40 ? Longest : TimeSpan.FromTicks((long)Math.Min(Longest.Ticks, First.Ticks * Math.Pow(2, failures - 1)));
        return doubled - (doubled / 2 * chance);
    }
}
