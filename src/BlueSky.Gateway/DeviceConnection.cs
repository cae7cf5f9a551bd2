using System.Buffers;
using System.IO.Pipelines;
using BlueSky.Hj212;
using Microsoft.AspNetCore.Connections;

namespace BlueSky.Gateway;

/// <summary>
/// One TCP connection: reads frames in order, hands uploads to the dispatcher, writes answers as commits come in. This part
/// is the loop and its limits; what a frame means is in the other part.
/// </summary>
internal sealed partial class DeviceConnection
{
    private static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(5);

    private readonly GatewayParts _parts;
    private readonly ConnectionContext _context;
    private readonly PipeReader _input;
    private readonly FrameReader _reader;
    private readonly AnswerWriter _answers;
    private readonly InFlight _inFlight;
    private readonly DateTimeOffset _openedAt;

    // Written by the loop, read by the watch.
    private long _lastByteAt;
    private long _partialSince;
    private long _frames;

    // 0 open; 1 closing. The reason is set before.
    private int _closing;
    private string? _closeReason;
    private string? _closeWords;

    public DeviceConnection(ConnectionContext context, string address, GatewayParts parts)
    {
        (_context, Address, _parts, _input) = (context, address, parts, context.Transport.Input);
        _reader = new FrameReader(new FrameOptions { MaxSegment = parts.Options.MaxFrameBytes, CrcPolicy = AllowsChecksum });
        _answers = new AnswerWriter(context.Transport.Output, () => Close("not-reading", "设备不接收应答，连接中断"));
        _inFlight = new InFlight(parts.Options.MaxUnanswered);
        _openedAt = parts.Time.GetUtcNow();
        _lastByteAt = _openedAt.UtcTicks;
    }

    /// <summary>Network address of the device, without its port.</summary>
    public string Address { get; }

    /// <summary>Id of the connection.</summary>
    public string Id => _context.ConnectionId;

    /// <summary>True while a frame has begun and is not whole.</summary>
    public bool HasPartialFrame => Volatile.Read(ref _partialSince) > 0;

    /// <summary>True when no further frame is read.</summary>
    public bool IsClosing => Volatile.Read(ref _closing) != 0;

    /// <summary>Uploads that wait for their commit.</summary>
    public int Unanswered => _inFlight.Count;

    /// <summary>Runs until the device goes, a limit is broken or the gateway stops. Returns when every upload is answered or withheld.</summary>
    public async Task Run(CancellationToken stopping)
    {
        _parts.Log.Opened(Id, Address);
        await using var registration = stopping.UnsafeRegister(static c => ((DeviceConnection)c!).Stop(), this);
        try
        {
            while (Volatile.Read(ref _closing) == 0)
            {
                var result = await _input.ReadAsync(CancellationToken.None);
                var buffer = result.Buffer;
                if (!buffer.IsEmpty) Volatile.Write(ref _lastByteAt, _parts.Time.GetUtcNow().UtcTicks);
                buffer = await Take(buffer, result.IsCompleted);
                _input.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted) break;
            }
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException or OperationCanceledException)
        {
            // The device is gone; what is in flight is still stored, nobody waits for the answer.
        }
        finally
        {
            await _inFlight.Empty();
            await EndSessions();
            await Leave();
        }
    }

    /// <summary>Reads no further frame; what is in flight is still answered. From any thread.</summary>
    public void Close(string reason, string words)
    {
        if (Interlocked.CompareExchange(ref _closeReason, reason, null) is not null) return;
        _closeWords = words;
        Stop();
    }

    /// <summary>Compares the clock with the time limits. Called by the watch.</summary>
    public void CheckTime(DateTimeOffset now)
    {
        var o = _parts.Options;
        if (Volatile.Read(ref _closing) != 0) return;
        if (Interlocked.Read(ref _frames) == 0 && now - _openedAt > o.FirstFrameWithin)
            Close("no-frame", $"连接后 {o.FirstFrameWithin.TotalSeconds:0} 秒内没有收到完整报文");
        else if (Volatile.Read(ref _partialSince) is var since and > 0 && now.UtcTicks - since > o.FrameWithin.Ticks)
            Close("half-frame", $"报文不完整，{o.FrameWithin.TotalSeconds:0} 秒内未收齐");
        else if (_inFlight.Count == 0 && now.UtcTicks - Volatile.Read(ref _lastByteAt) > IdleLimit().Ticks)
            Close("idle", $"{IdleLimit().TotalMinutes:0} 分钟没有数据");
    }

    /// <summary>Takes every frame that is whole; gives back what is not consumed.</summary>
    private async ValueTask<ReadOnlySequence<byte>> Take(ReadOnlySequence<byte> buffer, bool complete)
    {
        while (Volatile.Read(ref _closing) == 0)
        {
            var step = _reader.TryRead(ref buffer, complete, out var frame, out var fault);
            if (step == FrameStep.NeedMore)
            {
                NotePartial(!buffer.IsEmpty);
                break;
            }

            if (step == FrameStep.Fault) TakeFault(fault);
            else await TakeFrame(frame);
            if (_reader.BytesSinceFrame > _parts.Options.MaxGarbageBytes)
                Close("garbage", $"连续 {_parts.Options.MaxGarbageBytes / 1024} KiB 没有一个有效报文");
        }

        if (_reader.BytesSinceFrame > _parts.Options.MaxGarbageBytes)
            Close("garbage", $"连续 {_parts.Options.MaxGarbageBytes / 1024} KiB 没有一个有效报文");
        return buffer;
    }

    /// <summary>A frame has begun and is not whole: from now on it must become so.</summary>
    private void NotePartial(bool isPartial)
    {
        if (!isPartial) Volatile.Write(ref _partialSince, 0);
        else if (_partialSince == 0) Volatile.Write(ref _partialSince, _parts.Time.GetUtcNow().UtcTicks);
    }

    private void Stop()
    {
        Volatile.Write(ref _closing, 1);
        _input.CancelPendingRead();
    }

    private async Task Leave()
    {
        try
        {
            await _answers.Drained().WaitAsync(DrainWithin, _parts.Time);
        }
        catch (TimeoutException)
        {
            _context.Abort(); // the device does not read; it will send again what it misses
        }

        if (_closeReason is { } reason)
        {
            _parts.Log.Closed(Id, Address, reason, _closeWords ?? "");
            _parts.Metrics.Closed(reason);
            _parts.Ledger.Note("connection.closed", Address, "", reason, _closeWords ?? "");
        }

        _parts.Log.Ended(Id, Address, Interlocked.Read(ref _frames));
    }
}
