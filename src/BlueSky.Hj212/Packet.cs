namespace BlueSky.Hj212;

/// <summary>
/// A packet read in full: for people, tests and rare commands. The hot path uses <see cref="PacketReader"/>, on which this is built.
/// </summary>
public sealed record Packet
{
    /// <summary>The edition by Flag bits 7 to 2; 2005 when there is no Flag.</summary>
    public required ProtocolVersion Version { get; init; }

    /// <summary>请求编码 as sent; null when the head has none (2005 uploads; 2005 answers carry it among <see cref="Fields"/>).</summary>
    public string? Qn { get; init; }

    /// <summary>系统编码 as sent; null when absent.</summary>
    public string? St { get; init; }

    /// <summary>命令编码 as sent; null when absent.</summary>
    public string? Cn { get; init; }

    /// <summary>访问密码 as sent; null when absent. Never to be logged or printed.</summary>
    public string? Pw { get; init; }

    /// <summary>设备唯一标识 as sent, opaque; null when absent.</summary>
    public string? Mn { get; init; }

    /// <summary>标志, 0 to 255; null when absent or malformed.</summary>
    public int? Flag { get; init; }

    /// <summary>总包数; null when absent.</summary>
    public int? Pnum { get; init; }

    /// <summary>包号 from 1; null when absent.</summary>
    public int? Pno { get; init; }

    /// <summary>补传标志 as sent (HJ 212-2025: only <c>1</c>); null when absent.</summary>
    public string? Rf { get; init; }

    /// <summary>
    /// DataTime at +08:00; null when absent or unreadable (then <see cref="Fields"/> keeps its text). HJ 212-2017: moment for 2011 and
    /// 2021, START of the period for 2051, 2061, 2031 and 2041; some devices send the end, which only a device profile can say.
    /// </summary>
    public DateTimeOffset? DataTime { get; init; }

    /// <summary>Factors by code in the order sent, known or not.</summary>
    public required IReadOnlyDictionary<string, Factor> Factors { get; init; }

    /// <summary>Plain fields of the data area by name: <c>QnRtn</c>, <c>BeginTime</c>, a bare <c>Flag</c> that stands for the whole packet …</summary>
    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    /// <summary>What is unusual, in the words of <see cref="Hj212.Warnings"/>, each once.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The data area came as cipher text.</summary>
    public bool WasEncrypted { get; init; }

    /// <summary>The data area is still cipher text: no factors, no fields.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>QN of the head, else of the data area, where 2005 answers carry it; null when there is none.</summary>
    public string? ExchangeQn => Qn ?? Fields.GetValueOrDefault("QN");

    /// <summary>Flag bit 0: the sender wants an answer.</summary>
    public bool WantsAnswer => Flag is { } flag && (flag & 1) != 0;

    /// <summary>Reads a delivered frame. Never throws on its bytes.</summary>
    /// <param name="frame">The frame; decrypt it first with <see cref="Sm4Codec"/>, else only the head is read.</param>
    public static Packet Parse(in Frame frame) => new PacketParser(new PacketReader(frame), frame.Marks, frame.Variant).Read();

    /// <summary>Reads a data segment that stands by itself. Never throws on its bytes.</summary>
    /// <param name="segment">All between the length field and the checksum.</param>
    public static Packet Parse(ReadOnlyMemory<byte> segment) => Parse(new Frame(segment, segment, 0, 0, CrcVariant.Hj212, FrameMarks.None, 0));
}
