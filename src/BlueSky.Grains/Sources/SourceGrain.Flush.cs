using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Store;
using BlueSky.Time;
using BlueSky.Violations;
using Orleans.Storage;

namespace BlueSky.Sources;

// What others must know of a source: its stored state, its problems, its hours, its row and its town's summary. All of it
// follows from the journal, so it runs after the answer, in a turn of its own, and again until it has succeeded. Only what is
// told is gathered and written inside the door; the telling itself waits outside: a town or problem whose silo has just died
// answers in seconds, and the source must take readings meanwhile.
internal sealed partial class SourceGrain
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly List<HourlyValue> _hoursToPublish = [];

    // Held while others are told, so that it happens in order. Entered before the door, never inside it.
    private readonly SourceDoor _telling = new();
    private bool _isDirty;
    private Tidings? _untold;
    private IGrainTimer? _flush;

    /// <summary>Takes what the rules said of the last observation or tick and sees to it that it is flushed.</summary>
    private void Collect()
    {
        State.Outbox.AddRange(_evaluation.Transitions);
        _hoursToPublish.AddRange(_evaluation.Hours);
        foreach (var label in _evaluation.HoursToRecompute)
            if (!State.HoursToRecompute.Contains(label)) State.HoursToRecompute.Add(label);

        if (_evaluation.Transitions.Count > 0 || _evaluation.StatusChanged) ScheduleFlush();
        else if (_evaluation.Hours.Count > 0 || _evaluation.HoursToRecompute.Count > 0) ScheduleFlush(AtLeisure());
        if (_visit is null) AskWhatIsAwaited();
        else if (_monitor!.AwaitedReferences.Count > 0) _mustSettle = true;
    }

    // An hour closes for all sources at once: a minute's spread keeps their writes from arriving together.
    private TimeSpan AtLeisure() => TimeSpan.FromMilliseconds((uint)Id.GetHashCode(StringComparison.Ordinal) % 60_000);

    private void ScheduleFlush(TimeSpan after = default)
    {
        _isDirty = true;
        if (_visit is null)
        {
            StartFlush(after);
            return;
        }

        _mustSettle = true;
        if (_flushWanted is not { } wanted || after < wanted) _flushWanted = after;
    }

    private void StartFlush(TimeSpan after)
    {
        if (_flush is null) _flush = this.RegisterGrainTimer(FlushAndRetry, new GrainTimerCreationOptions(after, RetryAfter) { KeepAlive = true, Interleave = true });
        else if (after == TimeSpan.Zero) _flush.Change(after, RetryAfter);
    }

    private async Task FlushAndRetry(CancellationToken cancellation)
    {
        using var order = await _telling.Enter(cancellation);
        try
        {
            Tidings? tidings = null;
            using (await _door.Enter(cancellation))
            {
                if (!_isBroken) tidings = await Write();
            }

            if (tidings is not null) await Tell(tidings);

            // What came meanwhile is told when the timer comes back.
            if (_isDirty && !_isBroken) return;
            _flush?.Dispose();
            _flush = null;
        }
        catch (InconsistentStateException e)
        {
            // Another activation of this source has written: this one is stale and must not go on.
            _isBroken = true;
            DeactivateOnIdle();
            FlushFailed(Id, e);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever the provider threw: the timer comes back, and the state here is still the truth.
            FlushFailed(Id, e);
        }
    }

    /// <summary>Inside the door: writes the state and gives what is to be told of it; null before the source is in the register.</summary>
    private async Task<Tidings?> Write()
    {
        if (_monitor is null) return null;
        await RecomputeHours();
        TakeBackUntold();
        NoteUntoldHours();
        State.Version++;
        await state.Write();

        var tidings = new Tidings(new SourceRow(State.Registration!, SummaryNow()), _monitor.SilenceDue, Place(), State.Entry, State.Outbox, [.. _hoursToPublish]);
        State.Outbox = [];
        State.HoursToRecompute = [];
        _hoursToPublish.Clear();
        _isDirty = false;
        return _untold = tidings;
    }

    /// <summary>Outside the door: tells violation grains, lists and town. Every part of it may be repeated, and is until it has succeeded.</summary>
    private async Task Tell(Tidings tidings)
    {
        try
        {
            foreach (var step in tidings.Steps) await GrainFactory.GetGrain<IViolationGrain>(step.ViolationId).Take(step, tidings.Place);
            if (tidings.Hours.Count > 0)
            {
                await publication.Publish(tidings.Hours);
                await TellStation(tidings);
            }

            await KeepVersion(tidings);
            await publication.Publish(tidings.Row, tidings.SilenceDue);
            await GrainFactory.GetGrain<ITownGrain>(tidings.Row.Summary.Town).Report(tidings.Row.Summary);
            _untold = null;
        }
        catch
        {
            // What is stored is true already and would not change again: the telling must not wait for the next change.
            _isDirty = true;
            StartFlush(RetryAfter);
            throw;
        }
    }

    // What was written but not told comes before what is new, and stays in the stored state until it is told.
    private void TakeBackUntold()
    {
        if (_untold is not { } untold) return;
        State.Outbox.InsertRange(0, untold.Steps);
        _hoursToPublish.InsertRange(0, untold.Hours);
        _untold = null;
    }

    // Written down as still to be told, so that a node that dies before it told them leaves them to the next activation.
    private void NoteUntoldHours() =>
        State.HoursToRecompute = [.. State.HoursToRecompute.Union(_hoursToPublish.Select(h => h.HourEnding))];

    // Late values of an hour that the rules no longer hold: the journal has them all, so it is computed anew.
    private async Task RecomputeHours()
    {
        var entry = State.Registration!;
        foreach (var label in State.HoursToRecompute.ToArray())
        {
            // What is left of an hour whose readings were dropped must not replace the value that was made of all of them.
            if (label <= journal.KeptFrom)
            {
                State.HoursToRecompute.Remove(label);
                continue;
            }

            var observations = await journal.ReadHour(Id, label.AddHours(-1));
            _hoursToPublish.AddRange(HourlyStatistics.Compute(entry, kinds[entry.Kind], label, observations));
            State.HoursToRecompute.Remove(label);
        }
    }

    private SourceSummary SummaryNow()
    {
        var now = clock.GetUtcNow();
        // Of several devices the one that reports most often sets how many packets an hour must have.
        var reportSeconds = State.Devices.Count == 0 ? 3600 : State.Devices.Min(d => d.ReportSeconds);
        var summary = _monitor!.Summarise(State.Version, now, State.Devices.Count > 0, reportSeconds);

        // Of the last closed hour nothing can be expected when the device was bound during it or later.
        var closedHour = now.HourStart().AddHours(-1);
        return State.Devices.Exists(d => d.BoundAt <= closedHour) ? summary : summary with { Expected = 0, Received = 0, Usable = 0 };
    }

    private ViolationPlace Place()
    {
        var entry = State.Registration!;
        return new ViolationPlace(entry.Town, entry.Name, entry.Kind, entry.Department ?? kinds[entry.Kind].LeadDepartment.Value, entry.IsDemo);
    }

    /// <summary>What is to be told of one written state.</summary>
    private sealed record Tidings(
        SourceRow Row, DateTimeOffset? SilenceDue, ViolationPlace Place, EntryVersion? Entry, List<RuleTransition> Steps, List<HourlyValue> Hours);
}
