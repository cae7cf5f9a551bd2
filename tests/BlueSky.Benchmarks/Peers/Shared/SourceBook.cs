using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Time;

namespace BlueSky.Benchmarks.Peers;

/// <summary>What becomes of one packet.</summary>
internal enum Verdict
{
    /// <summary>Something of it is new: append it, answer after the commit.</summary>
    New,

    /// <summary>All of it is known: answer when what it repeats is safe.</summary>
    Known,

    /// <summary>Ask again with the hour as the journal has it.</summary>
    HourNeeded,

    /// <summary>An append of this source failed, so this book no longer knows what is stored: load another.</summary>
    Broken,
}

/// <summary>An observation on its way into the journal. The first that fails breaks its book.</summary>
/// <param name="observation">As it is to be stored.</param>
internal sealed class Pending(Observation observation)
{
    /// <summary>As it is to be stored.</summary>
    public Observation Observation { get; } = observation;

    /// <summary>True after its commit, false after a failure, null before either; the book's.</summary>
    public bool? IsSafe { get; set; }
}

/// <summary>An hour of a source as the journal had it.</summary>
/// <param name="Start">Start of the hour.</param>
/// <param name="AsOf">How much the book had applied before it was read: what was committed later is not in it.</param>
/// <param name="Stored">Its observations.</param>
internal sealed record HourRead(DateTimeOffset Start, long AsOf, IReadOnlyList<Observation> Stored);

/// <summary>
/// All that a peer keeps of one source, by the node's own parts: what it has seen, the state of its rules, what waits for the
/// commit. It decides as a source grain does, so the peers and the node differ in who calls it and not in what is done.
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
    private readonly Queue<Pending> _waiting = new();
    private TaskCompletionSource? _drained;
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

    /// <summary>Arrival of the newest observation, stored or on its way.</summary>
    public long Newest => _arrival;

    /// <summary>Makes a book from all that the journal has of the source.</summary>
    /// <param name="device">Device and source.</param>
    /// <param name="kind">The source's kind.</param>
    /// <param name="journal">The journal.</param>
    public static async Task<SourceBook> Load(PeerDevice device, SourceKind kind, IReadingJournal journal)
    {
        var book = new SourceBook(device, kind, journal);
        await journal.Claim(book._id);   // what a killed process had under way has ended before anything is read
        await foreach (var observation in journal.ReadAfter(book._id, 0)) book.Apply(observation);
        return book;
    }

    /// <summary>Decides about one packet.</summary>
    /// <param name="observation">The packet.</param>
    /// <param name="hour">What <see cref="Read"/> gave, when this was asked for.</param>
    /// <param name="pending">What is to be appended of it, and told of by <see cref="Ended"/>; null unless something is new.</param>
    public Verdict Take(Observation observation, HourRead? hour, out Pending? pending)
    {
        pending = null;
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
                return Verdict.Known;
            case SeenReadings.Verdict.LookCloser:
                if (hour is null) return Verdict.HourNeeded;
                (readings, texts, _) = ReadingDifference.Of(observation, hour.Stored.Concat(_waiting.Select(w => w.Observation)));
                break;
        }

        if (readings.Length + texts.Length == 0) return Verdict.Known;
        if (Liveness.IsLate(observation)) readings = Array.ConvertAll(readings, r => r with { Quality = r.Quality | Quality.Late });
        pending = new Pending(observation.Stamped(++_arrival, readings, texts));
        _seen.Add(pending.Observation);
        if (start > _newestHour) _newestHour = start;
        _waiting.Enqueue(pending);
        return Verdict.New;
    }

    /// <summary>Reads the hour of an observation from the journal; may run beside the other members.</summary>
    public async Task<HourRead> Read(Observation observation)
    {
        var (start, asOf) = (observation.DataTime.HourStart(), Volatile.Read(ref _applied));
        return new HourRead(start, asOf, await _journal.ReadHour(_id, start));
    }

    /// <summary>An append ended: what is safe is applied to the rules, in order of arrival.</summary>
    public void Ended(Pending pending, bool isSafe)
    {
        pending.IsSafe = isSafe;
        IsBroken |= !isSafe;
        while (_waiting.TryPeek(out var head) && head.IsSafe is not null)
        {
            _waiting.Dequeue();
            if (!IsBroken) Apply(head.Observation);
        }

        if (_waiting.Count == 0) _drained?.TrySetResult();
    }

    /// <summary>True when everything up to an arrival is stored and applied.</summary>
    public bool IsSafe(long arrival) => !IsBroken && (!_waiting.TryPeek(out var head) || head.Observation.Arrival > arrival);

    /// <summary>Completes when no append is under way: only then may another book be read in the place of a broken one.</summary>
    public Task Drained()
    {
        if (_waiting.Count == 0) return Task.CompletedTask;
        return (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

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
