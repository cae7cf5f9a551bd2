using System.Buffers;
using System.Text;

namespace BlueSky.Hj212.Tests;

/// <summary>Frames and faults of a whole stream, in copies that outlive the buffers.</summary>
internal sealed record Outcome(List<Frame> Frames, List<FrameFault> Faults, List<string> Story, int MostHeld);

/// <summary>Feeds bytes to a reader in any pieces, as a connection would.</summary>
internal static class Feed
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static Outcome Whole(byte[] bytes, FrameOptions? options = null) => InPieces(bytes, [], options);

    /// <summary>Cuts the stream at the given places; each piece arrives alone and is joined to what was left as a multi-segment sequence.</summary>
    public static Outcome InPieces(byte[] bytes, IEnumerable<int> cuts, FrameOptions? options = null)
    {
        var reader = new FrameReader((options ?? FrameOptions.Default) with { AwaitTerminator = true });
        var outcome = new Outcome([], [], [], 0);
        var held = new List<byte[]>();
        var most = 0;
        var from = 0;
        foreach (var cut in cuts.Where(c => c > 0 && c < bytes.Length).Distinct().Order().Append(bytes.Length))
        {
            held.Add(bytes[from..cut]);
            from = cut;
            var buffer = Sequence(held);
            Drain(reader, ref buffer, cut == bytes.Length, outcome);
            held = [.. Pieces(buffer)];
            most = Math.Max(most, held.Sum(p => p.Length));
        }

        return outcome with { MostHeld = most };
    }

    private static void Drain(FrameReader reader, ref ReadOnlySequence<byte> buffer, bool complete, Outcome outcome)
    {
        while (true)
        {
            switch (reader.TryRead(ref buffer, complete, out var frame, out var fault))
            {
                case FrameStep.NeedMore:
                    return;
                case FrameStep.Frame:
                    var copy = frame with { Segment = frame.Segment.ToArray(), Bytes = frame.Bytes.ToArray() };
                    outcome.Frames.Add(copy);
                    outcome.Story.Add($"frame {copy.Offset} {copy.Marks} {copy.Variant} {copy.SkippedBefore} {Convert.ToHexString(copy.Segment.Span)}");
                    break;
                default:
                    outcome.Faults.Add(fault with { Bytes = fault.Bytes.ToArray() });
                    outcome.Story.Add($"fault {fault.Word} {fault.Offset} {fault.Detail}");
                    break;
            }
        }
    }

    public static IEnumerable<byte[]> Pieces(ReadOnlySequence<byte> buffer)
    {
        foreach (var piece in buffer)
        {
            if (!piece.IsEmpty)
                yield return piece.ToArray();
        }
    }

    public static ReadOnlySequence<byte> Sequence(IReadOnlyList<byte[]> pieces)
    {
        if (pieces.Count == 0)
            return ReadOnlySequence<byte>.Empty;
        var first = new Piece(pieces[0], 0);
        var last = first;
        for (var i = 1; i < pieces.Count; i++)
            last = last.Append(pieces[i]);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] bytes, long index)
        {
            Memory = bytes;
            RunningIndex = index;
        }

        public Piece Append(byte[] bytes)
        {
            var next = new Piece(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
