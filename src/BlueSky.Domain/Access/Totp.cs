using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BlueSky.Access;

/// <summary>
/// The second factor (动态验证码): one-time passwords by time as RFC 6238 describes them, in the form every authenticator app
/// knows: HMAC-SHA-1, 6 digits, steps of 30 s.
/// </summary>
public static class Totp
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int SecretBytes = 20, Digits = 6;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    // A phone's clock that is half a minute off still signs in.
    private const int Neighbours = 1;

    /// <summary>A new random secret of 160 bits, as RFC 4226 asks.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>The step that a moment lies in.</summary>
    public static long StepAt(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / (long)Step.TotalSeconds;

    /// <summary>The code of a step.</summary>
    /// <param name="secret">The shared secret.</param>
    /// <param name="step">Number of the step since 1970.</param>
    /// <param name="digits">Length of the code, 6 to 8.</param>
    public static string Code(ReadOnlySpan<byte> secret, long step, int digits = Digits)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // RFC 6238 says HMAC-SHA-1 and apps know nothing else; its weakness (collisions) does not touch HMAC.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0x0F)..]) & 0x7FFF_FFFF;
        var modulus = 1;
        for (var i = 0; i < digits; i++) modulus *= 10;
        return (number % modulus).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>
    /// The step whose code this is, of the one at <paramref name="now"/> and its two neighbours; null when it is none of theirs.
    /// A step is good for one sign-in: who takes it must remember the newest.
    /// </summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (code.Length != Digits) return null;
        var presented = Encoding.ASCII.GetBytes(code);
        long? found = null;
        for (var step = StepAt(now) - Neighbours; step <= StepAt(now) + Neighbours; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(presented, Encoding.ASCII.GetBytes(Code(secret, step)))) found = step;
        }

        return found;
    }

    /// <summary>The secret as people type it into an app: base 32 (RFC 4648) without padding.</summary>
    public static string Text(ReadOnlySpan<byte> secret)
    {
        var text = new StringBuilder();
        int buffer = 0, bits = 0;
        foreach (var part in secret)
        {
            (buffer, bits) = ((buffer << 8) | part, bits + 8);
            for (; bits >= 5; bits -= 5) text.Append(Base32[(buffer >> (bits - 5)) & 31]);
            buffer &= (1 << bits) - 1;
        }

        if (bits > 0) text.Append(Base32[(buffer << (5 - bits)) & 31]);
        return text.ToString();
    }

    /// <summary>The address that an app reads from a QR code or takes as a link.</summary>
    public static Uri Link(ReadOnlySpan<byte> secret, string issuer, string name) => new(
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(name)}?secret={Text(secret)}&issuer={Uri.EscapeDataString(issuer)}");
}
