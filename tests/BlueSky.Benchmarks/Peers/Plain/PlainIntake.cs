using System.Collections.Concurrent;
using System.IO.Pipelines;
using BlueSky.Store;

namespace BlueSky.Benchmarks.Peers;

/// <summary>
/// The peer without actors: the books of all sources in one dictionary of this process. A book is made from the journal when
/// its source is first heard of, and again after an append of it failed.
/// </summary>
internal sealed class PlainIntake(PeerRegister register, IReadingJournal journal) : IIntake
{
    private readonly ConcurrentDictionary<string, Lazy<Task<SourceBook>>> _books = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ILine Open(PipeWriter output) => new PlainLine(this, journal, output);

    /// <summary>The book of a device's source.</summary>
    /// <exception cref="Messages.StoreUnavailableException">The journal could not be read; the next call tries again.</exception>
    public ValueTask<SourceBook> BookOf(PeerDevice device)
    {
        var entry = _books.GetOrAdd(device.Source.Id, static (_, of) => of.Intake.Loading(of.Device), (Intake: this, Device: device));
        var loading = entry.Value;
        return loading.IsCompletedSuccessfully && !loading.Result.IsBroken
            ? new ValueTask<SourceBook>(loading.Result)
            : new ValueTask<SourceBook>(Await(device, entry));
    }

    private async Task<SourceBook> Await(PeerDevice device, Lazy<Task<SourceBook>> entry)
    {
        SourceBook book;
        try
        {
            book = await entry.Value;
        }
        catch
        {
            _books.TryRemove(new KeyValuePair<string, Lazy<Task<SourceBook>>>(device.Source.Id, entry));
            throw;
        }

        if (!book.IsBroken) return book;
        Task drained;
        lock (book) drained = book.Drained();
        await drained;
        _books.TryUpdate(device.Source.Id, Loading(device), entry);
        return await BookOf(device);
    }

    // Lazy, so that of two connections that ask at once only one reads the journal.
    private Lazy<Task<SourceBook>> Loading(PeerDevice device) =>
        new(() => SourceBook.Load(device, register.Kind, journal));
}
