namespace BlueSky.Hj212;

/// <summary>A packet to be sent. What is null or empty is left out, in the standard's order QN;ST;CN;PW;MN;Flag;PNUM;PNO;RF;CP.</summary>
public sealed record PacketDraft
{
    /// <summary>请求编码, 17 digits by the standard; an answer repeats that of the packet it answers.</summary>
    public string? Qn { get; init; }

    /// <summary>系统编码.</summary>
    public required string St { get; init; }

    /// <summary>命令编码.</summary>
    public required string Cn { get; init; }

    /// <summary>访问密码.</summary>
    public string? Pw { get; init; }

    /// <summary>设备唯一标识.</summary>
    public string? Mn { get; init; }

    /// <summary>标志, 0 to 255; null leaves it out (2005).</summary>
    public int? Flag { get; init; }

    /// <summary>总包数; null when not split.</summary>
    public int? Pnum { get; init; }

    /// <summary>包号 from 1; null when not split.</summary>
    public int? Pno { get; init; }

    /// <summary>补传标志 (HJ 212-2025): writes RF=1.</summary>
    public bool Resent { get; init; }

    /// <summary>The data area: groups joined by <c>;</c>, each of <c>key=value</c> items joined by <c>,</c>.</summary>
    public IReadOnlyList<DraftGroup> Groups { get; init; } = [];
}

/// <summary>One group (项目) of a data area, usually one factor. Log text is given with its <c>//</c> signs.</summary>
/// <param name="Items">Key and value of each item.</param>
public sealed record DraftGroup(IReadOnlyList<KeyValuePair<string, string>> Items)
{
    /// <summary>A group of one plain field.</summary>
    /// <param name="key">The field, e.g. <c>RtdInterval</c>.</param>
    /// <param name="value">Its value.</param>
    public static DraftGroup Field(string key, string value) => new([new(key, value)]);

    /// <summary>The group of one factor.</summary>
    /// <param name="code">The factor code.</param>
    /// <param name="values">Suffixes and their values in the order to be sent.</param>
    public static DraftGroup Factor(string code, params IEnumerable<(string Field, string Value)> values) =>
        new([.. values.Select(v => new KeyValuePair<string, string>($"{code}-{v.Field}", v.Value))]);
}

/// <summary>Who speaks to whom: what the packets of one device have in common.</summary>
/// <param name="St">系统编码 of the device.</param>
/// <param name="Mn">设备唯一标识.</param>
/// <param name="Pw">访问密码.</param>
/// <param name="Version">The edition; decides the Flag.</param>
public sealed record Address(string St, string Mn, string Pw, ProtocolVersion Version = ProtocolVersion.V2017)
{
    /// <summary>A packet to or from this device.</summary>
    /// <param name="cn">命令编码.</param>
    /// <param name="time">Makes the QN, with its milliseconds.</param>
    /// <param name="wantsAnswer">Flag bit 0.</param>
    /// <param name="groups">The data area.</param>
    public PacketDraft Draft(string cn, DateTimeOffset time, bool wantsAnswer, params IReadOnlyList<DraftGroup> groups) => new()
    {
        Qn = HjTime.FormatQn(time),
        St = St,
        Cn = cn,
        Pw = Pw,
        Mn = Mn,
        Flag = FlagBits.Of(Version) | (wantsAnswer ? 1 : 0),
        Groups = groups,
    };
}

/// <summary>The version bits of a Flag.</summary>
internal static class FlagBits
{
    public static int Of(ProtocolVersion version) => version switch
    {
        ProtocolVersion.V2005 => 0,
        ProtocolVersion.V2017 => 1 << 2,
        _ => 2 << 2,
    };
}
