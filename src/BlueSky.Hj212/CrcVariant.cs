namespace BlueSky.Hj212;

/// <summary>The checksums met at the end of frames. Only <see cref="Hj212"/> is what the standard prints.</summary>
public enum CrcVariant
{
    /// <summary>The function of HJ 212-2017 Annex A (HJ/T 212-2005 Annex A): the running register is shifted before the byte is mixed in.</summary>
    Hj212,

    /// <summary>CRC-16/MODBUS, high byte first: a common misreading of "ANSI CRC16".</summary>
    Modbus,

    /// <summary>CRC-16/MODBUS with its two bytes swapped, as a MODBUS library puts it on the wire.</summary>
    ModbusSwapped,
}
