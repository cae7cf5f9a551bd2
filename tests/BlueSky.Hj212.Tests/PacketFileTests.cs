using System.Buffers;
using System.Text;
using System.Text.Json;

namespace BlueSky.Hj212.Tests;

/// <summary>Every item of the packets file against the verdicts that the file gives.</summary>
public sealed class PacketFileTests
{
    /// <summary>
    /// Items of class fault whose length and checksum are right: only the frame's dress is a dialect's. Their data are intact, so they
    /// are delivered with a warning.
    /// </summary>
    private static readonly Dictionary<string, string> IntactDialects = new()
    {
        ["R109"] = Warnings.LiteralCrlf,
        ["R110"] = Warnings.LiteralCrlf,
        ["R111"] = Warnings.GuangzhouZero,
    };

    public static IEnumerable<TheoryDataRow<string>> Intact => PacketFile.Ids(i => i.Class is "clean" or "quirk" || IntactDialects.ContainsKey(i.Id));

    public static IEnumerable<TheoryDataRow<string>> Clean => PacketFile.Ids(i => i.Class == "clean" && i.Terminator == "crlf");

    public static IEnumerable<TheoryDataRow<string>> Faulty => PacketFile.Ids(i => i.Class == "fault" && !IntactDialects.ContainsKey(i.Id));

    public static IEnumerable<TheoryDataRow<string>> All => PacketFile.Ids(_ => true);

    [Fact]
    public void The_file_holds_112_items() => Assert.Equal(112, PacketFile.Items.Count);

    [Theory]
    [MemberData(nameof(Intact))]
    public void A_valid_frame_is_delivered_with_its_head(string id)
    {
        var item = PacketFile.Get(id);
        Assert.True(item.LengthFits && item.CrcFits, item.ToString());
        var outcome = Feed.Whole(item.OnTheWire);

        Assert.Empty(outcome.Faults);
        var frame = Assert.Single(outcome.Frames);
        Assert.Equal(item.Bytes, frame.Bytes.ToArray());
        Assert.Equal(int.Parse(item.Length.AsSpan(3, item.Length.IndexOf(')', StringComparison.Ordinal) - 3)), frame.Segment.Length);
        Assert.Equal(item.Crc.Contains("lower-case", StringComparison.Ordinal), (frame.Marks & FrameMarks.LowerCaseCrc) != 0);
        var packet = Packet.Parse(frame);
        Assert.Equal(item.St, packet.St);
        Assert.Equal(item.Cn, packet.Cn);
        if (IntactDialects.TryGetValue(id, out var warning))
            Assert.Contains(warning, packet.Warnings);
    }

    [Theory]
    [MemberData(nameof(Intact))]
    public void Every_value_of_a_valid_frame_is_kept_as_sent(string id)
    {
        var item = PacketFile.Get(id);
        var frame = Feed.Whole(item.OnTheWire).Frames[0];
        if (frame.IsEncrypted)
            Assert.True(Sm4Codec.TryDecrypt(frame, [new byte[16].Select(_ => (byte)'0').ToArray()], out frame));
        var packet = Packet.Parse(frame);

        // An independent reading of the data area, by plain splitting.
        var (text, _) = Area(frame.Segment.Span);
        foreach (var pair in text.Split([';', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = (pair.Split('=', 2)[0], pair.Split('=', 2)[1]);
            value = value.Replace("//", "", StringComparison.Ordinal);
            var parts = key.Split('-', 2);
            if (parts.Length == 2)
                Assert.Equal(value, packet.Factors[parts[0]][parts[1]]);
            else if (key == "DataTime")
                Assert.Equal(value, HjTime.Format(packet.DataTime!.Value));
            else
                Assert.Equal(value, packet.Fields[key]);
        }
    }

    private static (string Text, bool Gbk) Area(ReadOnlySpan<byte> segment)
    {
        var text = HjText.Decode(segment, out var gbk);
        var from = text.IndexOf("CP=&&", StringComparison.Ordinal) + 5;
        return (text[from..text.LastIndexOf("&&", StringComparison.Ordinal)], gbk);
    }

    [Theory]
    [MemberData(nameof(Clean))]
    public void A_clean_frame_raises_no_warning(string id) =>
        Assert.Empty(Packet.Parse(Assert.Single(Feed.Whole(PacketFile.Get(id).OnTheWire).Frames)).Warnings);

    [Theory]
    [MemberData(nameof(Faulty))]
    public void A_faulty_frame_is_reported_with_its_cause_and_nothing_is_delivered(string id)
    {
        var item = PacketFile.Get(id);
        // Length first: with a wrong length the bytes that the checksum covers are not known.
        var expected = item.LengthFits ? FrameError.Crc : FrameError.Length;
        var outcome = Feed.Whole(item.OnTheWire);

        Assert.Empty(outcome.Frames);
        var fault = Assert.Single(outcome.Faults);
        Assert.Equal(expected, fault.Error);
        Assert.Equal(0, fault.Offset);
        if (expected != FrameError.Crc)
            return;
        // "bad(declared 4980, computed 3C00)", "..., equals CRC-16/MODBUS with its bytes swapped)"
        Assert.Contains($"declared {fault.DeclaredCrc:X4}, computed {fault.ComputedCrc:X4}", item.Crc, StringComparison.Ordinal);
        CrcVariant? variant = item.Crc.Contains("swapped", StringComparison.Ordinal) ? CrcVariant.ModbusSwapped
            : item.Crc.Contains("MODBUS", StringComparison.Ordinal) ? CrcVariant.Modbus : null;
        Assert.Equal(variant, fault.FittingVariant);
    }

    [Theory]
    [MemberData(nameof(Faulty))]
    public void The_frame_after_a_faulty_one_survives(string id)
    {
        byte[] next = PacketFile.Get("R001").OnTheWire;
        byte[] bytes = [.. PacketFile.Get(id).OnTheWire, .. next, .. next];
        var outcome = Feed.Whole(bytes);
        Assert.All(outcome.Frames, f => Assert.Equal("RtdInterval=30", Encoding.ASCII.GetString(new PacketReader(f).Area)));
        Assert.Equal(2, outcome.Frames.Count);
        Assert.Single(outcome.Faults);
    }

    [Theory]
    [InlineData("R106", new[] { "20240512093000001" }, new[] { FrameError.Length })]
    [InlineData("R107", new[] { "20240512093000003" }, new FrameError[0])]
    [InlineData("R108", new[] { "20240512093000005" }, new[] { FrameError.Length })]
    public void A_stream_delivers_its_whole_frames_and_nothing_else(string id, string[] qns, FrameError[] faults)
    {
        var outcome = Feed.Whole(PacketFile.Get(id).OnTheWire);
        Assert.Equal(qns, outcome.Frames.Select(f => Packet.Parse(f).Qn));
        Assert.Equal(faults, outcome.Faults.Select(f => f.Error));
    }

    [Fact]
    public void Garbage_before_a_frame_is_counted()
    {
        var frame = Assert.Single(Feed.Whole(PacketFile.Get("R107").OnTheWire).Frames);
        Assert.Equal(6, frame.SkippedBefore);   // 0xFF +++AT; NUL and CRLF do not count
        Assert.Contains(Warnings.GarbageBefore, Packet.Parse(frame).Warnings);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Cut_at_every_place_an_item_gives_the_same(string id)
    {
        var bytes = PacketFile.Get(id).OnTheWire;
        foreach (var options in new[] { FrameOptions.Default, FrameOptions.Lenient })
        {
            var whole = Feed.Whole(bytes, options);
            for (var cut = 1; cut < bytes.Length; cut++)
                Assert.Equal(whole.Story, Feed.InPieces(bytes, [cut], options).Story);
            Assert.Equal(whole.Story, Feed.InPieces(bytes, Enumerable.Range(1, bytes.Length), options).Story);
        }
    }

    [Fact]
    public void All_items_in_one_stream_give_what_each_gives_alone()
    {
        var items = PacketFile.Items.Where(i => i.Terminator != "none").ToList();
        var together = new ArrayBufferWriter<byte>();
        new StreamDecoder().Feed(items.SelectMany(i => i.OnTheWire).ToArray(), true, together);
        var alone = new ArrayBufferWriter<byte>();
        foreach (var item in items)
            new StreamDecoder().Feed(item.OnTheWire, true, alone);
        Assert.Equal(Verdicts(alone), Verdicts(together));
    }

    private static List<string> Verdicts(ArrayBufferWriter<byte> lines) =>
    [
        .. Encoding.UTF8.GetString(lines.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            return root.GetProperty("ok").GetBoolean() ? line : "fault " + root.GetProperty("error").GetString();
        }),
    ];
}
