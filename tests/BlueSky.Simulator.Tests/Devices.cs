using System.Buffers;
using System.Globalization;
using System.Text;
using BlueSky.Hj212;
using BlueSky.Sources;

namespace BlueSky.Simulator;

/// <summary>Devices, frames and packets for tests.</summary>
internal static class Devices
{
    internal static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 3, 20, TimeSpan.FromHours(8));

    internal static SimulatedDevice Site(string mn = "DE3713023900000000000001", Incident incident = Incident.None) => new()
    {
        Mn = mn,
        Password = "123456",
        Kind = "site",
        Incident = incident,
        Profile = new DeviceProfile
        {
            Factors = [new("a34002", "a34002", "µg/m3", 1), new("a34004", "a34004", "µg/m3", 1), new("LA", "LA", "dB", 1)],
            ReportSeconds = 30,
            MinuteInterval = 10,
            AcceptsCommands = true,
            SystemCode = "39",
        },
    };

    internal static SimulatedDevice Kiln(byte[]? key = null, Incident incident = Incident.None, string industry = "cement") => new()
    {
        Mn = "DE3713023100000000000006",
        Password = "654321",
        Kind = "kiln",
        Industry = industry,
        Incident = incident,
        Version = key is null ? ProtocolVersion.V2017 : ProtocolVersion.V2025,
        Sm4Key = key,
        Profile = new DeviceProfile
        {
            Factors = [new("a21002", "a21002", "mg/m3", 1), new("a19001", "a19001", "%", 1)],
            ReportSeconds = 10,
            MinuteInterval = 10,
            AcceptsCommands = true,
            SystemCode = "31",
        },
    };

    internal static SimulatedDevice Gas(DeviceDialect dialect, Incident incident = Incident.None) => new()
    {
        Mn = "DE3713026A00000000000004",
        Password = "111111",
        Kind = "gas-station",
        Incident = incident,
        Nozzles = 8,
        Profile = new DeviceProfile
        {
            Factors = dialect switch
            {
                DeviceDialect.Chongqing2019 =>
                    [new("i41020", "AL", "1", 1), new("i41022", "VapourVolume", "L", 1), new("i41024", "FuelVolume", "L", 1), new("i41028", "TankPressure", "Pa", 1), new("i41030", "UnloadVapour", "%", 10_000)],
                DeviceDialect.Guangzhou =>
                    [new("AlvR", "AL", "1", 1), new("GasFlow", "VapourVolume", "L", 1), new("FuelFlow", "FuelVolume", "L", 1), new("TankPress", "TankPressure", "Pa", 1), new("UnloadgasCon", "UnloadVapour", "µmol/mol", 1)],
                _ => [new("AL", "AL", "1", 1), new("FuelVolume", "FuelVolume", "L", 1), new("VapourVolume", "VapourVolume", "L", 1), new("TankPressure", "TankPressure", "Pa", 1), new("VapourConcentration", "VapourConcentration", "µmol/mol", 1)],
            },
            ReportSeconds = 20,
            Dialect = dialect,
            SystemCode = "31",
        },
    };

    internal static SimulatedDevice Restaurant(Incident incident = Incident.None) => new()
    {
        Mn = "DE371302CA00000000000003",
        Password = "222222",
        Kind = "restaurant",
        Incident = incident,
        Profile = new DeviceProfile
        {
            Factors = [new("a34041", "a34041", "mg/m3", 1), new("SB7", "SB7", "", 1), new("SB8", "SB8", "", 1)],
            ReportSeconds = 20,
            MinuteInterval = 10,
            AcceptsCommands = true,
            SystemCode = "31",
        },
    };

    /// <summary>Reads a stream of frames; the faults it holds are counted.</summary>
    internal static (List<Packet> Packets, int Faults) Read(ReadOnlyMemory<byte> stream, byte[]? key = null, CrcVariant crc = CrcVariant.Hj212)
    {
        var reader = new FrameReader(FrameOptions.Default with { AcceptedCrc = [crc] });
        var buffer = new ReadOnlySequence<byte>(stream);
        var (packets, faults) = (new List<Packet>(), 0);
        FrameStep step;
        while ((step = reader.TryRead(ref buffer, true, out var frame, out _)) != FrameStep.NeedMore)
        {
            if (step == FrameStep.Fault)
            {
                faults++;
                continue;
            }

            Assert.True(Sm4Codec.TryDecrypt(frame, key is null ? [] : [key], out var plain), "the key does not fit");
            packets.Add(Packet.Parse(plain));
        }

        return (packets, faults);
    }

    internal static Packet ReadOne(byte[] frame, byte[]? key = null) => Assert.Single(Read(frame, key).Packets);

    /// <summary>The gateway's 9014 (or 9013) to an upload.</summary>
    internal static byte[] Answer(Packet upload, string cn = "9014") =>
        Frame($"QN={upload.Qn};ST=91;CN={cn};PW={upload.Pw};MN={upload.Mn};Flag={(upload.Flag ?? 4) & ~3};CP=&&&&");

    /// <summary>A request of the gateway.</summary>
    internal static byte[] Request(SimulatedDevice to, string cn, string area, string qn = "20260504120000001", string? password = null) =>
        Frame($"QN={qn};ST={to.Profile.SystemCode};CN={cn};PW={password ?? to.Password};MN={to.Mn};Flag=5;CP=&&{area}&&");

    internal static byte[] Frame(string segment)
    {
        var body = Encoding.ASCII.GetBytes(segment);
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"##{body.Length:D4}{segment}{Crc16.Compute(body):X4}\r\n"));
    }

    internal static string Text(byte[] frame) => Encoding.Latin1.GetString(frame);
}
