using BlueSky.Sources;
using CsCheck;

namespace BlueSky.Storage;

public sealed class BlockTests
{
    private static readonly Gen<(string Source, Observation[] Observations)[]> Appends =
        Gen.Select(Gen.String[Gen.Char['a', 'd'], 1, 2], Some.Any.Array[1, 4]).Array[1, 6];

    private static Block Encode((string Source, Observation[] Observations)[] appends)
    {
        var encoder = new BlockEncoder();
        encoder.Begin();
        foreach (var (source, observations) in appends)
        {
            encoder.Add([.. observations.Select(o => new RoutedObservation(source, o))]);
        }

        var (payload, strings, sections) = encoder.Finish();
        return new Block(1, 1, payload, strings, sections, encoder.Count);
    }

    private static IEnumerable<string> Decode(Block block) => block.Sections.SelectMany(s =>
    {
        var found = new List<Observation>();
        block.Decode(s.Offset, found);
        return found.Select(o => s.Source + "|" + Some.Exact(o));
    });

    [Fact]
    public void What_is_packed_comes_out_the_same_with_every_digit() => Appends.Sample(appends =>
    {
        var expected = appends.SelectMany(a => a.Observations.Select(o => a.Source + "|" + Some.Exact(o))).ToList();
        var written = Encode(appends);
        var read = Block.Read(1, 1, written.Payload, new StringPool());
        Assert.Equal(expected, Decode(written));
        Assert.Equal(expected, Decode(read));
        Assert.Equal(expected.Count, read.Count);
    });

    [Fact]
    public void A_changed_byte_is_noticed_wherever_it_is() => Gen.Select(Appends, Gen.Int, Gen.Int[1, 255]).Sample((appends, at, by) =>
    {
        var payload = Encode(appends).Payload;
        payload[(at & int.MaxValue) % payload.Length] ^= (byte)by;
        var thrown = Assert.Throws<CorruptBlockException>(() => Block.Read(7, 42, payload, new StringPool()));
        Assert.Contains("Block 42 of stream 7", thrown.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void A_block_cut_short_is_noticed_wherever_it_is_cut() => Gen.Select(Appends, Gen.Int).Sample((appends, at) =>
    {
        var payload = Encode(appends).Payload;
        Assert.Throws<CorruptBlockException>(() => Block.Read(1, 1, payload[..((at & int.MaxValue) % payload.Length)], new StringPool()));
    });

    [Fact]
    public void Random_bytes_with_a_right_checksum_never_do_more_than_be_refused() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        byte[] payload = [BlockEncoder.Magic, BlockEncoder.Version, 0, 0, 0, 0, .. bytes];
        BitConverter.TryWriteBytes(payload.AsSpan(2), BlockEncoder.Checksum(bytes));
        try
        {
            var block = Block.Read(1, 1, payload, new StringPool());
            _ = Decode(block).ToList();
        }
        catch (CorruptBlockException e)
        {
            Assert.StartsWith("Block 1 of stream 1", e.Message, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void A_chunk_holds_everything_and_every_digit() => Some.Any.Array[1, 6].Sample(observations =>
    {
        using var writer = new ChunkWriter();
        var found = new List<Observation>();
        ChunkDocument.Read(writer.Write(observations), found);
        Assert.Equal(observations.Select(Some.Exact), found.Select(Some.Exact));
    });

    [Fact]
    public void What_a_writer_wrote_before_leaves_nothing_in_the_next_chunk() => Some.Any.Array[1, 6].Array[2, 4].Sample(chunks =>
    {
        using var one = new ChunkWriter();
        foreach (var observations in chunks)
        {
            using var fresh = new ChunkWriter();
            Assert.Equal(fresh.Write(observations), one.Write(observations));
        }
    });

    [Fact]
    public void A_damaged_chunk_is_said_to_be_damaged()
    {
        var thrown = Assert.Throws<CorruptBlockException>(() => ChunkDocument.Read("{\"v\":1,\"mn\":[]}"u8.ToArray(), []));
        Assert.Contains("damaged", thrown.Message, StringComparison.Ordinal);
    }
}
