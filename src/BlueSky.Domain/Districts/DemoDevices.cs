using System.Globalization;
using BlueSky.Sources;

namespace BlueSky.Districts;

/// <summary>The devices of the demo register: one for each source of a kind that reports by itself.</summary>
internal static class DemoDevices
{
    // A new microstation and an old one, a CEMS, a fume monitor: units and scales differ on purpose, because they do in the field
    // (hj212.md 12.1: dust platforms send mg/m3 where others send ug/m3; the unit column of HJ 212-2017 helps nobody).
    private static readonly FactorMapping[] Weather =
    [
        new("LA", "LA", "dB", 1), new("a01001", "a01001", "°C", 1), new("a01002", "a01002", "%", 1), new("a01007", "a01007", "m/s", 1), new("a01008", "a01008", "°", 1),
    ];

    private static readonly FactorMapping[] DustInMicrograms =
        [new("a34002", "a34002", "µg/m3", 1), new("a34004", "a34004", "µg/m3", 1), new("a34001", "a34001", "µg/m3", 1), .. Weather];

    private static readonly FactorMapping[] DustInMilligrams =
        [new("a34002", "a34002", "mg/m3", 1000), new("a34004", "a34004", "mg/m3", 1000), new("a34001", "a34001", "mg/m3", 1000), .. Weather];

    private static readonly FactorMapping[] Stack =
    [
        new("a21026", "a21026", "mg/m3", 1), new("a21002", "a21002", "mg/m3", 1), new("a34013", "a34013", "mg/m3", 1), new("a19001", "a19001", "%", 1),
        new("a00000", "a00000", "m3/h", 1), new("a01011", "a01011", "m/s", 1), new("a01012", "a01012", "°C", 1), new("a01014", "a01014", "%", 1),
    ];

    private static readonly FactorMapping[] Ambient =
    [
        new("a34004", "a34004", "µg/m3", 1), new("a34002", "a34002", "µg/m3", 1), new("a21026", "a21026", "µg/m3", 1),
        new("a21004", "a21004", "µg/m3", 1), new("a05024", "a05024", "µg/m3", 1), new("a21005", "a21005", "mg/m3", 1),
    ];

    private static readonly FactorMapping[] Fume =
    [
        new("a34041", "a34041", "mg/m3", 1), new("a34000", "a34000", "mg/m3", 1), new("a24088", "a24088", "mg/m3", 1), new("SB7", "SB7", "", 1), new("SB8", "SB8", "", 1),
    ];

    // No national code list exists for gas stations (hj212.md 13.1): 气液比, 加油量, 回收油气量, 系统压力, 油气浓度, 卸油区油气浓度 under the
    // codes of the kind file. A nozzle's code has its point already (AL@003), so only the codes of the station itself need a mapping.
    private static readonly FactorMapping[] GasStandard =
    [
        new("AL", "AL", "1", 1), new("FuelVolume", "FuelVolume", "L", 1), new("VapourVolume", "VapourVolume", "L", 1),
        new("TankPressure", "TankPressure", "Pa", 1), new("VapourConcentration", "VapourConcentration", "µmol/mol", 1),
    ];

    private static readonly FactorMapping[] GasChongqing =
    [
        new("i41020", "AL", "1", 1), new("i41022", "VapourVolume", "L", 1), new("i41024", "FuelVolume", "L", 1),
        new("i41028", "TankPressure", "Pa", 1), new("i41030", "UnloadVapour", "%", 10_000),
    ];

    private static readonly FactorMapping[] GasGuangzhou =
    [
        new("AlvR", "AL", "1", 1), new("GasFlow", "VapourVolume", "L", 1), new("FuelFlow", "FuelVolume", "L", 1),
        new("TankPress", "TankPressure", "Pa", 1), new("UnloadgasCon", "UnloadVapour", "µmol/mol", 1),
    ];

    /// <summary>The device of a source, or null when its kind has none. <paramref name="number"/> is the source's number within its kind.</summary>
    internal static DemoDevice? Make(SourceRegistration source, int number, int seed)
    {
        var random = new SeededRandom(seed, "device:" + source.Id);
        var kindByte = source.Kind switch { "site" => "39", "gas-station" => "6A", "kiln" => "31", "restaurant" => "CA", AirStationSource.Kind => "22", _ => null };
        if (kindByte is null) return null;

        var profile = source.Kind switch
        {
            "site" => Dust(random, number),
            "gas-station" => Gas(random, number),
            "kiln" => Ordinary("31", Stack, random.Next(5, 20), random),
            AirStationSource.Kind => Ordinary("22", Ambient, 60, random),
            _ => Ordinary("31", Fume, random.Next(10, 60), random),
        };
        // 24 characters 0-9 A-F (HJ 212-2017, 6.3.2): DE for demo, district, kind, number.
        var mn = string.Create(CultureInfo.InvariantCulture, $"DE{source.Id.AsSpan(0, 6)}{kindByte}0000000000{number:D4}");
        var password = string.Create(CultureInfo.InvariantCulture, $"{random.Next(0, 999_999):D6}");
        return new DemoDevice(
            new DeviceRegistration { Mn = mn, SourceId = source.Id, Profile = profile, IsDemo = true }, password,
            SpeaksEncrypted(source.Kind, number) ? KeyOf(random) : null);
    }

    // Each sixth kiln has the new logger of HJ 212-2025 with a key.
    private static bool SpeaksEncrypted(string kind, int number) => kind == "kiln" && number % 6 == 0;

    private static DeviceProfile Dust(SeededRandom random, int number) =>
        Ordinary("39", number % 5 == 0 ? DustInMilligrams : DustInMicrograms, random.Next(5, 60), random) with
        {
            Checksum = number % 16 == 0 ? ChecksumVariant.Modbus : ChecksumVariant.Hj212,
            StampsPeriodEnd = number % 12 == 7,
        };

    private static DeviceProfile Gas(SeededRandom random, int number) => (number % 5) switch
    {
        3 => Ordinary("31", GasChongqing, random.Next(20, 60), random) with { Dialect = DeviceDialect.Chongqing2019, AcceptsCommands = false },
        4 => Ordinary("31", GasGuangzhou, random.Next(20, 60), random) with { Dialect = DeviceDialect.Guangzhou, AcceptsCommands = false },
        _ => Ordinary("31", GasStandard, random.Next(20, 60), random),
    };

    // The standard's RtdInterval is 30..3600 s; the demo is quicker so that something can be seen.
    private static DeviceProfile Ordinary(string system, FactorMapping[] factors, int seconds, SeededRandom random) => new()
    {
        Factors = factors,
        ReportSeconds = seconds,
        MinuteInterval = 10,
        AcceptsCommands = random.Chance(0.6),
        SystemCode = system,
    };

    private static byte[] KeyOf(SeededRandom random) => [.. BitConverter.GetBytes(random.NextBits()), .. BitConverter.GetBytes(random.NextBits())];
}
