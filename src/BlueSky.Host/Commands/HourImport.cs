using BlueSky.AirQuality;
using BlueSky.Tables;

namespace BlueSky.Host.Commands;

/// <summary>Which station of the register a code of a file means.</summary>
internal sealed class StationMap
{
    private const string Out = "-";
    private readonly Dictionary<string, string> _codes = new(StringComparer.Ordinal);

    /// <exception cref="FormatException">The text is no list of CODE=CODE.</exception>
    public static StationMap Parse(string? text)
    {
        var map = new StationMap();
        foreach (var pair in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split('=') is not [{ Length: > 0 } from, { Length: > 0 } to] || !map._codes.TryAdd(from, to))
                throw new FormatException($"--station-map: “{pair}” is not of the form CODE=CODE or CODE=-, each code once.");
        }

        return map;
    }

    /// <summary>The code in the register; null when the station is left out.</summary>
    public string? Of(string code) => _codes.GetValueOrDefault(code, code) is var mapped && mapped != Out ? mapped : null;
}

/// <summary>The two passes over a table that is imported.</summary>
internal static class HourImport
{
    /// <summary>
    /// The first pass: adds every fault that the node would refuse an hour for, and counts the hours. <paramref name="known"/>: stations of
    /// the register; null while they are not known.
    /// </summary>
    public static int Check(AirHourTable table, StationMap map, IReadOnlySet<string>? known, DateTimeOffset now)
    {
        var seen = new HashSet<(string, DateTimeOffset)>();
        while (table.Read() is { } hour)
        {
            if (map.Of(hour.Station) is not { } code) continue;
            if (known?.Contains(code) == false) table.Fault(table.StationColumn, hour.Station, $"a station of the register ({string.Join(", ", known.Order(StringComparer.Ordinal))}) or --station-map");
            if (hour.Label > now + StationLimits.PermittedLead) table.Fault(table.TimeColumn, table.TimeAsWritten, "an hour that is over");
            if (!seen.Add((code, hour.Label))) table.Fault(table.TimeColumn, table.TimeAsWritten, $"each hour of station {code} once");
            foreach (var pollutant in Pollutants.All)
                if (hour[pollutant] > StationLimits.LargestConcentration)
                    table.Fault(table.ColumnOf(pollutant), PlainNumber.Fixed(hour[pollutant]!.Value, 0), $"a concentration up to {StationLimits.LargestConcentration}");
        }

        return seen.Count;
    }

    /// <summary>The second pass: batches of one station each, in the order of the file.</summary>
    public static IEnumerable<AirHour[]> Batches(AirHourTable table, StationMap map, int size)
    {
        var waiting = new Dictionary<string, List<AirHour>>(StringComparer.Ordinal);
        while (table.Read() is { } hour)
        {
            if (map.Of(hour.Station) is not { } code) continue;
            if (!waiting.TryGetValue(code, out var hours)) waiting[code] = hours = [];
            hours.Add(hour with { Station = code });
            if (hours.Count < size) continue;
            yield return [.. hours];
            hours.Clear();
        }

        foreach (var hours in waiting.Values)
            if (hours.Count > 0) yield return [.. hours];
    }
}
