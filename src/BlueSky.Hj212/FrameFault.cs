namespace BlueSky.Hj212;

/// <summary>Why bytes that began like a frame are none.</summary>
public enum FrameError
{
    /// <summary>The length fits, the checksum does not.</summary>
    Crc,

    /// <summary>The length field is malformed, does not lead to <c>&amp;&amp;</c> and a checksum, or the stream ended inside the frame.</summary>
    Length,

    /// <summary>Length and checksum fit but the segment has no <c>CP=&amp;&amp;…&amp;&amp;</c>; or bytes that hold no frame at all.</summary>
    Syntax,

    /// <summary>The declared length passes <see cref="FrameOptions.MaxSegment"/>.</summary>
    TooLong,
}

/// <summary>A fault in the stream. The reader has gone on two bytes after the <c>##</c> of the bad frame.</summary>
/// <param name="Error">The cause.</param>
/// <param name="Offset">Offset in the stream of the <c>##</c>, or of the first unframed byte.</param>
/// <param name="Detail">The cause in words, with declared and computed values.</param>
/// <param name="Bytes">The bytes looked at (evidence), valid like those of a <see cref="Frame"/>; empty for garbage.</param>
/// <param name="DeclaredCrc">The checksum as sent, where there was one.</param>
/// <param name="ComputedCrc">The HJ 212 checksum of the declared segment, where it could be computed.</param>
/// <param name="FittingVariant">Another variant that fits the declared checksum.</param>
public readonly record struct FrameFault(
    FrameError Error,
    long Offset,
    string Detail,
    ReadOnlyMemory<byte> Bytes = default,
    ushort? DeclaredCrc = null,
    ushort? ComputedCrc = null,
    CrcVariant? FittingVariant = null)
{
    /// <summary>The word for <see cref="Error"/>: <c>crc</c>, <c>length</c>, <c>syntax</c> or <c>too-long</c>.</summary>
    public string Word => Error switch
    {
        FrameError.Crc => "crc",
        FrameError.Length => "length",
        FrameError.Syntax => "syntax",
        _ => "too-long",
    };
}

/// <summary>What one step of a <see cref="FrameReader"/> found.</summary>
public enum FrameStep
{
    /// <summary>Nothing more can be said before further bytes come.</summary>
    NeedMore,

    /// <summary>A frame.</summary>
    Frame,

    /// <summary>A fault.</summary>
    Fault,
}
