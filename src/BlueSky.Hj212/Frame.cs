namespace BlueSky.Hj212;

/// <summary>What was unusual about a frame that was delivered all the same.</summary>
[Flags]
public enum FrameMarks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Checksum digits in lower case.</summary>
    LowerCaseCrc = 1 << 0,

    /// <summary>No CRLF after the checksum (nothing, only LF, or something else).</summary>
    MissingCrlf = 1 << 1,

    /// <summary>The four characters <c>\r\n</c> in place of CRLF.</summary>
    LiteralCrlf = 1 << 2,

    /// <summary>The Guangzhou dialect's <c>0</c> between length and segment.</summary>
    GuangzhouZero = 1 << 3,

    /// <summary>Segment longer than the standard's 1024 bytes.</summary>
    Over1024 = 1 << 4,

    /// <summary>The length field is wrong; the segment was found by its closing and its checksum.</summary>
    WrongLength = 1 << 5,

    /// <summary>Length field of three digits.</summary>
    ShortLength = 1 << 6,

    /// <summary>Checksum without its leading zeros.</summary>
    ShortCrc = 1 << 7,

    /// <summary>The data area does not end in <c>&amp;&amp;</c>.</summary>
    MissingClosing = 1 << 8,

    /// <summary>The checksum is not the HJ 212 one but an accepted variant.</summary>
    OtherCrc = 1 << 9,

    /// <summary>The data area is SM4 cipher text (HJ 212-2025): the checksum is not tested yet.</summary>
    Encrypted = 1 << 10,

    /// <summary>The data area was cipher text and is now plain; the checksum of the plain text fits.</summary>
    Decrypted = 1 << 11,

    /// <summary>Bytes that belong to no frame stood before this one.</summary>
    GarbageBefore = 1 << 12,
}

/// <summary>
/// One frame (通讯包). Its memory belongs to the reader or to the caller's buffer: it is valid until the next call of
/// <see cref="FrameReader.TryRead"/> and until the caller releases the buffer.
/// </summary>
/// <param name="Segment">The data segment (数据段): all between the length field and the checksum.</param>
/// <param name="Bytes">The whole frame from <c>##</c> to the checksum, as received.</param>
/// <param name="Offset">Offset of the <c>##</c> in the stream, counted from 0.</param>
/// <param name="DeclaredCrc">The checksum as sent.</param>
/// <param name="Variant">The variant that fitted (for an encrypted frame the one that must fit the plain text).</param>
/// <param name="Marks">What was unusual.</param>
/// <param name="SkippedBefore">Bytes of garbage between the frame before and this one; CR, LF, NUL and blank do not count.</param>
public readonly record struct Frame(
    ReadOnlyMemory<byte> Segment,
    ReadOnlyMemory<byte> Bytes,
    long Offset,
    ushort DeclaredCrc,
    CrcVariant Variant,
    FrameMarks Marks,
    long SkippedBefore)
{
    /// <summary>True when the data area is cipher text that nobody has decrypted yet.</summary>
    public bool IsEncrypted => (Marks & FrameMarks.Encrypted) != 0;
}
