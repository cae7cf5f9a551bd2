using BlueSky.Access;
using BlueSky.Messages;

namespace BlueSky.Web.Tests;

/// <summary>A user in memory that judges as little as the web side needs.</summary>
public sealed class UserStub(string name) : IUserGrain
{
    public string Password { get; set; } = "right";

    public Appointment? Appointment { get; set; }

    public string? Secret { get; set; }

    public long LastStep { get; set; }

    public string Stamp { get; set; } = "stamp-1";

    public bool MustChange { get; set; }

    public UserSignIn? Answer { get; set; }

    public int SessionsAsked { get; private set; }

    public Task<UserSignInAnswer> SignIn(string password, bool hasCode, long? step, string address)
    {
        var outcome = Answer ?? (Appointment is null || password != Password ? UserSignIn.Refused
            : Secret is null ? UserSignIn.Accepted
            : !hasCode ? UserSignIn.NeedsCode
            : step > LastStep ? UserSignIn.Accepted : UserSignIn.Refused);
        if (outcome == UserSignIn.Accepted) LastStep = step ?? LastStep;
        return Task.FromResult(new UserSignInAnswer(outcome, outcome == UserSignIn.Accepted ? Holder() : null));
    }

    public Task<UserHolder?> Session(string stamp)
    {
        SessionsAsked++;
        return Task.FromResult(stamp == Stamp && Appointment is not null ? Holder() : null);
    }

    public Task<string?> ProtectedSecret() => Task.FromResult(Secret);

    public Task<UserView?> Get() => Task.FromResult(Appointment is null
        ? null
        : new UserView { Name = name, Appointment = Appointment, HasSecondFactor = Secret is not null });

    public Task<UserHolder?> ChangePassword(string present, string next, string address)
    {
        if (present != Password) return Task.FromResult<UserHolder?>(null);
        (Password, MustChange, Stamp) = (next, false, Stamp + "+");
        return Task.FromResult<UserHolder?>(Holder());
    }

    public Task<UserHolder> SetSecondFactor(string? protectedSecret, long step, ChangedBy by)
    {
        if (Secret is not null && (protectedSecret is not null || step <= LastStep))
            throw new RefusedException("code-used", "code", "不能更换。Not replaced.");
        (Secret, LastStep, Stamp) = (protectedSecret, step, Stamp + "+");
        return Task.FromResult(Holder());
    }

    public Task EndSessions(ChangedBy by)
    {
        Stamp += "+";
        return Task.CompletedTask;
    }

    public Task<UserHolder> SignInFromProvider(Appointment appointment, ChangedBy by)
    {
        Appointment = appointment;
        return Task.FromResult(Holder());
    }

    public Task<UserView> Create(Appointment appointment, string password, bool mustChange, ChangedBy by) => throw new NotSupportedException();

    public Task ResetPassword(string password, bool dropSecondFactor, ChangedBy by) => throw new NotSupportedException();

    public Task Appoint(Appointment appointment, ChangedBy by) => throw new NotSupportedException();

    public Task SetDisabled(bool disabled, ChangedBy by) => throw new NotSupportedException();

    private UserHolder Holder() => new(
        name, Appointment!.DisplayName, Positions.Of(Appointment.Position).Scopes, Appointment.Unit, Appointment.Role, Stamp, MustChange, Appointment.Position);
}

/// <summary>A ring in memory.</summary>
public sealed class KeyRingStub : IKeyRingGrain
{
    private readonly List<string> keys = [];

    public Task<string[]> All()
    {
        lock (keys) return Task.FromResult(keys.ToArray());
    }

    public Task Add(string name, string xml)
    {
        lock (keys) keys.Add(xml);
        return Task.CompletedTask;
    }
}
