using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using BlueSky.Sources;

namespace BlueSky.Storage;

/// <summary>
/// Packs the observations of one commit. Layout, version 1: magic, version, CRC-32C of all that follows, string table
/// (sources, MNs, channels: each once), sections. A section is one append: source, count, length in bytes, observations;
/// so an index over sections needs no decoding of values. Used by one writer at a time; buffers are kept between blocks.
/// </summary>
internal sealed class BlockEncoder
{
    internal const byte Magic = 0xB5;
    internal const byte Version = 1;
    internal const int HeaderLength = 6;

    internal static readonly long Epoch = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private readonly Dictionary<string, int> indexes = new(StringComparer.Ordinal);
    private readonly List<string> table = [];
    private readonly List<(string Source, int Offset)> sections = [];
    private byte[] body = new byte[64 * 1024];
    private int length;

    /// <summary>Observations packed since <see cref="Begin"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Earliest and latest event time packed.</summary>
    public (DateTimeOffset First, DateTimeOffset Last) Times { get; private set; }

    public void Begin()
    {
        indexes.Clear();
        table.Clear();
        sections.Clear();
        length = 0;
        Count = 0;
        Times = default;
    }

    /// <summary>Packs observations; those of one source that stand together share a section.</summary>
    public void Add(IReadOnlyList<RoutedObservation> observations)
    {
        for (var from = 0; from < observations.Count;)
        {
            var sourceId = observations[from].SourceId;
            var to = from + 1;
            while (to < observations.Count && observations[to].SourceId == sourceId)
            {
                to++;
            }

            Section(sourceId, observations, from, to);
            from = to;
        }
    }

    private void Section(string sourceId, IReadOnlyList<RoutedObservation> observations, int from, int to)
    {
        sections.Add((sourceId, length));
        Varint((uint)IndexOf(sourceId));
        Varint((uint)(to - from));
        var lengthAt = length;
        Room(4);
        length += 4;
        long previous = Epoch;
        for (var i = from; i < to; i++)
        {
            Add(observations[i].Observation, ref previous);
        }

        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(lengthAt), length - lengthAt - 4);
    }

    /// <summary>The packed block, in a fresh array that the caller owns, with the offsets of its sections.</summary>
    public (byte[] Payload, string[] Strings, (string Source, int Offset)[] Sections) Finish()
    {
        var strings = table.ToArray();
        var tableBytes = 10;
        foreach (var text in strings)
        {
            tableBytes += 5 + Encoding.UTF8.GetMaxByteCount(text.Length);
        }

        var head = ArrayPool<byte>.Shared.Rent(tableBytes + HeaderLength + 10);
        try
        {
            head[0] = Magic;
            head[1] = Version;
            var at = HeaderLength;
            at += WriteVarint(head.AsSpan(at), (uint)strings.Length);
            foreach (var text in strings)
            {
                at += WriteVarint(head.AsSpan(at), (uint)Encoding.UTF8.GetByteCount(text));
                at += Encoding.UTF8.GetBytes(text, head.AsSpan(at));
            }

            at += WriteVarint(head.AsSpan(at), (uint)sections.Count);
            var payload = new byte[at + length];
            head.AsSpan(0, at).CopyTo(payload);
            body.AsSpan(0, length).CopyTo(payload.AsSpan(at));
            BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(2), Checksum(payload.AsSpan(HeaderLength)));
            var index = new (string, int)[sections.Count];
            for (var i = 0; i < index.Length; i++)
            {
                index[i] = (sections[i].Source, sections[i].Offset + at);
            }

            return (payload, strings, index);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
        }
    }

    internal static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }

    private void Add(Observation observation, ref long previous)
    {
        Count++;
        var time = observation.DataTime;
        Times = Count == 1
            ? (time, time)
            : (time < Times.First ? time : Times.First, time > Times.Last ? time : Times.Last);
        Varint((uint)IndexOf(observation.Mn));
        Varint((uint)observation.Period);
        Zigzag(time.UtcTicks - previous);
        previous = time.UtcTicks;
        Zigzag((long)time.TotalOffsetMinutes);
        Zigzag(observation.ReceivedAt.UtcTicks - time.UtcTicks);
        Zigzag((long)observation.ReceivedAt.TotalOffsetMinutes);
        Zigzag(observation.PeriodSeconds);
        Zigzag(observation.Arrival);
        Text(observation.Qn);
        Varint((uint)observation.Readings.Length);
        foreach (var reading in observation.Readings)
        {
            Varint((uint)IndexOf(reading.Channel));
            Varint((uint)reading.Quality);
            Number(reading.Value);
        }

        Varint((uint)observation.Texts.Length);
        foreach (var text in observation.Texts)
        {
            Varint((uint)IndexOf(text.Channel));
            Text(text.Text);
        }
    }

    /// <summary>One byte of scale, sign and form, then the mantissa: a varint, or 12 bytes when it needs more than 64 bits.</summary>
    private void Number(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var scale = (byte)((bits[3] >> 16) & 0x1F);
        var sign = bits[3] < 0 ? 0x20 : 0;
        Room(13);
        if (bits[2] == 0)
        {
            body[length++] = (byte)(scale | sign);
            Varint(((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
            return;
        }

        body[length++] = (byte)(scale | sign | 0x40);
        for (var i = 0; i < 3; i++, length += 4)
        {
            BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(length), bits[i]);
        }
    }

    private int IndexOf(string text)
    {
        if (!indexes.TryGetValue(text, out var index))
        {
            index = table.Count;
            indexes.Add(text, index);
            table.Add(text);
        }

        return index;
    }

    private void Text(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        Varint((uint)bytes);
        Room(bytes);
        length += Encoding.UTF8.GetBytes(text, body.AsSpan(length));
    }

    private void Zigzag(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    private void Varint(ulong value)
    {
        Room(10);
        length += WriteVarint(body.AsSpan(length), value);
    }

    private void Room(int bytes)
    {
        if (body.Length - length < bytes)
        {
            Array.Resize(ref body, Math.Max(body.Length * 2, length + bytes));
        }
    }

    private static int WriteVarint(Span<byte> target, ulong value)
    {
        var at = 0;
        while (value >= 0x80)
        {
            target[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[at++] = (byte)value;
        return at;
    }
}
