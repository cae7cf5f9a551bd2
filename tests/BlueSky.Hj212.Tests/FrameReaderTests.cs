using System.Buffers;
using System.Text;

namespace BlueSky.Hj212.Tests;

/// <summary>Framing beyond the packets file: HJ 212-2017 6.3.1 and what senders make of it.</summary>
public sealed class FrameReaderTests
{
    private static readonly string Good = Make.Segment("DataTime=20240101000000;a34002-Rtd=61.0,a34002-Flag=N");

    [Theory]
    [InlineData("\r\n", FrameMarks.None)]
    [InlineData("\n", FrameMarks.MissingCrlf)]
    [InlineData("", FrameMarks.MissingCrlf)]
    [InlineData("\\r\\n", FrameMarks.LiteralCrlf)]
    [InlineData("\r\n\r\n\0 ", FrameMarks.None)]
    public void Any_terminator_is_swallowed(string tail, FrameMarks marks)
    {
        var outcome = Feed.Whole(Feed.Bytes(Make.Frame(Good, tail) + Make.Frame(Good, tail)));
        Assert.Equal([marks, marks], outcome.Frames.Select(f => f.Marks));
        Assert.Empty(outcome.Faults);
    }

    [Fact]
    public void A_frame_without_terminator_is_delivered_at_once_unless_asked_to_wait()
    {
        var bytes = Feed.Bytes(Make.Frame(Good, ""));
        var buffer = new ReadOnlySequence<byte>(bytes);
        Assert.Equal(FrameStep.Frame, new FrameReader().TryRead(ref buffer, false, out var frame, out _));
        Assert.Equal(FrameMarks.None, frame.Marks);   // nothing is known yet about what follows

        buffer = new ReadOnlySequence<byte>(bytes);
        var waiting = new FrameReader(new FrameOptions { AwaitTerminator = true });
        Assert.Equal(FrameStep.NeedMore, waiting.TryRead(ref buffer, false, out _, out _));
        Assert.Equal(FrameStep.Frame, waiting.TryRead(ref buffer, true, out frame, out _));
        Assert.Equal(FrameMarks.MissingCrlf, frame.Marks);
    }

    [Fact]
    public void A_terminator_that_comes_later_is_no_garbage()
    {
        var reader = new FrameReader();
        foreach (var tail in new[] { "\r\n", @"\r\n" })
        {
            var buffer = new ReadOnlySequence<byte>(Feed.Bytes(Make.Frame(Good, "")));
            Assert.Equal(FrameStep.Frame, reader.TryRead(ref buffer, false, out var frame, out _));
            Assert.Equal(0, frame.SkippedBefore);
            byte[] left = [];
            foreach (var octet in Feed.Bytes(tail))
            {
                buffer = new ReadOnlySequence<byte>([.. left, octet]);
                Assert.Equal(FrameStep.NeedMore, reader.TryRead(ref buffer, false, out _, out _));
                left = buffer.ToArray();
            }

            Assert.Empty(left);
        }
    }

    [Fact]
    public void A_contiguous_frame_is_not_copied()
    {
        var bytes = Feed.Bytes(Make.Frame(Good));
        var buffer = new ReadOnlySequence<byte>(bytes);
        new FrameReader().TryRead(ref buffer, false, out var frame, out _);
        Assert.True(frame.Segment.Span.Overlaps(bytes));
    }

    [Theory]
    [InlineData("##12", FrameError.Length)]
    [InlineData("##", FrameError.Length)]
    [InlineData("##0136", FrameError.Length)]
    [InlineData("##0136QN=2024", FrameError.Length)]
    [InlineData("#", FrameError.Syntax)]
    [InlineData("hello", FrameError.Syntax)]
    [InlineData("##ABCD", FrameError.Syntax)]
    [InlineData("##QN=20240101000000000;ST=31", FrameError.Length)]
    [InlineData("##87QN=20240101000000000;ST=31", FrameError.Length)]
    [InlineData("##9999QN=1", FrameError.TooLong)]
    [InlineData("##8193QN=1", FrameError.TooLong)]
    public void A_stream_that_ends_in_the_middle_says_what_was_wrong(string text, FrameError error)
    {
        var outcome = Feed.Whole(Feed.Bytes(text));
        Assert.Empty(outcome.Frames);
        Assert.Equal(error, Assert.Single(outcome.Faults).Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\0 ")]
    public void Silence_is_no_fault(string text) => Assert.Empty(Feed.Whole(Feed.Bytes(text)).Story);

    [Fact]
    public void A_length_that_is_too_long_is_refused_before_anything_is_buffered()
    {
        var buffer = new ReadOnlySequence<byte>(Feed.Bytes("##9999Q"));
        Assert.Equal(FrameStep.Fault, new FrameReader().TryRead(ref buffer, false, out _, out var fault));
        Assert.Equal("too-long", fault.Word);
        Assert.Equal(5, buffer.Length);
    }

    [Fact]
    public void Ten_megabytes_without_a_frame_are_held_by_nobody()
    {
        var reader = new FrameReader();
        var chunk = Enumerable.Repeat((byte)'x', 100_000).ToArray();
        for (var i = 0; i < 100; i++)
        {
            var buffer = new ReadOnlySequence<byte>(chunk);
            Assert.Equal(FrameStep.NeedMore, reader.TryRead(ref buffer, false, out _, out _));
            Assert.Equal(0, buffer.Length);
        }

        Assert.Equal(10_000_000, reader.BytesSinceFrame);
    }

    [Theory]
    [InlineData("QN=1;ST=31;CN=2011;MN=A", "no CP=")]
    [InlineData("QN=1;ST=31;CN=2011;MN=A;CP=&&DataTime=20240101000000", "not closed")]
    [InlineData("QN=1;ST=31;CN=2011;MN=A;CP=&DataTime=20240101000000&", "not closed")]
    [InlineData("QN=1;ST=31;CN=2011;MN=A;CP=&&", "not closed")]
    public void A_segment_that_fits_but_has_no_closed_data_area_is_a_syntax_fault(string segment, string says)
    {
        var fault = Assert.Single(Feed.Whole(Feed.Bytes(Make.Frame(segment))).Faults);
        Assert.Equal(FrameError.Syntax, fault.Error);
        Assert.Contains(says, fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_closing_can_be_tolerated()
    {
        var frame = Assert.Single(Feed.Whole(
            Feed.Bytes(Make.Frame("ST=31;CN=2011;MN=A;CP=&DataTime=20240101000000;a34002-Rtd=1&")), FrameOptions.Lenient).Frames);
        var packet = Packet.Parse(frame);
        Assert.Equal("1", packet.Factors["a34002"]["Rtd"]);
        Assert.Contains(Warnings.MissingClosing, packet.Warnings);
        Assert.Contains(Warnings.MissingOpening, packet.Warnings);
    }

    [Theory]
    [InlineData("R065", true)]     // CRC wrong too: cannot be saved
    [InlineData("R057", false)]    // three digits
    [InlineData("R021", false)]    // MODBUS, bytes swapped
    [InlineData("R112", false)]    // MODBUS
    public void Lenient_options_save_what_can_be_proved(string id, bool lost)
    {
        var outcome = Feed.Whole(PacketFile.Get(id).OnTheWire, FrameOptions.Lenient);
        Assert.Equal(lost ? 0 : 1, outcome.Frames.Count);
        Assert.Equal(lost ? 1 : 0, outcome.Faults.Count);
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(40)]
    public void A_wrong_length_can_be_tolerated_where_the_checksum_proves_the_segment(int error)
    {
        var length = Good.Length + error;
        var wrong = $"##{length:D4}{Make.Frame(Good)[6..]}";
        var bytes = Feed.Bytes(wrong + Make.Frame(Good));

        var strict = Feed.Whole(bytes);
        Assert.Single(strict.Frames);
        Assert.Equal(FrameError.Length, Assert.Single(strict.Faults).Error);

        var lenient = Feed.Whole(bytes, FrameOptions.Lenient);
        Assert.Equal([FrameMarks.WrongLength, FrameMarks.None], lenient.Frames.Select(f => f.Marks));
        Assert.Empty(lenient.Faults);
    }

    [Fact]
    public void A_wrong_length_is_reported_with_the_one_that_would_fit()
    {
        var fault = Assert.Single(Feed.Whole(PacketFile.Get("R108").OnTheWire).Faults);
        Assert.Contains("222 bytes would fit", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checksum_without_its_leading_zero_is_a_fault_unless_tolerated()
    {
        var area = Enumerable.Range(0, 1000).First(i => Crc16.Compute(Feed.Bytes(Make.Segment($"a={i}"))) is > 0xFF and < 0x1000);
        var segment = Make.Segment($"a={area}");
        var text = $"##{segment.Length:D4}{segment}{Crc16.Compute(Feed.Bytes(segment)):X}\r\n";
        var bytes = Feed.Bytes(text + Make.Frame(Good));

        var strict = Feed.Whole(bytes);
        Assert.Equal(FrameError.Crc, Assert.Single(strict.Faults).Error);
        Assert.Contains("leading zeros", strict.Faults[0].Detail, StringComparison.Ordinal);
        Assert.Single(strict.Frames);

        Assert.Equal([FrameMarks.ShortCrc, FrameMarks.None], Feed.Whole(bytes, FrameOptions.Lenient).Frames.Select(f => f.Marks));
    }

    [Theory]
    [InlineData("ZZZZ")]
    [InlineData("\u0001\u0002\r\n")]
    public void A_checksum_that_is_no_number_is_a_checksum_fault(string crc)
    {
        var bytes = Feed.Bytes($"##{Good.Length:D4}{Good}{crc}\r\n");
        Assert.Equal(FrameError.Crc, Assert.Single(Feed.Whole(bytes).Faults).Error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_whole_segment_whose_checksum_is_cut_off_has_a_right_length(int digits) =>
        Assert.Equal(FrameError.Crc, Assert.Single(Feed.Whole(Feed.Bytes(Make.Frame(Good, "")[..^(4 - digits)])).Faults).Error);

    [Fact]
    public void A_checksum_from_before_the_closing_is_named()
    {
        var crc = Crc16.Compute(Feed.Bytes(Good[..^2]));
        var fault = Assert.Single(Feed.Whole(Feed.Bytes($"##{Good.Length:D4}{Good}{crc:X4}\r\n")).Faults);
        Assert.Equal(FrameError.Crc, fault.Error);
        Assert.Contains("before && was appended", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checksum_variant_can_be_allowed_for_one_device()
    {
        var asked = new List<string>();
        var options = new FrameOptions
        {
            CrcPolicy = (mn, variant) =>
            {
                asked.Add($"{Encoding.ASCII.GetString(mn)} {variant}");
                return mn.SequenceEqual("4201003"u8);
            },
        };
        var outcome = Feed.Whole([.. PacketFile.Get("R021").OnTheWire, .. PacketFile.Get("R022").OnTheWire], options);
        Assert.Equal(CrcVariant.ModbusSwapped, Assert.Single(outcome.Frames).Variant);
        Assert.Equal(FrameError.Crc, Assert.Single(outcome.Faults).Error);
        Assert.Equal(["4201003 ModbusSwapped", "88888880000001 ModbusSwapped"], asked);
        Assert.Contains(Warnings.ModbusSwappedCrc, Packet.Parse(outcome.Frames[0]).Warnings);
    }

    [Fact]
    public void A_third_sign_before_the_head_does_no_harm() =>
        Assert.Single(Feed.Whole(Feed.Bytes("#" + Make.Frame(Good))).Frames);

    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    public void A_cap_outside_four_digits_is_refused(int cap) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameReader(new FrameOptions { MaxSegment = cap }));

    [Fact]
    public void Fault_bytes_are_kept_as_evidence()
    {
        var item = PacketFile.Get("R009");
        Assert.Equal(item.Bytes, Assert.Single(Feed.Whole(item.OnTheWire).Faults).Bytes.ToArray());
    }
}
