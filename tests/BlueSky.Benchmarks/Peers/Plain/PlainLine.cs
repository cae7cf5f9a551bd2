using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using BlueSky.Messages;
using BlueSky.Sources;
using BlueSky.Store;

namespace BlueSky.Benchmarks.Peers;

/// <summary>
/// One connection of the plain peer. Packets are judged where they are read, under the lock of their source; what came in one
/// read is appended in one call. A second task waits for the commits in turn and writes the answers of each at once.
/// </summary>
internal sealed class PlainLine : ILine
{
    // Together about as much as the gateway's default of 256 unanswered packets a connection.
    private const int MostInBatch = 64;
    private const int MostBatches = 4;

    private readonly PlainIntake _intake;
    private readonly IReadingJournal _journal;
    private readonly PipeWriter _output;
    private readonly Channel<(Task Commit, List<Entry> Entries)> _unanswered =
        Channel.CreateBounded<(Task, List<Entry>)>(new BoundedChannelOptions(MostBatches) { SingleReader = true, SingleWriter = true });
    private readonly Task _answering;
    private List<Entry> _batch = [];
    private List<RoutedObservation> _appends = [];
    private bool _isGone;

    public PlainLine(PlainIntake intake, IReadingJournal journal, PipeWriter output)
    {
        (_intake, _journal, _output) = (intake, journal, output);
        _answering = Task.Run(AnswerAll);
    }

    /// <inheritdoc/>
    public async ValueTask Take(Upload upload)
    {
        try
        {
            await Judge(upload);
        }
        catch (StoreUnavailableException)
        {
            // Not answered: the device sends again.
        }

        if (_batch.Count == MostInBatch) await Pause();
    }

    /// <inheritdoc/>
    public async ValueTask Pause()
    {
        if (_batch.Count == 0) return;
        var (entries, commit) = (_batch, _appends.Count == 0 ? Task.CompletedTask : Append(_appends));
        (_batch, _appends) = ([], []);
        await _unanswered.Writer.WriteAsync((commit, entries));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Pause();   // what was judged must be appended, or its sources would wait for it for ever
        _unanswered.Writer.Complete();
        await _answering;
    }

    private async ValueTask Judge(Upload upload)
    {
        HourRead? hour = null;
        while (true)
        {
            var book = await _intake.BookOf(upload.Device);
            Verdict verdict;
            Pending? pending;
            long after;
            lock (book)
            {
                verdict = book.Take(upload.Observation, hour, out pending);
                after = book.Newest;
            }

            if (verdict is Verdict.New or Verdict.Known)
            {
                if (pending is not null) _appends.Add(new RoutedObservation(upload.Device.Source.Id, pending.Observation));
                _batch.Add(new Entry(book, pending, after, upload.Answer));
                return;
            }

            // Its own batch may hold what a broken book waits for, or what the hour must show.
            await Pause();
            hour = verdict == Verdict.HourNeeded ? await book.Read(upload.Observation) : null;
        }
    }

    // A refusal at once must come as a failed commit too.
    private async Task Append(List<RoutedObservation> appends) => await _journal.Append(appends);

    private async Task AnswerAll()
    {
        await foreach (var (commit, entries) in _unanswered.Reader.ReadAllAsync())
        {
            await commit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var entry in entries)
                if (IsSafe(entry, commit.IsCompletedSuccessfully) && !_isGone) _output.Write(entry.Answer);
            await Flush();
        }
    }

    private static bool IsSafe(Entry entry, bool isCommitted)
    {
        lock (entry.Book)
        {
            // A repeat of what is under way on another connection is not answered: the device sends it once more.
            if (entry.Pending is null) return entry.Book.IsSafe(entry.After);
            entry.Book.Ended(entry.Pending, isCommitted);
            return isCommitted;
        }
    }

    private async ValueTask Flush()
    {
        if (_isGone) return;
        try
        {
            _isGone = (await _output.FlushAsync()).IsCompleted;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException)
        {
            _isGone = true;   // what is in flight is still stored, nobody waits for the answer
        }
    }

    /// <summary>A packet that was judged.</summary>
    /// <param name="Book">Its source.</param>
    /// <param name="Pending">What is appended of it; null for a repeat.</param>
    /// <param name="After">A repeat is answered when this arrival is safe.</param>
    /// <param name="Answer">What the device gets.</param>
    private readonly record struct Entry(SourceBook Book, Pending? Pending, long After, byte[] Answer);
}
