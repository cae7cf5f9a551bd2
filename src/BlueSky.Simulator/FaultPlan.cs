namespace BlueSky.Simulator;

/// <summary>What may go wrong between a device and the gateway.</summary>
public enum Fault
{
    /// <summary><c>bad-crc</c>: one digit of the checksum is another.</summary>
    BadCrc = 0,

    /// <summary><c>duplicate</c>: the frame is sent twice.</summary>
    Duplicate,

    /// <summary><c>segments</c>: the frame travels in 2 to 8 odd pieces.</summary>
    Segments,

    /// <summary><c>sticky</c>: the frame waits for the next one and both leave in one write.</summary>
    Sticky,

    /// <summary><c>garbage</c>: 1 to 40 bytes that belong to no frame stand before it.</summary>
    Garbage,

    /// <summary><c>half</c>: only its first part is sent; the next frame follows at once.</summary>
    HalfFrame,

    /// <summary><c>disconnect</c>: the connection is cut inside the frame.</summary>
    Disconnect,

    /// <summary><c>out-of-order</c>: the frame is sent after its successor.</summary>
    OutOfOrder,

    /// <summary><c>lower-crc</c>: the checksum in lower case.</summary>
    LowerCaseCrc,

    /// <summary><c>no-crlf</c>: without CRLF.</summary>
    MissingCrlf,

    /// <summary><c>parts</c>: one upload is split into two packets with PNUM and PNO.</summary>
    Parts,

    /// <summary><c>clock</c>: the device's clock is up to ten minutes wrong and drifts.</summary>
    ClockDrift,
}

/// <summary>Probabilities of faults, 0..1 each: per frame, for <see cref="Fault.Parts"/> per upload, for <see cref="Fault.ClockDrift"/> per device.</summary>
public sealed class FaultPlan
{
    private static readonly string[] Names =
        ["bad-crc", "duplicate", "segments", "sticky", "garbage", "half", "disconnect", "out-of-order", "lower-crc", "no-crlf", "parts", "clock"];

    private readonly double[] _probabilities = new double[Names.Length];

    /// <summary>No faults.</summary>
    public static FaultPlan None { get; } = new([]);

    /// <summary>Faults with their probabilities.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A probability is not within 0..1.</exception>
    public FaultPlan(IEnumerable<KeyValuePair<Fault, double>> probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        foreach (var (fault, probability) in probabilities)
        {
            if (probability is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probabilities), probability, $"The probability of {Name(fault)} must be within 0..1.");
            _probabilities[(int)fault] = probability;
        }
    }

    /// <summary>All names that <see cref="Parse"/> knows.</summary>
    public static IReadOnlyList<string> KnownNames => Names;

    /// <summary>The probability of one fault.</summary>
    public double this[Fault fault] => _probabilities[(int)fault];

    /// <summary>The name of a fault on the command line.</summary>
    public static string Name(Fault fault) => Names[(int)fault];

    /// <summary>Reads <c>name=probability</c> pairs; a later pair wins.</summary>
    /// <exception cref="FormatException">A pair cannot be read; says which and what is allowed.</exception>
    public static FaultPlan Parse(IEnumerable<string> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var probabilities = new Dictionary<Fault, double>();
        foreach (var pair in pairs)
        {
            var sign = pair.IndexOf('=', StringComparison.Ordinal);
            var known = sign < 0 ? -1 : Array.IndexOf(Names, pair[..sign]);
            if (known < 0 || !double.TryParse(pair.AsSpan(sign + 1), System.Globalization.CultureInfo.InvariantCulture, out var probability) || probability is not (>= 0 and <= 1))
            {
                throw new FormatException($"'{pair}' is no fault; write name=probability with a probability from 0 to 1 and a name of {string.Join(", ", Names)}.");
            }

            probabilities[(Fault)known] = probability;
        }

        return new FaultPlan(probabilities);
    }
}
