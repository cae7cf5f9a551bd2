using BlueSky.Sources;

namespace BlueSky.Storage;

/// <summary>
/// One commit of one stream. A stream is what one writer wrote without interruption: its blocks are numbered from 1 and
/// become visible in that order. Values stay packed until somebody reads them.
/// </summary>
internal sealed class Block(long stream, long seq, byte[] payload, string[] strings, (string Source, int Offset)[] sections, int count)
{
    public long Stream => stream;

    public long Seq => seq;

    public byte[] Payload => payload;

    public (string Source, int Offset)[] Sections => sections;

    public int Count => count;

    public static Block Read(long stream, long seq, byte[] payload, StringPool pool)
    {
        try
        {
            var (strings, sections, count) = BlockDecoder.Index(payload, pool);
            return new Block(stream, seq, payload, strings, sections, count);
        }
        catch (Exception e) when (e is CorruptBlockException or OverflowException)
        {
            throw new CorruptBlockException($"Block {seq} of stream {stream} in the journal is damaged: {e.Message}.");
        }
    }

    public void Decode(int offset, List<Observation> into)
    {
        try
        {
            new BlockDecoder(payload, offset).Section(strings, into);
        }
        catch (Exception e) when (e is CorruptBlockException or OverflowException)
        {
            throw new CorruptBlockException($"Block {seq} of stream {stream} in the journal is damaged: {e.Message}.");
        }
    }
}
