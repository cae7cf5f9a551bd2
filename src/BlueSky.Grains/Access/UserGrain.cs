using System.Security.Cryptography;
using BlueSky.Audit;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Store;

namespace BlueSky.Access;

/// <summary>One user: what administrators change. Signing in is in the other part.</summary>
internal sealed partial class UserGrain(
    [PersistentState("user")] IPersistentState<UserState> state, IPublication publication, TimeProvider clock, District district)
    : Grain, IUserGrain
{
    private const int LongestName = 32, LongestDisplayName = 64;

    private string Name => this.GetPrimaryKeyString();

    public async Task<UserView> Create(Appointment appointment, string password, bool mustChange, ChangedBy by)
    {
        if (state.RecordExists) throw new RefusedException("user-exists", "name", $"用户 {Name} 已存在。User {Name} exists: choose another name.");
        if (!IsName(Name))
        {
            throw new RefusedException("bad-user-name", "name",
                $"用户名须为 1–{LongestName} 个小写字母、数字、点或连字符，以字母开头。A user name has 1-{LongestName} lower-case letters, digits, points or hyphens and begins with a letter.");
        }

        CheckAppointment(appointment);
        CheckPassword(password);
        var hash = await Hash(password);
        // Listed first: a crash in between leaves a name without a user, which the same command completes, not a user nobody sees.
        await GrainFactory.GetGrain<IUserRegisterGrain>(0).Add(Name);
        state.State = new UserState
        {
            Appointment = appointment, PasswordHash = hash, MustChangePassword = mustChange, CreatedAt = clock.GetUtcNow(), Stamp = NewStamp(),
        };
        await state.Write();
        await Audit(by, "user.created", Words(appointment));
        return View();
    }

    public Task<UserView?> Get() => Task.FromResult(state.RecordExists ? View() : null);

    public async Task Appoint(Appointment appointment, ChangedBy by)
    {
        Existing();
        CheckAppointment(appointment);
        if (state.State.Appointment == appointment) return;
        var before = Words(state.State.Appointment);
        state.State.Appointment = appointment;
        await EndAndWrite();
        await Audit(by, "user.appointed", $"{before} → {Words(appointment)}");
    }

    public async Task SetDisabled(bool disabled, ChangedBy by)
    {
        Existing();
        if (state.State.IsDisabled == disabled) return;
        state.State.IsDisabled = disabled;
        await EndAndWrite();
        await Audit(by, disabled ? "user.disabled" : "user.enabled", "");
    }

    public async Task ResetPassword(string password, bool dropSecondFactor, ChangedBy by)
    {
        Existing();
        RefuseProvider();
        CheckPassword(password);
        state.State.PasswordHash = await Hash(password);
        state.State.MustChangePassword = true;
        state.State.LockOut = LockOut.None;
        if (dropSecondFactor) state.State.ProtectedSecret = null;
        await EndAndWrite();
        await Audit(by, "user.password-reset", dropSecondFactor ? "second factor taken away" : "");
    }

    public async Task EndSessions(ChangedBy by)
    {
        Existing();
        await EndAndWrite();
        await Audit(by, "user.sessions-ended", "");
    }

    private static bool IsName(string text) =>
        text.Length is >= 1 and <= LongestName && char.IsAsciiLetterLower(text[0])
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-');

    private void Existing()
    {
        if (!state.RecordExists) throw new RefusedException("unknown-user", "name", $"没有用户 {Name}。There is no user {Name}.");
    }

    private void RefuseProvider()
    {
        if (state.State.Origin == UserOrigin.OpenId)
            throw new RefusedException("provider-user", "name", "该用户由统一身份认证登录，在此没有密码。This user signs in at the provider and has no password here.");
    }

    private void CheckPassword(string password)
    {
        if (PasswordRules.Check(password, Name) is { } refusal) throw new RefusedException(refusal);
    }

    private void CheckAppointment(Appointment appointment)
    {
        if (appointment.DisplayName.Trim().Length is 0 or > LongestDisplayName)
            throw new RefusedException("no-name", "displayName", $"请填写姓名，最多 {LongestDisplayName} 个字符。Give the person's name, at most {LongestDisplayName} characters.");
        if (!Enum.IsDefined(appointment.Position)) throw new RefusedException("unknown-position", "position", "没有这个岗位。There is no such position.");
        var rule = Positions.Of(appointment.Position);
        var unit = appointment.Unit is { } code ? district.UnitOf(code) : null;
        if (rule.UnitKinds.Count == 0 ? appointment.Unit is not null : unit is null || !rule.UnitKinds.Contains(unit.Kind))
        {
            throw new RefusedException("wrong-unit", "unit", rule.UnitKinds.Count == 0
                ? $"岗位“{rule.Name}”不属于任何单位。The position {rule.English} has no unit."
                : $"岗位“{rule.Name}”须选择相应类别的单位。The position {rule.English} needs a unit of its kind.");
        }

        if (!rule.Roles.Contains(appointment.Role))
            throw new RefusedException("wrong-role", "role", $"岗位“{rule.Name}”不能有此身份。The position {rule.English} does not have this role.");
    }

    private UserView View() => new()
    {
        Name = Name, Appointment = state.State.Appointment, Origin = state.State.Origin, IsDisabled = state.State.IsDisabled,
        LockedUntil = state.State.LockOut.IsLocked(clock.GetUtcNow()) ? state.State.LockOut.Until : null,
        HasSecondFactor = state.State.ProtectedSecret is not null, MustChangePassword = state.State.MustChangePassword,
        LastSignInAt = state.State.LastSignInAt, CreatedAt = state.State.CreatedAt,
    };

    private Task EndAndWrite()
    {
        state.State.Stamp = NewStamp();
        return state.Write();
    }

    private Task Audit(ChangedBy by, string action, string detail, string reason = "") =>
        publication.Append([new AuditEntry(clock.GetUtcNow(), by.Actor, action, Name, reason, detail, by.Address, 1)]);

    private static string Words(Appointment appointment) =>
        $"{appointment.DisplayName}: {appointment.Position}" + (appointment.Unit is null ? "" : $", {appointment.Role} of {appointment.Unit}");

    private static string NewStamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
}
