namespace BlueSky.Sources;

/// <summary>
/// What of an observation is not yet stored, value by value (hj212.md section 16): the same identity with the same value is a
/// duplicate; with another value the first stays current and the new one is kept as a revision.
/// </summary>
internal static class ReadingDifference
{
    /// <summary>Splits off what is new.</summary>
    /// <param name="observation">What came.</param>
    /// <param name="stored">Everything stored of its hour.</param>
    /// <returns>New values and revisions (marked as such), and whether there are revisions among them.</returns>
    public static (Reading[] Readings, TextReading[] Texts, bool Revised) Of(Observation observation, IEnumerable<Observation> stored)
    {
        var values = new HashSet<(string, decimal)>();
        var texts = new HashSet<(string, string)>();
        var channels = new HashSet<string>(StringComparer.Ordinal);
        foreach (var other in stored.Where(o => IsSamePacket(o, observation)))
        {
            foreach (var reading in other.Readings)
            {
                values.Add((reading.Channel, reading.Value));
                channels.Add(reading.Channel);
            }

            foreach (var text in other.Texts)
            {
                texts.Add((text.Channel, text.Text));
                channels.Add(text.Channel);
            }
        }

        var newReadings = observation.Readings
            .Where(r => !values.Contains((r.Channel, r.Value)))
            .Select(r => channels.Contains(r.Channel) ? r with { Quality = r.Quality | Quality.Revision } : r)
            .ToArray();
        var newTexts = observation.Texts.Where(t => !texts.Contains((t.Channel, t.Text))).ToArray();
        var revised = newReadings.Any(r => (r.Quality & Quality.Revision) != 0) || newTexts.Any(t => channels.Contains(t.Channel));
        return (newReadings, newTexts, revised);
    }

    private static bool IsSamePacket(Observation a, Observation b) =>
        a.DataTime == b.DataTime && a.Period == b.Period && string.Equals(a.Mn, b.Mn, StringComparison.Ordinal);
}
