using BlueSky.Districts;
using BlueSky.Hj212;
using BlueSky.Sources;

namespace BlueSky.Simulator;

/// <summary>A story that a device's values tell, so that a demonstration has something to show.</summary>
public enum Incident
{
    /// <summary>Nothing unusual.</summary>
    None = 0,

    /// <summary>工地扬尘: PM10 between 280 and 380 µg/m3 at every hour.</summary>
    HighDust,

    /// <summary>窑炉氮氧化物: NOx above 100 mg/m3 at any usual reference oxygen.</summary>
    HighNitrogenOxides,

    /// <summary>油气泄漏: vapour concentration above 8000 µmol/mol.</summary>
    VapourLeak,

    /// <summary>气液比异常: every refuelling of nozzle 003 has an A/L of 0.6 to 0.8.</summary>
    RatioOutOfRange,

    /// <summary>净化器未开: the fan runs (SB7=1), the purifier does not (SB8=0), fume is high.</summary>
    PurifierOff,

    /// <summary>恒值: every value of the device stands still.</summary>
    ConstantValue,

    /// <summary>离线: the device stops sending a short while after it first connected.</summary>
    Silent,
}

/// <summary>What a virtual device is: its register entry with its secrets, and the story it tells.</summary>
public sealed record SimulatedDevice
{
    /// <summary>MN.</summary>
    public required string Mn { get; init; }

    /// <summary>PW, six characters.</summary>
    public required string Password { get; init; }

    /// <summary>Kind of its source: <c>site</c>, <c>gas-station</c>, <c>kiln</c> or <c>restaurant</c>; others send what their profile lists.</summary>
    public required string Kind { get; init; }

    /// <summary>How it words and scales its numbers; the gateway must know the same.</summary>
    public required DeviceProfile Profile { get; init; }

    /// <summary>Branch of industry of the source, which sets a kiln's oxygen; null when none.</summary>
    public string? Industry { get; init; }

    /// <summary>The edition it speaks; 2025 sends heart-beats and RF=1.</summary>
    public ProtocolVersion Version { get; init; } = ProtocolVersion.V2017;

    /// <summary>SM4 key, 16 bytes, used only with the edition 2025; null sends plain.</summary>
    public byte[]? Sm4Key { get; init; }

    /// <summary>Its story.</summary>
    public Incident Incident { get; init; }

    /// <summary>Nozzles of a gas station, 1..999.</summary>
    public int Nozzles { get; init; } = 4;

    /// <summary>The devices of the demo register, kinds mixed so that any first N hold them all; some have an incident, always the same ones.</summary>
    public static IReadOnlyList<SimulatedDevice> From(DemoRegister register)
    {
        ArgumentNullException.ThrowIfNull(register);
        var sources = register.Sources.ToDictionary(s => s.Id, StringComparer.Ordinal);
        return
        [
            .. register.Devices
                .Select(d => From(d, sources[d.Registration.SourceId!]))
                .GroupBy(d => d.Kind, StringComparer.Ordinal)
                .SelectMany(g => g.Select((device, index) => (device, index)))
                .OrderBy(x => x.index).ThenBy(x => x.device.Mn, StringComparer.Ordinal)
                .Select(x => x.device),
        ];
    }

    private static SimulatedDevice From(DemoDevice device, SourceRegistration source) => new()
    {
        Mn = device.Registration.Mn,
        Password = device.Password,
        Kind = source.Kind,
        Profile = device.Registration.Profile,
        Industry = source.Industry,
        Version = device.Sm4Key is null ? ProtocolVersion.V2017 : ProtocolVersion.V2025,
        Sm4Key = device.Sm4Key,
        Incident = IncidentOf(source),
        Nozzles = (int)source.Parameters.GetValueOrDefault("nozzles", 4),
    };

    private static Incident IncidentOf(SourceRegistration source)
    {
        if (source.Kind == AirStationSource.Kind) return Incident.None;
        var number = int.Parse(source.Id.AsSpan(source.Id.LastIndexOf('-') + 1), System.Globalization.CultureInfo.InvariantCulture);
        return (source.Kind, number) switch
        {
            ("site", _) when number % 12 == 5 => Incident.HighDust,
            ("site", _) when number % 24 == 8 => Incident.ConstantValue,
            ("site", _) when number % 32 == 10 => Incident.Silent,
            ("kiln", _) when number % 9 == 4 => Incident.HighNitrogenOxides,
            ("gas-station", _) when number % 10 == 2 => Incident.VapourLeak,
            ("gas-station", _) when number % 10 == 6 => Incident.RatioOutOfRange,
            ("restaurant", _) when number % 8 == 3 => Incident.PurifierOff,
            _ => Incident.None,
        };
    }
}
