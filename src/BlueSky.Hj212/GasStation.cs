namespace BlueSky.Hj212;

/// <summary>Turns the packets of gas-station dialects into neutral records (shapes seen in one widespread controller's firmware).</summary>
public static class GasStation
{
    // i41001 to i41039 of the Chongqing 2019 form, by their last two digits.
    private static readonly Dictionary<int, string> ChongqingSettings = new()
    {
        [1] = "start-date",
        [2] = "nozzles",
        [3] = "valve-open-plus",
        [4] = "valve-open-minus",
        [5] = "processor-start",
        [6] = "processor-stop",
        [7] = "resistance-dispenser",
    };

    private static readonly Dictionary<int, string> ChongqingAlarms = new()
    {
        [8] = "air-to-liquid",
        [9] = "tightness",
        [10] = "line-resistance",
        [11] = "tank-pressure",
        [12] = "zero-pressure",
        [13] = "valve",
        [14] = "critical-pressure",
        [15] = "processor",
        [16] = "processor-concentration",
        [17] = "unloading-return",
    };

    private static readonly Dictionary<int, string> ChongqingEvents = new()
    {
        [33] = "fault-time",
        [34] = "fault-code",
        [35] = "time",
        [38] = "operate",
        [39] = "event",
    };

    private static readonly Dictionary<string, string> GuangzhouSettings = new()
    {
        ["PVFrwPrs"] = "valve-open-plus",
        ["PVRevPrs"] = "valve-open-minus",
        ["TrOpenPrs"] = "processor-start",
        ["TrStopPrs"] = "processor-stop",
    };

    private static readonly Dictionary<string, string> GuangzhouAlarms = new()
    {
        ["TightAlm"] = "tightness",
        ["DynbPAlm"] = "line-resistance",
        ["TankPAlm"] = "tank-pressure",
        ["DeviceAlm"] = "processor-concentration",
        ["PVTapAlm"] = "valve",
        ["DevOpenAlm"] = "processor-start",
        ["DevStopAlm"] = "processor-stop",
    };

    private static readonly Dictionary<string, string> GuangzhouEvents = new() { ["OpDate"] = "time", ["Operate"] = "operate", ["Event"] = "event" };

    /// <summary>The records of a packet; empty for a packet of another kind. Keys that no list knows stay in the packet.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="dialect">The dialect of the device's profile.</param>
    public static IReadOnlyList<GasStationRecord> Read(Packet packet, Dialect dialect) => dialect switch
    {
        Dialect.Chongqing2019 when packet.Cn == "3020" => ReadChongqing(packet),
        Dialect.Guangzhou => packet.Cn switch
        {
            "2011" => [.. Nozzles(packet).Select(ReadGuangzhouRefuelling)],
            "2021" => [ReadGuangzhouEnvironment(packet)],
            "2031" => [.. Plain(packet).Select(f => new StationSetting(GuangzhouSettings.GetValueOrDefault(f.Key, f.Key), f.Value))],
            "2041" =>
            [
                .. Nozzles(packet).SelectMany(n => n.Select(v => Alarm("air-to-liquid", n.Code, v.Text))),
                .. Plain(packet).Select(f => Alarm(GuangzhouAlarms.GetValueOrDefault(f.Key, f.Key), null, f.Value)),
            ],
            "2051" => [.. Nozzles(packet).SelectMany(n => n.Select(v => new StationEvent(n.Code, GuangzhouEvents.GetValueOrDefault(v.Field, v.Field), v.Text)))],
            "2061" =>
            [
                .. Nozzles(packet).SelectMany(n => n.Select(v => new StationEvent(n.Code, "state", v.Text))),
                .. Plain(packet).Select(f => new StationEvent(f.Key, "state", f.Value)),
            ],
            _ => [],
        },
        _ => [],
    };

    private static List<GasStationRecord> ReadChongqing(Packet packet)
    {
        var records = new List<GasStationRecord>();
        var values = new Dictionary<int, FieldValue>();
        foreach (var (code, factor) in packet.Factors)
        {
            if (code.Length == 6 && code.StartsWith("i410", StringComparison.Ordinal)
                && int.TryParse(code.AsSpan(4), System.Globalization.NumberStyles.None, null, out var number)
                && factor.TryGet("Info", out var value))
                values[number] = value.Value;
        }

        var nozzle = values.TryGetValue(19, out var id) ? id.Text : null;
        foreach (var (number, value) in values)
        {
            if (ChongqingSettings.TryGetValue(number, out var setting))
                records.Add(new StationSetting(setting, value.Text));
            else if (ChongqingAlarms.TryGetValue(number, out var about))
                records.Add(Alarm(about, number == 8 ? nozzle : null, value.Text));
            else if (ChongqingEvents.TryGetValue(number, out var name))
                records.Add(new StationEvent(nozzle, name, value.Text));
        }

        decimal? Value(int number) => values.TryGetValue(number, out var value) ? value.Number : null;

        // The firmware sends 0 for a sensor that it does not have. Volumes, flows, A/L and tank pressure are always there: 0 is 0.
        decimal? Optional(int number) => Value(number) is { } given and not 0 ? given : null;

        if (values.Keys.Any(k => k is >= 20 and <= 27))
        {
            records.Add(new Refuelling(
                nozzle, Value(20), FuelVolume: Value(24), FuelFlow: Value(23), VapourVolume: Value(22), VapourFlow: Value(21),
                VapourConcentration: Optional(25), VapourTemperature: Optional(26), LineResistance: Optional(27)));
        }

        if (values.Keys.Any(k => k is >= 28 and <= 32))
            records.Add(new TankEnvironment(Value(28), Value(29), Optional(30), Optional(31), Optional(32), null));
        return records;
    }

    private static Refuelling ReadGuangzhouRefuelling(Factor nozzle)
    {
        decimal? Value(string field) => nozzle.TryGet(field, out var value) ? value.Value.Number : null;

        // -Cur is the speed and -Flow the volume: A/L is GasFlow / FuelFlow in the packets seen.
        return new Refuelling(
            nozzle.Code, Value("AlvR"), FuelVolume: Value("FuelFlow"), FuelFlow: Value("FuelCur"), VapourVolume: Value("GasFlow"),
            VapourFlow: Value("GasCur"), VapourConcentration: null, VapourTemperature: null, LineResistance: Value("DynbPrs"));
    }

    private static TankEnvironment ReadGuangzhouEnvironment(Packet packet)
    {
        decimal? Value(string field) =>
            packet.Fields.TryGetValue(field, out var text) && HjNumber.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var number) ? number : null;

        return new TankEnvironment(
            Value("TankPress"), Value("DynbPress"), Value("UnloadgasCon"), Value("DevicegasCon"), Value("GasTemp"), Value("GasVolume"));
    }

    private static IEnumerable<Factor> Nozzles(Packet packet) => packet.Factors.Values.Where(f => f.Code is ['q', _, ..]);

    private static IEnumerable<KeyValuePair<string, string>> Plain(Packet packet) => packet.Fields;

    private static StationAlarm Alarm(string about, string? nozzle, string text) => new(
        about, nozzle, int.TryParse(text, System.Globalization.NumberStyles.None, null, out var level) ? level : null, text);
}
