using BlueSky.Messages;
using BlueSky.Store;

namespace BlueSky.Access;

/// <summary>One user: signing in, sessions, and what the person changes.</summary>
internal sealed partial class UserGrain
{
    // Hashing takes a core for a fifth of a second. A burst of sign-ins may take half of the cores from the readings, not all.
    private static readonly SemaphoreSlim Cores = new(Math.Max(1, Environment.ProcessorCount / 2));

    public Task<string?> ProtectedSecret() => Task.FromResult(state.State.ProtectedSecret);

    public async Task<UserSignInAnswer> SignIn(string password, bool hasCode, long? step, string address)
    {
        var now = clock.GetUtcNow();
        var user = state.State;
        var hasPassword = state.RecordExists && user.Origin == UserOrigin.Local;
        var isRight = await IsRight(password, hasPassword ? user.PasswordHash : PasswordHash.Nobody) && hasPassword && !user.IsDisabled;
        if (user.LockOut.IsLocked(now)) return new(UserSignIn.LockedOut, null);
        var needsCode = user.ProtectedSecret is not null;
        if (isRight && needsCode && !hasCode) return new(UserSignIn.NeedsCode, null);
        if (!isRight || (needsCode && (step is null || step <= user.LastStep))) return await Fail(address);

        user.LockOut = LockOut.None;
        if (needsCode) user.LastStep = step!.Value;
        user.LastSignInAt = now;
        await state.Write();
        await Audit(new(Name, address), "user.signed-in", needsCode ? "password and code" : "password");
        return new(UserSignIn.Accepted, Holder());
    }

    public async Task<UserHolder> SignInFromProvider(Appointment appointment, ChangedBy by)
    {
        if (state.RecordExists && state.State.Origin != UserOrigin.OpenId)
            throw new RefusedException("local-user", "name", $"{Name} 是本地用户。{Name} is a local user.");
        if (state.State.IsDisabled) throw new RefusedException("disabled", "name", "该用户已停用。This user is disabled.");
        CheckAppointment(appointment);
        var isNew = !state.RecordExists;
        if (isNew)
        {
            await GrainFactory.GetGrain<IUserRegisterGrain>(0).Add(Name);
            state.State = new UserState { Origin = UserOrigin.OpenId, CreatedAt = clock.GetUtcNow(), Stamp = NewStamp() };
        }

        // What the provider says now counts for older sessions too.
        var isChanged = state.State.Appointment != appointment;
        if (isChanged && !isNew) state.State.Stamp = NewStamp();
        state.State.Appointment = appointment;
        state.State.LastSignInAt = clock.GetUtcNow();
        await state.Write();
        if (isChanged) await Audit(by, isNew ? "user.created" : "user.appointed", Words(appointment), "provider");
        await Audit(by, "user.signed-in", "provider");
        return Holder();
    }

    public Task<UserHolder?> Session(string stamp) =>
        Task.FromResult(state.RecordExists && !state.State.IsDisabled && state.State.Stamp == stamp ? Holder() : null);

    public async Task<UserHolder?> ChangePassword(string present, string next, string address)
    {
        Existing();
        RefuseProvider();
        if (state.State.LockOut.IsLocked(clock.GetUtcNow()))
            throw new RefusedException("locked-out", "present", "失败次数过多，请稍后再试。Too many failures: try again later.");
        if (!await IsRight(present, state.State.PasswordHash))
        {
            await Fail(address);
            return null;
        }

        CheckPassword(next);
        if (present == next) throw new RefusedException("same-password", "password", "新密码不得与原密码相同。Choose another password than the present one.");
        state.State.PasswordHash = await Hash(next);
        state.State.MustChangePassword = false;
        state.State.LockOut = LockOut.None;
        await EndAndWrite();
        await Audit(new(Name, address), "user.password-changed", "");
        return Holder();
    }

    public async Task<UserHolder> SetSecondFactor(string? protectedSecret, long step, ChangedBy by)
    {
        Existing();
        RefuseProvider();
        // An open session alone, found unlocked or stolen, neither replaces the factor nor takes it away with a code seen before.
        if (state.State.ProtectedSecret is not null)
        {
            if (protectedSecret is not null)
                throw new RefusedException("second-factor-set", "code", "两步验证已启用，须先用当前动态验证码停用。The second factor is set: drop it with a code of it first.");
            if (step <= state.State.LastStep)
                throw new RefusedException("code-used", "code", "该动态验证码已使用过，请等待下一个验证码。This code was used: wait for the next one.");
        }

        state.State.ProtectedSecret = protectedSecret;
        state.State.LastStep = Math.Max(state.State.LastStep, step);
        await EndAndWrite();
        await Audit(by, protectedSecret is null ? "user.second-factor-dropped" : "user.second-factor-set", "");
        return Holder();
    }

    private async Task<UserSignInAnswer> Fail(string address)
    {
        // The web node folds and audits refusals; here only what changes the user is written down. Who does not exist is locked too,
        // in memory alone, or the lock would tell who exists.
        state.State.LockOut = state.State.LockOut.Failed(clock.GetUtcNow());
        if (state.RecordExists) await state.Write();
        if (state.State.LockOut.Until is not { } until) return new(UserSignIn.Refused, null);
        if (state.RecordExists) await Audit(new("anonymous", address), "user.locked-out", $"until {until.UtcDateTime:u}", "failures");
        return new(UserSignIn.LockedOut, null);
    }

    private UserHolder Holder()
    {
        var appointment = state.State.Appointment;
        return new UserHolder(
            Name, appointment.DisplayName, Positions.Of(appointment.Position).Scopes, appointment.Unit, appointment.Role, state.State.Stamp,
            state.State.MustChangePassword, appointment.Position);
    }

    private static Task<bool> IsRight(string password, string stored) => OnItsCore(() => PasswordHash.IsRight(password, stored));

    private static Task<string> Hash(string password) => OnItsCore(() => PasswordHash.Of(password));

    private static async Task<T> OnItsCore<T>(Func<T> work)
    {
        await Cores.WaitAsync();
        try
        {
            return await Task.Run(work);
        }
        finally
        {
            Cores.Release();
        }
    }
}
