namespace BlueSky.Gateway;

/// <summary>What readiness and the console may ask of the gateway. Thread-safe; read at any time.</summary>
public sealed class GatewayState
{
    /// <summary>How long a batch that could not be committed speaks against the gateway when none follows it.</summary>
    public static readonly TimeSpan FailureStands = TimeSpan.FromSeconds(15);

    private long _lastCommit;
    private long _lastFailure;
    private int _connections;
    private int _sessions;

    /// <summary>Open connections.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>MNs with a live session here.</summary>
    public int Sessions => Volatile.Read(ref _sessions);

    /// <summary>When a batch was last committed; null when none was yet.</summary>
    public DateTimeOffset? LastCommitAt => At(ref _lastCommit);

    /// <summary>When a batch last could not be committed within the answer time-out; null when that never happened.</summary>
    public DateTimeOffset? LastFailureAt => At(ref _lastFailure);

    /// <summary>False while the newest batch could not be committed: answers are withheld. True before the first batch.</summary>
    public bool CanCommit => Volatile.Read(ref _lastFailure) <= Volatile.Read(ref _lastCommit);

    /// <summary>
    /// When the newest batch could not be committed, while that may still be so; null when batches are committed. A gateway that gets no
    /// more readings because it is not ready could never show that it is again: after <see cref="FailureStands"/> nothing is known.
    /// </summary>
    public DateTimeOffset? FailingSince(DateTimeOffset now) =>
        !CanCommit && LastFailureAt is { } at && now - at < FailureStands ? at : null;

    internal void Committed(DateTimeOffset at) => Volatile.Write(ref _lastCommit, at.UtcTicks);

    internal void NotCommitted(DateTimeOffset at) => Volatile.Write(ref _lastFailure, at.UtcTicks);

    internal void Count(int connections, int sessions)
    {
        Volatile.Write(ref _connections, connections);
        Volatile.Write(ref _sessions, sessions);
    }

    private static DateTimeOffset? At(ref long ticks) =>
        Volatile.Read(ref ticks) is var t and > 0 ? new DateTimeOffset(t, TimeSpan.Zero) : null;
}
