using System.Text;

namespace BlueSky.Districts;

/// <summary>
/// Numbers that depend on a seed and a name and on nothing else (FNV-1a over the name, then SplitMix64), the same on every machine
/// and runtime: what demo data are made from. Not for secrets. One thread at a time.
/// </summary>
public sealed class SeededRandom
{
    private ulong _state;

    /// <summary>Starts the sequence of (<paramref name="seed"/>, <paramref name="name"/>).</summary>
    public SeededRandom(int seed, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var hash = 14695981039346656037UL ^ (uint)seed;
        foreach (var b in Encoding.UTF8.GetBytes(name)) hash = (hash ^ b) * 1099511628211UL;
        _state = hash;
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A number in 0 (included) .. 1 (excluded), in steps of 2^-53.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from <paramref name="minimum"/> to <paramref name="maximum"/>, both included.</summary>
    public int Next(int minimum, int maximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, minimum);
        return minimum + (int)(NextBits() % (ulong)((long)maximum - minimum + 1));
    }

    /// <summary>One of <paramref name="choices"/>, each as likely.</summary>
    public T Pick<T>(IReadOnlyList<T> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        return choices[Next(0, choices.Count - 1)];
    }

    /// <summary>True with the given probability, 0..1.</summary>
    public bool Chance(double probability) => NextDouble() < probability;
}
