using System.Globalization;
using System.Security.Cryptography;

namespace BlueSky.Access;

/// <summary>
/// A password as it is stored: PBKDF2 with HMAC-SHA-256, a salt of its own and the number of rounds, so that the rounds can be
/// raised later without asking anybody for a new password. About 0.2 s of one core, on purpose: what a sign-in costs once, a thief
/// of the store pays for every guess.
/// </summary>
public static class PasswordHash
{
    /// <summary>Rounds for new hashes: what OWASP asks of PBKDF2-HMAC-SHA-256 (Password Storage Cheat Sheet, 2023).</summary>
    public const int Rounds = 600_000;

    private const string Form = "pbkdf2-sha256";
    private const int SaltBytes = 16, HashBytes = 32, MostRounds = 10_000_000;

    /// <summary>Stands for a user who does not exist, so that asking for one takes as long as a wrong password.</summary>
    public static string Nobody { get; } = Write(Rounds, new byte[SaltBytes], new byte[HashBytes]);

    /// <summary>Hashes a password with a random salt.</summary>
    public static string Of(string password) => Of(password, Rounds);

    /// <summary>The same with another number of rounds.</summary>
    public static string Of(string password, int rounds)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Write(rounds, salt, Derive(password, salt, rounds));
    }

    /// <summary>True when it is this password; compared in constant time. False for a text that is no hash.</summary>
    public static bool IsRight(string password, string stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        if (stored.Split('$') is not [Form, var rounds, var salt, var hash]
            || !int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > MostRounds) return false;
        return CryptographicOperations.FixedTimeEquals(Derive(password, Convert.FromBase64String(salt), count), Convert.FromBase64String(hash));
    }

    private static byte[] Derive(string password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA256, HashBytes);

    private static string Write(int rounds, byte[] salt, byte[] hash) => string.Create(
        CultureInfo.InvariantCulture, $"{Form}${rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
}
