using System.Globalization;
using BlueSky.Time;

namespace BlueSky.AirQuality;

/// <summary>
/// An interval in which the AQI published by CNEMC is known to differ from the rule it else follows
/// (<c>Data/published-exceptions.csv</c>). It is not applied to a calculation, because not every hour of it is known: it explains a
/// difference that is found.
/// </summary>
/// <param name="FirstStation">First station code.</param>
/// <param name="LastStation">Last station code, included.</param>
/// <param name="From">First hour label.</param>
/// <param name="To">Last hour label, included.</param>
/// <param name="Seen">The rounding of sub-indices that gives the published figures.</param>
/// <param name="Mark">How sure the row is.</param>
/// <param name="Citation">What was seen.</param>
public sealed record PublishedException(
    string FirstStation, string LastStation, DateTimeOffset From, DateTimeOffset To, RoundingRule Seen, string Mark, string Citation)
{
    /// <summary>All that are known.</summary>
    public static IReadOnlyList<PublishedException> All { get; } = [.. AirTable.Read("published-exceptions").Select(Read)];

    /// <summary>The exception that covers a station and an hour; null when none does.</summary>
    public static PublishedException? Find(string station, DateTimeOffset label) => All.FirstOrDefault(e =>
        string.CompareOrdinal(e.FirstStation, station) <= 0 && string.CompareOrdinal(station, e.LastStation) <= 0
        && e.From <= label && label <= e.To);

    private static PublishedException Read(AirTable.Row row) => new(
        row["first_station"], row["last_station"], Hour(row["from"]), Hour(row["to"]),
        row["seen"] == "half-up" ? RoundingRule.HalfUp : throw new InvalidDataException($"No rounding {row["seen"]}."),
        row.Mark, row.Citation);

    private static DateTimeOffset Hour(string text) =>
        new(DateTime.ParseExact(text, "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture), ChinaTime.Offset);
}
