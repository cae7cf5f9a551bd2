using System.Diagnostics;

namespace BlueSky.Testing;

/// <summary>Waits for a condition that the system reaches by itself, and fails with what it last saw.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task<T> Becomes<T>(Func<Task<T>> look, Func<T, bool> wanted)
    {
        var started = Stopwatch.GetTimestamp();
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var seen = await look();
            if (wanted(seen)) return seen;
            if (Stopwatch.GetElapsedTime(started) > Limit) throw new TimeoutException($"Not reached within {Limit}; last seen: {seen}");
            await poll.WaitForNextTickAsync();
        }
    }
}
