using BlueSky.Districts;
using BlueSky.Time;

namespace BlueSky.Sources;

// Rules that compare with an air station (source-limits.md section 1) wait for the station's hour. It is asked for here and
// enters the journal like everything the rules see, so that a replay sees it too.
internal sealed partial class SourceGrain
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMinutes(1);

    private IGrainTimer? _asking;

    public async Task<decimal?> HourMean(string factor, DateTimeOffset hourStart)
    {
        var start = hourStart.HourStart();
        var label = start.AddHours(1);
        if (_monitor is null || clock.GetUtcNow() < label) return null;
        var entry = State.Registration!;
        var hours = HourlyStatistics.Compute(entry, kinds[entry.Kind], label, await journal.ReadHour(Id, start));
        return hours.FirstOrDefault(h => h.Factor == factor)?.Mean;
    }

    private void AskWhatIsAwaited()
    {
        if (_asking is null && _monitor!.AwaitedReferences.Count > 0)
            _asking = this.RegisterGrainTimer(AskReference, new GrainTimerCreationOptions(TimeSpan.Zero, AskEvery) { Interleave = true });
    }

    // Asks outside the door: the station's source may live on a silo that has just died, and this one must take readings meanwhile.
    private async Task AskReference(CancellationToken cancellation)
    {
        (string Factor, DateTimeOffset Start)[] awaited;
        using (await _door.Enter(cancellation)) awaited = [.. _monitor?.AwaitedReferences ?? []];
        if (_isBroken || State.Registration?.ReferenceStation is not { } station) return;
        var source = GrainFactory.GetGrain<ISourceGrain>(AirStationSource.IdOf(district.Code, station));
        var found = new List<Observation>();
        foreach (var (factor, start) in awaited)
        {
            if (await source.HourMean(factor, start) is not { } mean) continue;
            found.Add(new Observation
            {
                Mn = "station:" + station, Period = Period.Hour, DataTime = start, PeriodSeconds = 3600, ReceivedAt = clock.GetUtcNow(),
                Readings = [new Reading(factor + "-Avg", mean, Quality.Valid)],
            });
        }

        using var turn = await _door.Enter(cancellation);
        if (found.Count > 0) await Take([.. found]);
        if (_monitor!.AwaitedReferences.Count > 0) return;
        _asking?.Dispose();
        _asking = null;
    }
}
