namespace BlueSky.Console.Tests;

/// <summary>Waits for what the node does in its own time, bounded.</summary>
internal static class Eventual
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(20);

    /// <summary>The first answer that is not null.</summary>
    /// <param name="_">The node that is waited for.</param>
    /// <param name="ask">Asks it.</param>
    /// <param name="within">How long at most; 20 s when left out.</param>
    public static async Task<T> Eventually<T>(this ConsoleNode _, Func<Task<T?>> ask, TimeSpan? within = null) where T : class
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        using var limit = new CancellationTokenSource(within ?? Within);
        while (await poll.WaitForNextTickAsync(limit.Token))
        {
            if (await ask() is { } found) return found;
        }

        throw new TimeoutException();
    }
}
