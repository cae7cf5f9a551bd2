using System.Buffers;
using System.Globalization;

namespace BlueSky.Hj212;

/// <summary>Answers of both sides (ST=91): 9011 and 9012 to a request, 9013 to a notice, 9014 to data.</summary>
public static class Answers
{
    /// <summary>
    /// The answer that an upload or notice of a device wants: 9014, or 9013 for 1013, 9015 and (2005) 2072; null when none is
    /// wanted. 9011 to 9014 are never answered, whatever their Flag says. QN is repeated as received.
    /// </summary>
    /// <remarks>
    /// 2017 and 2025: QN, PW and MN repeated, version bits kept, bits 1 and 0 cleared (HJ 212-2017 Annex C.13). 2005: QN and the
    /// answered CN inside CP, no PW and MN (HJ/T 212-2005 Annex C item 6). Guangzhou: no Flag is sent, and only an answer with
    /// <c>QnRtn=1</c> counts for success. Answer only after the data are safe.
    /// </remarks>
    /// <param name="packet">The packet received.</param>
    /// <param name="dialect">The device's dialect; Guangzhou frames must be named as such by the caller (<see cref="FrameMarks.GuangzhouZero"/>).</param>
    public static PacketDraft? For(Packet packet, Dialect dialect = Dialect.Standard)
    {
        var kind = Decide(Number(packet.Cn), packet.WantsAnswer, packet.ExchangeQn is { } qn && IsPlain(qn), dialect);
        if (kind is null)
            return null;
        if (dialect == Dialect.Guangzhou)
            return Head(packet, "9014", 4) with { Groups = [DraftGroup.Field("QnRtn", "1")] };
        var flag = packet.Flag ?? 0;
        if (flag >= 4)
            return Head(packet, kind, flag & ~3);
        if (kind == "9013")
            return Head(packet, kind, 0) with { Qn = null, Groups = [DraftGroup.Field("QN", packet.ExchangeQn!)] };
        return new PacketDraft { St = "91", Cn = kind, Groups = [.. Acknowledged(packet)] };
    }

    /// <summary>Writes the answer of <see cref="For"/> straight from the received bytes; false when none is wanted.</summary>
    /// <param name="packet">The packet received.</param>
    /// <param name="output">Receives the frame.</param>
    /// <param name="dialect">As for <see cref="For"/>.</param>
    public static bool TryWrite(in PacketReader packet, IBufferWriter<byte> output, Dialect dialect = Dialect.Standard)
    {
        if (packet.Flag < 4 || dialect == Dialect.Guangzhou)
            return TryWriteRare(packet, output, dialect);
        if (Decide(packet.CommandNumber, packet.WantsAnswer, !packet.Qn.IsEmpty, dialect) is not { } kind)
            return false;

        var segment = new ByteLine(stackalloc byte[256]);
        segment.Add("QN="u8, packet.Qn);
        segment.Add(kind == "9013" ? ";ST=91;CN=9013"u8 : ";ST=91;CN=9014"u8, default);
        if (!packet.Pw.IsEmpty)
            segment.Add(";PW="u8, packet.Pw);
        if (!packet.Mn.IsEmpty)
            segment.Add(";MN="u8, packet.Mn);
        Span<byte> digits = stackalloc byte[3];
        _ = (packet.Flag & ~3).TryFormat(digits, out var written, default, CultureInfo.InvariantCulture);
        segment.Add(";Flag="u8, digits[..written]);
        segment.Add(";CP=&&&&"u8, default);
        if (segment.Overflowed)
            return TryWriteRare(packet, output, dialect);
        PacketWriter.WriteFrame(output, segment.Written);
        return true;
    }

    /// <summary>9011 请求应答: what a device says first to a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="qnRtn">QnRtn, 1 for ready (see <see cref="ReturnCodes"/>).</param>
    public static PacketDraft ToRequest(Packet request, int qnRtn) => Result(request, "9011", "QnRtn", qnRtn);

    /// <summary>9012 执行结果: what a device says when a request is carried out.</summary>
    /// <param name="request">The request.</param>
    /// <param name="exeRtn">ExeRtn, 1 for success, 100 for no data (see <see cref="ReturnCodes"/>).</param>
    public static PacketDraft Executed(Packet request, int exeRtn) => Result(request, "9012", "ExeRtn", exeRtn);

    /// <summary>9013 通知应答, also by a device to 2012 and 2022.</summary>
    /// <param name="notice">The notice.</param>
    public static PacketDraft ToNotice(Packet notice) => notice.Version == ProtocolVersion.V2005
        ? Head(notice, "9013", 0) with { Qn = null, Groups = notice.ExchangeQn is { } qn ? [DraftGroup.Field("QN", qn)] : [] }
        : Head(notice, "9013", (notice.Flag ?? 4) & ~3);

    private static PacketDraft Result(Packet request, string cn, string field, int value)
    {
        var result = DraftGroup.Field(field, value.ToString(CultureInfo.InvariantCulture));
        if (request.Version != ProtocolVersion.V2005)
            return Head(request, cn, (request.Flag ?? 4) & ~3) with { Groups = [result] };
        return Head(request, cn, 0) with
        {
            Qn = null,
            Groups = request.ExchangeQn is { } qn ? [DraftGroup.Field("QN", qn), result] : [result],
        };
    }

    private static PacketDraft Head(Packet packet, string cn, int flag) => new()
    {
        Qn = packet.Qn,
        St = "91",
        Cn = cn,
        Pw = packet.Pw,
        Mn = packet.Mn,
        Flag = flag,
    };

    private static IEnumerable<DraftGroup> Acknowledged(Packet packet)
    {
        yield return DraftGroup.Field("QN", packet.ExchangeQn!);
        yield return DraftGroup.Field("CN", packet.Cn!);
        if (packet is { Pno: { } pno, Pnum: { } pnum })
        {
            yield return DraftGroup.Field("PNO", pno.ToString(CultureInfo.InvariantCulture));
            yield return DraftGroup.Field("PNUM", pnum.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The CN of the answer, or null. Without QN an answer could not be matched, so none is sent.</summary>
    private static string? Decide(int command, bool wanted, bool hasQn, Dialect dialect)
    {
        if (command is < 0 or (>= 9011 and <= 9014) || !hasQn || !(wanted || dialect == Dialect.Guangzhou))
            return null;
        return command is 1013 or 9015 or 2072 ? "9013" : "9014";
    }

    /// <summary>What may stand inside CP again without breaking it.</summary>
    private static bool IsPlain(string qn) => qn.Length is > 0 and <= 64 && !qn.AsSpan().ContainsAny(";,=&#") && !qn.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static bool TryWriteRare(in PacketReader packet, IBufferWriter<byte> output, Dialect dialect)
    {
        if (packet.CommandNumber < 0 || (!packet.WantsAnswer && dialect != Dialect.Guangzhou))
            return false;   // the common case of 2005: nothing wanted, nothing built
        if (For(new PacketParser(packet, FrameMarks.None, CrcVariant.Hj212).Read(), dialect) is not { } draft)
            return false;
        PacketWriter.Write(output, draft);
        return true;
    }

    private static int Number(string? cn) => int.TryParse(cn, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
