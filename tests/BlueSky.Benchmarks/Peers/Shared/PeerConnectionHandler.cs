using System.Buffers;
using System.Security.Cryptography;
using BlueSky.Gateway;
using BlueSky.Hj212;
using Microsoft.AspNetCore.Connections;

namespace BlueSky.Benchmarks.Peers;

/// <summary>
/// One TCP connection of either peer: frames, password, meaning. It does with a packet what the gateway does with it, by the
/// same reader and mapper, and nothing of what else the gateway keeps: sessions, clocks, requests to the device, audit.
/// </summary>
internal sealed class PeerConnectionHandler(PeerRegister register, IIntake intake, TimeProvider time) : ConnectionHandler
{
    private const int MaxGarbage = 65_536;

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        await using var line = intake.Open(connection.Transport.Output);
        var (input, frames, scratch) = (connection.Transport.Input, new FrameReader(), new ArrayBufferWriter<byte>(256));
        try
        {
            while (frames.BytesSinceFrame <= MaxGarbage)
            {
                var result = await input.ReadAsync(connection.ConnectionClosed);
                var buffer = result.Buffer;
                FrameStep step;
                while ((step = frames.TryRead(ref buffer, result.IsCompleted, out var frame, out _)) != FrameStep.NeedMore)
                    if (step == FrameStep.Frame && Understand(frame, scratch) is { } upload) await line.Take(upload);
                input.AdvanceTo(buffer.Start, buffer.End);
                await line.Pause();
                if (result.IsCompleted) return;
            }
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException or OperationCanceledException)
        {
            // The device is gone; what was taken is still stored.
        }
    }

    /// <summary>Null for what is not stored: an unknown device, a wrong password, another command, a time in the future.</summary>
    private Upload? Understand(in Frame frame, ArrayBufferWriter<byte> scratch)
    {
        var packet = new PacketReader(frame);
        if (register.Find(packet.Mn) is not { } device || !CryptographicOperations.FixedTimeEquals(packet.Pw, device.Password)) return null;
        if (packet.CommandNumber is not (2011 or 2051 or 2061)) return null;
        var now = time.GetUtcNow();
        if (PacketMapper.Map(packet, device.Mn, device.Map, now).Observation is not { } observation) return null;
        if (observation.DataTime > now + SourceBook.PermittedLead) return null;
        scratch.ResetWrittenCount();
        return new Upload(device, observation, Answers.TryWrite(packet, scratch) ? scratch.WrittenSpan.ToArray() : []);
    }
}
