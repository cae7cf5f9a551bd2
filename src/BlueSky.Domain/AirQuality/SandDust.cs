namespace BlueSky.AirQuality;

/// <summary>An interval of sand-dust weather 沙尘 that an authority confirmed.</summary>
/// <param name="First">Label of the first hour (its end), included.</param>
/// <param name="Last">Label of the last hour, included.</param>
/// <param name="Stations">Stations it covers.</param>
/// <param name="Authority">Who confirmed it.</param>
/// <param name="Document">Number of the confirming document.</param>
public sealed record SandInterval(DateTimeOffset First, DateTimeOffset Last, IReadOnlySet<string> Stations, string Authority, string Document)
{
    /// <summary>True when the hour of a station lies in it.</summary>
    public bool Covers(AirHour hour) => First <= hour.Label && hour.Label <= Last && Stations.Contains(hour.Station);
}

/// <summary>
/// Deduction of sand-dust: the PM10 and PM2.5 hours of confirmed intervals are left out before daily means (our default for the
/// practice of the national monthly reports). Good and heavy-pollution days are counted from the hours that are not reduced, so both
/// must be kept.
/// </summary>
public static class SandDust
{
    /// <summary>The hours without the particles of the intervals; all other values stay.</summary>
    public static IEnumerable<AirHour> Deduct(IEnumerable<AirHour> hours, IReadOnlyCollection<SandInterval> intervals)
    {
        foreach (var hour in hours)
            yield return intervals.Any(i => i.Covers(hour))
                ? hour with { Values = [.. Pollutants.All.Select(p => p is Pollutant.PM10 or Pollutant.PM25 ? null : hour[p])] }
                : hour;
    }
}
