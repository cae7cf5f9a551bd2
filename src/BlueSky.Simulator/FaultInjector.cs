using BlueSky.Districts;

namespace BlueSky.Simulator;

/// <summary>One write to the socket.</summary>
/// <param name="Bytes">The bytes, flushed by themselves.</param>
/// <param name="ThenDisconnect">True when the connection is cut after them.</param>
public readonly record struct WireWrite(byte[] Bytes, bool ThenDisconnect = false);

/// <summary>
/// Spoils frames on their way out of one connection, by a seeded sequence: the same seed, name and frames give the same bytes.
/// One thread at a time.
/// </summary>
public sealed class FaultInjector
{
    private readonly FaultPlan _plan;
    private readonly SeededRandom _random;
    private readonly long[] _counts = new long[FaultPlan.KnownNames.Count];
    private byte[] _sticky = [];
    private byte[] _delayed = [];

    /// <summary>The faults of one connection.</summary>
    public FaultInjector(FaultPlan plan, int seed, string connection)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
        _random = new SeededRandom(seed, "faults:" + connection);
    }

    /// <summary>How often a fault was done.</summary>
    public long Count(Fault fault) => Interlocked.Read(ref _counts[(int)fault]);

    /// <summary>Draws for a fault that is done elsewhere (parts), and counts it.</summary>
    public bool Draw(Fault fault)
    {
        if (_plan[fault] <= 0 || !_random.Chance(_plan[fault])) return false;
        Interlocked.Increment(ref _counts[(int)fault]);
        return true;
    }

    /// <summary>The writes that take the place of a frame: none when it waits for its successor.</summary>
    /// <param name="frame">A whole frame with its CRLF.</param>
    public IReadOnlyList<WireWrite> Apply(byte[] frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (_delayed.Length == 0 && Draw(Fault.OutOfOrder))
        {
            _delayed = frame;
            return [];
        }

        var bytes = Spoil(frame);
        if (_delayed.Length > 0)
        {
            bytes = [.. bytes, .. _delayed];
            _delayed = [];
        }

        bytes = [.. _sticky, .. bytes];
        _sticky = [];
        if (Draw(Fault.Disconnect)) return [new WireWrite(bytes[..^_random.Next(1, Math.Min(frame.Length, bytes.Length) - 1)], ThenDisconnect: true)];
        if (Draw(Fault.Sticky))
        {
            _sticky = bytes;
            return [];
        }

        return Draw(Fault.Segments) ? Cut(bytes) : [new WireWrite(bytes)];
    }

    /// <summary>What still waits for a successor that did not come.</summary>
    public IReadOnlyList<WireWrite> Flush()
    {
        if (_sticky.Length + _delayed.Length == 0) return [];
        byte[] rest = [.. _sticky, .. _delayed];
        Reset();
        return [new WireWrite(rest)];
    }

    /// <summary>Forgets what waits: its connection is gone.</summary>
    public void Reset() => _sticky = _delayed = [];

    private byte[] Spoil(byte[] frame)
    {
        var crc = CrcOffset(frame);
        if (Draw(Fault.HalfFrame)) return frame[.._random.Next(7, crc - 1)];
        byte[] bytes = [.. frame];
        if (Draw(Fault.BadCrc))
        {
            var at = crc + _random.Next(0, 3);
            bytes[at] = (byte)(bytes[at] == (byte)'5' ? 'A' : '5');
        }

        if (Draw(Fault.LowerCaseCrc))
        {
            for (var i = crc; i < crc + 4; i++) bytes[i] = (byte)char.ToLowerInvariant((char)bytes[i]);
        }

        if (Draw(Fault.MissingCrlf)) bytes = bytes[..(crc + 4)];
        if (Draw(Fault.Duplicate)) bytes = [.. bytes, .. bytes];
        return Draw(Fault.Garbage) ? [.. Garbage(), .. bytes] : bytes;
    }

    /// <summary>Any bytes but the sign that begins a frame.</summary>
    private byte[] Garbage()
    {
        var bytes = new byte[_random.Next(1, 40)];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)_random.Next(0, 255) is var b && b != (byte)'#' ? b : (byte)'?';
        return bytes;
    }

    private List<WireWrite> Cut(byte[] bytes)
    {
        var cuts = Enumerable.Range(0, _random.Next(1, 7)).Select(_ => _random.Next(1, bytes.Length - 1)).Append(bytes.Length).Distinct().Order();
        var writes = new List<WireWrite>();
        var from = 0;
        foreach (var to in cuts)
        {
            writes.Add(new WireWrite(bytes[from..to]));
            from = to;
        }

        return writes;
    }

    /// <summary>Where the four checksum digits begin, whatever terminator the dialect has.</summary>
    internal static int CrcOffset(ReadOnlySpan<byte> frame) => frame.LastIndexOf("&&"u8) + 2;
}
