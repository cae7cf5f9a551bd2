using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>The stored form: every version ever entered.</summary>
public sealed class FakeStationState
{
    public List<StationHourVersion> Versions { get; set; } = [];
}

/// <summary>A station that keeps all versions in one state, until the real one is there.</summary>
public sealed class FakeStationGrain([PersistentState("fake-station")] IPersistentState<FakeStationState> state, TimeProvider clock)
    : Grain, IStationGrain
{
    public async Task<StationEntry> Enter(AirHour[] hours, DataStage stage, string actor, string reason, bool isDemo)
    {
        var newest = state.State.Versions.GroupBy(v => v.Hour.Label).ToDictionary(g => g.Key, g => g.Last().Hour);
        var changed = hours.Where(h => !newest.TryGetValue(h.Label, out var held) || !held.Values.SequenceEqual(h.Values)).ToList();
        if (changed.Count == 0) return new StationEntry(0, 0, hours.Length, Newest);
        var revision = Newest + 1;
        state.State.Versions.AddRange(changed.Select(h => new StationHourVersion(h, stage, revision, clock.GetUtcNow(), actor, reason, isDemo)));
        await state.WriteStateAsync();
        return new StationEntry(changed.Count(h => !newest.ContainsKey(h.Label)), changed.Count(h => newest.ContainsKey(h.Label)), hours.Length - changed.Count, revision);
    }

    public Task<StationHours> Hours(DateTimeOffset from, DateTimeOffset to, long? revision)
    {
        var asOf = revision ?? Newest;
        var used = state.State.Versions.Where(v => v.Revision <= asOf && v.Hour.Label > from && v.Hour.Label <= to)
            .GroupBy(v => v.Hour.Label).Select(g => g.Last()).OrderBy(v => v.Hour.Label).ToList();
        return Task.FromResult(new StationHours(this.GetPrimaryKeyString(), asOf, [.. used.Select(v => v.Hour)], used.Exists(v => v.IsDemo)));
    }

    public Task<StationHourVersion[]> History(DateTimeOffset label) =>
        Task.FromResult(state.State.Versions.Where(v => v.Hour.Label == label).ToArray());

    private long Newest => state.State.Versions.Count == 0 ? 0 : state.State.Versions[^1].Revision;
}
