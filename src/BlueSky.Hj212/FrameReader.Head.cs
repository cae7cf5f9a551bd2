namespace BlueSky.Hj212;

public sealed partial class FrameReader
{
    private enum HeadKind
    {
        None,
        NeedMore,
        Fault,
        Head,
    }

    /// <summary>The first bytes from <c>##</c> on, read as a length field.</summary>
    private readonly record struct Candidate(HeadKind Kind, int HeadLength = 0, int Length = 0, FrameMarks Marks = 0, FrameError Error = 0, string? Problem = null)
    {
        public static Candidate Read(ReadOnlySpan<byte> bytes, bool complete, FrameOptions options)
        {
            var length = 0;
            var digits = 0;
            while (digits < 4 && 2 + digits < bytes.Length && char.IsAsciiDigit((char)bytes[2 + digits]))
                length = length * 10 + bytes[2 + digits++] - '0';

            var rest = bytes[(2 + digits)..];
            return digits == 4 ? ReadFull(rest, length, complete, options) : ReadShort(rest, length, digits, complete, options);
        }

        private static Candidate ReadFull(ReadOnlySpan<byte> rest, int length, bool complete, FrameOptions options)
        {
            if (length > options.MaxSegment)
                return Bad(FrameError.TooLong, $"declared {length} bytes, at most {options.MaxSegment} are accepted");
            if (rest.IsEmpty)
                return complete ? Unfinished : new(HeadKind.NeedMore);
            if (rest[0] != '0')
                return new(HeadKind.Head, 6, length);

            // Guangzhou: a mark for plain text, counted neither in the length nor in the checksum.
            var key = options.Dialect == Dialect.Guangzhou ? true : StartsWithKey(rest[1..]);
            return key switch
            {
                true => new(HeadKind.Head, 7, length, FrameMarks.GuangzhouZero),
                null when !complete => new(HeadKind.NeedMore),
                _ => new(HeadKind.Head, 6, length),
            };
        }

        private static Candidate ReadShort(ReadOnlySpan<byte> rest, int length, int digits, bool complete, FrameOptions options)
        {
            switch (StartsWithKey(rest))
            {
                case true when digits == 3 && options.TolerateShortFields && length <= options.MaxSegment:
                    return new(HeadKind.Head, 5, length, FrameMarks.ShortLength);
                case true:
                    return Bad(FrameError.Length, $"length field has {digits} digits in place of four");
                case null:
                    return complete ? Unfinished : new(HeadKind.NeedMore);
                default:
                    return new(HeadKind.None);
            }
        }

        private static Candidate Unfinished => Bad(FrameError.Length, "the stream ended inside the head of a frame");

        private static Candidate Bad(FrameError error, string problem) => new(HeadKind.Fault, Error: error, Problem: problem);

        /// <summary>Does a head key follow? Null when the bytes end before that can be said.</summary>
        private static bool? StartsWithKey(ReadOnlySpan<byte> bytes)
        {
            bool? answer = false;
            foreach (var key in (ReadOnlySpan<string>)["QN=", "ST=", "CN=", "PW=", "MN="])
            {
                var same = 0;
                while (same < key.Length && same < bytes.Length && bytes[same] == key[same])
                    same++;
                if (same == key.Length)
                    return true;
                if (same == bytes.Length)
                    answer = null;
            }

            return answer;
        }
    }
}
