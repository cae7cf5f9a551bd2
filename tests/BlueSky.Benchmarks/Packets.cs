using BlueSky.Sources;

namespace BlueSky.Benchmarks;

/// <summary>Observations of six factors as a dust monitor's momentary packets give them, below every limit.</summary>
internal static class Packets
{
    public const int Values = 6;

    private static readonly (string Channel, decimal Base)[] Channels =
    [
        ("a34001-Rtd", 90), ("a34002-Rtd", 60), ("a34004-Rtd", 40), ("a01001-Rtd", 25), ("a01002-Rtd", 70), ("LA-Rtd", 60),
    ];

    /// <summary>The packet number <paramref name="number"/> of a device, for the given moment.</summary>
    public static Observation Make(string mn, DateTimeOffset at, long number, long arrival = 0)
    {
        var readings = new Reading[Values];
        var spread = (ulong)(number + 1) * 0x9E3779B97F4A7C15UL;
        for (var i = 0; i < Values; i++)
            readings[i] = new Reading(Channels[i].Channel, Channels[i].Base + ((spread >> (8 * i)) & 0x3F) * 0.1m, Quality.Valid);
        return new Observation
        {
            Mn = mn, Period = Period.Instant, DataTime = at, ReceivedAt = at, Qn = "20260101000000000", PeriodSeconds = 0,
            Readings = readings, Texts = [], Arrival = arrival,
        };
    }
}
