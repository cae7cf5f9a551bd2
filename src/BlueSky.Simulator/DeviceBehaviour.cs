namespace BlueSky.Simulator;

/// <summary>How virtual devices behave; the same for all devices of a simulation.</summary>
public sealed record DeviceBehaviour
{
    /// <summary>Seed of signals, phases, faults and drift.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Time between two momentary uploads in place of the profiles' own; null keeps those. At least one second, because DataTime has whole seconds.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>How long an answer is waited for; 10 s is HJ 212-2017's value for mobile links.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the same bytes are sent again before the upload goes to the store (HJ 212-2017: 3).</summary>
    public int Resends { get; init; } = 3;

    /// <summary>Uploads that may wait for an answer at a time; 1 is what devices do.</summary>
    public int Window { get; init; } = 1;

    /// <summary>Uploads that a device stores while nobody answers; the oldest is dropped when more come.</summary>
    public int StoreLimit { get; init; } = 10_000;

    /// <summary>How far back from the first connection a device has history to give.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(2);

    /// <summary>True sends the last complete hour and the last complete minute mean at the first connection, so that a fresh gateway knows something.</summary>
    public bool StartsWithLastHour { get; init; } = true;

    /// <summary>When a device with <see cref="Incident.Silent"/> falls silent, counted from its first connection.</summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time between two heart-beats (CN 9015) of devices of the edition 2025.</summary>
    public TimeSpan HeartBeat { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Faults.</summary>
    public FaultPlan Faults { get; init; } = FaultPlan.None;
}
