using System.Buffers;

namespace BlueSky.Hj212;

/// <summary>
/// Cuts a stream of bytes into frames: length first, checksum second, terminator ignored. One instance per connection;
/// not thread-safe.
/// </summary>
/// <remarks>
/// What is delivered depends on the bytes alone, never on how the stream was cut into buffers (with
/// <see cref="FrameOptions.AwaitTerminator"/> this holds for the terminator's marks too). After a bad frame the search
/// goes on two bytes after its <c>##</c>, never after its claimed length: a wrong length must not swallow its neighbour.
/// An unfinished frame never makes the caller hold more than <see cref="MaxBuffered"/> bytes.
/// </remarks>
public sealed partial class FrameReader
{
    private const int HeadPeek = 10;
    private const int CrcDigits = 4;
    private const int TailPeek = 4;

    private readonly FrameOptions _options;
    private readonly CrcVariant[] _otherVariants;
    private byte[] _scratch = [];
    private long _position;
    private long _skipped;
    private long _skippedAt;
    private bool _afterFault;
    private bool _inTail;

    /// <summary>A reader for one connection.</summary>
    /// <param name="options">What is tolerated; null for <see cref="FrameOptions.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="FrameOptions.MaxSegment"/> is not within 1 to 9999.</exception>
    public FrameReader(FrameOptions? options = null)
    {
        _options = options ?? FrameOptions.Default;
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxSegment, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.MaxSegment, 9999, nameof(options));
        _otherVariants = [.. _options.AcceptedCrc.Where(v => v != CrcVariant.Hj212)];
    }

    /// <summary>Bytes consumed since the connection began.</summary>
    public long Position => _position;

    /// <summary>Bytes consumed since the last good frame: a receiver closes a connection on which this grows without end.</summary>
    public long BytesSinceFrame { get; private set; }

    /// <summary>Most bytes that stay unread after <see cref="FrameStep.NeedMore"/>.</summary>
    public int MaxBuffered => HeadPeek + _options.MaxSegment + CrcDigits + TailPeek;

    /// <summary>Takes one step. Call it until it says <see cref="FrameStep.NeedMore"/>, then read on.</summary>
    /// <param name="buffer">The unread bytes; on return those not consumed.</param>
    /// <param name="complete">
    /// True when no byte will follow for what is in the buffer (end of stream, or the sender stayed silent too long):
    /// a frame begun but not finished becomes a fault.
    /// </param>
    /// <param name="frame">The frame, when the step is <see cref="FrameStep.Frame"/>.</param>
    /// <param name="fault">The fault, when the step is <see cref="FrameStep.Fault"/>.</param>
    /// <returns>What was found.</returns>
    public FrameStep TryRead(ref ReadOnlySequence<byte> buffer, bool complete, out Frame frame, out FrameFault fault)
    {
        frame = default;
        fault = default;
        while (SkipToHead(ref buffer, complete))
        {
            var candidate = Candidate.Read(Peek(buffer, HeadPeek).Span, complete, _options);
            switch (candidate.Kind)
            {
                case HeadKind.NeedMore:
                    return FrameStep.NeedMore;
                case HeadKind.None:
                    SkipGarbage(ref buffer, 1);
                    continue;
                case HeadKind.Fault:
                    fault = Reject(ref buffer, candidate.Error, candidate.Problem!, default);
                    return FrameStep.Fault;
            }

            return ReadBody(ref buffer, candidate, complete, out frame, out fault);
        }

        if (!complete || _skipped == 0)
            return FrameStep.NeedMore;
        var garbage = _skipped;
        _skipped = 0;
        if (_afterFault)
            return FrameStep.NeedMore;   // the rest of a bad frame was reported with it
        fault = new FrameFault(FrameError.Syntax, _skippedAt, $"{garbage} bytes that belong to no frame");
        return FrameStep.Fault;
    }

    private FrameStep ReadBody(
        ref ReadOnlySequence<byte> buffer, in Candidate candidate, bool complete, out Frame frame, out FrameFault fault)
    {
        frame = default;
        fault = default;
        var length = candidate.Length;
        var needed = candidate.HeadLength + length + CrcDigits;
        if (buffer.Length < needed && !complete)
            return FrameStep.NeedMore;

        var body = Peek(buffer, needed + TailPeek);
        var verdict = body.Length < candidate.HeadLength + length
            ? Verdict.Bad(FrameError.Length, $"declared {length} bytes, the stream ended after {body.Length - candidate.HeadLength} of them")
            : Judge(body.Span, candidate.HeadLength, length, complete);

        if (verdict.Error == FrameError.Length && _options.TolerateWrongLength)
        {
            var found = FindByClosing(buffer, candidate, complete);
            if (found.NeedMore)
                return FrameStep.NeedMore;
            if (found.Length >= 0)
            {
                length = found.Length;
                needed = candidate.HeadLength + length + CrcDigits;
                body = Peek(buffer, needed + TailPeek);
                verdict = found with { Marks = found.Marks | FrameMarks.WrongLength };
            }
        }

        if (verdict.NeedMore)
            return FrameStep.NeedMore;
        if (verdict.Error is { } error)
        {
            var seen = body[..Math.Min(body.Length, needed)];
            var detail = verdict.Detail!;
            if (error == FrameError.Length && FittingLength(seen.Span[candidate.HeadLength..]) is { } fits)
                detail += $"; a segment of {fits} bytes would fit";
            fault = Reject(ref buffer, error, detail, seen) with
            {
                DeclaredCrc = verdict.Declared,
                ComputedCrc = verdict.Computed,
                FittingVariant = verdict.Fitting,
            };
            return FrameStep.Fault;
        }

        var total = needed - verdict.LostDigits;
        var tail = Terminator(body.Span[Math.Min(total, body.Length)..], complete, _options.AwaitTerminator, out var wait);
        if (wait)
            return FrameStep.NeedMore;

        var marks = verdict.Marks | candidate.Marks | tail;
        if (length > 1024)
            marks |= FrameMarks.Over1024;
        var garbage = _afterFault ? 0 : _skipped;
        if (garbage > 0)
            marks |= FrameMarks.GarbageBefore;
        frame = new Frame(
            body.Slice(candidate.HeadLength, length), body[..total], _position, verdict.Declared!.Value, verdict.Variant, marks, garbage);
        Consume(ref buffer, total);
        _skipped = 0;
        _afterFault = false;
        _inTail = true;
        BytesSinceFrame = 0;
        return FrameStep.Frame;
    }

    /// <summary>Goes on behind the two signs of a bad frame's head.</summary>
    private FrameFault Reject(ref ReadOnlySequence<byte> buffer, FrameError error, string detail, ReadOnlyMemory<byte> seen)
    {
        var fault = new FrameFault(error, _position, detail, seen);
        Consume(ref buffer, 2);
        _skipped = 0;
        _afterFault = true;
        _inTail = false;
        return fault;
    }

    /// <summary>Drops what stands before the next <c>##</c>; false when there is none yet.</summary>
    private bool SkipToHead(ref ReadOnlySequence<byte> buffer, bool complete)
    {
        while (!buffer.IsEmpty)
        {
            var span = buffer.FirstSpan;
            if (span.Length >= 2 && span[0] == '#' && span[1] == '#')
            {
                _inTail = false;
                return true;
            }

            if (_inTail)
            {
                if (!SkipTail(ref buffer, complete))
                    return false;
                continue;
            }

            span = Peek(buffer, Math.Max(1, span.Length)).Span;   // an empty first piece is possible
            var sign = span.IndexOf((byte)'#');
            if (sign != 0)
            {
                SkipGarbage(ref buffer, sign < 0 ? span.Length : sign);
                continue;
            }

            if (buffer.Length < 2)
            {
                if (!complete)
                    return false;
                SkipGarbage(ref buffer, 1);
                continue;
            }

            if (Peek(buffer, 2).Span[1] == '#')
                return true;
            SkipGarbage(ref buffer, 1);
        }

        return false;
    }

    /// <summary>Swallows one piece of what may follow a checksum: CR, LF, NUL, blank, the characters <c>\r</c> and <c>\n</c>.</summary>
    private bool SkipTail(ref ReadOnlySequence<byte> buffer, bool complete)
    {
        var next = Peek(buffer, 2).Span;
        if (IsPadding(next[0]))
        {
            Consume(ref buffer, 1);
            return true;
        }

        if (next[0] == '\\')
        {
            if (next.Length < 2 && !complete)
                return false;
            if (next.Length == 2 && next[1] is (byte)'r' or (byte)'n')
            {
                Consume(ref buffer, 2);
                return true;
            }
        }

        _inTail = false;
        return true;
    }

    private static bool IsPadding(byte octet) => octet is (byte)'\r' or (byte)'\n' or 0 or (byte)' ';

    private void SkipGarbage(ref ReadOnlySequence<byte> buffer, int count)
    {
        var octets = Peek(buffer, count).Span;
        for (var i = 0; i < count; i++)
        {
            if (IsPadding(octets[i]))
                continue;
            if (_skipped++ == 0)
                _skippedAt = _position + i;
        }

        Consume(ref buffer, count);
    }

    private void Consume(ref ReadOnlySequence<byte> buffer, int count)
    {
        buffer = buffer.Slice(count);
        _position += count;
        BytesSinceFrame += count;
    }

    /// <summary>The first bytes in one piece: the caller's own memory when it is contiguous, else a copy in the scratch buffer.</summary>
    private ReadOnlyMemory<byte> Peek(in ReadOnlySequence<byte> buffer, int count)
    {
        var first = buffer.First;
        if (first.Length >= count)
            return first[..count];
        var available = (int)Math.Min(count, buffer.Length);
        if (first.Length == available)
            return first;
        if (_scratch.Length < available)
            _scratch = new byte[Math.Min(Math.Max(available, 512) * 2, Math.Max(available, MaxBuffered))];
        buffer.Slice(0, available).CopyTo(_scratch);
        return _scratch.AsMemory(0, available);
    }
}
