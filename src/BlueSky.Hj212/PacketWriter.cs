using System.Buffers;
using System.Globalization;
using System.Text;

namespace BlueSky.Hj212;

/// <summary>Writes frames: upper-case checksum, UTF-8, CRLF.</summary>
public static class PacketWriter
{
    /// <summary>Longest data segment in bytes (HJ 212-2017 6.3.1); a longer one must be split.</summary>
    public const int MaxSegment = 1024;

    /// <summary>Longest data area with <c>CP=&amp;&amp;…&amp;&amp;</c> in bytes (HJ 212-2017 table 4; 2005 allowed 960).</summary>
    public const int MaxArea = 950;

    /// <summary>Writes one frame, however long.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="draft">The packet.</param>
    /// <param name="key">SM4 key of 16 bytes to encrypt the data area where HJ 212-2025 does (by CN); empty for plain.</param>
    /// <exception cref="ArgumentException">The segment passes the 9999 bytes that a length field can say, the key is not 16 bytes long, or a
    /// key or value holds a sign that the grammar uses.</exception>
    public static void Write(IBufferWriter<byte> output, PacketDraft draft, ReadOnlySpan<byte> key = default) =>
        WriteFrame(output, Compose(draft), !key.IsEmpty && Sm4Codec.Covers(ToNumber(draft.Cn)) ? key : default);

    /// <summary>Writes as many frames as the limits ask for, each with whole groups, a QN of its own and the DataTime (HJ 212-2017 6.5, Annex C.49).</summary>
    /// <param name="output">Where to.</param>
    /// <param name="draft">The packet; PNUM, PNO and Flag bit 1 are set here.</param>
    /// <param name="key">As for <see cref="Write"/>.</param>
    /// <returns>Number of frames written.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Write"/>; or a single group passes the limit; or HJ 212-2025 would need more than nine parts.</exception>
    public static int WriteSplit(IBufferWriter<byte> output, PacketDraft draft, ReadOnlySpan<byte> key = default)
    {
        var parts = PacketSplitter.Split(draft);
        foreach (var part in parts)
            Write(output, part, key);
        return parts.Count;
    }

    /// <summary>The bytes of one frame.</summary>
    /// <param name="draft">The packet.</param>
    /// <exception cref="ArgumentException">As for <see cref="Write"/>.</exception>
    public static byte[] ToBytes(PacketDraft draft)
    {
        var output = new ArrayBufferWriter<byte>(256);
        Write(output, draft);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Puts head, checksum and tail around a segment.</summary>
    internal static void WriteFrame(IBufferWriter<byte> output, ReadOnlySpan<byte> segment, ReadOnlySpan<byte> key = default)
    {
        if (segment.Length > 9999)
            throw new ArgumentException($"A segment of {segment.Length} bytes passes the four digits of the length field.", nameof(segment));
        var total = segment.Length + 12;
        var frame = output.GetSpan(total)[..total];
        frame[0] = frame[1] = (byte)'#';
        _ = segment.Length.TryFormat(frame[2..], out _, "D4", CultureInfo.InvariantCulture);
        segment.CopyTo(frame[6..]);
        _ = Crc16.Compute(segment).TryFormat(frame[(6 + segment.Length)..], out _, "X4", CultureInfo.InvariantCulture);
        frame[^2] = (byte)'\r';
        frame[^1] = (byte)'\n';
        if (!key.IsEmpty)
            Sm4Codec.Encrypt(frame.Slice(6, segment.Length), key);   // after the checksum: it is that of the plain text
        output.Advance(total);
    }

    /// <summary>The data segment that a draft becomes.</summary>
    internal static byte[] Compose(PacketDraft draft)
    {
        var text = new StringBuilder(256);
        Head(text, "QN", draft.Qn);
        Head(text, "ST", draft.St);
        Head(text, "CN", draft.Cn);
        Head(text, "PW", draft.Pw);
        Head(text, "MN", draft.Mn);
        Head(text, "Flag", draft.Flag?.ToString(CultureInfo.InvariantCulture));
        Head(text, "PNUM", draft.Pnum?.ToString(CultureInfo.InvariantCulture));
        Head(text, "PNO", draft.Pno?.ToString(CultureInfo.InvariantCulture));
        Head(text, "RF", draft.Resent ? "1" : null);
        text.Append("CP=&&");
        for (var i = 0; i < draft.Groups.Count; i++)
        {
            if (i > 0)
                text.Append(';');
            Group(text, draft.Groups[i]);
        }

        return Encoding.UTF8.GetBytes(text.Append("&&").ToString());
    }

    private static void Group(StringBuilder text, DraftGroup group)
    {
        for (var i = 0; i < group.Items.Count; i++)
        {
            var (key, value) = group.Items[i];
            Check(key, key, ";,=&");
            if (!(value.Length >= 4 && value.StartsWith("//", StringComparison.Ordinal) && value.EndsWith("//", StringComparison.Ordinal)))
                Check(key, value, ";,");
            if (value.Contains("&&", StringComparison.Ordinal))
                throw new ArgumentException($"The value of {key} holds the closing sign &&.");
            text.Append(i == 0 ? "" : ",").Append(key).Append('=').Append(value);
        }
    }

    private static void Head(StringBuilder text, string key, string? value)
    {
        if (value is null)
            return;
        Check(key, value, ";,");
        text.Append(key).Append('=').Append(value).Append(';');
    }

    private static void Check(string key, string text, string forbidden)
    {
        if (text.AsSpan().ContainsAny(forbidden))
            throw new ArgumentException($"{key}: \"{text}\" holds a sign that separates fields.");
    }

    private static int ToNumber(string cn) => int.TryParse(cn, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
