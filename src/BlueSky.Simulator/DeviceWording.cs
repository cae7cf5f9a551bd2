using System.Globalization;
using System.Text;
using BlueSky.Hj212;
using BlueSky.Sources;

namespace BlueSky.Simulator;

/// <summary>
/// Turns what a device says into the bytes of its frame. Written apart from the gateway's reader on purpose: what the two agree on is
/// HJ 212, not a shared mistake.
/// </summary>
internal sealed class DeviceWording(SimulatedDevice device)
{
    private bool IsGuangzhou => device.Profile.Dialect == DeviceDialect.Guangzhou;

    /// <summary>False for the Guangzhou form, which has no Flag and so asks for nothing.</summary>
    internal bool CanAskForAnswer => !IsGuangzhou;

    /// <summary>The frame of an upload.</summary>
    internal byte[] Upload(Measurement measurement, string qn, string password, bool wantsAnswer, bool isResent, (int Count, int Number)? part)
    {
        var area = new StringBuilder("DataTime=").Append(HjTime.Format(measurement.DataTime));
        string? code = null;
        foreach (var value in measurement.Values)
        {
            area.Append(value.Code == code ? ',' : ';').Append(value.Key).Append('=').Append(value.Text);
            code = value.Field.Length == 0 || IsGuangzhou ? null : value.Code;
        }

        var flag = Version | (part is null ? 0 : 2) | (wantsAnswer ? 1 : 0);
        return Frame(Segment(device.Profile.SystemCode, qn, measurement.Cn, password, flag, area.ToString(), isResent && device.Version == ProtocolVersion.V2025, part), measurement.Cn);
    }

    /// <summary>The frame of an answer or notice of the device: 9011, 9012, 9013, 1011, 1061, 1063, 1013, 9015.</summary>
    internal byte[] Word(string system, string cn, string qn, string password, string area, bool wantsAnswer = false) =>
        Frame(Segment(system, qn, cn, password, Version | (wantsAnswer ? 1 : 0), area, false, null), cn);

    private int Version => device.Version switch { ProtocolVersion.V2005 => 0, ProtocolVersion.V2017 => 4, _ => 8 };

    private string Segment(string system, string qn, string cn, string password, int flag, string area, bool isResent, (int Count, int Number)? part)
    {
        if (IsGuangzhou) return $"QN={qn[..14]}000;MN={device.Mn};ST={system};CN={cn};PW={password};CP=&&{area}&&";
        var parts = part is { } p ? string.Create(CultureInfo.InvariantCulture, $"PNUM={p.Count};PNO={p.Number};") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"QN={qn};ST={system};CN={cn};PW={password};MN={device.Mn};Flag={flag};{parts}{(isResent ? "RF=1;" : "")}CP=&&{area}&&");
    }

    private byte[] Frame(string segment, string cn)
    {
        var body = Encoding.UTF8.GetBytes(segment);
        // HJ 212-2025: checksum over the plain segment, then encryption; the length does not change.
        var crc = Crc16.Compute(body, (CrcVariant)(int)device.Profile.Checksum);
        if (device is { Sm4Key: { } key, Version: ProtocolVersion.V2025 } && Sm4Codec.Covers(int.Parse(cn, CultureInfo.InvariantCulture))) Sm4Codec.Encrypt(body, key);
        var head = string.Create(CultureInfo.InvariantCulture, $"##{body.Length:D4}{(IsGuangzhou ? "0" : "")}");
        var tail = string.Create(CultureInfo.InvariantCulture, $"{crc:X4}{(device.Profile.Dialect == DeviceDialect.Chongqing2019 ? "\\r\\n" : "\r\n")}");
        return [.. Encoding.ASCII.GetBytes(head), .. body, .. Encoding.ASCII.GetBytes(tail)];
    }
}
