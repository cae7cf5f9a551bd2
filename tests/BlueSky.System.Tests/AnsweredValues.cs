using System.Globalization;
using BlueSky.Simulator;
using BlueSky.Sources;

namespace BlueSky.Testing;

/// <summary>The identity of a value.</summary>
internal readonly record struct ValueKey(string Mn, Period Period, DateTimeOffset DataTime, string Channel)
{
    /// <summary>
    /// Who said it, told apart by source where many sources keep the same words: an air station's hour is kept by each source that is
    /// held against it, and people's records of a kind go by one name. A device's value is kept by one source alone.
    /// </summary>
    public static string SaidBy(string mn, string source) =>
        mn.StartsWith("station:", StringComparison.Ordinal) || mn.StartsWith("manual:", StringComparison.Ordinal) ? $"{mn} for {source}" : mn;
}

/// <summary>
/// What an answered packet must have left in the store, worked out from the device's profile alone and not by the gateway's own
/// code: a second reading of hj212.md, against which the first is held.
/// </summary>
internal sealed class AnsweredValues(IEnumerable<SimulatedDevice> devices)
{
    // The 2019 Chongqing form of a gas station (hj212.md 13.2): one nozzle's refuelling, and the station's surroundings.
    private static readonly Dictionary<string, string> ChongqingRefuelling = new()
    {
        ["i41020"] = "AL",
        ["i41021"] = "VapourSpeed",
        ["i41022"] = "VapourVolume",
        ["i41023"] = "FuelSpeed",
        ["i41024"] = "FuelVolume",
        ["i41025"] = "VapourConcentration",
        ["i41026"] = "VapourTemperature",
        ["i41027"] = "LineResistance",
    };

    private static readonly Dictionary<string, string> ChongqingSurroundings = new()
    {
        ["i41028"] = "TankPressure",
        ["i41029"] = "LineResistance",
        ["i41030"] = "UnloadVapour",
        ["i41031"] = "ProcessorOutlet",
        ["i41032"] = "VapourTemperature",
    };

    private static readonly string[] ZeroMeansAbsent = ["i41025", "i41026", "i41027"];

    private readonly Dictionary<string, DeviceProfile> _profiles = devices.ToDictionary(d => d.Mn, d => d.Profile, StringComparer.Ordinal);

    /// <summary>Each value of one packet; a decimal, or the text where it is none.</summary>
    public IEnumerable<(ValueKey Key, object Value)> Of(LoggedPacket packet)
    {
        var profile = _profiles[packet.Mn];
        return profile.Dialect switch
        {
            DeviceDialect.Standard => Standard(packet, profile),
            DeviceDialect.Chongqing2019 => Chongqing(packet, profile),
            _ => throw new InvalidOperationException($"{packet.Mn}: the form of {profile.Dialect} cannot ask for an answer."),
        };
    }

    private static IEnumerable<(ValueKey, object)> Standard(LoggedPacket packet, DeviceProfile profile)
    {
        var (period, seconds) = packet.Cn switch
        {
            "2011" => (Period.Instant, 0),
            "2051" => (Period.Minute, profile.MinuteInterval * 60),
            "2061" => (Period.Hour, 3600),
            "2031" => (Period.Day, 86400),
            "2021" => (Period.State, 0),
            _ => (Period.Record, 0),
        };
        var time = profile.StampsPeriodEnd ? packet.DataTime.AddSeconds(-seconds) : packet.DataTime;
        foreach (var (key, text) in packet.Values)
        {
            var parts = key.Split('-', 2);
            if (parts[1] == "Flag") continue; // becomes the quality of its value
            var mapping = profile.Factors.FirstOrDefault(f => f.Code == parts[0]);
            yield return (
                new ValueKey(packet.Mn, period, time, $"{mapping?.Factor ?? parts[0]}-{parts[1]}"), Number(text) * (mapping?.Scale ?? 1));
        }
    }

    private static IEnumerable<(ValueKey, object)> Chongqing(LoggedPacket packet, DeviceProfile profile)
    {
        var nozzle = packet.Values.GetValueOrDefault("i41019-Info")?[^3..];
        var period = nozzle is null ? Period.Instant : Period.Record;
        foreach (var (key, text) in packet.Values)
        {
            var code = key.Split('-')[0];
            if (code == "i41019")
            {
                yield return (new ValueKey(packet.Mn, period, packet.DataTime, key), text);
                continue;
            }

            var factor = nozzle is null ? ChongqingSurroundings[code] : $"{ChongqingRefuelling[code]}@{nozzle}";
            var at = new ValueKey(packet.Mn, period, packet.DataTime, factor + "-Rtd");
            var isAbsent = ZeroMeansAbsent.Contains(code) && Number(text) == 0;
            yield return (at, isAbsent ? text : Number(text) * (profile.Factors.FirstOrDefault(f => f.Code == code)?.Scale ?? 1));
        }
    }

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);
}
