using BlueSky.Access;
using BlueSky.Assessment;

namespace BlueSky.Notifications;

/// <summary>
/// How notices are kept and sent: the district's data, read from <c>seeds/notifications/notifications.json</c>, every figure with its
/// mark and citation.
/// </summary>
public sealed record NotificationPolicy
{
    /// <summary>The efficiency task force (效能督查专班), also of a district whose files do not list it.</summary>
    public static Unit TaskForce { get; } = new(UnitKind.TaskForce, Unit.TaskForceCode, "效能督查专班");

    /// <summary>Codes of the steps of supervision that the task force is told of too.</summary>
    public required IReadOnlyList<string> TaskForceSteps { get; init; }

    /// <summary>Days that an inbox keeps a notice.</summary>
    public required Cited<int> KeepDays { get; init; }

    /// <summary>The most notices that one unit's inbox keeps; the oldest go first.</summary>
    public required Cited<int> MostPerInbox { get; init; }

    /// <summary>Days after its deadline for which an overdue task is told of, once a month.</summary>
    public required Cited<int> OverdueTaskDays { get; init; }

    /// <summary>Wait before the first repetition to a sink, seconds; doubles with every failure.</summary>
    public required Cited<decimal> FirstWaitSeconds { get; init; }

    /// <summary>The longest wait, seconds.</summary>
    public required Cited<decimal> LongestWaitSeconds { get; init; }

    /// <summary>Attempts after which a delivery is dead (死信).</summary>
    public required Cited<int> MostAttempts { get; init; }

    /// <summary>Hours after which a delivery that is still not made is dead.</summary>
    public required Cited<int> GiveUpHours { get; init; }

    /// <summary>Longest time for one attempt, seconds.</summary>
    public required Cited<decimal> TimeoutSeconds { get; init; }

    /// <summary>What each format of sink bears.</summary>
    public required IReadOnlyDictionary<SinkFormat, FormatLimits> Formats { get; init; }

    /// <summary>See <see cref="OverdueTaskDays"/>.</summary>
    internal int TellOverdueDays => OverdueTaskDays.Value;

    /// <summary>The moment before which notices are kept no longer.</summary>
    public DateTimeOffset KeptFrom(DateTimeOffset now) => now.AddDays(-KeepDays.Value);

    /// <summary>How long to wait after a failure.</summary>
    public BackOff BackOff => new(Seconds(FirstWaitSeconds.Value), Seconds(LongestWaitSeconds.Value));

    /// <summary>Longest time for one attempt.</summary>
    public TimeSpan Timeout => Seconds(TimeoutSeconds.Value);

    private static TimeSpan Seconds(decimal seconds) => TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
}

/// <summary>What a receiver of a format bears.</summary>
/// <param name="PerMinute">The most requests a minute; a sink may be set to fewer.</param>
/// <param name="MostBytes">The longest text of a message, bytes of UTF-8.</param>
/// <param name="MostNotices">The most notices in one message; 1 for a format whose receiver tells messages apart by a key.</param>
/// <param name="Mark">How sure the figures are: T, S, K or D.</param>
/// <param name="Citation">Where they come from.</param>
public sealed record FormatLimits(int PerMinute, int MostBytes, int MostNotices, string Mark, string Citation);
