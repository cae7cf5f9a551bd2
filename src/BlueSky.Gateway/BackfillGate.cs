namespace BlueSky.Gateway;

/// <summary>How many devices may send history on request at the same time. Thread-safe.</summary>
internal sealed class BackfillGate(int places)
{
    private int _taken;

    /// <summary>Takes a place; false when all are taken.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _taken) <= places) return true;
        Interlocked.Decrement(ref _taken);
        return false;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _taken);
}
