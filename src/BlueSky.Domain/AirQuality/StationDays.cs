using BlueSky.Tables;

namespace BlueSky.AirQuality;

/// <summary>Gathers hours, in any order, into the natural days of stations. An hour counts once. Not thread-safe.</summary>
/// <param name="rules">What is valid.</param>
public sealed class StationDays(ValidityRules rules)
{
    private const int Hours = 24;
    private readonly SortedDictionary<string, SortedDictionary<DateOnly, Slot>> _stations = new(StringComparer.Ordinal);

    /// <summary>Codes of the stations, in ordinal order.</summary>
    public IEnumerable<string> Stations => _stations.Keys;

    /// <summary>Adds an hour.</summary>
    /// <returns>False when that hour of the station is already there; it is not changed.</returns>
    public bool Add(AirHour hour)
    {
        if (!_stations.TryGetValue(hour.Station, out var days)) _stations[hour.Station] = days = [];
        var day = hour.Day;
        if (!days.TryGetValue(day, out var slot)) days[day] = slot = new Slot();
        return slot.Add(hour);
    }

    /// <summary>The days of a station, in the order of time; empty when it is not known.</summary>
    public IReadOnlyList<StationDay> Of(string station) =>
        _stations.TryGetValue(station, out var days) ? [.. days.Select(d => StationDay.From(d.Key, d.Value.Values.AsSpan(), rules))] : [];

    private sealed class Slot
    {
        private int _seen;

        public decimal?[] Values { get; } = new decimal?[Pollutants.All.Count * Hours];

        public bool Add(AirHour hour)
        {
            var at = hour.Label.HourOfNaturalDay() - 1;
            if ((_seen & (1 << at)) != 0) return false;
            _seen |= 1 << at;
            for (var p = 0; p < Pollutants.All.Count; p++) Values[(p * Hours) + at] = hour.Values[p];
            return true;
        }
    }
}
