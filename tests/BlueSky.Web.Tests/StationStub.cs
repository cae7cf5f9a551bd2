using BlueSky.AirQuality;
using BlueSky.Messages;

namespace BlueSky.Web.Tests;

/// <summary>A station in memory that takes every hour as it comes.</summary>
public sealed class StationStub(string code) : IStationGrain
{
    public List<StationHourVersion> Versions { get; } = [];

    public DateTimeOffset Now { get; set; } = Samples.Noon;

    public Task<StationEntry> Enter(AirHour[] hours, DataStage stage, string actor, string reason, bool isDemo)
    {
        if (hours.Any(h => h.Label > Now.AddMinutes(5))) throw new RefusedException("future", "hours[0].time", "在未来");
        var revision = Newest + 1;
        Versions.AddRange(hours.Select(h => new StationHourVersion(h, stage, revision, Samples.Noon, actor, reason, isDemo)));
        return Task.FromResult(new StationEntry(hours.Length, 0, 0, revision));
    }

    public Task<StationHours> Hours(DateTimeOffset from, DateTimeOffset to, long? revision)
    {
        var asOf = Math.Min(revision ?? Newest, Newest);
        var hours = Versions.Where(v => v.Hour.Label > from && v.Hour.Label <= to && v.Revision <= asOf).GroupBy(v => v.Hour.Label)
            .OrderBy(g => g.Key).Select(g => g.Counting()!).ToList();
        return Task.FromResult(new StationHours(code, asOf, [.. hours.Select(v => v.Hour)], hours.Any(v => v.IsDemo)));
    }

    public Task<StationHourVersion[]> History(DateTimeOffset label) => Task.FromResult(Versions.Where(v => v.Hour.Label == label).ToArray());

    private long Newest => Versions.Count == 0 ? 0 : Versions.Max(v => v.Revision);
}
