namespace BlueSky.Web.Console;

/// <summary>
/// What a page shows of one live view. <see cref="Follow"/> turns it to other data when the address says so; what was shown stays until
/// the new is there, so nothing flickers.
/// </summary>
/// <typeparam name="T">Value.</typeparam>
public sealed class Live<T> : IDisposable
{
    private readonly LiveViews views;
    private readonly Action changed;
    private readonly TimeSpan every;
    private readonly Func<T, object?>? looks;
    private LiveViewing<T>? viewing;
    private Reading<T>? reading;
    private string? key;

    internal Live(LiveViews views, TimeSpan every, Func<T, object?>? looks, Action changed) => (this.views, this.every, this.looks, this.changed) = (views, every, looks, changed);

    /// <summary>The newest value; null before the first.</summary>
    public T? Value => reading is null ? default : reading.Value;

    /// <summary>
    /// The value as it was read last. It looks like <see cref="Value"/>; where only moments of it are other, the page is not drawn again, and who
    /// says how old it is (<c>DataAge</c>) asks here.
    /// </summary>
    public T? Newest => viewing?.Newest is { } newest ? newest.Value : Value;

    /// <summary>True before the first value or failure.</summary>
    public bool IsLoading => reading is null;

    /// <summary>When the value was read.</summary>
    public DateTimeOffset? At => reading?.At;

    /// <summary>Why it could not be read again; null when it could.</summary>
    public string? Failure => reading?.Failure;

    internal void Follow(string next, Func<CancellationToken, Task<T>> read)
    {
        if (next == key) return;
        viewing?.Dispose();
        key = next;
        viewing = views.Watch(next, every, read, told =>
        {
            // The last word of a view that is no longer looked at.
            if (key != next) return;
            reading = told;
            changed();
        }, looks);
    }

    /// <summary>Looks no longer.</summary>
    public void Dispose()
    {
        key = null;
        viewing?.Dispose();
    }
}
