using System.Security.Cryptography;
using System.Text;
using BlueSky.Audit;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Store;

namespace BlueSky.Devices;

/// <summary>Knows who may speak under one MN, how the numbers are to be read, and which session is the live one.</summary>
internal sealed partial class DeviceGrain(
    [PersistentState("device")] IPersistentState<DeviceState> state, IPublication publication, DevicePolicy policy, TimeProvider clock) : Grain, IDeviceGrain
{
    private static readonly TimeSpan OnlineWindow = TimeSpan.FromMinutes(2);

    // Lives as long as the process: what it makes of a PW is of no use to anybody who has only the store.
    private static readonly byte[] MemoryKey = RandomNumberGenerator.GetBytes(32);

    // The session lives in memory only: after a restart the gateway's next report brings it back.
    private long _epoch;
    private long _admittedVersion;
    private SessionClaim? _session;
    private SessionReport? _report;
    private DateTimeOffset _reportedAt;

    // The PW that was found right, and the stored hash that it was compared with.
    private byte[]? _verified;
    private PasswordHash? _verifiedAgainst;

    private string Mn => this.GetPrimaryKeyString();

    public async Task Register(DeviceRegistration registration, string? password, string actor)
    {
        DeviceRules.Check(registration, Mn, password);
        var former = state.State.Registration;
        if (former is not null && SameEntry.Is(registration, former) && IsPresent(password)) return;

        if (password is not null) state.State.Password = PasswordHash.Of(password);
        state.State.Registration = registration;
        state.State.Version++;
        await state.Write();

        if (former?.SourceId is { } old && old != registration.SourceId) await Source(old).UnbindDevice(Mn);
        if (registration.SourceId is { } bound) await Source(bound).BindDevice(Mn, registration.Profile.ReportSeconds);
        await publication.Publish(new DeviceRow(registration, state.State.Version));
        await Audit(actor, former is null ? "device.registered" : "device.changed", $"→ {registration.SourceId ?? "未绑定"}");
    }

    public async Task<string> RotatePassword(string actor)
    {
        var registration = Known();
        var password = RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789", 6);
        await Register(registration, password, actor);
        await Audit(actor, "device.secret-rotated", "");
        return password;
    }

    public async Task SetSm4Key(byte[] key, string actor)
    {
        Known();
        if (key.Length is not (0 or 16)) throw new RefusedException("bad-sm4-key", "key", "SM4 密钥须为 16 字节。An SM4 key has 16 bytes.");
        state.State.Sm4Keys = key.Length == 0 ? [] : [key, .. state.State.Sm4Keys.Take(1)];
        state.State.Version++;
        await state.Write();
        await Audit(actor, key.Length == 0 ? "device.sm4-removed" : "device.sm4-set", "");
    }

    public async Task<AdmissionAnswer> Admit(string password, SessionClaim claim)
    {
        var device = state.State;
        var admission = device switch
        {
            { Registration: null } => Admission.UnknownMn,
            { Password: null } => Admission.WrongPassword,
            _ when !IsRight(password, device.Password) => Admission.WrongPassword,
            { Registration.Enabled: false } => Admission.Disabled,
            { Registration.SourceId: null } => Admission.Unbound,
            _ => Admission.Admitted,
        };
        if (admission != Admission.Admitted) return new AdmissionAnswer(admission, null, [], 0, null, null, null);

        // Greater than any session before, also after this grain was away: the clock gives the start, one more breaks a tie.
        _epoch = Math.Max(_epoch + 1, clock.GetUtcNow().UtcTicks);
        _admittedVersion = device.Version;
        _session = claim;
        _report = null;
        _reportedAt = clock.GetUtcNow();
        var source = Source(device.Registration!.SourceId!);
        return new AdmissionAnswer(
            Admission.Admitted, device.Registration, [.. device.Sm4Keys], _epoch,
            await source.LastDataAt(Mn, Period.Instant), await source.LastDataAt(Mn, Period.Minute), await source.LastDataAt(Mn, Period.Hour), device.Version);
    }

    public async Task<bool> Report(SessionReport report)
    {
        if (report.SessionEpoch < _epoch) return false;
        if (report.SessionEpoch > _epoch)
        {
            // This activation is younger than the session: take it over. Whether the entry has changed meanwhile is told by its version;
            // without it the gateway presents the device again.
            (_epoch, _admittedVersion, _session) = (report.SessionEpoch, report.Version, report.Claim);
        }

        _report = report;
        _reportedAt = clock.GetUtcNow();
        await TakeProgress(report);
        return _admittedVersion == state.State.Version;
    }

    public Task<DeviceView?> Get()
    {
        var device = state.State;
        if (device.Registration is null) return Task.FromResult<DeviceView?>(null);
        var isOnline = _session is not null && _report is not { Ended: true } && clock.GetUtcNow() - _reportedAt <= OnlineWindow;
        return Task.FromResult<DeviceView?>(new DeviceView(
            device.Registration, device.Password is not null, device.Sm4Keys.Count > 0, isOnline, _session, _report, device.Version));
    }

    // After an outage all devices come back at once, and the slow hash of each would take the processors for minutes: the PW
    // that was right before is known again by a fast one. Any other is compared with the stored hash as before.
    private bool IsRight(string password, PasswordHash stored)
    {
        var seen = HMACSHA256.HashData(MemoryKey, Encoding.UTF8.GetBytes(password));
        if (ReferenceEquals(stored, _verifiedAgainst) && CryptographicOperations.FixedTimeEquals(seen, _verified)) return true;
        if (!stored.Matches(password)) return false;
        (_verified, _verifiedAgainst) = (seen, stored);
        return true;
    }

    private DeviceRegistration Known() =>
        state.State.Registration ?? throw new RefusedException("unknown-device", "mn", $"设备 {Mn} 未登记，请先登记。Device {Mn} is not registered; register it first.");

    // The same PW again is no change, so that a seeded register can be entered at every start.
    private bool IsPresent(string? password) => password is null || state.State.Password?.Matches(password) == true;

    private ISourceGrain Source(string id) => GrainFactory.GetGrain<ISourceGrain>(id);

    private Task Audit(string actor, string action, string detail) =>
        publication.Append([new AuditEntry(clock.GetUtcNow(), actor, action, Mn, "", detail, "", 1)]);
}
