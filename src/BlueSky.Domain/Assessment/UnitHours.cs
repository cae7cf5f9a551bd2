using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>The hours of one station of a unit in the period and in the period it is compared with.</summary>
/// <param name="Station">Code of the station.</param>
/// <param name="Current">Hours of the period in any order, each label once.</param>
/// <param name="Last">Hours of the period compared with.</param>
public sealed record StationSeries(string Station, IEnumerable<AirHour> Current, IEnumerable<AirHour> Last);

/// <summary>An assessed unit with the hours of its stations: held only while its own figures are worked out.</summary>
/// <param name="Unit">Code of the unit.</param>
/// <param name="Tier">Tier as the policy names it.</param>
/// <param name="Stations">Its stations, one or several.</param>
public sealed record UnitSeries(string Unit, string Tier, IReadOnlyList<StationSeries> Stations);

/// <summary>What the data of a unit cover in one period.</summary>
/// <param name="Hours">Station hours with at least one value.</param>
/// <param name="HoursOfPeriod">Station hours that the period has: days x 24 x stations.</param>
/// <param name="ValidDays">Valid days of the pollutant that has fewest.</param>
/// <param name="NeededDays">Valid days that the period needs (GB 3095 table 4; parts of a month by our default).</param>
/// <param name="Notes">What is not valid and why, in Chinese, one note a pollutant; empty when all are valid.</param>
public sealed record UnitCoverage(int Hours, int HoursOfPeriod, int ValidDays, int NeededDays, IReadOnlyList<string> Notes);

/// <summary>A unit's input of an assessment with what its data cover.</summary>
/// <param name="Input">The input.</param>
/// <param name="Current">Coverage of the period.</param>
/// <param name="Last">Coverage of the period compared with.</param>
public sealed record UnitStatistics(UnitInput Input, UnitCoverage Current, UnitCoverage Last);

/// <summary>The hours of one station over a period in their places, whatever the order they came in.</summary>
internal sealed class StationPeriod
{
    private const int Hours = 24;
    private readonly decimal?[] _values;
    private readonly bool[] _seen;
    private readonly Period _period;

    internal StationPeriod(string station, Period period, IEnumerable<AirHour> hours)
    {
        _period = period;
        _values = new decimal?[period.Days * Pollutants.All.Count * Hours];
        _seen = new bool[period.Days * Hours];
        foreach (var hour in hours) Put(station, hour);
    }

    /// <summary>Hours that have a value.</summary>
    internal int Filled { get; private set; }

    internal StationDay Day(int day, ValidityRules rules) => StationDay.From(
        _period.First.AddDays(day), _values.AsSpan(day * Pollutants.All.Count * Hours, Pollutants.All.Count * Hours), rules);

    private void Put(string station, AirHour hour)
    {
        // The first hour of a period is labelled one hour after its start, the last one by its end.
        var ticks = hour.Label.UtcTicks - _period.Start.UtcTicks;
        var place = (ticks / TimeSpan.TicksPerHour) - 1;
        if (place < 0 || place >= _seen.Length) return;
        if (ticks % TimeSpan.TicksPerHour != 0) throw new ArgumentException($"{hour.Label:O} of {station} is no full hour", nameof(hour));
        if (_seen[place]) throw new ArgumentException($"the hour {hour.Label:O} of {station} is there twice", nameof(hour));
        _seen[place] = true;
        var (day, of) = ((int)place / Hours, (int)place % Hours);
        var hasValue = false;
        for (var p = 0; p < Pollutants.All.Count; p++)
        {
            _values[(((day * Pollutants.All.Count) + p) * Hours) + of] = hour.Values[p];
            hasValue |= hour.Values[p] is not null;
        }

        if (hasValue) Filled++;
    }
}
