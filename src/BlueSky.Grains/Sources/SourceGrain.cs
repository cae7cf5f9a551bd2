using BlueSky.Devices;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Store;
using BlueSky.Time;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace BlueSky.Sources;

/// <summary>
/// One pollution source. An ingestion is: drop what is known, append the rest to the journal, apply it to the rules, answer.
/// What others must know (state, problems, summary) follows in a turn of its own: it can be derived from the journal again, so
/// the device need not wait for it (see <see cref="SourceGrain.Tell"/>). Every message but the interleaved ones enters by the
/// <see cref="SourceDoor"/>, and so does the shard.
/// </summary>
[PreferLocalPlacement]
internal sealed partial class SourceGrain(
    [PersistentState("source")] IPersistentState<SourceState> state,
    IReadingJournal journal,
    ActiveSources active,
    IPublication publication,
    SourceKindCatalog kinds,
    District district,
    TimeProvider clock,
    ILogger<SourceGrain> log) : Grain, ISourceGrain
{
    /// <summary>How far a device's clock may run ahead before its data are refused (hj212.md section 15: future &gt; 5 min). [D]</summary>
    private static readonly TimeSpan PermittedLead = TimeSpan.FromMinutes(5);

    private readonly SeenReadings _seen = new();
    private readonly Evaluation _evaluation = new();
    private SourceMonitor? _monitor;
    private long _arrival;

    // Set when an append failed: memory and journal may differ, so this activation may not judge duplicates any more.
    private bool _isBroken;

    private string _id = "";

    private string Id => _id;

    private SourceState State => state.State;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = this.GetPrimaryKeyString();
        _lastMessageAt = clock.GetUtcNow();
        if (State.Registration is { } registration) await Resume(registration, cancellationToken);
        active.Add(Id, this);
    }

    private async Task Resume(SourceRegistration registration, CancellationToken cancellation)
    {
        State.Entry ??= await NextVersion(registration, "system");
        _monitor = MonitorOf(registration);
        _arrival = State.Condition.AppliedArrival;
        await journal.Claim(Id);
        await foreach (var observation in journal.ReadAfter(Id, _arrival, cancellation)) Apply(observation);

        // Publishes again what may have been lost between the last write and the end of the former activation.
        ScheduleFlush();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        active.Remove(Id, this);
        await _door.Enter(cancellationToken);   // and never leaves: a visit that found this activation before comes too late
        if (_isBroken || _monitor is null || !_isDirty) return;
        try
        {
            // The state alone: when a node stops, the grains that would be told may be gone already. What is still in the
            // outbox, and the summary, follow at the next activation.
            TakeBackUntold();
            NoteUntoldHours();
            State.Version++;
            await state.Write();
        }
        catch (BlueSkyException e)
        {
            // Nothing is lost: the next activation replays the journal and publishes.
            FlushFailed(Id, e);
        }
    }

    public async Task<IngestResult[]> Ingest(Observation[] batch)
    {
        using var turn = await _door.Enter();
        _lastMessageAt = clock.GetUtcNow();
        return await Take(batch);
    }

    private async Task<IngestResult[]> Take(Observation[] batch)
    {
        var results = new IngestResult[batch.Length];
        if (_monitor is null || _isBroken)
        {
            Array.Fill(results, _isBroken ? IngestResult.Unavailable : IngestResult.UnknownSource);
            return results;
        }

        var accepted = new List<Observation>(batch.Length);
        try
        {
            for (var i = 0; i < batch.Length; i++) results[i] = await Admit(batch[i], accepted);
            if (accepted.Count > 0) await journal.Append(Id, accepted);
        }
        catch (StoreUnavailableException)
        {
            // The outcome is unknown. The next activation reads what the journal really has.
            _isBroken = true;
            DeactivateOnIdle();
            for (var i = 0; i < results.Length; i++)
                if (results[i].IsAnswerable()) results[i] = IngestResult.Unavailable;
            return results;
        }

        foreach (var observation in accepted) Apply(observation);
        return results;
    }

    public Task<DateTimeOffset?> LastDataAt(string mn, Period period)
    {
        lock (_gate) return Task.FromResult(State.Newest.Find(n => n.Period == period && n.Mn == mn)?.At);
    }

    public Task<PacketCounts[]> Packets(string mn)
    {
        lock (_gate) return Task.FromResult(State.Newest.Where(n => n.Mn == mn).Select(n => new PacketCounts(n.Period, n.At, n.Tally?.Copy())).ToArray());
    }

    public async Task CheckSilence()
    {
        using var order = await _telling.Enter();
        Tidings? tidings;
        using (await _door.Enter())
        {
            if (_monitor is null || _isBroken) return;
            _evaluation.Clear();
            _monitor.Tick(clock.GetUtcNow(), _evaluation);
            Collect();

            // Also when nothing happened: the row's deadline must move on, else the watch wakes this source again and again.
            tidings = await Write();
        }

        await Tell(tidings!);
    }

    /// <summary>
    /// Decides what becomes of one observation; what is new of it has its arrival. False when that cannot be told without the
    /// journal: then nothing has changed.
    /// </summary>
    private bool TryAdmit(Observation observation, out IngestResult result, out Observation? stamped)
    {
        stamped = null;
        result = IngestResult.Stored;
        if (observation.DataTime > clock.GetUtcNow() + PermittedLead) result = IngestResult.Future;
        else if (ChinaTime.Day(observation.DataTime) < State.Registration!.RegisteredOn || observation.DataTime < journal.KeptFrom)
            result = IngestResult.BeforeRegistration;
        if (result != IngestResult.Stored) return true;

        var hour = observation.DataTime.HourStart();
        if (!_seen.Holds(hour))
        {
            if (hour <= State.NewestHour) return false;
            _seen.Hold(hour, []);
        }

        switch (_seen.Judge(observation))
        {
            case SeenReadings.Verdict.Same:
                result = IngestResult.Duplicate;
                return true;
            case SeenReadings.Verdict.LookCloser:
                return false;
        }

        if (observation.Readings.Length + observation.Texts.Length > 0) stamped = Stamp(observation, observation.Readings, observation.Texts);
        return true;
    }

    /// <summary>The same with the journal's help; adds what is new to <paramref name="accepted"/>.</summary>
    private async ValueTask<IngestResult> Admit(Observation observation, List<Observation> accepted)
    {
        var hour = observation.DataTime.HourStart();
        for (var isHeld = _seen.Holds(hour); ; isHeld = true)
        {
            if (TryAdmit(observation, out var result, out var stamped))
            {
                if (stamped is not null) accepted.Add(stamped);
                return result;
            }

            if (isHeld) break;
            _seen.Hold(hour, await journal.ReadHour(Id, hour));
        }

        var stored = await journal.ReadHour(Id, hour);
        var (readings, texts, revised) = ReadingDifference.Of(observation, stored.Concat(accepted));
        if (readings.Length + texts.Length == 0) return IngestResult.Duplicate;
        accepted.Add(Stamp(observation, readings, texts));
        return revised ? IngestResult.Revised : IngestResult.Stored;
    }

    private Observation Stamp(Observation observation, Reading[] readings, TextReading[] texts)
    {
        if (Liveness.IsLate(observation)) readings = Array.ConvertAll(readings, r => r with { Quality = r.Quality | Quality.Late });
        var stamped = observation.Stamped(++_arrival, readings, texts);
        _seen.Add(stamped);
        var hour = observation.DataTime.HourStart();
        if (hour > State.NewestHour) State.NewestHour = hour;
        return stamped;
    }

    /// <summary>Applies one committed observation: live and in replay alike.</summary>
    private void Apply(Observation observation)
    {
        _evaluation.Clear();
        _monitor!.Apply(observation, _evaluation);
        _arrival = Math.Max(_arrival, observation.Arrival);
        RememberNewest(observation);
        Collect();
    }

    private SourceMonitor MonitorOf(SourceRegistration registration) => new(registration, kinds[registration.Kind], State.Condition);

    private void RememberNewest(Observation observation)
    {
        var hour = observation.DataTime.HourStart();
        if (hour > State.NewestHour) State.NewestHour = hour;
        foreach (var newest in State.Newest)
        {
            if (newest.Period != observation.Period || newest.Mn != observation.Mn) continue;
            if (observation.DataTime > newest.At) newest.At = observation.DataTime;
            (newest.Tally ??= NewTally(observation))?.Take(observation);
            return;
        }

        var first = new NewestData { Mn = observation.Mn, Period = observation.Period, At = observation.DataTime, Tally = NewTally(observation) };
        first.Tally?.Take(observation);
        State.Newest.Add(first);
    }

    private PacketTally? NewTally(Observation observation) =>
        PacketTally.IsRegular(observation.Period) && State.Devices.Exists(d => d.Mn == observation.Mn) ? new() : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Source {SourceId}: state or publication could not be written; it is tried again")]
    private partial void FlushFailed(string sourceId, Exception cause);
}
