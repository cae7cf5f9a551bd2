namespace BlueSky.AirQuality;

/// <summary>What can be an hour of a station at all. Our defaults [D], to keep slips of the pen out; no standard says so.</summary>
public static class StationLimits
{
    /// <summary>Largest hourly mean that is taken, µg/m³ (CO: mg/m³).</summary>
    public const decimal LargestConcentration = 100_000m;

    /// <summary>How far the label of an hour may lie ahead of the clock, as for devices (hj212.md section 15).</summary>
    public static readonly TimeSpan PermittedLead = TimeSpan.FromMinutes(5);
}
