using BlueSky.Devices;
using BlueSky.Sources;

namespace BlueSky.Web;

/// <summary>Why the transmission rate of a device is known or not.</summary>
public enum RateStanding
{
    /// <summary>Known.</summary>
    Known = 0,

    /// <summary>未绑定: its data belong to no source and are refused.</summary>
    Unbound = 1,

    /// <summary>尚无数据: nothing live has come since counting began.</summary>
    NothingReceived = 2,

    /// <summary>无固定间隔: it only reports events and states, of which nobody knows how many were due.</summary>
    NoInterval = 3,
}

/// <summary>Packets received of packets due.</summary>
/// <param name="Expected">应收: packets due.</param>
/// <param name="Received">实收: of those, packets that came; of each day at most as many as were due.</param>
/// <param name="Late">补传: of all that came, how many came late.</param>
/// <param name="Percent">Received of expected in percent, rounded down to one decimal; null when nothing was due.</param>
public sealed record RateAnswer(int Expected, int Received, int Late, decimal? Percent)
{
    internal static RateAnswer Of(TransmissionCount count) => new(count.Expected, count.Received, count.Late, count.Percent);
}

/// <summary>One day of one kind of message.</summary>
/// <param name="Day">Day in China.</param>
/// <param name="Rate">What came of what was due.</param>
/// <param name="Arrived">All distinct packets, also beyond what was due.</param>
public sealed record RateDay(DateOnly Day, RateAnswer Rate, int Arrived);

/// <summary>One kind of message of a device.</summary>
/// <param name="Period">Kind of message.</param>
/// <param name="IntervalSeconds">Seconds between two.</param>
/// <param name="Since">First live packet counted; nothing is due before it.</param>
/// <param name="Today">The running day.</param>
/// <param name="Week">The last 7 days, today included.</param>
/// <param name="Month">The last 30 days, today included.</param>
/// <param name="Days">Each of them, newest first.</param>
public sealed record RateClass(
    Period Period, int IntervalSeconds, DateTimeOffset Since, RateAnswer Today, RateAnswer Week, RateAnswer Month, IReadOnlyList<RateDay> Days)
{
    internal static RateClass Of(TransmissionClass one) => new(
        one.Period, one.IntervalSeconds, one.Since, RateAnswer.Of(one.Last(1)), RateAnswer.Of(one.Last(7)), RateAnswer.Of(one.Last(30)),
        [.. one.Days.Select(d => new RateDay(d.Day, RateAnswer.Of(d.Count), d.Arrived))]);
}

/// <summary>The transmission rate (数据传输率) of a device.</summary>
/// <param name="Mn">MN.</param>
/// <param name="AsOf">The moment it speaks of.</param>
/// <param name="Standing">Whether it is known, or why not.</param>
/// <param name="Counted">The kind of message that stands for the device; null when the rate is not known.</param>
/// <param name="Mark">How sure that choice is: T, S, K or D.</param>
/// <param name="Citation">Where it comes from.</param>
/// <param name="Classes">Every kind of message that it sends at an interval, finest first.</param>
public sealed record TransmissionAnswer(
    string Mn, DateTimeOffset AsOf, RateStanding Standing, Period? Counted, string Mark, string Citation, IReadOnlyList<RateClass> Classes)
{
    /// <summary>The class that stands for the device; null when the rate is not known.</summary>
    internal RateClass? Main => Classes.FirstOrDefault(c => c.Period == Counted);
}
