using System.Buffers;

namespace BlueSky.Hj212;

public sealed partial class FrameReader
{
    /// <summary>What length, closing and checksum say about a segment.</summary>
    private readonly record struct Verdict
    {
        public FrameError? Error { get; init; }
        public string? Detail { get; init; }
        public bool NeedMore { get; init; }
        public FrameMarks Marks { get; init; }
        public CrcVariant Variant { get; init; }
        public ushort? Declared { get; init; }
        public ushort? Computed { get; init; }
        public CrcVariant? Fitting { get; init; }

        /// <summary>Checksum digits that the sender lost.</summary>
        public int LostDigits { get; init; }

        /// <summary>Length of a segment found by its closing, or -1.</summary>
        public int Length { get; init; }

        public static Verdict Bad(FrameError error, string detail) => new() { Error = error, Detail = detail, Length = -1 };
    }

    private Verdict Judge(ReadOnlySpan<byte> body, int headLength, int length, bool complete)
    {
        var segment = body.Slice(headLength, length);
        var digits = body[(headLength + length)..];   // fewer than four only where the stream ended
        digits = digits[..Math.Min(CrcDigits, digits.Length)];
        var closed = segment.EndsWith("&&"u8);
        // "CP=&&" at the very end is the opening, not the closing.
        var opened = segment.EndsWith("CP=&&"u8);

        if (!TryReadHex(digits, out var declared, out var lower))
            return closed && !opened && !digits.StartsWith("&"u8)
                ? JudgeShortCrc(segment, digits)
                : Verdict.Bad(FrameError.Length, $"no && and checksum at the declared length {length}");

        var marks = lower ? FrameMarks.LowerCaseCrc : FrameMarks.None;
        var computed = Crc16.Compute(segment);
        if (computed == declared)
            return JudgeSyntax(segment, closed && !opened, marks) with { Declared = declared, Computed = computed };
        if (!closed || opened)
            return Verdict.Bad(FrameError.Length, $"no && before the checksum at the declared length {length}") with
            {
                Declared = declared,
                Computed = computed,
            };

        var fitting = FittingVariant(segment, declared);
        if (fitting is { } variant && Accepts(segment, variant))
            return JudgeSyntax(segment, true, marks | FrameMarks.OtherCrc) with { Declared = declared, Computed = computed, Variant = variant };

        if (PacketReader.MayBeEncrypted(segment))
        {
            // The checksum is that of the plain text: only the structure can be tested, so test all of it.
            var tail = body[(headLength + length + CrcDigits)..];
            var end = Terminator(tail, complete, hold: true, out var wait);
            if (wait)
                return new Verdict { NeedMore = true };
            if ((end & FrameMarks.MissingCrlf) == 0 || tail.IsEmpty || IsPadding(tail[0]) || tail[0] == '#')
                return new Verdict { Declared = declared, Computed = computed, Marks = marks | FrameMarks.Encrypted };
        }

        var detail = $"declared {declared:X4}, computed {computed:X4}";
        if (fitting is { } other)
            detail += other == CrcVariant.Modbus ? "; the declared one is CRC-16/MODBUS" : "; the declared one is CRC-16/MODBUS with its bytes swapped";
        else if (Crc16.Compute(segment[..^2]) == declared)
            detail += "; the declared one was computed before && was appended";
        return Verdict.Bad(FrameError.Crc, detail) with { Declared = declared, Computed = computed, Fitting = fitting };
    }

    private Verdict JudgeSyntax(ReadOnlySpan<byte> segment, bool closed, FrameMarks marks)
    {
        if (segment.IndexOf("CP="u8) < 0)
            return Verdict.Bad(FrameError.Syntax, "length and checksum fit, but the segment has no CP=");
        if (closed)
            return new Verdict { Marks = marks };
        return _options.TolerateMissingClosing
            ? new Verdict { Marks = marks | FrameMarks.MissingClosing }
            : Verdict.Bad(FrameError.Syntax, "length and checksum fit, but the data area is not closed by &&");
    }

    /// <summary>The closing stands where it should, but not four digits after it.</summary>
    private Verdict JudgeShortCrc(ReadOnlySpan<byte> segment, ReadOnlySpan<byte> digits)
    {
        var computed = Crc16.Compute(segment);
        var count = 0;
        var declared = 0;
        while (count < digits.Length && HexValue(digits[count]) is >= 0 and var value)
        {
            declared = (declared << 4) | value;
            count++;
        }

        if (count > 0 && declared == computed)
        {
            if (_options.TolerateShortFields)
                return JudgeSyntax(segment, true, FrameMarks.ShortCrc) with
                {
                    Declared = computed,
                    Computed = computed,
                    LostDigits = CrcDigits - count,
                };
            return Verdict.Bad(FrameError.Crc, $"checksum has {count} digits in place of four; computed {computed:X4}, so leading zeros were lost") with
            {
                Declared = (ushort)declared,
                Computed = computed,
            };
        }

        return Verdict.Bad(FrameError.Crc, $"checksum is not four hexadecimal digits; computed {computed:X4}") with { Computed = computed };
    }

    private bool Accepts(ReadOnlySpan<byte> segment, CrcVariant variant) =>
        Array.IndexOf(_otherVariants, variant) >= 0
        || (_options.CrcPolicy is { } policy && policy(new PacketReader(segment).Mn, variant));

    private static CrcVariant? FittingVariant(ReadOnlySpan<byte> segment, ushort declared)
    {
        var modbus = Crc16.Modbus(segment);
        if (modbus == declared)
            return CrcVariant.Modbus;
        return (ushort)((modbus << 8) | (modbus >> 8)) == declared ? CrcVariant.ModbusSwapped : null;
    }

    /// <summary>For the report of a wrong length: the length at which closing and checksum would fit, before the next head.</summary>
    private static int? FittingLength(ReadOnlySpan<byte> rest)
    {
        var crc = Crc16.Start;
        for (var i = 0; i + CrcDigits <= rest.Length; i++)
        {
            if (i >= 2 && rest[i - 1] == '&' && rest[i - 2] == '&'
                && TryReadHex(rest.Slice(i, CrcDigits), out var declared, out _) && declared == crc)
                return i;
            if (IsHead(rest[i..]) == true)
                return null;
            crc = Crc16.Next(crc, rest[i]);
        }

        return null;
    }

    /// <summary>
    /// The first <c>&amp;&amp;</c> with a checksum that fits, before the next <c>##</c> and four digits and not more than 512 bytes
    /// behind the declared end. Reads byte by byte, so that the outcome does not depend on what has arrived.
    /// </summary>
    private Verdict FindByClosing(in ReadOnlySequence<byte> buffer, in Candidate candidate, bool complete)
    {
        var limit = Math.Min(_options.MaxSegment, candidate.Length + 512);
        var rest = Peek(buffer, candidate.HeadLength + limit + CrcDigits).Span[candidate.HeadLength..];
        var crc = Crc16.Start;
        for (var i = 0; i <= limit; i++)
        {
            if (i >= 2 && rest[i - 1] == '&' && rest[i - 2] == '&')
            {
                if (rest.Length < i + CrcDigits && !complete)
                    return new Verdict { NeedMore = true };
                if (rest.Length >= i + CrcDigits && TryReadHex(rest.Slice(i, CrcDigits), out var declared, out var lower) && declared == crc)
                    return JudgeSyntax(rest[..i], true, lower ? FrameMarks.LowerCaseCrc : 0) with { Length = i, Declared = crc, Computed = crc };
            }

            if (i >= rest.Length)
                return complete || i >= limit ? NotFound : new Verdict { NeedMore = true };
            var head = IsHead(rest[i..]);
            if (head == true)
                return NotFound;
            if (head == null && !complete && rest.Length < limit + CrcDigits)
                return new Verdict { NeedMore = true };
            crc = Crc16.Next(crc, rest[i]);
        }

        return NotFound;
    }

    private static Verdict NotFound => new() { Length = -1 };

    /// <summary><c>##</c> and four digits? Null when the bytes end before that can be said.</summary>
    private static bool? IsHead(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < 6; i++)
        {
            if (i == bytes.Length)
                return null;
            if (i < 2 ? bytes[i] != '#' : !char.IsAsciiDigit((char)bytes[i]))
                return false;
        }

        return true;
    }

    /// <summary>Classifies what follows the checksum.</summary>
    private static FrameMarks Terminator(ReadOnlySpan<byte> tail, bool complete, bool hold, out bool wait)
    {
        var marks = tail.StartsWith("\r\n"u8) ? FrameMarks.None
            : tail.StartsWith(@"\r\n"u8) ? FrameMarks.LiteralCrlf
            : FrameMarks.MissingCrlf;
        var undecided = !complete && ("\r\n"u8.StartsWith(tail) || @"\r\n"u8.StartsWith(tail)) && marks == FrameMarks.MissingCrlf;
        wait = undecided && hold;
        return undecided ? FrameMarks.None : marks;
    }

    private static bool TryReadHex(ReadOnlySpan<byte> digits, out ushort value, out bool lower)
    {
        var number = 0;
        lower = false;
        value = 0;
        if (digits.Length != CrcDigits)
            return false;
        foreach (var digit in digits)
        {
            var part = HexValue(digit);
            if (part < 0)
                return false;
            lower |= digit >= 'a';
            number = (number << 4) | part;
        }

        value = (ushort)number;
        return true;
    }

    private static int HexValue(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };
}
