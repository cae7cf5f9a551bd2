namespace BlueSky.Web.Console;

/// <summary>Somebody who looks at a view, until it is disposed.</summary>
/// <typeparam name="T">Value.</typeparam>
/// <param name="feed">The view.</param>
/// <param name="leave">Leaves it.</param>
internal sealed class LiveViewing<T>(LiveFeed<T> feed, Action leave) : IDisposable
{
    private int isOver;

    /// <summary>What was read last, told or not: it looks like what was told, only its moments may be newer.</summary>
    public Reading<T>? Newest => feed.Last;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref isOver, 1) == 0) leave();
    }
}
