namespace BlueSky.Hj212;

/// <summary>The edition that a packet's Flag claims (bits 7 to 2). A hint, not a proof: devices of 2021 send the bits of 2025.</summary>
public enum ProtocolVersion
{
    /// <summary>HJ/T 212-2005: version bits 0, or no Flag at all.</summary>
    V2005 = 2005,

    /// <summary>HJ 212-2017: version bits 1 (Flag 4 to 7).</summary>
    V2017 = 2017,

    /// <summary>HJ 212-2025: version bits 2 (Flag 8 to 11); higher bits are read as this too, with a warning.</summary>
    V2025 = 2025,
}
