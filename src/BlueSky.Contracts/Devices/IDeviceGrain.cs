using BlueSky.Sources;
using Orleans.Concurrency;

namespace BlueSky.Devices;

/// <summary>Why a device was let in or not.</summary>
public enum Admission
{
    /// <summary>Known, right password, bound.</summary>
    Admitted = 0,

    /// <summary>The MN is not in the register.</summary>
    UnknownMn = 1,

    /// <summary>The PW is wrong.</summary>
    WrongPassword = 2,

    /// <summary>Known but bound to no source.</summary>
    Unbound = 3,

    /// <summary>Known but disabled by an administrator.</summary>
    Disabled = 4,
}

/// <summary>The answer to a device that presents itself.</summary>
/// <param name="Admission">Let in or why not.</param>
/// <param name="Registration">The register entry when admitted, else null.</param>
/// <param name="Sm4Keys">SM4 keys valid now, newest first (16 bytes each); empty when none.</param>
/// <param name="SessionEpoch">Number of the session now opened; a later session has a greater one and ends this.</param>
/// <param name="LastInstantAt">Event time of the newest momentary data, for gap detection; null when none.</param>
/// <param name="LastMinuteAt">Event time of the newest minute data; null when none.</param>
/// <param name="LastHourAt">Event time of the newest hourly data; null when none.</param>
/// <param name="Version">Version of the register entry that it was admitted by; 0 when not admitted.</param>
[GenerateSerializer, Immutable]
public sealed record AdmissionAnswer(
    [property: Id(0)] Admission Admission, [property: Id(1)] DeviceRegistration? Registration, [property: Id(2)] byte[][] Sm4Keys,
    [property: Id(3)] long SessionEpoch, [property: Id(4)] DateTimeOffset? LastInstantAt, [property: Id(5)] DateTimeOffset? LastMinuteAt,
    [property: Id(6)] DateTimeOffset? LastHourAt, [property: Id(7)] long Version = 0);

/// <summary>The session a gateway holds for a device.</summary>
/// <param name="Gateway">Name of the gateway node.</param>
/// <param name="Connection">Id of the TCP connection there.</param>
/// <param name="RemoteAddress">Address of the device.</param>
[GenerateSerializer, Immutable]
public sealed record SessionClaim(
    [property: Id(0)] string Gateway, [property: Id(1)] string Connection, [property: Id(2)] string RemoteAddress);

/// <summary>What a gateway saw of a session since its last report. Counts are of this session, from its start: reports replace, never add.</summary>
[GenerateSerializer, Immutable]
public sealed record SessionReport
{
    /// <summary>The session's number.</summary>
    [Id(0)] public required long SessionEpoch { get; init; }

    /// <summary>Frames received well.</summary>
    [Id(1)] public long Frames { get; init; }

    /// <summary>Frames answered.</summary>
    [Id(2)] public long Answered { get; init; }

    /// <summary>Frames with faults (length, CRC, syntax).</summary>
    [Id(3)] public long Faults { get; init; }

    /// <summary>Observations refused.</summary>
    [Id(4)] public long Refused { get; init; }

    /// <summary>Median of (receive time − DataTime) of live momentary data, in seconds; null when not known.</summary>
    [Id(5)] public double? ClockDriftSeconds { get; init; }

    /// <summary>The last error in words (Chinese); empty when there was none.</summary>
    [Id(6)] public string LastError { get; init; } = "";

    /// <summary>When that error happened.</summary>
    [Id(7)] public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>Last frame received.</summary>
    [Id(8)] public DateTimeOffset? LastFrameAt { get; init; }

    /// <summary>True when the session has ended.</summary>
    [Id(9)] public bool Ended { get; init; }

    /// <summary>
    /// Version of the register entry that the device was admitted by: while it is the present one, a grain that was away need not see
    /// the device again. 0 from a gateway of before, whose devices are presented again.
    /// </summary>
    [Id(10)] public long Version { get; init; }

    /// <summary>Who holds the session; null from a gateway of before.</summary>
    [Id(11)] public SessionClaim? Claim { get; init; }

    /// <summary>What became of the request for history that the session has taken; null when it has none, and from a gateway of before.</summary>
    [Id(12)] public BackfillProgress? Backfill { get; init; }
}

/// <summary>What an administrator sees of a device. Secrets never leave the grain.</summary>
/// <param name="Registration">Register entry.</param>
/// <param name="HasPassword">True when a PW is set.</param>
/// <param name="HasSm4Key">True when an SM4 key is set.</param>
/// <param name="IsOnline">True while a gateway holds a session that reported within the last 2 minutes.</param>
/// <param name="Session">The newest session; null when there was never one.</param>
/// <param name="Report">What was seen of it.</param>
/// <param name="Version">Version of the registration.</param>
[GenerateSerializer, Immutable]
public sealed record DeviceView(
    [property: Id(0)] DeviceRegistration Registration, [property: Id(1)] bool HasPassword, [property: Id(2)] bool HasSm4Key,
    [property: Id(3)] bool IsOnline, [property: Id(4)] SessionClaim? Session, [property: Id(5)] SessionReport? Report,
    [property: Id(6)] long Version);

/// <summary>A person's request for history on its way to the gateway that holds the device.</summary>
/// <param name="Id">The request.</param>
/// <param name="Order">What is asked.</param>
[GenerateSerializer, Immutable]
public sealed record BackfillTask([property: Id(0)] string Id, [property: Id(1)] BackfillOrder Order);

/// <summary>One field device (数采仪). Key: MN as sent. Knows who may speak under it and how its numbers are to be read.</summary>
[Alias("device")]
public interface IDeviceGrain : IGrainWithStringKey
{
    /// <summary>Creates or replaces the register entry (binding included).</summary>
    /// <param name="registration">The entry; its MN is this grain's key.</param>
    /// <param name="password">New PW to set, or null to keep the present one. Stored hashed, never given back.</param>
    /// <param name="actor">Who does it, for the audit log.</param>
    /// <exception cref="Messages.RefusedException">Not valid; names the field.</exception>
    Task Register([Immutable] DeviceRegistration registration, string? password, string actor);

    /// <summary>Makes a new random PW (6 characters as the standard allows), stores its hash and gives it back this once.</summary>
    Task<string> RotatePassword(string actor);

    /// <summary>Sets the newest SM4 key (16 bytes); the one before stays valid beside it. Empty removes all.</summary>
    Task SetSm4Key([Immutable] byte[] key, string actor);

    /// <summary>
    /// A gateway presents a device: checks MN and PW (constant time) and, when admitted, opens a session that ends any other.
    /// </summary>
    Task<AdmissionAnswer> Admit(string password, SessionClaim claim);

    /// <summary>
    /// The gateway reports and asks whether its session still stands and the register entry is unchanged.
    /// </summary>
    /// <returns>False when the session was superseded or the entry changed: present the device again or close.</returns>
    Task<bool> Report(SessionReport report);

    /// <summary>
    /// Asks the device for history of a period (补传): kept here until the gateway that holds the device fetches it. One at a time.
    /// </summary>
    /// <param name="period">Kind of message: minutes, hours or days.</param>
    /// <param name="from">From this moment, inclusive.</param>
    /// <param name="to">To this moment, exclusive.</param>
    /// <param name="actor">Who asks, for the audit log.</param>
    /// <exception cref="Messages.RefusedException">It may not be asked now; says why.</exception>
    Task<Backfill> AskBackfill(Period period, DateTimeOffset from, DateTimeOffset to, string actor);

    /// <summary>Takes the running request back. What the device has sent stays; one that has ended stays as it is.</summary>
    /// <exception cref="Messages.RefusedException">There is no such request.</exception>
    Task<Backfill> CancelBackfill(string id, string actor);

    /// <summary>What the session has to ask of the device now; null for nothing, and for a session that no longer stands.</summary>
    Task<BackfillTask?> FetchBackfill(long sessionEpoch);

    /// <summary>The newest requests for history, newest first, at most 10.</summary>
    [AlwaysInterleave]
    Task<Backfill[]> Backfills();

    /// <summary>What an administrator sees; null while the MN is not in the register.</summary>
    [AlwaysInterleave]
    Task<DeviceView?> Get();
}
