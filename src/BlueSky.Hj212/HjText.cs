using System.Text;

namespace BlueSky.Hj212;

/// <summary>Chinese text in packets: UTF-8 by the standard (HJ 212-2017 6.3.1), GBK in practice.</summary>
public static class HjText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Decodes strict UTF-8, else GB 18030 (of which GBK is a part); bytes that are neither become replacement signs.</summary>
    /// <param name="bytes">The bytes as received.</param>
    /// <param name="wasGb18030">True when the bytes were not UTF-8.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, out bool wasGb18030)
    {
        wasGb18030 = false;
        if (Ascii.IsValid(bytes))
            return Encoding.ASCII.GetString(bytes);
        wasGb18030 = !System.Text.Unicode.Utf8.IsValid(bytes);
        return wasGb18030 ? Gb18030.GetString(bytes) : Strict.GetString(bytes);
    }

    /// <summary>GB 18030, for those who must answer a device in its own encoding.</summary>
    public static Encoding Gb18030 { get; } = CreateGb18030();

    private static Encoding CreateGb18030() => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")
        ?? throw new PlatformNotSupportedException("The code pages of .NET hold no GB18030.");
}
