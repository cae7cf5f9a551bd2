namespace BlueSky.Sources;

/// <summary>Which checksum a device computes over the data segment (hj212.md section 3).</summary>
public enum ChecksumVariant
{
    /// <summary>As HJ 212 prints it.</summary>
    Hj212 = 0,

    /// <summary>CRC-16/MODBUS, met in real devices.</summary>
    Modbus = 1,

    /// <summary>CRC-16/MODBUS with its bytes swapped.</summary>
    ModbusSwapped = 2,
}

/// <summary>How a device words its packets (hj212.md section 13.2).</summary>
public enum DeviceDialect
{
    /// <summary>As the standard.</summary>
    Standard = 0,

    /// <summary>重庆 2019 gas-station form: CN 3020 with i410xx-Info.</summary>
    Chongqing2019 = 1,

    /// <summary>广州 gas-station form: an extra 0 after the length, q-codes.</summary>
    Guangzhou = 2,
}

/// <summary>How to read one factor of one device.</summary>
/// <param name="Code">Code as the device sends it.</param>
/// <param name="Factor">Our factor; equal to <paramref name="Code"/> where the device keeps to the standard.</param>
/// <param name="Unit">The unit the device sends, for people.</param>
/// <param name="Scale">Multiplier from the sent number to the unit of the kind's factor table; not 0.</param>
public sealed record FactorMapping(string Code, string Factor, string Unit, decimal Scale);

/// <summary>
/// What must be known of a device before its numbers mean anything: units are never taken from the factor code.
/// </summary>
public sealed record DeviceProfile
{
    /// <summary>Factor mappings; a code without one is kept under its own name with scale 1 and shown as unmapped.</summary>
    public IReadOnlyList<FactorMapping> Factors { get; init; } = [];

    /// <summary>Checksum the device computes.</summary>
    public ChecksumVariant Checksum { get; init; }

    /// <summary>Dialect the device speaks.</summary>
    public DeviceDialect Dialect { get; init; }

    /// <summary>Seconds between two momentary uploads (RtdInterval), 1..3600.</summary>
    public int ReportSeconds { get; init; } = 60;

    /// <summary>Minutes of a minute mean (MinInterval), 1..30.</summary>
    public int MinuteInterval { get; init; } = 1;

    /// <summary>True when the device stamps the END of a period although the standard says start.</summary>
    public bool StampsPeriodEnd { get; init; }

    /// <summary>True when the device obeys requests (clock, history).</summary>
    public bool AcceptsCommands { get; init; }

    /// <summary>System code for requests to it, e.g. <c>39</c>.</summary>
    public string SystemCode { get; init; } = "";
}

/// <summary>One field device (数采仪) as registered.</summary>
public sealed record DeviceRegistration
{
    /// <summary>MN, 1 to 64 characters without <c>;</c> <c>=</c> or control characters; case matters.</summary>
    public required string Mn { get; init; }

    /// <summary>Id of the source its data belong to; null while unbound (its data are refused).</summary>
    public string? SourceId { get; init; }

    /// <summary>How to read it.</summary>
    public DeviceProfile Profile { get; init; } = new();

    /// <summary>True for demonstration data.</summary>
    public bool IsDemo { get; init; }

    /// <summary>False refuses all its data without deleting what is known of it.</summary>
    public bool Enabled { get; init; } = true;
}
