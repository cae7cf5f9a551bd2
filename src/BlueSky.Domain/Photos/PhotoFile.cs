using System.Security.Cryptography;

namespace BlueSky.Photos;

/// <summary>
/// A photo as evidence (现场照片). Its id is the SHA-256 of its bytes, which are kept as they came: what a camera wrote into it (EXIF time,
/// GPS position) can be written by anybody, so nothing is read from there and nothing is proven by it.
/// </summary>
public static class PhotoFile
{
    private const int IdLength = 64;

    private static readonly (string MediaType, int At, byte[] Magic)[] Forms =
    [
        ("image/jpeg", 0, [0xFF, 0xD8, 0xFF]),
        ("image/png", 0, [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]),
        ("image/webp", 8, "WEBPVP8"u8.ToArray()),
    ];

    /// <summary>Media types that are taken.</summary>
    public static IReadOnlyList<string> MediaTypes { get; } = [.. Forms.Select(f => f.MediaType)];

    /// <summary>The id of a photo: SHA-256 of its bytes, 64 small hexadecimal digits.</summary>
    public static string IdOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>True for what may be the id of a photo.</summary>
    public static bool IsId(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == IdLength && text.All(char.IsAsciiHexDigitLower);
    }

    /// <summary>The media type by the first bytes, whatever a sender says of it; null for what is no photo of a form that is taken.</summary>
    public static string? MediaTypeOf(ReadOnlySpan<byte> content)
    {
        foreach (var (mediaType, at, magic) in Forms)
        {
            if (content.Length < at + magic.Length || !content.Slice(at, magic.Length).SequenceEqual(magic)) continue;

            // WebP is one of several things in a RIFF frame.
            if (at == 0 || content[..4].SequenceEqual("RIFF"u8)) return mediaType;
        }

        return null;
    }

    /// <summary>Ending of a file's name for a media type that is taken, with its dot.</summary>
    public static string EndingOf(string mediaType) => mediaType switch
    {
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/webp" => ".webp",
        _ => throw new ArgumentOutOfRangeException(nameof(mediaType), mediaType, "No photo."),
    };
}
