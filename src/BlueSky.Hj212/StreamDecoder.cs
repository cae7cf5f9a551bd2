using System.Buffers;

namespace BlueSky.Hj212;

/// <summary>
/// Turns one TCP stream, fed in pieces of any size, into the JSON lines of <see cref="DecodeLine"/>. Holds at most the bytes of one
/// unfinished frame besides the piece at hand.
/// </summary>
/// <param name="options">What is tolerated; null for the default. Frames always wait for their terminator, so that the lines do not depend on the pieces.</param>
/// <param name="keys">SM4 keys by MN; null when there are none.</param>
public sealed class StreamDecoder(FrameOptions? options = null, KeySource? keys = null)
{
    private readonly FrameReader _reader = new((options ?? FrameOptions.Default) with { AwaitTerminator = true });
    private byte[] _held = [];

    /// <summary>Bytes held back for a frame that is not finished.</summary>
    public int Held => _held.Length;

    /// <summary>Frames written as intact so far.</summary>
    public long Frames { get; private set; }

    /// <summary>Faults written so far.</summary>
    public long Faults { get; private set; }

    /// <summary>Takes the next piece of the stream.</summary>
    /// <param name="piece">The bytes; may be empty.</param>
    /// <param name="complete">True with the last piece: a frame begun but not finished becomes a fault.</param>
    /// <param name="output">Receives the lines.</param>
    /// <exception cref="ArgumentException">A key is not 16 bytes long.</exception>
    public void Feed(ReadOnlyMemory<byte> piece, bool complete, IBufferWriter<byte> output)
    {
        var joined = _held.Length == 0 ? piece : Join(_held, piece.Span);
        var buffer = new ReadOnlySequence<byte>(joined);
        while (true)
        {
            var step = _reader.TryRead(ref buffer, complete, out var frame, out var fault);
            if (step == FrameStep.NeedMore)
                break;
            if (step == FrameStep.Fault)
                WriteFault(output, fault);
            else
                WriteFrame(output, frame);
        }

        _held = buffer.ToArray();
    }

    private void WriteFrame(IBufferWriter<byte> output, Frame frame)
    {
        if (frame.IsEncrypted && keys is not null && new PacketReader(frame).Mn is var mn
            && keys(KnownText.Get(mn)) is { Count: > 0 } known
            && !Sm4Codec.TryDecrypt(frame, known, out frame))
        {
            WriteFault(output, new FrameFault(FrameError.Crc, frame.Offset, $"encrypted; with no known key does the plain text fit the declared {frame.DeclaredCrc:X4}"));
            return;
        }

        DecodeLine.Write(output, Packet.Parse(frame));
        Frames++;
    }

    private void WriteFault(IBufferWriter<byte> output, in FrameFault fault)
    {
        DecodeLine.Write(output, fault);
        Faults++;
    }

    private static byte[] Join(byte[] held, ReadOnlySpan<byte> piece)
    {
        var joined = new byte[held.Length + piece.Length];
        held.CopyTo(joined, 0);
        piece.CopyTo(joined.AsSpan(held.Length));
        return joined;
    }
}
