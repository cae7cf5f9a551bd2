namespace BlueSky.Storage;

/// <summary>
/// How much of the time the roller works: commits and it share cores and disk, and what it does can wait while what devices wait for
/// cannot. It rests after each piece of work, the longer the emptier the tail. As the tail fills it works more and at last without
/// rest, so that it never falls behind for good. One roll at a time.
/// </summary>
/// <param name="options">Bounds of the tail, and the least share.</param>
/// <param name="tailBytes">Bytes in the tail now.</param>
/// <param name="time">Clock; a piece counts with all that it waited for, so that a machine that is busy gets longer rests.</param>
internal sealed class RollPace(StorageOptions options, Func<long> tailBytes, TimeProvider time)
{
    /// <summary>Parts of the tail's limit between which the share of work grows from the least to all of the time.</summary>
    private const double EasyBelow = 0.5;
    private const double WholeFrom = 0.85;

    /// <summary>Long enough that the timer's grain does not matter, short enough that nobody notices.</summary>
    private static readonly TimeSpan Piece = TimeSpan.FromMilliseconds(5);

    private long began = time.GetTimestamp();

    /// <summary>Without rest: for who waits for the roll's end.</summary>
    public static ValueTask None(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return ValueTask.CompletedTask;
    }

    /// <summary>Share of the time, above 0 to 1, at so many bytes in the tail.</summary>
    public double Share(long bytes)
    {
        var least = Math.Clamp(options.RollShare, 0.05, 1);
        var filled = (bytes - (EasyBelow * options.TailLimitBytes)) / ((WholeFrom - EasyBelow) * options.TailLimitBytes);
        return least + ((1 - least) * Math.Clamp(filled, 0, 1));
    }

    /// <summary>True when the tail is so full that the roller works without rest.</summary>
    public bool IsHurried => Share(tailBytes()) >= 1;

    /// <summary>Between two pieces of work: rests when it is time to.</summary>
    public ValueTask Rest(CancellationToken cancellation)
    {
        var worked = time.GetElapsedTime(began);
        return worked < Piece ? ValueTask.CompletedTask : Rest(worked, cancellation);
    }

    private async ValueTask Rest(TimeSpan worked, CancellationToken cancellation)
    {
        var share = Share(tailBytes());
        if (share < 1)
        {
            await Task.Delay(worked * ((1 / share) - 1), time, cancellation);
        }

        began = time.GetTimestamp();
    }
}
