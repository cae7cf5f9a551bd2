namespace BlueSky.Access;

/// <summary>
/// When a user's sign-ins rest after failures (锁定). Five failures in a row lock for a quarter of an hour; a right password during that
/// time changes nothing, so that guessing on tells nobody anything. Our default; ASVS 4.0.3, 2.2.1 asks for no more than 100 an hour.
/// </summary>
/// <param name="Failures">Failures in a row.</param>
/// <param name="Until">End of the lock, exclusive; null when there is none.</param>
public sealed record LockOut(int Failures, DateTimeOffset? Until)
{
    /// <summary>Failures in a row that lock.</summary>
    public const int Limit = 5;

    /// <summary>How long it lasts.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(15);

    /// <summary>Nothing failed.</summary>
    public static LockOut None { get; } = new(0, null);

    /// <summary>True while sign-ins rest.</summary>
    public bool IsLocked(DateTimeOffset now) => now < Until;

    /// <summary>After one more failure. Once a lock is over, counting begins anew.</summary>
    public LockOut Failed(DateTimeOffset now)
    {
        if (IsLocked(now)) return this;
        var failures = Until is null ? Failures + 1 : 1;
        return new LockOut(failures, failures >= Limit ? now + Duration : null);
    }
}
