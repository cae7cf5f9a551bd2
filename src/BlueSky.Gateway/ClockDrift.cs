namespace BlueSky.Gateway;

/// <summary>
/// How far a device's clock is off: the median of receive time minus DataTime over its newest live momentary packets
/// (hj212.md section 16). Positive when the device is slow. Re-sent and old packets do not count.
/// </summary>
internal sealed class ClockDrift
{
    private const int Window = 9;
    private const int Enough = 5;
    private readonly double[] _samples = new double[Window];
    private int _count;

    /// <summary>
    /// Takes one momentary packet. It is live when the device itself says so: by its own clock the packet was sent
    /// (QN) within two report intervals of its DataTime; without a readable QN, when it came within two intervals of it.
    /// </summary>
    public void Take(DateTimeOffset receivedAt, DateTimeOffset dataTime, DateTimeOffset? qn, int reportSeconds, bool resent)
    {
        if (resent) return;
        var age = ((qn ?? receivedAt) - dataTime).TotalSeconds;
        if (Math.Abs(age) > 2 * Math.Max(reportSeconds, 30)) return;
        _samples[_count++ % Window] = (receivedAt - dataTime).TotalSeconds;
    }

    /// <summary>The median in seconds; null before five live packets.</summary>
    public double? Median
    {
        get
        {
            if (_count < Enough) return null;
            Span<double> sorted = stackalloc double[Window];
            var n = Math.Min(_count, Window);
            _samples.AsSpan(0, n).CopyTo(sorted);
            sorted = sorted[..n];
            sorted.Sort();
            return n % 2 == 1 ? sorted[n / 2] : (sorted[(n / 2) - 1] + sorted[n / 2]) / 2;
        }
    }

    /// <summary>Forgets all: after the clock was set, old samples say nothing.</summary>
    public void Reset() => _count = 0;
}
