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
/// the device need not wait for it (see <see cref="SourceGrain.Flush"/>).
/// </summary>
[PreferLocalPlacement]
internal sealed partial class SourceGrain(
    [PersistentState("source")] IPersistentState<SourceState> state,
    IReadingJournal journal,
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

    private string Id => this.GetPrimaryKeyString();

    private SourceState State => state.State;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State.Registration is null) return;
        _monitor = MonitorOf(State.Registration);
        _arrival = State.Condition.AppliedArrival;
        await journal.Claim(Id);
        await foreach (var observation in journal.ReadAfter(Id, _arrival, cancellationToken)) Apply(observation);

        // Publishes again what may have been lost between the last write and the end of the former activation.
        ScheduleFlush();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_isBroken || _monitor is null || !_isDirty) return;
        try
        {
            // The state alone: when a node stops, the grains that would be told may be gone already. What is still in the
            // outbox, and the summary, follow at the next activation.
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

    public Task<DateTimeOffset?> LastDataAt(string mn, Period period) =>
        Task.FromResult(State.Newest.Find(n => n.Period == period && n.Mn == mn)?.At);

    public async Task CheckSilence()
    {
        if (_monitor is null || _isBroken) return;
        _evaluation.Clear();
        _monitor.Tick(clock.GetUtcNow(), _evaluation);
        Collect();

        // Also when nothing happened: the row's deadline must move on, else the watch wakes this source again and again.
        await Flush();
    }

    /// <summary>Decides what becomes of one observation and adds what is new of it, with its arrival, to <paramref name="accepted"/>.</summary>
    private async ValueTask<IngestResult> Admit(Observation observation, List<Observation> accepted)
    {
        if (observation.DataTime > clock.GetUtcNow() + PermittedLead) return IngestResult.Future;
        if (ChinaTime.Day(observation.DataTime) < State.Registration!.RegisteredOn) return IngestResult.BeforeRegistration;

        var hour = observation.DataTime.HourStart();
        if (!_seen.Holds(hour)) _seen.Hold(hour, hour > State.NewestHour ? [] : await journal.ReadHour(Id, hour));

        var (readings, texts, result) = (observation.Readings, observation.Texts, IngestResult.Stored);
        switch (_seen.Judge(observation))
        {
            case SeenReadings.Verdict.Same:
                return IngestResult.Duplicate;
            case SeenReadings.Verdict.LookCloser:
                var stored = await journal.ReadHour(Id, hour);
                (readings, texts, var revised) = ReadingDifference.Of(observation, stored.Concat(accepted));
                if (readings.Length + texts.Length == 0) return IngestResult.Duplicate;
                if (revised) result = IngestResult.Revised;
                break;
        }

        if (readings.Length + texts.Length == 0) return IngestResult.Stored;
        if (Liveness.IsLate(observation)) readings = Array.ConvertAll(readings, r => r with { Quality = r.Quality | Quality.Late });
        var stamped = observation.Stamped(++_arrival, readings, texts);
        _seen.Add(stamped);
        if (hour > State.NewestHour) State.NewestHour = hour;
        accepted.Add(stamped);
        return result;
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
            return;
        }

        State.Newest.Add(new NewestData { Mn = observation.Mn, Period = observation.Period, At = observation.DataTime });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Source {SourceId}: state or publication could not be written; it is tried again")]
    private partial void FlushFailed(string sourceId, Exception cause);
}
