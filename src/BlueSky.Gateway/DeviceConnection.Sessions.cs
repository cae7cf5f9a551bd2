using BlueSky.Devices;
using BlueSky.Hj212;
using BlueSky.Sources;

namespace BlueSky.Gateway;

/// <summary>Who is admitted on this connection, what was refused, and what became of the uploads.</summary>
internal sealed partial class DeviceConnection
{
    // Owned by the loop. Ended sessions stay until their MN speaks again or the connection ends.
    private readonly Dictionary<string, DeviceSession> _sessions = new(StringComparer.Ordinal);
    private DeviceSession? _last;
    private int _live;
    private int _slowestReport;

    /// <summary>Who holds the sessions of this connection.</summary>
    public SessionClaim Claim => new(_parts.Name, Id, Address);

    /// <summary>A newer connection speaks for the MN. A connection that carried only this one is closed.</summary>
    public void Superseded(DeviceSession session)
    {
        _parts.Log.Superseded(session.Mn, Id);
        session.Dialogue.End();
        if (Interlocked.Decrement(ref _live) == 0) Close("superseded", $"设备 {session.Mn} 已从新的连接上线，旧连接关闭");
    }

    /// <summary>The device's grain no longer knows the session: the next frame presents the device again.</summary>
    public void Stale(DeviceSession session)
    {
        if (!session.TryEnd(SessionEnd.Stale)) return;
        session.Dialogue.End();
        _parts.Sessions.Release(session);
        Interlocked.Decrement(ref _live);
    }

    /// <summary>An upload is committed, refused or withheld. Runs on the dispatcher's thread.</summary>
    public void Completed(Upload upload, IngestResult result)
    {
        try
        {
            var session = upload.Session;
            var now = _parts.Time.GetUtcNow();
            switch (result)
            {
                case IngestResult.Stored or IngestResult.Duplicate or IngestResult.Revised:
                    session.Dialogue.Committed(upload.Observation.Observation, result);
                    if (upload.Answer.Length == 0) break;
                    _answers.Send(upload.Answer);
                    session.Answered();
                    _parts.Metrics.Answered(_parts.Time.GetElapsedTime(upload.Begun).TotalSeconds);
                    break;
                case IngestResult.Future:
                    RefuseFuture(session, upload.Observation.Observation, now);
                    break;
                case IngestResult.BeforeRegistration:
                    Refuse(session, "before-registration", $"DataTime {upload.Observation.Observation.DataTime:yyyy-MM-dd HH:mm:ss} 早于污染源登记日期或原始数据保存期", now);
                    break;
                case IngestResult.UnknownSource:
                    Refuse(session, "unknown-source", $"绑定的污染源 {session.SourceId} 不在清单中", now);
                    break;
                default:
                    _parts.Metrics.Withheld();
                    session.Error("系统繁忙或存储不可用，未应答（设备会重发）", now);
                    break;
            }
        }
        finally
        {
            _inFlight.Remove();
        }
    }

    private DeviceSession? FindSession(in Frame frame) => Session(new PacketReader(frame).Mn) is { End: SessionEnd.None } s ? s : null;

    private DeviceSession? Session(ReadOnlySpan<byte> mn)
    {
        if (_last is not null && mn.SequenceEqual(_last.MnBytes)) return _last;
        if (mn.Length is 0 or > MaxMn || !_sessions.TryGetValue(HjText.Decode(mn, out _), out var session)) return null;
        return _last = session;
    }

    /// <summary>Presents a device that speaks here for the first time (or again); null when its frame is not taken.</summary>
    private async ValueTask<DeviceSession?> Present(Frame frame, DateTimeOffset now)
    {
        var (mn, password) = Identify(frame);
        if (mn.Length is 0 or > MaxMn)
        {
            RefuseAtDoor(mn, "bad-mn", "设备编码（MN）缺失或过长");
            return null;
        }

        var known = _sessions.GetValueOrDefault(mn);
        if (known?.End == SessionEnd.Superseded && _parts.Sessions.Find(mn) is not null)
        {
            RefuseAtDoor(mn, "superseded", "该设备已从新的连接上线，旧连接的数据不接收");
            return null;
        }

        if (known is null && _sessions.Count >= _parts.Options.MaxDevicesPerConnection)
        {
            RefuseAtDoor(mn, "too-many-devices", $"一个连接最多 {_parts.Options.MaxDevicesPerConnection} 台设备");
            return null;
        }

        var answer = await _parts.Door.Ask(
            mn, HjText.Decode(password, out _), Claim, CancellationToken.None);
        if (answer is null)
        {
            _parts.Metrics.Withheld();
            return null;
        }

        if (answer.Admission == Admission.Admitted && answer.Registration is { SourceId: not null }) return Admit(mn, password, answer, now);
        var (reason, words) = Why(answer.Admission);
        RefuseAtDoor(mn, reason, words);
        return null;
    }

    private static (string Mn, byte[] Password) Identify(in Frame frame)
    {
        var packet = new PacketReader(frame);
        return (HjText.Decode(packet.Mn[..Math.Min(packet.Mn.Length, MaxMn + 1)], out _), packet.Pw.ToArray());
    }

    private static (string Reason, string Words) Why(Admission admission) => admission switch
    {
        Admission.UnknownMn => ("unknown-mn", "设备编码（MN）未登记"),
        Admission.WrongPassword => ("wrong-pw", "访问密码（PW）错误"),
        Admission.Disabled => ("disabled", "设备已停用"),
        _ => ("unbound", "设备未绑定污染源"),
    };

    private DeviceSession Admit(string mn, byte[] password, AdmissionAnswer answer, DateTimeOffset now)
    {
        var profile = answer.Registration!.Profile;
        var dialogue = new DeviceDialogue(profile, _parts.Options, _parts.Backfills, _parts.Metrics);
        var session = new DeviceSession(
            mn, password, answer, _parts.Sessions.MapOf(profile), _parts.Door.Device(mn), this, dialogue, _parts.Options);

        // Spread over the interval, else all devices of a restarted gateway would report in the same second.
        session.ReportDueAt = now + (_parts.Options.ReportEvery * (0.5 + ((uint)mn.GetHashCode(StringComparison.Ordinal) % 1000 / 2000.0)));
        Interlocked.Increment(ref _live);
        _sessions[mn] = session;
        _last = session;
        _slowestReport = Math.Max(_slowestReport, profile.ReportSeconds);
        if (_parts.Sessions.Claim(session) is { } older) older.Connection.Superseded(older);
        _parts.Log.Admitted(mn, Id, session.Epoch);
        dialogue.Begin(answer, now);
        Talk(session, now);
        return session;
    }

    private TimeSpan IdleLimit()
    {
        var byReports = TimeSpan.FromSeconds(3.0 * Volatile.Read(ref _slowestReport));
        return byReports > _parts.Options.IdleAtLeast ? byReports : _parts.Options.IdleAtLeast;
    }

    private async Task EndSessions()
    {
        var reports = new List<Task>();
        foreach (var session in _sessions.Values)
        {
            if (!session.TryEnd(SessionEnd.Closed)) continue;
            session.Dialogue.End();
            _parts.Sessions.Release(session);
            reports.Add(SessionReports.Send(session, ended: true, _parts));
        }

        await Task.WhenAll(reports);
    }

    private void TakeFault(in FrameFault fault)
    {
        var now = _parts.Time.GetUtcNow();
        _parts.Log.Fault(Address, fault.Offset, fault.Word, fault.Detail);
        var words = fault.Error switch
        {
            FrameError.Crc => "CRC 校验错误，未接收、未应答",
            FrameError.Length => "数据段长度与报文不符",
            FrameError.TooLong => $"报文超过 {_parts.Options.MaxFrameBytes} 字节",
            _ => "无法识别的数据",
        };
        FaultOf(_sessions.Count == 1 ? _last : null, fault.Word, words, now);
    }

    private void FaultOf(DeviceSession? session, string kind, string words, DateTimeOffset now)
    {
        _parts.Metrics.Fault(kind);
        session?.Fault(words, now);
        _parts.Ledger.Note("frame.fault", Address, session?.Mn ?? "", kind, words);
    }

    private void RefuseFuture(DeviceSession session, Observation observation, DateTimeOffset now)
    {
        Refuse(session, "future", $"DataTime {observation.DataTime:yyyy-MM-dd HH:mm:ss} 晚于当前时间，请校时", now);
        session.Dialogue.ClockWrong(now, asked: false);
        Talk(session, now);
    }

    private void Refuse(DeviceSession session, string reason, string words, DateTimeOffset now)
    {
        session.Refused(words, now);
        Note("data.refused", session.Mn, reason, words);
    }

    private void RefuseAtDoor(DeviceSession session, string reason, string words, DateTimeOffset now)
    {
        session.Refused(words, now);
        RefuseAtDoor(session.Mn, reason, words);
    }

    private void RefuseAtDoor(string mn, string reason, string words)
    {
        Note("device.refused", mn, reason, words);
        if (++_refusedFrames >= _parts.Options.MaxRefusedFrames) Close("refused", $"本连接累计拒收 {_refusedFrames} 个报文，连接关闭");
    }

    private void Note(string action, string mn, string reason, string words)
    {
        _parts.Metrics.Refused(reason);
        _parts.Log.FrameRefused(mn, Address, reason, words);
        _parts.Ledger.Note(action, Address, mn, reason, words);
    }
}
