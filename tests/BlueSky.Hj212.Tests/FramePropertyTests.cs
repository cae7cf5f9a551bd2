using System.Buffers;
using CsCheck;

namespace BlueSky.Hj212.Tests;

/// <summary>Any cut of any stream gives the same; nothing throws; nothing is held without bound.</summary>
public sealed class FramePropertyTests
{
    private static readonly byte[][] Items = [.. PacketFile.Items.Select(i => i.OnTheWire)];

    private static readonly byte[][] Odds = [.. new[] { "##0050", "##", "#", "##9999", "##01200", "&&0000", "##12QN=", @"\r\n", @"\" }.Select(Feed.Bytes)];

    /// <summary>Pieces of streams: packets of the file, packets damaged in some bytes, heads alone, noise.</summary>
    private static readonly Gen<byte[]> Chunk = Gen.OneOf(
        Gen.Int[0, Items.Length - 1].Select(i => Items[i]),
        Gen.Int[0, Items.Length - 1].Select(i => Items[i]),
        Gen.Select(Gen.Int[0, Items.Length - 1].Select(i => Items[i]), Gen.Int[0, 4000], Gen.Byte).Select((bytes, at, value) =>
        {
            var damaged = bytes.ToArray();
            damaged[at % damaged.Length] = value;
            return damaged;
        }),
        Gen.Select(Gen.Int[0, Items.Length - 1].Select(i => Items[i]), Gen.Int[0, 4000]).Select((bytes, at) => bytes[..(at % bytes.Length)]),
        Gen.Int[0, Odds.Length - 1].Select(i => Odds[i]),
        Gen.Byte.Array[0, 40]);

    private static readonly Gen<byte[]> Stream = Chunk.Array[1, 6].Select(chunks => chunks.SelectMany(c => c).ToArray());

    [Fact]
    public void Any_split_of_any_stream_gives_the_same_frames_and_faults() =>
        Gen.Select(Stream, Gen.Int[0, 20_000].Array[0, 20], Gen.Bool).Sample(
            (bytes, cuts, lenient) =>
            {
                var options = lenient ? FrameOptions.Lenient : FrameOptions.Default;
                Assert.Equal(Feed.Whole(bytes, options).Story, Feed.InPieces(bytes, cuts.Select(c => c % (bytes.Length + 1)), options).Story);
            },
            iter: 3_000, seed: "0000000000Hj", threads: 1);

    [Fact]
    public void Byte_by_byte_gives_the_same() =>
        Stream.Sample(
            bytes => Assert.Equal(Feed.Whole(bytes).Story, Feed.InPieces(bytes, Enumerable.Range(1, bytes.Length)).Story),
            iter: 60, seed: "0000000000Hj", threads: 1);

    [Fact]
    public void Fuzzed_streams_never_throw_and_never_hold_more_than_the_cap()
    {
        var random = new Random(212);
        for (var round = 0; round < 4_000; round++)
        {
            var bytes = Fuzz(random);
            var options = (round % 2 == 0 ? FrameOptions.Default : FrameOptions.Lenient) with { MaxSegment = random.Next(1, 3000) };
            var outcome = Feed.InPieces(bytes, Enumerable.Range(0, 8).Select(_ => random.Next(bytes.Length + 1)), options);
            Assert.True(outcome.MostHeld <= new FrameReader(options).MaxBuffered, $"round {round}: {outcome.MostHeld} bytes held");
            foreach (var frame in outcome.Frames)
            {
                var packet = Packet.Parse(frame);
                _ = Answers.For(packet);
                _ = Answers.TryWrite(new PacketReader(frame), new ArrayBufferWriter<byte>());
                _ = GasStation.Read(packet, (Dialect)(round % 3));
                DecodeLine.Write(new ArrayBufferWriter<byte>(), packet);
            }
        }
    }

    [Fact]
    public void Fuzzed_segments_are_read_without_exception()
    {
        var random = new Random(2120);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Fuzz(random);
            var packet = Packet.Parse(bytes);
            DecodeLine.Write(new ArrayBufferWriter<byte>(), packet);
            foreach (var dialect in Enum.GetValues<Dialect>())
            {
                _ = GasStation.Read(packet, dialect);
                var output = new ArrayBufferWriter<byte>();
                if (!Answers.TryWrite(new PacketReader(bytes), output, dialect))
                    continue;
                // Whatever was received, what we send is one whole frame.
                var sent = Feed.Whole(output.WrittenSpan.ToArray());
                Assert.True(sent.Faults.Count == 0 && sent.Frames.Count == 1, $"round {round}");
            }
        }
    }

    /// <summary>Noise, or an item with some bytes changed, removed, doubled, or its checksum made right again.</summary>
    private static byte[] Fuzz(Random random)
    {
        if (random.Next(8) == 0)
        {
            var noise = new byte[random.Next(1, 600)];
            random.NextBytes(noise);
            return noise;
        }

        var bytes = Items[random.Next(Items.Length)].ToList();
        for (var change = random.Next(6); change > 0 && bytes.Count > 8; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, (byte)"#&;,=-/0\\\r"[random.Next(10)]); break;
                case 3: bytes.InsertRange(at, bytes[at..Math.Min(bytes.Count, at + random.Next(50))]); break;
                default: bytes[at] = (byte)"#&;,=-/0\\\r"[random.Next(10)]; break;
            }
        }

        if (random.Next(2) == 0 && bytes.Count > 40)
        {
            // A damaged segment in a right frame, so that the parser sees it.
            var segment = bytes[6..Math.Min(bytes.Count, 1000)].ToArray();
            segment[^1] = segment[^2] = (byte)'&';
            return [.. "##"u8, .. Feed.Bytes($"{segment.Length:D4}"), .. segment, .. Feed.Bytes($"{Crc16.Compute(segment):X4}\r\n")];
        }

        return [.. bytes];
    }
}
