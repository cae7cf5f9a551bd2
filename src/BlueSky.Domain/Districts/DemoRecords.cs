using System.Globalization;
using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Districts;

/// <summary>A record for a source of the demo register.</summary>
/// <param name="Source">Id of the source.</param>
/// <param name="Record">What was entered.</param>
public sealed record DemoRecord(string Source, Observation Record);

/// <summary>
/// Invented field records of the demo register: inspections, fuel checks, cleanings and shares of closed trucks of a part of its
/// sources, so that what the system counts for the plan's tasks is counted from something. The same on every day of a month.
/// </summary>
public static class DemoRecords
{
    /// <summary>Records up to <paramref name="now"/>, of the year and for cleanings of the month and the one before.</summary>
    /// <param name="register">The register.</param>
    /// <param name="kinds">Kinds with their checklists.</param>
    /// <param name="now">Nothing is later.</param>
    /// <param name="seed">Any number.</param>
    public static IReadOnlyList<DemoRecord> Create(DemoRegister register, SourceKindCatalog kinds, DateTimeOffset now, int seed = DemoRegister.DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(kinds);
        var records = new List<DemoRecord>();
        foreach (var source in register.Sources)
        {
            var year = now.ToChina().Year;
            var random = new SeededRandom(seed, string.Create(CultureInfo.InvariantCulture, $"{source.Id}-records-{year}"));
            var day = new DateOnly(year, 1, 1).AddDays(random.Next(3, 300));
            if (source.Kind == "muck-truck-fleet" && random.Chance(0.8))
                Add(source, "record", day, now, records, [new Reading("ClosedShare-Rtd", random.Next(17, 20) * 5, Quality.Valid)]);
            else if (source.Kind == "gas-station" && random.Chance(0.75))
                Add(source, "inspection", day, now, records, [new Reading("fuel-quality@measure-Pass", 1, Quality.Valid)]);
            else if (kinds.Find(source.Kind) is { Measures.Count: > 0 } kind && random.Chance(0.6))
                Add(source, "inspection", day, now, records, [.. kind.Measures.Select(m => new Reading($"{m.Item}@measure-Pass", 1, Quality.Valid))]);
            if (source.Kind != "restaurant" || !random.Chance(0.7)) continue;
            var month = new DateOnly(year, now.ToChina().Month, 1);
            var dayOfMonth = random.Next(0, 26);
            foreach (var first in new[] { month.AddMonths(-1), month })
                Add(source, "cleaning", first.AddDays(dayOfMonth), now, records, [new Reading("cleaning-Done", 1, Quality.Valid)]);
        }

        return records;
    }

    private static void Add(SourceRegistration source, string what, DateOnly day, DateTimeOffset now, List<DemoRecord> records, Reading[] readings)
    {
        var at = new DateTimeOffset(day.ToDateTime(new TimeOnly(10, 0)), ChinaTime.Offset);
        if (at > now) return;
        records.Add(new(source.Id, new Observation
        {
            Mn = $"manual:{what}", Period = Period.Record, DataTime = at, ReceivedAt = at.AddMinutes(5), Readings = readings,
            Texts = [new TextReading("note-Text", "演示记录")],
        }));
    }
}
