using System.Diagnostics;

namespace BlueSky.Testing;

/// <summary>Waits for what a running node reaches by itself, and fails with what was seen last.</summary>
internal static class Until
{
    /// <summary>Looks again and again until the look is wanted; gives it back.</summary>
    public static async Task<T> Seen<T>(string what, TimeSpan within, Func<Task<T>> look, Func<T, bool> wanted, Func<T, string>? show = null)
    {
        var started = Stopwatch.GetTimestamp();
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var seen = await look();
            if (wanted(seen)) return seen;
            if (Stopwatch.GetElapsedTime(started) > within)
                throw new TimeoutException($"{what}: not within {within}; last seen: {(show is null ? seen : show(seen))}");
            await poll.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The same for a plain condition.</summary>
    public static Task<bool> True(string what, TimeSpan within, Func<bool> condition, Func<string> show) =>
        Seen(what, within, () => Task.FromResult(condition()), seen => seen, _ => show());
}
