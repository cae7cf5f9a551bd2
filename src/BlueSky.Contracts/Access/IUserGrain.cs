using Orleans.Concurrency;

namespace BlueSky.Access;

/// <summary>Where a user's identity is proven.</summary>
public enum UserOrigin
{
    /// <summary>By a password of ours.</summary>
    Local = 0,

    /// <summary>By an OpenID provider; has no password here.</summary>
    OpenId = 1,
}

/// <summary>Who changes a user, for the audit log.</summary>
/// <param name="Actor">Name.</param>
/// <param name="Address">Remote address; empty for the program.</param>
[GenerateSerializer, Immutable]
public sealed record ChangedBy([property: Id(0)] string Actor, [property: Id(1)] string Address)
{
    /// <summary>The program.</summary>
    public static ChangedBy System { get; } = new("system", "");
}

/// <summary>What a person is here.</summary>
/// <param name="DisplayName">Name for people, 1 to 64 characters.</param>
/// <param name="Position">Position.</param>
/// <param name="Unit">Code of the unit; null where the position has none.</param>
/// <param name="Role">Role in it; <see cref="Role.Reader"/> without a unit.</param>
[GenerateSerializer, Immutable]
public sealed record Appointment(
    [property: Id(0)] string DisplayName, [property: Id(1)] Position Position, [property: Id(2)] string? Unit, [property: Id(3)] Role Role);

/// <summary>A user as administrators see one.</summary>
[GenerateSerializer, Immutable]
public sealed record UserView
{
    /// <summary>Sign-in name, in lower case.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>What the person is.</summary>
    [Id(1)] public required Appointment Appointment { get; init; }

    /// <summary>Where identity is proven.</summary>
    [Id(2)] public UserOrigin Origin { get; init; }

    /// <summary>True when an administrator locked it (停用).</summary>
    [Id(3)] public bool IsDisabled { get; init; }

    /// <summary>Sign-ins rest until then after failures; null when they do not.</summary>
    [Id(4)] public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>True when a second factor is set up.</summary>
    [Id(5)] public bool HasSecondFactor { get; init; }

    /// <summary>True when the password must be changed at the next sign-in.</summary>
    [Id(6)] public bool MustChangePassword { get; init; }

    /// <summary>Last sign-in; null before the first.</summary>
    [Id(7)] public DateTimeOffset? LastSignInAt { get; init; }

    /// <summary>When it was made.</summary>
    [Id(8)] public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What came of a sign-in.</summary>
public enum UserSignIn
{
    /// <summary>No such user, wrong password, wrong or used code, or disabled: one answer for all, so that it tells nothing.</summary>
    Refused = 0,

    /// <summary>Too many failures: sign-ins rest.</summary>
    LockedOut = 1,

    /// <summary>The password is right and the code of the second factor is missing.</summary>
    NeedsCode = 2,

    /// <summary>Right.</summary>
    Accepted = 3,
}

/// <summary>Answer to a sign-in.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Session">The session's holder when accepted.</param>
[GenerateSerializer, Immutable]
public sealed record UserSignInAnswer([property: Id(0)] UserSignIn Outcome, [property: Id(1)] UserHolder? Session);

/// <summary>Who a live session belongs to.</summary>
/// <param name="Name">Sign-in name.</param>
/// <param name="DisplayName">Name for people.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Unit">Unit acted for; null for none.</param>
/// <param name="Role">Role in it.</param>
/// <param name="Stamp">Changes when all sessions of the user end: password, second factor, appointment, lock.</param>
/// <param name="MustChangePassword">True when nothing else opens before the password is changed.</param>
/// <param name="Position">Position.</param>
[GenerateSerializer, Immutable]
public sealed record UserHolder(
    [property: Id(0)] string Name, [property: Id(1)] string DisplayName, [property: Id(2)] Scopes Scopes, [property: Id(3)] string? Unit,
    [property: Id(4)] Role Role, [property: Id(5)] string Stamp, [property: Id(6)] bool MustChangePassword, [property: Id(7)] Position Position);

/// <summary>
/// One user of the console (用户). Key: the sign-in name in lower case. Attempts to sign in are judged one after another, so that
/// guesses sent at once count as so many. The secret of the second factor is kept as the web nodes protected it: the grain cannot read it.
/// </summary>
[Alias("user")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>Makes the user with a first password, which must be changed at the first sign-in.</summary>
    /// <exception cref="Messages.RefusedException">The name is taken or malformed; the appointment or the password breaks a rule.</exception>
    Task<UserView> Create(Appointment appointment, string password, bool mustChange, ChangedBy by);

    /// <summary>Makes the user of an OpenID provider, or brings its appointment up to what the provider says now, and begins a session.</summary>
    /// <exception cref="Messages.RefusedException">The name belongs to a local user, the user is disabled, or the appointment breaks a rule.</exception>
    Task<UserHolder> SignInFromProvider(Appointment appointment, ChangedBy by);

    /// <summary>The user; null when there is none.</summary>
    [AlwaysInterleave]
    Task<UserView?> Get();

    /// <summary>The secret of the second factor as it was protected; null when none is set up.</summary>
    [AlwaysInterleave]
    Task<string?> ProtectedSecret();

    /// <summary>Judges an attempt.</summary>
    /// <param name="password">Password as typed.</param>
    /// <param name="hasCode">True when a code was given.</param>
    /// <param name="step">Step of the second factor that the given code belongs to; null when it belongs to none.</param>
    /// <param name="address">Remote address.</param>
    Task<UserSignInAnswer> SignIn(string password, bool hasCode, long? step, string address);

    /// <summary>Whose session this is while it lives; null when the stamp is an old one or the user is disabled.</summary>
    [AlwaysInterleave]
    Task<UserHolder?> Session(string stamp);

    /// <summary>Changes the password by the person; every session of before ends. Null when the present password is wrong.</summary>
    /// <exception cref="Messages.RefusedException">The new one breaks a rule, or sign-ins rest.</exception>
    Task<UserHolder?> ChangePassword(string present, string next, string address);

    /// <summary>Sets a new password that must be changed at the next sign-in, ends the lock, and takes the second factor away when asked.</summary>
    Task ResetPassword(string password, bool dropSecondFactor, ChangedBy by);

    /// <summary>Appoints anew; sessions end.</summary>
    Task Appoint(Appointment appointment, ChangedBy by);

    /// <summary>Disables or enables; sessions end.</summary>
    Task SetDisabled(bool disabled, ChangedBy by);

    /// <summary>Sets the second factor up, or takes it away (null) by a code of it that was not used yet. Sessions of before end.</summary>
    /// <param name="protectedSecret">The secret as the web nodes protected it.</param>
    /// <param name="step">Step of the code that proved it; good for no sign-in any more.</param>
    /// <param name="by">The person.</param>
    /// <exception cref="BlueSky.Messages.RefusedException">There is one already, or the code was used.</exception>
    Task<UserHolder> SetSecondFactor(string? protectedSecret, long step, ChangedBy by);

    /// <summary>Ends all sessions of the user (退出所有会话).</summary>
    Task EndSessions(ChangedBy by);
}

/// <summary>Names of all users of the console, so that they can be listed. Key: 0. A district has hundreds, so one grain holds them.</summary>
[Alias("user-register")]
public interface IUserRegisterGrain : IGrainWithIntegerKey
{
    /// <summary>Adds a name; again without effect.</summary>
    /// <exception cref="Messages.RefusedException">There are as many as the register holds.</exception>
    Task Add(string name);

    /// <summary>All, in order.</summary>
    [AlwaysInterleave]
    Task<string[]> Names();
}

/// <summary>
/// The keys with which web nodes protect cookies, forms and second factors, as their library writes them. Key: 0. In the store,
/// so that every web node reads what another has written, and a restart signs nobody out.
/// </summary>
[Alias("key-ring")]
public interface IKeyRingGrain : IGrainWithIntegerKey
{
    /// <summary>All keys, oldest first.</summary>
    [AlwaysInterleave]
    Task<string[]> All();

    /// <summary>Adds one; again under the same name it changes nothing.</summary>
    Task Add(string name, string xml);
}
