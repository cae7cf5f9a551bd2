using System.Security.Cryptography;
using System.Text;
using BlueSky.Devices;
using BlueSky.Sources;

namespace BlueSky.Gateway;

/// <summary>Why a session is over.</summary>
internal enum SessionEnd
{
    /// <summary>It stands.</summary>
    None,

    /// <summary>A newer connection speaks for the MN.</summary>
    Superseded,

    /// <summary>The device's grain no longer knows it (superseded at another gateway, or the register entry changed): present again.</summary>
    Stale,

    /// <summary>Its connection is closed.</summary>
    Closed,
}

/// <summary>
/// One admitted MN on one connection. The connection's loop is the only one that takes frames; completions and the watch run
/// on other threads and touch only counters and what <see cref="Dialogue"/> guards.
/// </summary>
internal sealed class DeviceSession
{
    // As it came: every packet of the device brings it in the clear, so a hash would hide nothing and cost more than the parsing.
    private readonly byte[] _password;
    private TokenBucket _rate;
    private long _frames;
    private long _answered;
    private long _faults;
    private long _refused;
    private long _reportDueAt;
    private long _lastFrameAt;
    private int _end;
    private readonly Lock _errorGate = new();
    private (string Words, DateTimeOffset At)? _lastError;

    public DeviceSession(
        string mn, ReadOnlySpan<byte> password, AdmissionAnswer answer, ProfileMap map, IDeviceGrain grain, DeviceConnection connection,
        DeviceDialogue dialogue, GatewayOptions options)
    {
        (Mn, Registration, Map, Grain, Connection, Dialogue, Epoch, Version) =
            (mn, answer.Registration!, map, grain, connection, dialogue, answer.SessionEpoch, answer.Version);
        MnBytes = Encoding.UTF8.GetBytes(mn);
        SourceId = Registration.SourceId ?? "";
        Keys = Array.ConvertAll(answer.Sm4Keys, key => new ReadOnlyMemory<byte>(key));
        _password = password.ToArray();
        _rate = new TokenBucket(options.MaxFramesPerSecond, options.FrameBurst);
    }

    public string Mn { get; }

    public byte[] MnBytes { get; }

    public string SourceId { get; }

    public DeviceRegistration Registration { get; }

    public ProfileMap Map { get; }

    public IDeviceGrain Grain { get; }

    public DeviceConnection Connection { get; }

    public DeviceDialogue Dialogue { get; }

    public long Epoch { get; }

    /// <summary>Version of the register entry that it was admitted by.</summary>
    public long Version { get; }

    /// <summary>SM4 keys valid now, newest first.</summary>
    public ReadOnlyMemory<byte>[] Keys { get; }

    /// <summary>The verified PW, which every request to the device must carry.</summary>
    public ReadOnlySpan<byte> Password => _password;

    /// <summary>When the next report is due; set by the loop and by the report before.</summary>
    public DateTimeOffset ReportDueAt
    {
        get => new(Volatile.Read(ref _reportDueAt), TimeSpan.Zero);
        set => Volatile.Write(ref _reportDueAt, value.UtcTicks);
    }

    /// <summary>1 while a report is on its way.</summary>
    public int Reporting;

    /// <summary>When the newest frame came; null before the first.</summary>
    public DateTimeOffset? LastFrameAt => Volatile.Read(ref _lastFrameAt) is var t and > 0 ? new DateTimeOffset(t, TimeSpan.Zero) : null;

    public SessionEnd End => (SessionEnd)Volatile.Read(ref _end);

    /// <summary>Compares with the verified PW in constant time.</summary>
    public bool PasswordMatches(ReadOnlySpan<byte> password) => CryptographicOperations.FixedTimeEquals(password, _password);

    /// <summary>Counts a good frame; false when the device sends faster than it may.</summary>
    public bool TakeFrame(DateTimeOffset now)
    {
        Volatile.Write(ref _lastFrameAt, now.UtcTicks);
        Interlocked.Increment(ref _frames);
        return _rate.TryTake(now);
    }

    public void Answered() => Interlocked.Increment(ref _answered);

    public void Fault(string words, DateTimeOffset now)
    {
        Interlocked.Increment(ref _faults);
        Error(words, now);
    }

    public void Refused(string words, DateTimeOffset now)
    {
        Interlocked.Increment(ref _refused);
        Error(words, now);
    }

    /// <summary>Keeps the last error in words (Chinese, for the operator).</summary>
    public void Error(string words, DateTimeOffset now)
    {
        lock (_errorGate) _lastError = (words, now);
    }

    /// <summary>Ends the session; false when it had ended before.</summary>
    public bool TryEnd(SessionEnd why) => Interlocked.CompareExchange(ref _end, (int)why, (int)SessionEnd.None) == (int)SessionEnd.None;

    /// <summary>What the device's grain is told.</summary>
    public SessionReport Report(bool ended)
    {
        (string Words, DateTimeOffset At)? error;
        lock (_errorGate) error = _lastError;
        return new SessionReport
        {
            SessionEpoch = Epoch,
            Version = Version,
            Claim = Connection.Claim,
            Frames = Interlocked.Read(ref _frames),
            Answered = Interlocked.Read(ref _answered),
            Faults = Interlocked.Read(ref _faults),
            Refused = Interlocked.Read(ref _refused),
            ClockDriftSeconds = Dialogue.DriftSeconds,
            LastError = error?.Words ?? "",
            LastErrorAt = error?.At,
            LastFrameAt = LastFrameAt,
            Ended = ended,
            Backfill = Dialogue.Backfill,
        };
    }
}
