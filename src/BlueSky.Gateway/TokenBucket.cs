namespace BlueSky.Gateway;

/// <summary>A rate limit with a burst. Not thread-safe: one connection's loop owns it.</summary>
internal struct TokenBucket(double perSecond, int burst)
{
    private double _tokens = burst;
    private DateTimeOffset _filledAt = DateTimeOffset.MinValue;

    /// <summary>Takes one token; false when there is none at <paramref name="now"/>.</summary>
    public bool TryTake(DateTimeOffset now)
    {
        if (_filledAt == DateTimeOffset.MinValue) _filledAt = now;
        if (now > _filledAt)
        {
            _tokens = Math.Min(burst, _tokens + ((now - _filledAt).TotalSeconds * perSecond));
            _filledAt = now;
        }

        if (_tokens < 1) return false;
        _tokens -= 1;
        return true;
    }
}
