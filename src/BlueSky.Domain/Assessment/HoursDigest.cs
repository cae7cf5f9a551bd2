using System.Buffers.Binary;
using System.Security.Cryptography;
using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>
/// The identity of a set of hours: SHA-256 over label and values in order of time. Equal figures give equal digests, whatever the order
/// the hours came in and however many zeros end a number; who entered them and when is no part of it.
/// </summary>
public static class HoursDigest
{
    private const int Width = sizeof(long) + (6 * 4 * sizeof(int));

    // Dividing by one with all its places removes trailing zeros, so that 51.50 and 51.5 have the same bits.
    private const decimal One = 1.000000000000000000000000000m;

    /// <summary>The digest of the hours of a period and of the period compared with, lower-case hex.</summary>
    public static string Of(IEnumerable<AirHour> current, IEnumerable<AirHour> last)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, current);
        hash.AppendData("|"u8);
        Add(hash, last);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, IEnumerable<AirHour> hours)
    {
        Span<byte> bytes = stackalloc byte[Width];
        Span<int> bits = stackalloc int[4];
        foreach (var hour in hours.OrderBy(h => h.Label))
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, hour.Label.UtcTicks);
            var rest = bytes[sizeof(long)..];
            foreach (var value in hour.Values)
            {
                if (value is { } number) decimal.GetBits(number / One, bits);
                else bits.Fill(-1);
                foreach (var part in bits)
                {
                    BinaryPrimitives.WriteInt32LittleEndian(rest, part);
                    rest = rest[sizeof(int)..];
                }
            }

            hash.AppendData(bytes);
        }
    }
}
