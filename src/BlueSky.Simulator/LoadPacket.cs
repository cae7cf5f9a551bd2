using System.Buffers.Text;
using System.Text;
using BlueSky.Hj212;

namespace BlueSky.Simulator;

/// <summary>One packet made once and patched in place for each sending: QN, MN, PW, DataTime, values, checksum. One thread at a time.</summary>
internal sealed class LoadPacket
{
    private const int HeadLength = 6;

    /// <summary>The six factors and the units that their numbers are meant in.</summary>
    internal static readonly (string Code, string Unit)[] Units =
        [("a34001", "µg/m3"), ("a34002", "µg/m3"), ("a34004", "µg/m3"), ("a01001", "°C"), ("a01002", "%"), ("LA", "dB")];

    private readonly byte[] _frame;
    private readonly int _qn;
    private readonly int _password;
    private readonly int _mn;
    private readonly int _mnLength;
    private readonly int _time;
    private readonly int[] _values;

    internal LoadPacket(int mnLength, string day)
    {
        var values = string.Join(';', Units.Select(u => u.Code + "-Rtd=000.0," + u.Code + "-Flag=N"));
        var segment = $"QN={day}000000000;ST=39;CN=2011;PW=000000;MN={new string('0', mnLength)};Flag=5;CP=&&DataTime=00000000000000;{values}&&";
        _frame = Encoding.ASCII.GetBytes(FormattableString.Invariant($"##{segment.Length:D4}{segment}0000\r\n"));
        _qn = HeadLength + 3 + 8;
        _password = At(";PW=");
        _mn = At(";MN=");
        _mnLength = mnLength;
        _time = At("DataTime=");
        _values = [.. Units.Select(u => At(u.Code + "-Rtd="))];

        int At(string key) => HeadLength + segment.IndexOf(key, StringComparison.Ordinal) + key.Length;
    }

    internal int Length => _frame.Length;

    /// <summary>The number that a QN of ours ends in; -1 when it is none of ours.</summary>
    internal static long NumberOf(ReadOnlySpan<byte> qn) =>
        qn.Length == 17 && Utf8Parser.TryParse(qn[8..], out long number, out var used) && used == 9 ? number : -1;

    /// <summary>Writes the packet with this number into <paramref name="target"/>.</summary>
    /// <param name="number">Number within the connection, 0..999,999,999; makes the QN and the values.</param>
    /// <param name="mn">MN in ASCII.</param>
    /// <param name="password">PW in ASCII.</param>
    /// <param name="dataTime">14 digits.</param>
    /// <param name="target">At least <see cref="Length"/> bytes.</param>
    internal void Write(long number, ReadOnlySpan<byte> mn, ReadOnlySpan<byte> password, ReadOnlySpan<byte> dataTime, Span<byte> target)
    {
        var frame = _frame.AsSpan();
        Digits(number, frame.Slice(_qn, 9));
        password.CopyTo(frame.Slice(_password, 6));
        mn.CopyTo(frame.Slice(_mn, _mnLength));
        dataTime.CopyTo(frame.Slice(_time, 14));
        var spread = (ulong)number * 0x9E3779B97F4A7C15UL;
        for (var i = 0; i < _values.Length; i++)
        {
            var tenths = 200 + (int)((spread >> (8 * i)) & 0xFF);
            Digits(tenths / 10, frame.Slice(_values[i], 3));
            frame[_values[i] + 4] = (byte)('0' + (tenths % 10));
        }

        var crc = Crc16.Compute(frame[HeadLength..^6]);
        for (var i = 0; i < 4; i++) frame[frame.Length - 6 + i] = "0123456789ABCDEF"u8[(crc >> (12 - (4 * i))) & 15];
        frame.CopyTo(target);
    }

    private static void Digits(long number, Span<byte> target)
    {
        for (var i = target.Length - 1; i >= 0; i--, number /= 10) target[i] = (byte)('0' + (number % 10));
    }
}
