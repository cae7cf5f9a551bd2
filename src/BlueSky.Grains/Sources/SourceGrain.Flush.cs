using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Store;
using BlueSky.Time;
using BlueSky.Violations;
using Orleans.Storage;

namespace BlueSky.Sources;

// What others must know of a source: its stored state, its problems, its hours, its row and its town's summary. All of it
// follows from the journal, so it runs after the answer, in a turn of its own, and again until it has succeeded.
internal sealed partial class SourceGrain
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly List<HourlyValue> _hoursToPublish = [];
    private bool _isDirty;
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
        if (_flush is null) _flush = this.RegisterGrainTimer(FlushAndRetry, new GrainTimerCreationOptions(after, RetryAfter) { KeepAlive = true });
        else if (after == TimeSpan.Zero) _flush.Change(after, RetryAfter);
    }

    private async Task FlushAndRetry(CancellationToken cancellation)
    {
        using var turn = await _door.Enter(cancellation);
        try
        {
            if (!_isBroken) await Flush();
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

    /// <summary>Writes the state, then tells violation grains, lists and town. Every part of it may be repeated.</summary>
    private async Task Flush()
    {
        if (_monitor is null) return;
        await RecomputeHours();
        NoteUntoldHours();
        State.Version++;
        await state.Write();

        foreach (var step in State.Outbox)
            await GrainFactory.GetGrain<IViolationGrain>(step.ViolationId).Take(step, Place());
        State.Outbox.Clear();

        if (_hoursToPublish.Count > 0)
        {
            await publication.Publish(_hoursToPublish);
            await TellStation();
            _hoursToPublish.Clear();
            State.HoursToRecompute.Clear();
        }

        await KeepVersion();
        var summary = SummaryNow();
        await publication.Publish(new SourceRow(State.Registration!, summary), _monitor.SilenceDue);
        await GrainFactory.GetGrain<ITownGrain>(summary.Town).Report(summary);
        _isDirty = false;
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
}
