using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using BlueSky.Messages;

namespace BlueSky.Benchmarks.Peers;

/// <summary>
/// One connection of the plain peer. Packets are judged where they are read, under the lock of their source; a second task
/// waits for the commits in the order of the packets and writes as many answers as it can at a time.
/// </summary>
internal sealed class PlainLine : ILine
{
    private const int MaxUnanswered = 256;   // as the gateway's default

    private readonly PlainIntake _intake;
    private readonly PipeWriter _output;
    private readonly Channel<(SourceBook Book, Task Commit, byte[] Answer)> _unanswered = Channel.CreateBounded<(SourceBook, Task, byte[])>(
        new BoundedChannelOptions(MaxUnanswered) { SingleReader = true, SingleWriter = true });
    private readonly Task _answering;
    private bool _isGone;

    public PlainLine(PlainIntake intake, PipeWriter output)
    {
        (_intake, _output) = (intake, output);
        _answering = Task.Run(AnswerAll);
    }

    /// <inheritdoc/>
    public async ValueTask Take(Upload upload)
    {
        try
        {
            HourRead? hour = null;
            while (true)
            {
                var book = await _intake.BookOf(upload.Device);
                Verdict verdict;
                Task commit;
                lock (book) verdict = book.Take(upload.Observation, hour, out commit);
                if (verdict == Verdict.Taken)
                {
                    await _unanswered.Writer.WriteAsync((book, commit, upload.Answer));
                    return;
                }

                hour = verdict == Verdict.HourNeeded ? await book.Read(upload.Observation) : null;
            }
        }
        catch (StoreUnavailableException)
        {
            // Not answered: the device sends again.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _unanswered.Writer.Complete();
        await _answering;
    }

    private async Task AnswerAll()
    {
        while (await _unanswered.Reader.WaitToReadAsync())
        {
            while (_unanswered.Reader.TryRead(out var next))
            {
                if (!next.Commit.IsCompleted) await Flush();
                var isSafe = await Ended(next.Commit);
                lock (next.Book) next.Book.ApplyCommitted();
                if (isSafe && !_isGone) _output.Write(next.Answer);
            }

            await Flush();
        }
    }

    private static async ValueTask<bool> Ended(Task commit)
    {
        if (commit.IsCompletedSuccessfully) return true;
        await commit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return commit.IsCompletedSuccessfully;
    }

    private async ValueTask Flush()
    {
        if (_isGone || !_output.CanGetUnflushedBytes || _output.UnflushedBytes == 0) return;
        try
        {
            _isGone = (await _output.FlushAsync()).IsCompleted;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException)
        {
            _isGone = true;   // what is in flight is still stored, nobody waits for the answer
        }
    }
}
