using System.Numerics;

namespace BlueSky.Simulator;

/// <summary>
/// Latencies in microseconds, in buckets of at most 1/32 of their value: exact below 64 µs, within 3.2 % above. Any thread.
/// </summary>
public sealed class LatencyHistogram
{
    private const int SubBits = 5;
    private const int SubCount = 1 << SubBits;
    private readonly long[] _buckets = new long[(64 - SubBits) * SubCount];

    /// <summary>Latencies recorded.</summary>
    public long Count
    {
        get
        {
            var sum = 0L;
            for (var i = 0; i < _buckets.Length; i++) sum += Interlocked.Read(ref _buckets[i]);
            return sum;
        }
    }

    /// <summary>Records one latency; a negative one counts as 0.</summary>
    public void Record(TimeSpan latency) => Interlocked.Increment(ref _buckets[Index((ulong)Math.Max(0, latency.Ticks / TimeSpan.TicksPerMicrosecond))]);

    /// <summary>The latency that a share of all does not pass (upper end of its bucket); zero when nothing was recorded.</summary>
    /// <param name="share">0..1, e.g. 0.99.</param>
    public TimeSpan Percentile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        var wanted = Math.Max(1, (long)Math.Ceiling(Count * share));
        var seen = 0L;
        for (var i = 0; i < _buckets.Length; i++)
        {
            seen += Interlocked.Read(ref _buckets[i]);
            if (seen >= wanted) return TimeSpan.FromMicroseconds(UpperEnd(i));
        }

        return TimeSpan.Zero;
    }

    private static int Index(ulong micros)
    {
        if (micros < 2 * SubCount) return (int)micros;
        var shift = BitOperations.Log2(micros) - SubBits;
        return (shift * SubCount) + (int)(micros >> shift);
    }

    private static double UpperEnd(int index)
    {
        if (index < 2 * SubCount) return index;
        var shift = (index / SubCount) - 1;
        return ((ulong)((index % SubCount) + SubCount + 1) << shift) - 1;
    }
}
