using System.Buffers.Binary;

namespace BlueSky.Hj212;

/// <summary>
/// The checksum of HJ 212-2017 Annex A (unchanged in 2005 and 2025), and CRC-16/MODBUS for contrast.
/// </summary>
/// <remarks>
/// Only 256 values exist for segments that are not empty, so this checksum finds any single wrong byte but misses one
/// in 256 of all other damage: it is no identity and never the only test of a frame.
/// </remarks>
public static class Crc16
{
    private static readonly ushort[] Table = BuildTable();

    /// <summary>The register before the first byte, and so the checksum of an empty segment.</summary>
    public const ushort Start = 0xFFFF;

    /// <summary>The HJ 212 checksum of a data segment.</summary>
    /// <param name="segment">The bytes between the length field and the four checksum digits.</param>
    public static ushort Compute(ReadOnlySpan<byte> segment)
    {
        var table = Table;
        var crc = Start;
        foreach (var octet in segment)
            crc = table[(crc >> 8) ^ octet];
        return crc;
    }

    /// <summary>One step of the HJ 212 checksum: the register after one more byte.</summary>
    internal static ushort Next(ushort crc, byte octet) => Table[(crc >> 8) ^ octet];

    /// <summary>CRC-16/MODBUS (reflected 0xA001, start 0xFFFF), which some devices send by mistake.</summary>
    /// <param name="segment">The bytes between the length field and the four checksum digits.</param>
    public static ushort Modbus(ReadOnlySpan<byte> segment)
    {
        var table = Table;
        var crc = Start;
        foreach (var octet in segment)
            crc = (ushort)((crc >> 8) ^ table[(crc ^ octet) & 0xFF]);
        return crc;
    }

    /// <summary>The checksum of a segment in any variant.</summary>
    /// <param name="segment">The bytes between the length field and the four checksum digits.</param>
    /// <param name="variant">Which checksum.</param>
    /// <exception cref="ArgumentOutOfRangeException">The variant is not defined.</exception>
    public static ushort Compute(ReadOnlySpan<byte> segment, CrcVariant variant) => variant switch
    {
        CrcVariant.Hj212 => Compute(segment),
        CrcVariant.Modbus => Modbus(segment),
        CrcVariant.ModbusSwapped => BinaryPrimitives.ReverseEndianness(Modbus(segment)),
        _ => throw new ArgumentOutOfRangeException(nameof(variant), variant, null),
    };

    private static ushort[] BuildTable()
    {
        var table = new ushort[256];
        for (var i = 0; i < table.Length; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1;
            table[i] = (ushort)crc;
        }

        return table;
    }
}
