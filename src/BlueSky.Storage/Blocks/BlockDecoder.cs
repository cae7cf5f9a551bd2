using System.Buffers.Binary;
using System.Text;
using BlueSky.Sources;

namespace BlueSky.Storage;

/// <summary>Reads what <see cref="BlockEncoder"/> wrote. Every read is checked against the end; damage is named, never guessed at.</summary>
internal ref struct BlockDecoder(ReadOnlySpan<byte> bytes, int at)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int at = at;

    /// <summary>Checks the header and the checksum, and gives the string table and the place of every section.</summary>
    public static (string[] Strings, (string Source, int Offset)[] Sections, int Count) Index(ReadOnlySpan<byte> payload, StringPool pool)
    {
        if (payload.Length < BlockEncoder.HeaderLength || payload[0] != BlockEncoder.Magic)
        {
            throw new CorruptBlockException("it does not begin as a block does");
        }

        if (payload[1] != BlockEncoder.Version)
        {
            throw new CorruptBlockException($"its version is {payload[1]}, this program reads version {BlockEncoder.Version}");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(payload[2..]) != BlockEncoder.Checksum(payload[BlockEncoder.HeaderLength..]))
        {
            throw new CorruptBlockException("its checksum (CRC-32C) does not fit its bytes");
        }

        var reader = new BlockDecoder(payload, BlockEncoder.HeaderLength);
        var strings = new string[reader.Length(1)];
        for (var i = 0; i < strings.Length; i++)
        {
            strings[i] = pool.Get(reader.Utf8());
        }

        var sections = new (string, int)[reader.Length(6)];
        var total = 0;
        for (var i = 0; i < sections.Length; i++)
        {
            var start = reader.at;
            var source = reader.Entry(strings);
            total += checked((int)reader.Varint());
            sections[i] = (source, start);
            reader.Skip(reader.FixedLength());
        }

        return reader.at == payload.Length ? (strings, sections, total) : throw new CorruptBlockException("bytes are left over at its end");
    }

    /// <summary>The observations of the section that begins here.</summary>
    public void Section(string[] strings, List<Observation> into)
    {
        Entry(strings);
        var count = Length(1);
        var end = FixedLength();
        end += at;
        var previous = BlockEncoder.Epoch;
        for (var i = 0; i < count; i++)
        {
            into.Add(One(strings, ref previous));
        }

        if (at != end)
        {
            throw new CorruptBlockException($"a section ends at byte {at} instead of {end}");
        }
    }

    private Observation One(string[] strings, ref long previous)
    {
        var mn = Entry(strings);
        var period = (Period)Varint();
        var ticks = previous = checked(previous + Zigzag());
        var time = Moment(ticks);
        var received = Moment(checked(ticks + Zigzag()));
        var seconds = checked((int)Zigzag());
        var arrival = Zigzag();
        var qn = Encoding.UTF8.GetString(Utf8());
        var readings = new Reading[Length(3)];
        for (var i = 0; i < readings.Length; i++)
        {
            readings[i] = new Reading(Entry(strings), Quality: (Quality)Varint(), Value: Number());
        }

        var texts = Length(2) is var n and > 0 ? new TextReading[n] : [];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = new TextReading(Entry(strings), Encoding.UTF8.GetString(Utf8()));
        }

        return new Observation
        {
            Mn = mn,
            Period = period,
            DataTime = time,
            ReceivedAt = received,
            Qn = qn,
            PeriodSeconds = seconds,
            Readings = readings,
            Texts = texts,
            Arrival = arrival,
        };
    }

    private DateTimeOffset Moment(long utcTicks)
    {
        var minutes = Zigzag();
        if (utcTicks < DateTime.MinValue.Ticks || utcTicks > DateTime.MaxValue.Ticks || Math.Abs(minutes) > 14 * 60)
        {
            throw new CorruptBlockException("it holds a time that does not exist");
        }

        return new DateTimeOffset(utcTicks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(minutes));
    }

    private decimal Number()
    {
        var form = Byte();
        var scale = (byte)(form & 0x1F);
        if (scale > 28 || (form & 0x80) != 0)
        {
            throw new CorruptBlockException("it holds a number that is none");
        }

        var negative = (form & 0x20) != 0;
        if ((form & 0x40) == 0)
        {
            var mantissa = Varint();
            return new decimal((int)mantissa, (int)(mantissa >> 32), 0, negative, scale);
        }

        var parts = Take(12);
        return new decimal(
            BinaryPrimitives.ReadInt32LittleEndian(parts), BinaryPrimitives.ReadInt32LittleEndian(parts[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(parts[8..]), negative, scale);
    }

    private string Entry(string[] strings) =>
        Varint() is var index && index < (ulong)strings.Length
            ? strings[index]
            : throw new CorruptBlockException("it names a string that its table does not have");

    private ReadOnlySpan<byte> Utf8() => Take(Length(1));

    private int FixedLength() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    private void Skip(int count) => Take(count);

    /// <summary>A count of things that take at least <paramref name="least"/> bytes each, so no damage can make us allocate without bound.</summary>
    private int Length(int least)
    {
        var value = Varint();
        return value <= (ulong)((bytes.Length - at) / least)
            ? (int)value
            : throw new CorruptBlockException($"it promises {value} entries at byte {at}, more than it has bytes for");
    }

    private long Zigzag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var b = Byte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new CorruptBlockException($"a number at byte {at} has no end");
    }

    private byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > bytes.Length - at)
        {
            throw new CorruptBlockException($"it ends at byte {bytes.Length} but should go on");
        }

        var span = bytes.Slice(at, count);
        at += count;
        return span;
    }
}
