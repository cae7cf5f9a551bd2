using BlueSky.Hj212;
using Microsoft.AspNetCore.Connections;

namespace BlueSky.Benchmarks.Peers;

/// <summary>
/// The floor under all: frames are cut, their checksum is compared, and each is answered at once. Nothing is understood,
/// judged or kept.
/// </summary>
internal sealed class EchoConnectionHandler : ConnectionHandler
{
    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var (input, output, frames) = (connection.Transport.Input, connection.Transport.Output, new FrameReader());
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(connection.ConnectionClosed);
                var buffer = result.Buffer;
                FrameStep step;
                while ((step = frames.TryRead(ref buffer, result.IsCompleted, out var frame, out _)) != FrameStep.NeedMore)
                    if (step == FrameStep.Frame) Answers.TryWrite(new PacketReader(frame), output);
                input.AdvanceTo(buffer.Start, buffer.End);
                await output.FlushAsync(connection.ConnectionClosed);
                if (result.IsCompleted) return;
            }
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException or OperationCanceledException)
        {
            // The device is gone.
        }
    }
}
