namespace BlueSky.Hj212;

/// <summary>Says whether a device may use a checksum other than the standard's.</summary>
/// <param name="mn">The MN bytes of the segment as received; empty when the packet has none.</param>
/// <param name="variant">The variant that fits the received segment.</param>
/// <returns>True to accept the frame, false to report it as a checksum fault.</returns>
public delegate bool CrcPolicy(ReadOnlySpan<byte> mn, CrcVariant variant);

/// <summary>What a <see cref="FrameReader"/> tolerates. The default is the standard plus harmless habits (case of digits, missing CRLF).</summary>
public sealed record FrameOptions
{
    /// <summary>The strict default.</summary>
    public static FrameOptions Default { get; } = new();

    /// <summary>Accepts all that can still be read for certain: wrong or short lengths, short checksums, all checksum variants.</summary>
    public static FrameOptions Lenient { get; } = new()
    {
        TolerateWrongLength = true,
        TolerateShortFields = true,
        TolerateMissingClosing = true,
        AcceptedCrc = [CrcVariant.Hj212, CrcVariant.Modbus, CrcVariant.ModbusSwapped],
    };

    /// <summary>
    /// Longest data segment in bytes, 1 to 9999. The standard says 1024; devices send up to 1623 unsplit, hence 8192.
    /// A longer declared length is the fault <see cref="FrameError.TooLong"/> at once, before anything is buffered.
    /// </summary>
    public int MaxSegment { get; init; } = 8192;

    /// <summary>Checksum variants accepted from every device.</summary>
    public IReadOnlyCollection<CrcVariant> AcceptedCrc { get; init; } = [CrcVariant.Hj212];

    /// <summary>Asked for a variant that <see cref="AcceptedCrc"/> does not hold; null accepts none.</summary>
    public CrcPolicy? CrcPolicy { get; init; }

    /// <summary>Accept a frame whose length field is wrong when a closing <c>&amp;&amp;</c> with a fitting checksum stands elsewhere before the next head.</summary>
    public bool TolerateWrongLength { get; init; }

    /// <summary>Accept a length field of three digits and a checksum that lost its leading zeros.</summary>
    public bool TolerateShortFields { get; init; }

    /// <summary>Accept a segment of right length and checksum that does not end in <c>&amp;&amp;</c>.</summary>
    public bool TolerateMissingClosing { get; init; }

    /// <summary>With <see cref="Dialect.Guangzhou"/> a <c>0</c> after the length is always skipped; else only when a head key follows it.</summary>
    public Dialect Dialect { get; init; }

    /// <summary>
    /// Hold a frame back until the bytes after its checksum are seen (or the stream ends), so that the marks for the
    /// terminator are the same for every way the stream is cut. A gateway leaves this off: a device that sends no CRLF
    /// waits for its answer before it sends anything more.
    /// </summary>
    public bool AwaitTerminator { get; init; }
}
