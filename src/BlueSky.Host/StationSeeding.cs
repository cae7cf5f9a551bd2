using System.Globalization;
using System.IO.Compression;
using System.Text;
using BlueSky.AirQuality;
using BlueSky.Districts;
using BlueSky.Time;

namespace BlueSky.Host;

/// <summary>
/// The hours of the demonstration: the real ones of 2019 that travel with the node, as reviewed, and invented ones for every assessed unit.
/// Entered again they change nothing; what is there already is not even made again.
/// </summary>
internal sealed class StationSeeding(IGrainFactory grains, District district, TimeProvider clock, ILogger log)
{
    private const string Actor = "seed";
    private const int AtOnce = 4;
    private const string File = "lanshan-2019.csv.gz";

    /// <summary>The district as the demonstration has it: with an invented station where a unit has none.</summary>
    public static District Furnish(District district, bool isDemo) => isDemo ? DemoAir.WithStations(district) : district;

    /// <summary>Enters both.</summary>
    /// <param name="seeds">Folder <c>seeds/air-quality</c>.</param>
    /// <param name="cancellation">Ends it between two entries.</param>
    /// <exception cref="DistrictSeedException">The file is missing or at fault.</exception>
    public async Task Enter(string seeds, CancellationToken cancellation)
    {
        var measured = await EnterMeasured(Path.Combine(seeds, File), cancellation);
        var invented = await EnterInvented(cancellation);
        if (measured + invented > 0) log.StationHoursSeeded(measured, invented);
    }

    private async Task<int> EnterMeasured(string path, CancellationToken cancellation)
    {
        var added = 0;
        foreach (var station in Read(path).GroupBy(h => h.Station))
        {
            cancellation.ThrowIfCancellationRequested();
            var hours = station.ToArray();
            var grain = grains.GetGrain<IStationGrain>(station.Key);
            // A later correction of a person stands: then the file has figures that no longer count, and must not be entered over them.
            var there = await grain.Hours(hours.Min(h => h.Label).AddHours(-1), hours.Max(h => h.Label), null);
            if (there.Hours.Length >= hours.Length && !there.HasDemo) continue;
            added += (await grain.Enter(hours, DataStage.Reviewed, Actor, "", isDemo: false)).Added;
        }

        return added;
    }

    private async Task<int> EnterInvented(CancellationToken cancellation)
    {
        var added = 0;
        var months = DemoAir.MonthsAt(clock.GetUtcNow());
        await Parallel.ForEachAsync(
            district.Stations.Where(s => s.Town is not null), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (station, _) =>
            {
                var grain = grains.GetGrain<IStationGrain>(station.Code);
                foreach (var month in months) Interlocked.Add(ref added, await EnterInvented(grain, station.Code, month));
            });
        return added;
    }

    private static async Task<int> EnterInvented(IStationGrain grain, string station, DemoAirMonth month)
    {
        var start = new DateTimeOffset(month.First, TimeOnly.MinValue, ChinaTime.Offset);
        if (month.To <= start) return 0;
        var there = await grain.Hours(start, month.To, null);
        var known = there.Hours.Select(h => h.Label).ToHashSet();
        if (known.Contains(month.To)) return 0;
        // Only what is missing: measured hours stay alone, and a corrected one is not touched.
        AirHour[] missing = [.. DemoAir.Hours(station, month).Where(h => !known.Contains(h.Label))];
        return missing.Length == 0 ? 0 : (await grain.Enter(missing, DataStage.Reviewed, Actor, "", isDemo: true)).Added;
    }

    private static List<AirHour> Read(string path)
    {
        var name = Path.GetFileName(path);
        if (!System.IO.File.Exists(path)) throw new DistrictSeedException(name, 0, "", $"the file is missing in '{Path.GetDirectoryName(path)}'");
        using var text = new StreamReader(new GZipStream(System.IO.File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        var table = new AirHourTable(text, name);
        var hours = new List<AirHour>();
        while (table.Read() is { } hour) hours.Add(hour);
        return table.Faults is [var fault, ..]
            ? throw new DistrictSeedException(name, (int)fault.Line, fault.Column, string.Create(CultureInfo.InvariantCulture, $"is '{fault.Value}'; give {fault.Expected}"))
            : hours;
    }
}
