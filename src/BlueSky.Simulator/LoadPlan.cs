using System.Net;

namespace BlueSky.Simulator;

/// <summary>A device of the load generator. All MNs of a plan have one length, all passwords six characters.</summary>
/// <param name="Mn">MN.</param>
/// <param name="Password">PW.</param>
public readonly record struct LoadDevice(string Mn, string Password);

/// <summary>A load of momentary packets (CN 2011, six factors, answer wanted) at a fixed rate.</summary>
public sealed record LoadPlan
{
    /// <summary>The gateway's address and port.</summary>
    public required EndPoint Gateway { get; init; }

    /// <summary>The devices, shared out over the connections.</summary>
    public required IReadOnlyList<LoadDevice> Devices { get; init; }

    /// <summary>Connections, at most one per device.</summary>
    public int Connections { get; init; } = 16;

    /// <summary>Packets a second over all connections; 0 sends as fast as <see cref="InFlight"/> allows.</summary>
    public double Rate { get; init; }

    /// <summary>Packets that may wait for their answer at a time, over all connections.</summary>
    public int InFlight { get; init; } = 1_000;

    /// <summary>How long packets are sent; the last answers are awaited after it.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long packets are sent at <see cref="WarmUpRate"/> over the same connections before <see cref="Duration"/> begins: devices are
    /// admitted and sources activated in it. It is in no figure of the report.
    /// </summary>
    public TimeSpan WarmUp { get; init; }

    /// <summary>Packets a second over all connections during <see cref="WarmUp"/>.</summary>
    public double WarmUpRate { get; init; }

    /// <summary>Called once when <see cref="WarmUp"/> is over, for whoever measures other things at the same time.</summary>
    public Action? Warm { get; init; }

    /// <summary>Called for every answer to a packet after the warm-up: index of its device in <see cref="Devices"/>, and its DataTime. For checks against a store.</summary>
    public Action<int, DateTimeOffset>? Answered { get; init; }

    /// <summary>When an unanswered packet counts as unanswered for good. It is not sent again.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// DataTime of each device's first packet; every further one is a second later, however fast they follow, so that each is a new
    /// observation. Null starts so far back that the last is about now.
    /// </summary>
    public DateTimeOffset? FirstDataTime { get; init; }
}

/// <summary>What a load came to.</summary>
/// <param name="Sent">Packets sent.</param>
/// <param name="Answered">Packets whose 9014 came back within the time-out.</param>
/// <param name="Elapsed">From the first packet to the last answer.</param>
/// <param name="Latency">Send to answer.</param>
/// <param name="LastDataTime">DataTime of the newest packet sent.</param>
public sealed record LoadReport(long Sent, long Answered, TimeSpan Elapsed, LatencyHistogram Latency, DateTimeOffset LastDataTime)
{
    /// <summary>Answered packets a second.</summary>
    public double AnsweredPerSecond => Answered / Math.Max(Elapsed.TotalSeconds, 1e-9);

    /// <summary>Packets that were never answered.</summary>
    public long Unanswered => Sent - Answered;
}
