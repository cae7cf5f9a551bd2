using System.Text.Json.Serialization;
using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Devices;

/// <summary>
/// Distinct packets of one device and kind of message, by the day of their event time, for the last <see cref="DaysKept"/> days. Fed with what
/// is committed, in the order of arrival, so a replay counts the same. A packet sent again is dropped before; parts of one packet and
/// corrections of it are not counted again here. Not thread-safe.
/// </summary>
public sealed class PacketTally
{
    /// <summary>Days kept, the running one included.</summary>
    public const int DaysKept = 31;

    /// <summary>Event time of the first live packet: nothing is known to be missing from before. Null while only history came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Stamp of the packet counted last.</summary>
    public DateTimeOffset LastAt { get; set; }

    /// <summary>Newest day that has packets; the ring ends with it.</summary>
    public DateOnly Newest { get; set; }

    /// <summary>Packets of a day at the place of its number modulo <see cref="DaysKept"/>.</summary>
    public int[] Received { get; set; } = new int[DaysKept];

    /// <summary>Of those, how many came late (补传); null while none did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? Late { get; set; }

    /// <summary>True for messages that come at an interval: moments and means. Records and states come when something happens.</summary>
    public static bool IsRegular(Period period) => period is Period.Instant or Period.Minute or Period.Hour or Period.Day;

    /// <summary>Packets of a day; 0 for a day that is kept no longer.</summary>
    public int ReceivedOn(DateOnly day) => Holds(day) ? Received[day.DayNumber % DaysKept] : 0;

    /// <summary>Of those, how many came late.</summary>
    public int LateOn(DateOnly day) => Late is not null && Holds(day) ? Late[day.DayNumber % DaysKept] : 0;

    /// <summary>The same figures, apart from what is counted later.</summary>
    public PacketTally Copy() => new()
    {
        Since = Since, LastAt = LastAt, Newest = Newest, Received = [.. Received], Late = Late is null ? null : [.. Late],
    };

    /// <summary>Counts a committed observation once.</summary>
    public void Take(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var readings = observation.Readings;
        if (observation.DataTime == LastAt || (readings.Length > 0 && Array.TrueForAll(readings, IsRevision))) return;
        LastAt = observation.DataTime.ToChina();
        var isLate = Liveness.IsLate(observation);
        if (!isLate) Since ??= LastAt;
        var day = ChinaTime.Day(observation.DataTime);
        MoveTo(day);
        if (!Holds(day)) return;
        var place = day.DayNumber % DaysKept;
        Received[place]++;
        if (isLate) (Late ??= new int[DaysKept])[place]++;
    }

    private bool Holds(DateOnly day) => day <= Newest && day.DayNumber > Newest.DayNumber - DaysKept;

    private void MoveTo(DateOnly day)
    {
        if (day <= Newest) return;
        for (var n = Math.Max(Newest.DayNumber + 1, day.DayNumber - DaysKept + 1); n <= day.DayNumber; n++)
        {
            Received[n % DaysKept] = 0;
            if (Late is not null) Late[n % DaysKept] = 0;
        }

        Newest = day;
    }

    private static bool IsRevision(Reading reading) => (reading.Quality & Quality.Revision) != 0;
}
