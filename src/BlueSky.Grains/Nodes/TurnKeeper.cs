namespace BlueSky.Nodes;

/// <summary>Who of several may do a piece of work that is done once. Not thread-safe.</summary>
internal sealed class TurnKeeper
{
    private string? _holder;
    private DateTimeOffset _until;
    private bool _done;

    /// <summary>Gives the turn to the first who asks, and to the next when the holder has not asked again in time.</summary>
    public StartupTurn Claim(string node, DateTimeOffset now)
    {
        if (_done) return StartupTurn.Done;
        if (_holder is not null && _holder != node && now < _until) return StartupTurn.Wait;
        (_holder, _until) = (node, now + StartupTurns.Held);
        return StartupTurn.Yours;
    }

    /// <summary>The work is done: nobody gets a turn any more.</summary>
    public void Done() => _done = true;
}
