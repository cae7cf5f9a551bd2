namespace BlueSky.Access;

/// <summary>The stored form of a user: never a password, never a secret that could be read here.</summary>
internal sealed class UserState
{
    public Appointment Appointment { get; set; } = new("", Position.ReadOnly, null, Role.Reader);

    public UserOrigin Origin { get; set; }

    /// <summary>See <see cref="Access.PasswordHash"/>; empty for a user of a provider.</summary>
    public string PasswordHash { get; set; } = "";

    public bool MustChangePassword { get; set; }

    public LockOut LockOut { get; set; } = LockOut.None;

    public bool IsDisabled { get; set; }

    public string? ProtectedSecret { get; set; }

    /// <summary>Newest step of the second factor that was taken; older ones and itself are used up.</summary>
    public long LastStep { get; set; }

    /// <summary>What a session must show; another one ends all of them.</summary>
    public string Stamp { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }
}
