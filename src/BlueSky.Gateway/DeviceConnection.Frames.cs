using System.Buffers;
using System.Text;
using BlueSky.Hj212;
using BlueSky.Sources;

namespace BlueSky.Gateway;

/// <summary>What a frame means: who speaks, may it, and what is to be done.</summary>
internal sealed partial class DeviceConnection
{
    private const int MaxMn = 64;

    private readonly ArrayBufferWriter<byte> _scratch = new(256);
    private int _refusedFrames;

    private async ValueTask TakeFrame(Frame frame)
    {
        var now = _parts.Time.GetUtcNow();
        Interlocked.Increment(ref _frames);
        Volatile.Write(ref _partialSince, 0);
        _parts.Metrics.Frame();
        var session = FindSession(frame);
        if (session is null && TakeNamelessReply(frame, now)) return;
        if (session is null)
        {
            session = await Present(frame, now);
            if (session is null) return;
        }

        if (TakeFor(session, frame, now) is not { } upload) return;
        _inFlight.Add();
        await _parts.Dispatcher.Enqueue(upload, CancellationToken.None);
        await _inFlight.Room();
    }

    /// <summary>Takes a frame of an admitted device; gives back what is to be stored, if anything.</summary>
    private Upload? TakeFor(DeviceSession session, Frame frame, DateTimeOffset now)
    {
        if (!IsReplyWithoutPassword(frame) && !session.PasswordMatches(new PacketReader(frame).Pw))
        {
            session.ReportDueAt = now; // perhaps the register has a new PW: the grain's answer ends this session then
            RefuseAtDoor(session, "wrong-pw", "访问密码（PW）错误", now);
            return null;
        }

        if (!session.TakeFrame(now))
        {
            Refuse(session, "rate", $"发送过快，超过每秒 {_parts.Options.MaxFramesPerSecond:0.#} 包，未接收", now);
            return null;
        }

        if (!FitsChecksum(frame.Variant, session.Registration.Profile.Checksum))
        {
            FaultOf(session, "crc", $"CRC 校验方式为 {frame.Variant}，与登记不符", now);
            return null;
        }

        if (frame.IsEncrypted && !Sm4Codec.TryDecrypt(frame, session.Keys, out frame))
        {
            FaultOf(session, "sm4", session.Keys.Length == 0 ? "收到 SM4 密文，但未登记密钥" : "SM4 解密失败：密钥不符", now);
            return null;
        }

        return TakePlain(session, frame, now);
    }

    /// <summary>
    /// Answers of 2005 may carry neither MN nor PW (HJ/T 212-2005 Annex C). They store nothing, so on a connection of one
    /// device they are taken for its answer; on any other they say nothing.
    /// </summary>
    private bool TakeNamelessReply(in Frame frame, DateTimeOffset now)
    {
        var packet = new PacketReader(frame);
        if (!packet.Mn.IsEmpty || packet.CommandNumber is not (>= 9011 and <= 9014)) return false;
        if (_sessions.Count == 1 && _last is { End: SessionEnd.None } session) TakeReply(session, packet, now);
        return true;
    }

    private static bool IsReplyWithoutPassword(in Frame frame)
    {
        var packet = new PacketReader(frame);
        return packet.Pw.IsEmpty && packet.CommandNumber is >= 9011 and <= 9014;
    }

    private Upload? TakePlain(DeviceSession session, in Frame frame, DateTimeOffset now)
    {
        var packet = new PacketReader(frame);
        switch (packet.CommandNumber)
        {
            case >= 9011 and <= 9014:
                TakeReply(session, packet, now);
                return null;
            case 9015:
                Answer(session, packet, now);
                return null;
            case 1013:
                Answer(session, packet, now);
                session.Dialogue.ClockWrong(now, asked: true);
                Talk(session, now);
                return null;
            case < 0:
                Refuse(session, "bad-cn", "命令编码（CN）缺失或不是四位数字", now);
                return null;
            case 1011 or 1061 or 1063 or 3016 or 3017 or 3018 or 3019:
                Answer(session, packet, now); // data of a request (same QN): nothing to store, 9012 ends it
                return null;
        }

        return TakeUpload(session, packet, now);
    }

    private Upload? TakeUpload(DeviceSession session, in PacketReader packet, DateTimeOffset now)
    {
        var mapped = PacketMapper.Map(packet, session.Mn, session.Map, now);
        if (mapped.Observation is not { } observation)
        {
            Refuse(session, mapped.Refusal, mapped.Words, now);
            return null;
        }

        if (observation.DataTime > now + _parts.Options.MaxLead)
        {
            RefuseFuture(session, observation, now);
            return null;
        }

        DateTimeOffset? sentAt = packet.Qn.Length == 17 && HjTime.TryParse(packet.Qn, out var qn) ? qn : null;
        if (session.Dialogue.Observed(observation, sentAt, packet.IsResent, packet.Version)) Talk(session, now);
        return new Upload(this, session, observation, BuildAnswer(session, packet, now), _parts.Time.GetTimestamp());
    }

    private void TakeReply(DeviceSession session, in PacketReader packet, DateTimeOffset now)
    {
        var qn = packet.Qn;
        int? qnRtn = null, exeRtn = null;
        foreach (var item in packet)
        {
            if (!item.Field.IsEmpty) continue;
            if (item.Code.SequenceEqual("QN"u8)) qn = item.Value; // 2005 carries it inside CP
            else if (item.Code.SequenceEqual("QnRtn"u8) && item.TryGetNumber(out var q) && q is >= 0 and <= 999) qnRtn = (int)q;
            else if (item.Code.SequenceEqual("ExeRtn"u8) && item.TryGetNumber(out var e) && e is >= 0 and <= 999) exeRtn = (int)e;
        }

        var wasBackfilling = session.Dialogue.IsBackfilling;
        var words = session.Dialogue.Replied(HjText.Decode(qn, out _), qnRtn, exeRtn, packet.CommandNumber == 9013, now);
        if (words is not null) RequestFailed(session, words, now);
        if (wasBackfilling && !session.Dialogue.IsBackfilling) session.ReportDueAt = now;   // who asked waits to see the end
        Talk(session, now);
    }

    /// <summary>Sends the next request to a device, if one is due.</summary>
    internal void Talk(DeviceSession session, DateTimeOffset now)
    {
        if (session.End != SessionEnd.None || Volatile.Read(ref _closing) != 0) return;
        try
        {
            var draft = session.Dialogue.Due(
                now, !_parts.Dispatcher.IsBusy, session.Mn, () => Encoding.UTF8.GetString(session.Password), out var failure);
            if (failure is not null) RequestFailed(session, failure, now);
            if (draft is null) return;
            _parts.Log.Asked(session.Mn, draft.Cn);
            _answers.Send(PacketWriter.ToBytes(draft));
        }
        catch (ArgumentException e)
        {
            RequestFailed(session, $"无法向设备发送命令：{e.Message}", now); // its MN or PW holds a sign of the grammar
        }
    }

    private void RequestFailed(DeviceSession session, string words, DateTimeOffset now)
    {
        session.Error(words, now);
        _parts.Log.RequestFailed(session.Mn, words);
    }

    private void Answer(DeviceSession session, in PacketReader packet, DateTimeOffset now)
    {
        var answer = BuildAnswer(session, packet, now);
        if (answer.Length == 0) return;
        _answers.Send(answer);
        session.Answered();
    }

    /// <summary>The answer the packet wants, built while its bytes are here; empty when it wants none.</summary>
    private byte[] BuildAnswer(DeviceSession session, in PacketReader packet, DateTimeOffset now)
    {
        _scratch.ResetWrittenCount();
        try
        {
            return Answers.TryWrite(packet, _scratch, Wire(session.Registration.Profile.Dialect)) ? _scratch.WrittenSpan.ToArray() : [];
        }
        catch (ArgumentException)
        {
            session.Error("报文头含有分隔符，无法应答", now);
            return [];
        }
    }

    private static Dialect Wire(DeviceDialect dialect) => dialect switch
    {
        DeviceDialect.Chongqing2019 => Dialect.Chongqing2019,
        DeviceDialect.Guangzhou => Dialect.Guangzhou,
        _ => Dialect.Standard,
    };

    private static bool FitsChecksum(CrcVariant used, ChecksumVariant registered) => used == CrcVariant.Hj212 || used == registered switch
    {
        ChecksumVariant.Modbus => CrcVariant.Modbus,
        ChecksumVariant.ModbusSwapped => CrcVariant.ModbusSwapped,
        _ => CrcVariant.Hj212,
    };

    /// <summary>Before a device is known any variant may pass the reader; its profile decides when it is.</summary>
    private bool AllowsChecksum(ReadOnlySpan<byte> mn, CrcVariant variant) =>
        Session(mn) is not { } session || FitsChecksum(variant, session.Registration.Profile.Checksum);
}
