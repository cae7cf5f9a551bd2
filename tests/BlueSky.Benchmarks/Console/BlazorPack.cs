using System.Buffers.Binary;
using System.Text;

namespace BlueSky.Benchmarks;

/// <summary>
/// As much of MessagePack (msgpack.org, the format's specification) and of SignalR's framing over it (aspnetcore, HubProtocol.md) as a page of
/// Blazor speaks: nil, booleans, whole numbers, texts, bytes, arrays and maps. A message follows its length as a variable-length integer.
/// </summary>
internal static class BlazorPack
{
    /// <summary>A message: values may be null, bool, int, long, string or arrays of these.</summary>
    public static byte[] Message(params object?[] values)
    {
        var body = new MemoryStream();
        Write(body, values);
        var message = new MemoryStream();
        for (var length = (uint)body.Length; ; length >>= 7)
        {
            message.WriteByte((byte)((length & 0x7F) | (length > 0x7F ? 0x80u : 0)));
            if (length <= 0x7F) break;
        }

        body.WriteTo(message);
        return message.ToArray();
    }

    /// <summary>Takes the first whole message off the bytes; false when there is none yet.</summary>
    public static bool TryRead(ref ReadOnlyMemory<byte> bytes, out object?[] message)
    {
        message = [];
        long length = 0;
        var at = 0;
        for (var shift = 0; ; shift += 7)
        {
            if (at >= bytes.Length) return false;
            var part = bytes.Span[at++];
            length |= (long)(part & 0x7F) << shift;
            if (part < 0x80) break;
        }

        if (bytes.Length - at < length) return false;
        var body = bytes.Slice(at, (int)length);
        bytes = bytes[(at + (int)length)..];
        message = (object?[])Read(ref body)!;
        return true;
    }

    private static void Write(Stream to, object? value)
    {
        switch (value)
        {
            case null: to.WriteByte(0xC0); break;
            case bool truth: to.WriteByte(truth ? (byte)0xC3 : (byte)0xC2); break;
            case int number: Write(to, (long)number); break;
            case long number:
                to.WriteByte(0xD3);
                Span<byte> whole = stackalloc byte[8];
                BinaryPrimitives.WriteInt64BigEndian(whole, number);
                to.Write(whole);
                break;
            case string text:
                to.WriteByte(0xDB);
                var utf8 = Encoding.UTF8.GetBytes(text);
                Count(to, utf8.Length);
                to.Write(utf8);
                break;
            case Dictionary<string, string> { Count: 0 }: to.WriteByte(0x80); break;
            case object?[] values:
                to.WriteByte(0xDD);
                Count(to, values.Length);
                foreach (var one in values) Write(to, one);
                break;
            default: throw new NotSupportedException($"{value.GetType().Name} is nothing that a page sends.");
        }
    }

    private static void Count(Stream to, int count)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, count);
        to.Write(bytes);
    }

    private static object? Read(ref ReadOnlyMemory<byte> bytes)
    {
        var code = Take(ref bytes, 1).Span[0];
        return code switch
        {
            < 0x80 => (long)code,
            < 0x90 => Map(ref bytes, code & 0xF),
            < 0xA0 => Array(ref bytes, code & 0xF),
            < 0xC0 => Text(ref bytes, code & 0x1F),
            0xC0 => null,
            0xC2 => false,
            0xC3 => true,
            0xC4 => Take(ref bytes, (int)Unsigned(ref bytes, 1)),
            0xC5 => Take(ref bytes, (int)Unsigned(ref bytes, 2)),
            0xC6 => Take(ref bytes, (int)Unsigned(ref bytes, 4)),
            0xCC => Unsigned(ref bytes, 1),
            0xCD => Unsigned(ref bytes, 2),
            0xCE => Unsigned(ref bytes, 4),
            0xCF or 0xD3 => Unsigned(ref bytes, 8),
            0xD0 => (long)(sbyte)Unsigned(ref bytes, 1),
            0xD1 => (long)(short)Unsigned(ref bytes, 2),
            0xD2 => (long)(int)Unsigned(ref bytes, 4),
            0xD9 => Text(ref bytes, (int)Unsigned(ref bytes, 1)),
            0xDA => Text(ref bytes, (int)Unsigned(ref bytes, 2)),
            0xDB => Text(ref bytes, (int)Unsigned(ref bytes, 4)),
            0xDC => Array(ref bytes, (int)Unsigned(ref bytes, 2)),
            0xDD => Array(ref bytes, (int)Unsigned(ref bytes, 4)),
            0xDE => Map(ref bytes, (int)Unsigned(ref bytes, 2)),
            >= 0xE0 => (long)(sbyte)code,
            _ => throw new FormatException($"MessagePack 0x{code:X2} is nothing that a node sends to a page."),
        };
    }

    private static object?[] Array(ref ReadOnlyMemory<byte> bytes, int count)
    {
        var values = new object?[count];
        for (var i = 0; i < count; i++) values[i] = Read(ref bytes);
        return values;
    }

    // Headers alone are maps, and nobody here asks for one.
    private static object? Map(ref ReadOnlyMemory<byte> bytes, int count)
    {
        for (var i = 0; i < 2 * count; i++) Read(ref bytes);
        return null;
    }

    private static string Text(ref ReadOnlyMemory<byte> bytes, int length) => Encoding.UTF8.GetString(Take(ref bytes, length).Span);

    private static long Unsigned(ref ReadOnlyMemory<byte> bytes, int length)
    {
        long number = 0;
        foreach (var one in Take(ref bytes, length).Span) number = (number << 8) | one;
        return number;
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> bytes, int length)
    {
        var taken = bytes[..length];
        bytes = bytes[length..];
        return taken;
    }
}
