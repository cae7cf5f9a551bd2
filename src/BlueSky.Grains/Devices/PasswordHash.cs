using System.Security.Cryptography;
using System.Text;

namespace BlueSky.Devices;

/// <summary>
/// A device's PW as it is stored: PBKDF2-SHA256 with its own salt. HJ 212 allows six characters and sends them in the clear in
/// every packet, so the hash keeps a stolen store from showing them at a glance and no more; a higher count would only slow
/// down the return of all devices after an outage.
/// </summary>
/// <param name="Salt">16 random bytes.</param>
/// <param name="Hash">32 bytes.</param>
/// <param name="Iterations">PBKDF2 iterations.</param>
internal sealed record PasswordHash(byte[] Salt, byte[] Hash, int Iterations)
{
    private const int PresentIterations = 5_000;

    public static PasswordHash Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return new PasswordHash(salt, Derive(password, salt, PresentIterations), PresentIterations);
    }

    /// <summary>Constant-time comparison.</summary>
    public bool Matches(string password) => CryptographicOperations.FixedTimeEquals(Derive(password, Salt, Iterations), Hash);

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, 32);
}
