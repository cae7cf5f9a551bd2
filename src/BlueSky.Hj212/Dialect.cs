namespace BlueSky.Hj212;

/// <summary>Local forms of the protocol that a device profile may name.</summary>
public enum Dialect
{
    /// <summary>HJ 212 as printed.</summary>
    Standard,

    /// <summary>重庆 2019, gas stations: CN=3020 with i410xx-Info keys; frames end in the four characters <c>\r\n</c>; absent quantities are 0.</summary>
    Chongqing2019,

    /// <summary>广州, gas stations: an extra <c>0</c> after the length field, no Flag, other meanings of 2011-2061.</summary>
    Guangzhou,
}
