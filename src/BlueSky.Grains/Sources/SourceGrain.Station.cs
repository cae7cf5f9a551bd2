using BlueSky.AirQuality;
using BlueSky.Districts;

namespace BlueSky.Sources;

// An air station's hours go to its station grain as raw hours (原始数据), from where statistics and assessments take them.
internal sealed partial class SourceGrain
{
    /// <summary>
    /// Tells the station the hours that are published. Each whole from the journal, because a late value of one pollutant must not
    /// void the others; again without effect.
    /// </summary>
    private async Task TellStation(Tidings tidings)
    {
        var entry = tidings.Row.Registration;
        if (entry.Kind != AirStationSource.Kind || AirStationSource.StationOf(Id) is not { } code) return;
        var hours = new List<AirHour>();
        foreach (var label in tidings.Hours.Select(h => h.HourEnding).Distinct().Order())
        {
            var observations = await journal.ReadHour(Id, label.AddHours(-1));
            if (StationHourOfSource.Of(code, label, HourlyStatistics.Compute(entry, kinds[entry.Kind], label, observations)) is { } hour) hours.Add(hour);
        }

        if (hours.Count == 0) return;
        var actor = State.Devices.Count == 1 ? $"device {State.Devices[0].Mn}" : $"source {Id}";
        await GrainFactory.GetGrain<IStationGrain>(code).Enter([.. hours], DataStage.Raw, actor, "", entry.IsDemo);
    }
}
