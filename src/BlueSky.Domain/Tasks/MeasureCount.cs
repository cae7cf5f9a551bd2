using BlueSky.Districts;
using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Tasks;

/// <summary>What is known of a source when tasks are counted.</summary>
/// <param name="Registration">Its register entry.</param>
/// <param name="Summary">Its summary.</param>
/// <param name="Records">Newest value of each channel that a measure looks at, with its event time.</param>
/// <param name="Found">Problems that began in the year of the ledger.</param>
/// <param name="Cleared">Of those, gone.</param>
public sealed record SourceFacts(
    SourceRegistration Registration, SourceSummary Summary, IReadOnlyDictionary<string, (decimal Value, DateTimeOffset At)> Records, int Found, int Cleared)
{
    /// <summary>Muck trucks of a fleet that are in the register.</summary>
    public int Trucks { get; init; }

    /// <summary>Of those, fully closed ones.</summary>
    public int ClosedTrucks { get; init; }
}

/// <summary>Counts. Pure: the same facts at the same moment give the same figures.</summary>
public static class MeasureCount
{
    private const string CheckSuffix = "@measure-Pass";

    /// <summary>Counts a measure.</summary>
    /// <param name="measure">What to count.</param>
    /// <param name="sources">Sources of the measure's kinds; others are passed over.</param>
    /// <param name="areas">Key areas; used by <see cref="MeasureForm.ThreeLists"/>.</param>
    /// <param name="year">Year of the ledger.</param>
    /// <param name="now">The moment.</param>
    public static ComputedProgress Of(TaskMeasure measure, IEnumerable<SourceFacts> sources, KeyAreas areas, int year, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(areas);
        var counted = sources
            .Where(s => measure.Kinds.Contains(s.Registration.Kind) && (measure.SizeClass.Length == 0 || s.Registration.SizeClass == measure.SizeClass))
            .Select(s => (s.Registration, Count: Count(measure, s, areas, year, now))).Where(c => c.Count.Of > 0).ToList();
        var towns = counted.GroupBy(c => c.Registration.Town, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new TownCount(g.Key, decimal.Floor(g.Sum(c => c.Count.Good)), g.Sum(c => c.Count.Of))).ToList();
        return new ComputedProgress(
            measure, decimal.Floor(counted.Sum(c => c.Count.Good)), counted.Sum(c => c.Count.Of),
            counted.Where(c => c.Registration.IsDemo).Sum(c => c.Count.Of), towns, now);
    }

    private static (decimal Good, decimal Of) Count(TaskMeasure measure, SourceFacts source, KeyAreas areas, int year, DateTimeOffset now)
    {
        var entry = source.Registration;
        // What has left the register is in no list of it any more; the problems that it had stay counted.
        if (entry.DeregisteredOn <= now.Day() && measure.Form != MeasureForm.Cleared) return (0, 0);
        return measure.Form switch
        {
            MeasureForm.RegisterComplete => (IsComplete(entry, measure.Needs) ? 1 : 0, 1),
            MeasureForm.Connected => entry.Operation == Operation.InService ? (source.Summary.HasDevice ? 1 : 0, 1) : (0, 0),
            MeasureForm.Checked => (IsChecked(source, year) ? 1 : 0, 1),
            MeasureForm.Recorded => (IsRecorded(measure, source, year, now) ? 1 : 0, 1),
            MeasureForm.WeightedShare => Share(measure, source),
            MeasureForm.Cleared => (source.Cleared, source.Found),
            MeasureForm.ClosedTrucks => (source.ClosedTrucks, source.Trucks),
            MeasureForm.ThreeLists => areas.Of(entry.Location) is null ? (0, 0) : (IsComplete(entry, measure.Needs) && IsChecked(source, year) ? 1 : 0, 1),
            _ => throw new InvalidOperationException($"There is no measure {measure.Form}."),
        };
    }

    private static bool IsComplete(SourceRegistration entry, IReadOnlyList<string> needs) => needs.All(need => need switch
    {
        "address" => entry.Address.Length > 0,
        "location" => entry.Location is not null,
        "industry" => entry.Industry is { Length: > 0 },
        "reference-station" => entry.ReferenceStation is { Length: > 0 },
        _ => throw new InvalidOperationException($"There is no field {need}."),
    });

    private static bool IsChecked(SourceFacts source, int year) =>
        source.Records.Any(r => r.Key.EndsWith(CheckSuffix, StringComparison.Ordinal) && r.Value.At.ToChina().Year == year);

    private static bool IsRecorded(TaskMeasure measure, SourceFacts source, int year, DateTimeOffset now) =>
        source.Records.TryGetValue(measure.Channel, out var record)
        && (measure.WithinDays is { } days ? record.At <= now && now.Day().DayNumber - record.At.Day().DayNumber <= days : record.At.ToChina().Year == year);

    // A fleet that has reported no share counts as having no closed truck: what is not known is not done.
    private static (decimal Good, decimal Of) Share(TaskMeasure measure, SourceFacts source)
    {
        var weight = source.Registration.Parameters.GetValueOrDefault(measure.Weight);
        var share = source.Records.TryGetValue(measure.Channel, out var record) ? Math.Clamp(record.Value, 0, 100) : 0;
        return (decimal.Floor(weight * share / 100), weight);
    }
}
