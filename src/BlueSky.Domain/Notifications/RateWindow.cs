namespace BlueSky.Notifications;

/// <summary>Keeps to so many requests in any sixty seconds. Of one sink; not thread-safe.</summary>
/// <param name="perMinute">The most, 1 or more.</param>
/// <param name="before">Moments of requests before, e.g. of the node that sent until it died.</param>
public sealed class RateWindow(int perMinute, IEnumerable<DateTimeOffset>? before = null)
{
    private static readonly TimeSpan Width = TimeSpan.FromMinutes(1);
    private readonly Queue<DateTimeOffset> _taken = new((before ?? []).Order());

    /// <summary>The earliest moment at which one more may be made; the given one when it may be now.</summary>
    public DateTimeOffset Next(DateTimeOffset now)
    {
        while (_taken.TryPeek(out var oldest) && oldest <= now - Width) _taken.Dequeue();
        return _taken.Count < perMinute ? now : _taken.ElementAt(_taken.Count - perMinute) + Width;
    }

    /// <summary>Counts a request.</summary>
    public void Take(DateTimeOffset now) => _taken.Enqueue(now);
}
