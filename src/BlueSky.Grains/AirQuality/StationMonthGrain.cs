using BlueSky.Store;

namespace BlueSky.AirQuality;

/// <summary>Keeps the versions of a month's hours.</summary>
internal sealed class StationMonthGrain([PersistentState("air-station-month")] IPersistentState<StationMonthState> state)
    : Grain, IStationMonthGrain
{
    private readonly SortedDictionary<int, List<StationHourVersion>> _hours = [];
    private string _station = "";
    private StationMonth _month;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_station, _month) = StationMonth.Parse(this.GetPrimaryKeyString());
        var entries = state.State.Entries.ToDictionary(e => e.Revision);
        foreach (var hour in state.State.Hours) Remember(hour, entries[hour.Revision]);
        return Task.CompletedTask;
    }

    public Task<MonthVerdict> Judge(AirHour[] hours, MonthEntry entry)
    {
        var (added, changed, unchanged) = (0, 0, 0);
        foreach (var hour in hours)
        {
            switch (HourJudgement.Of(VersionsOf(hour), hour, entry))
            {
                case HourEffect.Added: added++; break;
                case HourEffect.Changed: changed++; break;
                case HourEffect.Unchanged: unchanged++; break;
                case HourEffect.ReasonMissing: return Refuse(EntryRefusal.ReasonMissing);
                case HourEffect.StageBehind: return Refuse(EntryRefusal.StageBehind);
                default: return Refuse(EntryRefusal.DemoOverMeasured);
            }

            Task<MonthVerdict> Refuse(EntryRefusal refusal) => Task.FromResult(new MonthVerdict(0, 0, 0, refusal, hour.Label));
        }

        return Task.FromResult(new MonthVerdict(added, changed, unchanged, null, default));
    }

    public async Task Add(AirHour[] hours, MonthEntry entry)
    {
        var fresh = hours.Where(h => HourJudgement.Of(VersionsOf(h), h, entry) is HourEffect.Added or HourEffect.Changed)
            .Select(h => new MonthHour(_month.HourOf(h.Label), entry.Revision, [.. h.Values])).ToList();
        if (fresh.Count == 0) return;
        state.State.Entries.Add(entry);
        state.State.Hours = [.. state.State.Hours.Concat(fresh).OrderBy(h => h.Hour).ThenBy(h => h.Revision)];
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

        foreach (var hour in fresh) Remember(hour, entry);
    }

    public Task<StationHourVersion[]> Versions(DateTimeOffset from, DateTimeOffset to, long revision) =>
        Task.FromResult<StationHourVersion[]>([.. Within(from, to).SelectMany(versions => versions.Where(v => v.Revision <= revision))]);

    public Task<StationHourVersion[]> Counting(DateTimeOffset from, DateTimeOffset to, long revision) =>
        Task.FromResult<StationHourVersion[]>([.. Within(from, to).Select(versions => versions.Where(v => v.Revision <= revision).Counting()).OfType<StationHourVersion>()]);

    private IEnumerable<List<StationHourVersion>> Within(DateTimeOffset from, DateTimeOffset to) =>
        _hours.Where(h => _month.LabelOf(h.Key) is var label && label > from && label <= to).Select(h => h.Value);

    private List<StationHourVersion> VersionsOf(AirHour hour) => _hours.TryGetValue(_month.HourOf(hour.Label), out var versions) ? versions : [];

    private void Remember(MonthHour hour, MonthEntry entry)
    {
        if (!_hours.TryGetValue(hour.Hour, out var versions)) _hours[hour.Hour] = versions = [];
        var values = new AirHour(_station, _month.LabelOf(hour.Hour), hour.Values);
        versions.Add(new StationHourVersion(values, entry.Stage, entry.Revision, entry.At, entry.Actor, entry.Reason, entry.IsDemo));
    }
}
