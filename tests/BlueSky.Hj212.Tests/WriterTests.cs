using System.Buffers;
using System.Globalization;
using CsCheck;

namespace BlueSky.Hj212.Tests;

/// <summary>What is written can be read; the printed examples come out byte for byte.</summary>
public sealed class WriterTests
{
    private static readonly DateTimeOffset At = new(2016, 8, 1, 8, 58, 57, 223, TimeSpan.FromHours(8));
    private static readonly Address Water = new("32", Make.Mn, "123456");

    public static TheoryData<string, PacketDraft> Examples => new()
    {
        { "R001", Requests.SetRealTimeInterval(Water with { Pw = "100000" }, At, 30) },
        { "R075", Requests.SetTimeOut(Water, At, 5, 3) },
        { "R078", Requests.ReadClock(Water, At, "w01018") },
        { "R080", Requests.SetPassword(Water, At, "654321") },
        { "R081", Requests.StopRealTime(Water, At) },
        { "R086", Requests.History(Water, "2051", At, T("20160801084000"), T("20160801084000")) },
        { "R087", Uploads.Restarted(Water, At, T("20160801085624")) },
        { "R104", Uploads.HeartBeat(new Address("39", Make.Mn, "123456", ProtocolVersion.V2025), T("20260105083100")) },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_printed_examples_come_out_byte_for_byte(string id, PacketDraft draft) =>
        Assert.Equal(PacketFile.Get(id).OnTheWire, PacketWriter.ToBytes(draft));

    [Fact]
    public void Resent_data_of_2025_carry_RF_before_CP()
    {
        var dust = new Address("39", Make.Mn, "123456", ProtocolVersion.V2025);
        var draft = Uploads.Data(
            dust, "2051", new DateTimeOffset(2026, 1, 5, 8, 30, 0, 123, TimeSpan.FromHours(8)), T("20260105081500"),
            [
                DraftGroup.Factor("a34002", ("Min", "41.0"), ("Avg", "44.6"), ("Max", "49.0"), ("Flag", "N")),
                DraftGroup.Factor("a34004", ("Min", "20.0"), ("Avg", "22.3"), ("Max", "25.0"), ("Flag", "N")),
            ],
            resent: true);
        Assert.Equal(PacketFile.Get("R103").OnTheWire, PacketWriter.ToBytes(draft));
    }

    [Fact]
    public void Every_request_is_read_back_as_what_it_asks()
    {
        PacketDraft[] drafts =
        [
            Requests.ReadClock(Water, At), Requests.SetClock(Water, At), Requests.ReadRealTimeInterval(Water, At), Requests.ReadMinuteInterval(Water, At),
            Requests.SetMinuteInterval(Water, At, 10), Requests.StartRealTime(Water, At), Requests.StartStates(Water, At), Requests.StopStates(Water, At),
            Requests.History(Water, "2061", At, T("20160801000000"), T("20160801120000")), Uploads.AskForTime(Water, At, "w01018"),
        ];
        var packets = drafts.Select(d => Packet.Parse(Assert.Single(Feed.Whole(PacketWriter.ToBytes(d)).Frames))).ToList();
        Assert.Equal(["1011", "1012", "1061", "1063", "1064", "2011", "2021", "2022", "2061", "1013"], packets.Select(p => p.Cn));
        Assert.All(packets, p => Assert.Empty(p.Warnings));
        Assert.Equal("20160801085857", packets[1].Fields["SystemTime"]);
        Assert.Equal("20160801120000", packets[8].Fields["EndTime"]);
    }

    [Fact]
    public void Requests_outside_the_standards_ranges_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Requests.SetRealTimeInterval(Water, At, 29));
        Assert.Throws<ArgumentOutOfRangeException>(() => Requests.SetMinuteInterval(Water, At, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => Requests.SetTimeOut(Water, At, 0, 3));
        Assert.Throws<ArgumentException>(() => Requests.SetPassword(Water, At, "12345"));
        Assert.Throws<ArgumentException>(() => Requests.History(Water, "2011", At, At, At));
        Assert.Throws<ArgumentException>(() => Requests.History(Water, "2051", At, At, At.AddMinutes(-1)));
    }

    [Theory]
    [InlineData("a;b")]
    [InlineData("a,b")]
    [InlineData("a&&b")]
    public void A_value_that_would_break_the_grammar_is_refused(string value) =>
        Assert.Throws<ArgumentException>(() => PacketWriter.ToBytes(Water.Draft("3020", At, true, [DraftGroup.Field("X", value)])));

    [Fact]
    public void A_segment_beyond_four_digits_is_refused() =>
        Assert.Throws<ArgumentException>(() => PacketWriter.ToBytes(Water.Draft("3020", At, true, [DraftGroup.Field("X", new string('x', 10_000))])));

    [Fact]
    public void Long_packets_are_split_into_whole_groups_each_with_DataTime_and_a_QN_of_its_own()
    {
        var groups = Enumerable.Range(1, 60).Select(i => DraftGroup.Factor($"a{i:D5}", ("Min", "1.0"), ("Avg", "2.0"), ("Max", "3.0"), ("Flag", "N"))).ToList();
        var draft = Uploads.Data(Water, "2061", At, T("20160801080000"), groups);
        var output = new ArrayBufferWriter<byte>();
        var count = PacketWriter.WriteSplit(output, draft);

        var frames = Feed.Whole(output.WrittenSpan.ToArray()).Frames;
        Assert.Equal(count, frames.Count);
        Assert.True(count > 2);
        Assert.All(frames, f => Assert.True(f.Segment.Length <= 1024 && new PacketReader(f).Area.Length + 7 <= 950));
        var packets = frames.Select(f => Packet.Parse(f)).ToList();
        Assert.Equal(Enumerable.Range(1, count), packets.Select(p => p.Pno!.Value));
        Assert.All(packets, p => Assert.Equal((count, 7, T("20160801080000")), (p.Pnum, p.Flag, p.DataTime)));
        Assert.All(packets, p => Assert.Empty(p.Warnings));
        Assert.Equal(count, packets.Select(p => p.Qn).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 60).Select(i => $"a{i:D5}"), packets.SelectMany(p => p.Factors.Keys));
    }

    [Fact]
    public void A_short_packet_is_not_split_and_a_group_too_long_for_any_packet_is_refused()
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.Equal(1, PacketWriter.WriteSplit(output, Requests.ReadClock(Water, At)));
        Assert.Null(Packet.Parse(Feed.Whole(output.WrittenSpan.ToArray()).Frames[0]).Pnum);
        Assert.Throws<ArgumentException>(() => PacketWriter.WriteSplit(output, Water.Draft("3020", At, true, [DraftGroup.Field("X", new string('x', 1000))])));
    }

    [Fact]
    public void The_2025_edition_allows_nine_parts()
    {
        var groups = Enumerable.Range(1, 300).Select(i => DraftGroup.Factor($"a{i:D5}", ("Min", "1.0"), ("Avg", "2.0"), ("Max", "3.0"), ("Flag", "N")));
        var draft = Uploads.Data(Water with { Version = ProtocolVersion.V2025 }, "2061", At, At, groups);
        Assert.Throws<ArgumentException>(() => PacketWriter.WriteSplit(new ArrayBufferWriter<byte>(), draft));
    }

    [Fact]
    public void What_is_written_is_read_back_the_same()
    {
        var code = Gen.OneOf(Gen.Int[0, 99999].Select(i => $"a{i:D5}"), Gen.Char['A', 'Z'].Array[1, 5].Select(c => new string(c)));
        var value = Gen.OneOf(Gen.Int[-100_000, 100_000].Select(i => (i / 100m).ToString("0.00", CultureInfo.InvariantCulture)), Gen.Char['a', 'z'].Array[0, 4].Select(c => new string(c)));
        var field = Gen.OneOf(Gen.Const("Rtd"), Gen.Const("Avg"), Gen.Const("ZsAvg"), Gen.Const("Flag"), Gen.Const("Xyz"));
        Gen.Select(Gen.Select(code, field, value).Array[0, 12], Gen.Int[0, 3], Gen.Long[0, 4_000_000_000], Gen.Bool).Sample(
            (items, edition, seconds, wants) =>
            {
                var time = T("20000101000000").AddSeconds(seconds);
                var address = new Address("39", "MN_1-x", "000000", edition == 0 ? ProtocolVersion.V2005 : edition == 1 ? ProtocolVersion.V2017 : ProtocolVersion.V2025);
                var draft = Uploads.Data(address, "2051", time.AddSeconds(3), time, items.Select(i => DraftGroup.Factor(i.Item1, (i.Item2, i.Item3))), wants);
                var packet = Packet.Parse(Assert.Single(Feed.Whole(PacketWriter.ToBytes(draft)).Frames));

                Assert.Equal((address.Version, address.St, address.Mn, address.Pw, time, wants), (packet.Version, packet.St, packet.Mn, packet.Pw, packet.DataTime, packet.WantsAnswer));
                var expected = new Dictionary<(string, string), string>();
                foreach (var (c, f, v) in items)
                    expected[(c, f)] = v;
                Assert.Equal(expected, packet.Factors.Values.SelectMany(x => x.Select(v => ((x.Code, v.Field), v.Text))).ToDictionary(p => p.Item1, p => p.Text));
            },
            iter: 2_000, seed: "0000000000Hj", threads: 1);
    }

    private static DateTimeOffset T(string text) =>
        HjTime.TryParse(Feed.Bytes(text), out var time) ? time : throw new ArgumentException(text);
}
