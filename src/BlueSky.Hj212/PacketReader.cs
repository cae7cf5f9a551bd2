using System.Buffers.Text;

namespace BlueSky.Hj212;

/// <summary>
/// Reads a data segment (数据段) without allocating: the head's values as spans, the data area by
/// <see cref="GetEnumerator"/>. Keys are found by name, not by place (HJ 212-2017 6.3.2 fixes an order, devices do not).
/// </summary>
public readonly ref struct PacketReader
{
    /// <summary>Reads the head of a delivered frame.</summary>
    /// <param name="frame">The frame; of an encrypted one only the head can be read, the data area is empty.</param>
    public PacketReader(in Frame frame)
        : this(frame.Segment.Span, frame.IsEncrypted)
    {
    }

    /// <summary>Reads the head of a data segment.</summary>
    /// <param name="segment">All between the length field and the checksum.</param>
    public PacketReader(ReadOnlySpan<byte> segment)
        : this(segment, false)
    {
    }

    private PacketReader(ReadOnlySpan<byte> segment, bool encrypted)
    {
        var start = segment.IndexOf("CP=&&"u8);
        var opening = 5;
        if (start < 0)
        {
            start = segment.IndexOf("CP="u8);
            opening = 3;
            Oddities |= HeadOddities.NoOpening;
        }

        var head = start < 0 ? segment : segment[..start];
        var area = start < 0 ? default : segment[(start + opening)..];
        if (start > 0 && segment[start - 1] is not ((byte)';' or (byte)',' or (byte)' '))
            Oddities |= HeadOddities.NoSemicolonBeforeCp;
        var closing = area.LastIndexOf("&&"u8);
        if (closing < 0)
            Oddities |= HeadOddities.NoClosing;
        AreaOffset = start < 0 ? segment.Length : start + opening;
        Area = encrypted ? default : closing < 0 ? area : area[..closing];
        if (opening == 3 || closing < 0)
            Area = Area.Trim((byte)'&');   // CP=&…& of some senders

        while (!head.IsEmpty)
        {
            var end = head.IndexOfAny((byte)';', (byte)',');
            if (end >= 0 && head[end] == ',')
                Oddities |= HeadOddities.Comma;
            var pair = end < 0 ? head : head[..end];
            head = end < 0 ? default : head[(end + 1)..];
            if (pair.Length > 0 && (pair[0] == ' ' || pair[^1] == ' '))
            {
                Oddities |= HeadOddities.Blank;
                pair = pair.Trim((byte)' ');
            }

            var sign = pair.IndexOf((byte)'=');
            if (sign <= 0)
                continue;
            var value = pair[(sign + 1)..];
            switch (pair[..sign])
            {
                case [(byte)'Q', (byte)'N']: Qn = value; break;
                case [(byte)'S', (byte)'T']: St = value; break;
                case [(byte)'C', (byte)'N']: Cn = value; break;
                case [(byte)'P', (byte)'W']: Pw = value; break;
                case [(byte)'M', (byte)'N']: Mn = value; break;
                case [(byte)'F', (byte)'l', (byte)'a', (byte)'g']: FlagText = value; break;
                case [(byte)'P', (byte)'N', (byte)'U', (byte)'M']: PnumText = value; break;
                case [(byte)'P', (byte)'N', (byte)'O']: PnoText = value; break;
                case [(byte)'R', (byte)'F']: RfText = value; break;
                default: Oddities |= HeadOddities.OtherKey; break;
            }
        }

        Flag = ReadNumber(FlagText, 255);
    }

    /// <summary>请求编码: the bytes that name the exchange, to be echoed as they are; empty when absent.</summary>
    public ReadOnlySpan<byte> Qn { get; }

    /// <summary>系统编码, empty when absent.</summary>
    public ReadOnlySpan<byte> St { get; }

    /// <summary>命令编码, empty when absent.</summary>
    public ReadOnlySpan<byte> Cn { get; }

    /// <summary>访问密码, empty when absent. Never to be logged.</summary>
    public ReadOnlySpan<byte> Pw { get; }

    /// <summary>设备唯一标识, an opaque text; empty when absent.</summary>
    public ReadOnlySpan<byte> Mn { get; }

    /// <summary>标志 as a number 0 to 255; -1 when absent or malformed.</summary>
    public int Flag { get; }

    /// <summary>The data area (数据区) between <c>CP=&amp;&amp;</c> and the last <c>&amp;&amp;</c>; empty when encrypted.</summary>
    public ReadOnlySpan<byte> Area { get; }

    /// <summary>The edition by Flag bits 7 to 2; no Flag means 2005.</summary>
    public ProtocolVersion Version => Flag < 4 ? ProtocolVersion.V2005 : Flag < 8 ? ProtocolVersion.V2017 : ProtocolVersion.V2025;

    /// <summary>Flag bit 0: the sender wants an answer. CN 9011 to 9014 must not get one whatever this says.</summary>
    public bool WantsAnswer => Flag > 0 && (Flag & 1) != 0;

    /// <summary>总包数, number of parts; -1 when absent or malformed.</summary>
    public int Pnum => ReadNumber(PnumText, 9999);

    /// <summary>包号, this part's number from 1; -1 when absent or malformed.</summary>
    public int Pno => ReadNumber(PnoText, 9999);

    /// <summary>补传标志 RF=1 of HJ 212-2025: data that are sent again.</summary>
    public bool IsResent => RfText is [(byte)'1'];

    internal int AreaOffset { get; }

    internal ReadOnlySpan<byte> FlagText { get; }

    internal ReadOnlySpan<byte> PnumText { get; }

    internal ReadOnlySpan<byte> PnoText { get; }

    internal ReadOnlySpan<byte> RfText { get; }

    internal HeadOddities Oddities { get; }

    /// <summary>CN as a number; -1 when it is none.</summary>
    public int CommandNumber => ReadNumber(Cn, 9999);

    /// <summary>The items of the data area in the order sent.</summary>
    public ItemEnumerator GetEnumerator() => new(Area);

    /// <summary>The packet's DataTime at +08:00, whatever its place in the data area; false when absent or unreadable.</summary>
    /// <param name="time">The time; what it stands for depends on CN (HJ 212-2017: start of the period for 2051, 2061, 2031, 2041).</param>
    public bool TryGetDataTime(out DateTimeOffset time)
    {
        foreach (var item in this)
        {
            if (item.Field.IsEmpty && item.Code.SequenceEqual("DataTime"u8))
                return HjTime.TryParse(item.Value, out time);
        }

        time = default;
        return false;
    }

    /// <summary>
    /// Whether a segment whose checksum does not fit may be cipher text (HJ 212-2025): version bits 2, CN in 2000-2999,
    /// 1014 or 3020, at least one whole block, and a first block that no plain data area begins with.
    /// </summary>
    internal static bool MayBeEncrypted(ReadOnlySpan<byte> segment)
    {
        var packet = new PacketReader(segment);
        if (packet.Flag >> 2 != 2 || !IsEncryptedCommand(packet.CommandNumber) || (packet.Oddities & HeadOddities.NoOpening) != 0)
            return false;
        if (packet.AreaOffset + Sm4Codec.BlockSize + 2 > segment.Length)
            return false;
        // Sixteen printable ASCII bytes: chance of cipher text to look so is about one in ten million.
        return segment.Slice(packet.AreaOffset, Sm4Codec.BlockSize).ContainsAnyExceptInRange((byte)' ', (byte)'~');
    }

    internal static bool IsEncryptedCommand(int command) => command is (>= 2000 and <= 2999) or 1014 or 3020;

    private static int ReadNumber(ReadOnlySpan<byte> text, int max) =>
        Utf8Parser.TryParse(text, out ushort number, out var used) && used == text.Length && number <= max ? number : -1;
}

/// <summary>What was unusual about a head.</summary>
[Flags]
internal enum HeadOddities
{
    None = 0,
    Comma = 1,
    Blank = 2,
    NoSemicolonBeforeCp = 4,
    NoOpening = 8,
    NoClosing = 16,
    OtherKey = 32,
}
