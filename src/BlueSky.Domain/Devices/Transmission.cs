using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Devices;

/// <summary>What came of what was due in a stretch of days.</summary>
/// <param name="Expected">Packets due.</param>
/// <param name="Received">Of those, packets that came: of each day at most as many as were due, so that one day cannot make good another.</param>
/// <param name="Late">Of all that came, how many came late (补传).</param>
public readonly record struct TransmissionCount(int Expected, int Received, int Late)
{
    /// <summary>Percent with one decimal, rounded down so that a missing packet never looks like none; null when nothing was due.</summary>
    public decimal? Percent => Expected == 0 ? null : Math.Floor(1000m * Received / Expected) / 10;
}

/// <summary>One day of one kind of message.</summary>
/// <param name="Day">Day in China.</param>
/// <param name="Count">What came of what was due.</param>
/// <param name="Arrived">All distinct packets that came, also beyond what was due.</param>
public sealed record TransmissionDay(DateOnly Day, TransmissionCount Count, int Arrived);

/// <summary>One kind of message of one device.</summary>
/// <param name="Period">Kind of message.</param>
/// <param name="IntervalSeconds">Seconds between two by the register entry, or by what the message stands for.</param>
/// <param name="Since">First live packet that was counted; nothing is due before it.</param>
/// <param name="Days">The last <see cref="PacketTally.DaysKept"/> less one days, newest first.</param>
public sealed record TransmissionClass(Period Period, int IntervalSeconds, DateTimeOffset Since, IReadOnlyList<TransmissionDay> Days)
{
    /// <summary>Sum over the newest days, the running one included.</summary>
    public TransmissionCount Last(int days) => Days.Take(days).Aggregate(
        default(TransmissionCount),
        (sum, day) => new(sum.Expected + day.Count.Expected, sum.Received + day.Count.Received, sum.Late + day.Count.Late));
}

/// <summary>
/// The transmission rate (数据传输率) of one device: packets received of packets due, by kind of message. Due is what should have come one
/// interval after it was over, counted from the first live packet; what a device never sends is not due. Pure.
/// </summary>
/// <param name="Classes">Kinds of message that it sends at an interval, finest first; empty when nothing is known.</param>
/// <param name="Counted">The one that stands for the device in lists; null when the rate is not known (不明).</param>
public sealed record Transmission(IReadOnlyList<TransmissionClass> Classes, TransmissionClass? Counted)
{
    private const int DaysShown = PacketTally.DaysKept - 1;

    /// <summary>Counts.</summary>
    /// <param name="profile">How the device reports, by its register entry.</param>
    /// <param name="tallies">Its packets by kind of message.</param>
    /// <param name="order">Kinds of message, the one that stands for the device first.</param>
    /// <param name="now">The clock.</param>
    public static Transmission Of(
        DeviceProfile profile, IReadOnlyDictionary<Period, PacketTally> tallies, IReadOnlyList<Period> order, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(tallies);
        ArgumentNullException.ThrowIfNull(order);
        var classes = tallies.Where(t => t.Value.Since is not null).OrderBy(t => t.Key)
            .Select(t => Of(t.Key, Interval(profile, t.Key), t.Value, now)).ToList();
        return new(classes, order.Select(p => classes.Find(c => c.Period == p)).FirstOrDefault(c => c is not null));
    }

    private static TimeSpan Interval(DeviceProfile profile, Period period) => period switch
    {
        Period.Instant => TimeSpan.FromSeconds(profile.ReportSeconds),
        Period.Minute => TimeSpan.FromMinutes(profile.MinuteInterval),
        Period.Hour => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };

    private static TransmissionClass Of(Period period, TimeSpan interval, PacketTally tally, DateTimeOffset now)
    {
        var since = tally.Since!.Value;
        var today = ChinaTime.Day(now);
        var days = Enumerable.Range(0, DaysShown).Select(back => today.AddDays(-back)).Select(day =>
        {
            var (due, arrived) = (Due(day, interval, since, now), tally.ReceivedOn(day));
            return new TransmissionDay(day, new(due, Math.Min(due, arrived), tally.LateOn(day)), arrived);
        });
        return new(period, (int)interval.TotalSeconds, since, [.. days]);
    }

    private static int Due(DateOnly day, TimeSpan interval, DateTimeOffset since, DateTimeOffset now)
    {
        var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), ChinaTime.Offset);
        var end = start.AddDays(1);

        // On its first day the phase of a device is known, and every step from the first packet counts; else only whole intervals can be claimed.
        var from = since > start ? since : start;
        var whole = from == start ? (end - from).Ticks / interval.Ticks : ((end - from).Ticks + interval.Ticks - 1) / interval.Ticks;
        var arrivedBy = now - from - interval;
        var sofar = arrivedBy < interval ? 0 : ((arrivedBy - interval).Ticks / interval.Ticks) + 1;
        return from >= end ? 0 : (int)Math.Min(whole, sofar);
    }
}
