using BlueSky.Messages;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Time;

namespace BlueSky.Benchmarks.Peers;

/// <summary>What becomes of one packet.</summary>
internal enum Verdict
{
    /// <summary>It is (or was) handed to the journal: answer after the commit that was given.</summary>
    Taken,

    /// <summary>Ask again with the hour as the journal has it.</summary>
    HourNeeded,

    /// <summary>An append of this source failed, so this book no longer knows what is stored: load another.</summary>
    Broken,
}

/// <summary>An hour of a source as the journal had it.</summary>
/// <param name="Start">Start of the hour.</param>
/// <param name="AsOf">How much the book had applied before it was read: what was committed later is not in it.</param>
/// <param name="Stored">Its observations.</param>
internal sealed record HourRead(DateTimeOffset Start, long AsOf, IReadOnlyList<Observation> Stored);

/// <summary>
/// All that a peer keeps of one source, by the node's own parts: what it has seen, the state of its rules, what waits for the
/// commit. It decides as a source grain does, so the two peers and the node differ in who calls it and not in what is done.
/// One caller at a time, except <see cref="Read"/>.
/// </summary>
internal sealed class SourceBook
{
    /// <summary>How far a device's clock may run ahead, as in the node.</summary>
    public static readonly TimeSpan PermittedLead = TimeSpan.FromMinutes(5);

    private readonly string _id;
    private readonly IReadingJournal _journal;
    private readonly SourceMonitor _monitor;
    private readonly SeenReadings _seen = new();
    private readonly Evaluation _evaluation = new();
    private readonly Queue<(Observation Observation, Task Commit)> _waiting = new();
    private DateTimeOffset _newestHour;
    private long _arrival;
    private long _applied;

    private SourceBook(PeerDevice device, SourceKind kind, IReadingJournal journal)
    {
        (_id, _journal) = (device.Source.Id, journal);
        _monitor = new SourceMonitor(device.Source, kind, new SourceCondition());
    }

    /// <summary>True after a failed append: memory and journal may differ.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Makes a book from all that the journal has of the source.</summary>
    /// <param name="device">Device and source.</param>
    /// <param name="kind">The source's kind.</param>
    /// <param name="journal">The journal.</param>
    /// <param name="broken">The book in whose place this one comes: its appends must have ended before the journal is read.</param>
    public static async Task<SourceBook> Load(PeerDevice device, SourceKind kind, IReadingJournal journal, SourceBook? broken = null)
    {
        if (broken is not null) await broken.Settled().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var book = new SourceBook(device, kind, journal);
        await foreach (var observation in journal.ReadAfter(book._id, 0)) book.Apply(observation);
        return book;
    }

    /// <summary>Decides about one packet and hands what is new of it to the journal.</summary>
    /// <param name="observation">The packet.</param>
    /// <param name="hour">What <see cref="Read"/> gave, when this was asked for.</param>
    /// <param name="commit">After which the device may be answered; ends with <see cref="StoreUnavailableException"/> when it may not.</param>
    public Verdict Take(Observation observation, HourRead? hour, out Task commit)
    {
        commit = Task.CompletedTask;
        if (IsBroken) return Verdict.Broken;
        var start = observation.DataTime.HourStart();
        if (hour is not null && (hour.Start != start || hour.AsOf != _applied)) hour = null;
        if (!_seen.Holds(start))
        {
            if (start <= _newestHour && hour is null) return Verdict.HourNeeded;
            _seen.Hold(start, hour is null ? [] : [.. hour.Stored.Concat(_waiting.Select(w => w.Observation)).DistinctBy(o => o.Arrival)]);
        }

        var (readings, texts) = (observation.Readings, observation.Texts);
        switch (_seen.Judge(observation))
        {
            case SeenReadings.Verdict.Same:
                commit = Settled();
                return Verdict.Taken;
            case SeenReadings.Verdict.LookCloser:
                if (hour is null) return Verdict.HourNeeded;
                (readings, texts, _) = ReadingDifference.Of(observation, hour.Stored.Concat(_waiting.Select(w => w.Observation)));
                break;
        }

        commit = readings.Length + texts.Length == 0 ? Settled() : Append(observation, readings, texts);
        return Verdict.Taken;
    }

    /// <summary>Reads the hour of an observation from the journal; may run beside the other members.</summary>
    public async Task<HourRead> Read(Observation observation)
    {
        var (start, asOf) = (observation.DataTime.HourStart(), Volatile.Read(ref _applied));
        return new HourRead(start, asOf, await _journal.ReadHour(_id, start));
    }

    /// <summary>Applies to the rules, in order, what has been committed.</summary>
    public void ApplyCommitted()
    {
        while (!IsBroken && _waiting.TryPeek(out var head) && head.Commit.IsCompleted)
        {
            IsBroken = !head.Commit.IsCompletedSuccessfully;
            if (IsBroken) return;
            _waiting.Dequeue();
            Apply(head.Observation);
        }
    }

    private Task Append(Observation observation, Reading[] readings, TextReading[] texts)
    {
        if (Liveness.IsLate(observation)) readings = Array.ConvertAll(readings, r => r with { Quality = r.Quality | Quality.Late });
        var stamped = observation.Stamped(++_arrival, readings, texts);
        _seen.Add(stamped);
        var hour = stamped.DataTime.HourStart();
        if (hour > _newestHour) _newestHour = hour;
        Task commit;
        try
        {
            commit = _journal.Append(_id, [stamped]).AsTask();
        }
        catch (StoreUnavailableException e)
        {
            commit = Task.FromException(e);
        }

        _waiting.Enqueue((stamped, commit));
        return commit;
    }

    // A repeat must not be answered before what it repeats is safe.
    private Task Settled() => _waiting.Count == 0 ? Task.CompletedTask : Task.WhenAll(_waiting.Select(w => w.Commit));

    private void Apply(Observation observation)
    {
        _evaluation.Clear();
        _monitor.Apply(observation, _evaluation);
        _arrival = Math.Max(_arrival, observation.Arrival);
        var hour = observation.DataTime.HourStart();
        if (hour > _newestHour) _newestHour = hour;
        Volatile.Write(ref _applied, _applied + 1);
    }
}
