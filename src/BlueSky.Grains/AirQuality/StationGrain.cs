using System.Globalization;
using BlueSky.Audit;
using BlueSky.Messages;
using BlueSky.Store;
using BlueSky.Time;

namespace BlueSky.AirQuality;

/// <summary>
/// An air station. An entry is: judge it in every month, begin a revision, add to the months, finish the revision. Readers see finished
/// revisions only, so a crash in between shows nobody a half of it, and the same entry again does the rest.
/// </summary>
internal sealed class StationGrain(
    [PersistentState("air-station")] IPersistentState<StationState> state, IPublication publication, TimeProvider clock) : Grain, IStationGrain
{
    // What the store is known to hold; the state's own revision runs ahead of it while it is written, and reads interleave.
    private long _revision;

    private string Code => this.GetPrimaryKeyString();

    private StationState State => state.State;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _revision = State.Revision;
        return Task.CompletedTask;
    }

    public async Task<StationEntry> Enter(AirHour[] hours, DataStage stage, string actor, string reason, bool isDemo)
    {
        var now = clock.GetUtcNow();
        reason = reason.Trim();
        StationRules.Check(Code, hours, actor, reason, now);
        var entry = new MonthEntry(State.Begun + 1, stage, now, actor, reason, isDemo);
        var months = hours.GroupBy(h => StationMonth.Of(h.Label)).Select(g => (Grain: Month(g.Key), Hours: g.ToArray())).ToList();
        var verdicts = await Task.WhenAll(months.Select(m => m.Grain.Judge(m.Hours, entry)));
        foreach (var verdict in verdicts)
            if (verdict.Refusal is { } refusal) throw StationRules.Refuse(refusal, verdict.At);

        if (!verdicts.All(v => v.ChangesNothing))
        {
            State.Begun = entry.Revision;
            if (Concerns(verdicts, stage)) State.Outbox.Add(Audit(entry, hours, verdicts));
            await Write();
            await Task.WhenAll(months.Where((_, i) => !verdicts[i].ChangesNothing).Select(m => m.Grain.Add(m.Hours, entry)));
        }

        await Finish();
        return new StationEntry(verdicts.Sum(v => v.Added), verdicts.Sum(v => v.Changed), verdicts.Sum(v => v.Unchanged), _revision);
    }

    public async Task<StationHours> Hours(DateTimeOffset from, DateTimeOffset to, long? revision)
    {
        var asOf = Math.Min(revision ?? _revision, _revision);
        var months = StationMonth.Between(from, to)
            ?? throw new RefusedException("bad-span", "from", "时间段须为正，最多十年。The span must be above nothing and at most ten years.");
        var parts = await Task.WhenAll(months.Select(m => Month(m).Counting(from, to, asOf)));
        return new StationHours(Code, asOf, [.. parts.SelectMany(p => p).Select(v => v.Hour)], parts.Any(p => p.Any(v => v.IsDemo)));
    }

    public Task<StationHourVersion[]> History(DateTimeOffset label) =>
        Month(StationMonth.Of(label)).Versions(label.AddTicks(-1), label, _revision);

    // A new raw hour is a reading; what a person decided, or a device corrected, is audited.
    private static bool Concerns(MonthVerdict[] verdicts, DataStage stage) => stage != DataStage.Raw || verdicts.Any(v => v.Changed > 0);

    /// <summary>Makes the begun revision the newest. After a crash the next entry comes by here too.</summary>
    private async Task Finish()
    {
        if (State.Revision == State.Begun && State.Outbox.Count == 0) return;
        if (State.Outbox.Count > 0) await publication.Append(State.Outbox);
        State.Outbox = [];
        State.Revision = State.Begun;
        await Write();
        _revision = State.Revision;
    }

    private async Task Write()
    {
        try
        {
            await state.Write();
        }
        catch
        {
            // Memory may be ahead of the store now; the next activation reads what the store really has.
            DeactivateOnIdle();
            throw;
        }
    }

    private AuditEntry Audit(MonthEntry entry, AirHour[] hours, MonthVerdict[] verdicts) => new(
        entry.At, entry.Actor, "station.hours-entered", Code, entry.Stage.ToString().ToLowerInvariant(), string.Create(
            CultureInfo.InvariantCulture,
            $"revision {entry.Revision}: {verdicts.Sum(v => v.Added)} added, {verdicts.Sum(v => v.Changed)} changed, {Label(hours.Min(h => h.Label))} … {Label(hours.Max(h => h.Label))}{(entry.IsDemo ? ", demo 演示" : "")}: {entry.Reason}"),
        "", 1);

    private static string Label(DateTimeOffset label) => label.ToChina().ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private IStationMonthGrain Month(StationMonth month) => GrainFactory.GetGrain<IStationMonthGrain>(month.KeyOf(Code));
}
