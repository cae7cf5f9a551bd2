using System.Globalization;
using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Simulator;

/// <summary>
/// What a device has to say of a moment or a period, in its own words (dialect, codes, units). Also its history: the past is computed, not
/// kept, and is therefore exactly what was or would have been sent.
/// </summary>
public sealed class SignalSource
{
    private readonly SimulatedDevice _device;
    private readonly SignalModel _model;
    private readonly List<FactorMapping> _air;
    private readonly List<FactorMapping> _states;

    /// <summary>The signals of one device under a seed.</summary>
    public SignalSource(SimulatedDevice device, int seed)
    {
        ArgumentNullException.ThrowIfNull(device);
        _device = device;
        _model = new SignalModel(device, seed);
        _states = [.. device.Profile.Factors.Where(f => f.Factor.StartsWith("SB", StringComparison.Ordinal))];
        _air = [.. device.Profile.Factors.Where(f => f.Factor is not ("AL" or "FuelVolume" or "VapourVolume") && !_states.Contains(f))];
    }

    /// <summary>The uploads of one moment: 2011, and with it 2021 where there is treatment equipment, and a refuelling at a gas station.</summary>
    /// <param name="moment">Device time; cut to the second.</param>
    public IReadOnlyList<Measurement> At(DateTimeOffset moment)
    {
        var time = WholeSecond(moment);
        if (_device.Kind == "gas-station") return [Environment(time), Refuelling(time)];
        var air = new Measurement("2011", time, [.. _air.SelectMany(f => new[] { _model.Read(f, "Rtd", time), new SignalValue(f.Code, "Flag", "N") })]);
        return _states.Count == 0 ? [air] : [air, States(time)];
    }

    /// <summary>States of treatment equipment, CN 2021.</summary>
    internal Measurement States(DateTimeOffset time) => new("2021", WholeSecond(time), [.. _states.Select(f => _model.Read(f, "RS", WholeSecond(time)))]);

    /// <summary>True when the device has treatment equipment to report.</summary>
    internal bool HasStates => _states.Count > 0;

    /// <summary>True when the device computes means (a gas station's dialects have other meanings for those commands).</summary>
    public bool HasMeans => _device.Kind != "gas-station";

    /// <summary>The upload of one period: 2051, 2061 or 2031 with Min, Avg and Max.</summary>
    /// <param name="cn">The command, which says what period it is.</param>
    /// <param name="start">Start of the period in device time.</param>
    public Measurement Over(string cn, DateTimeOffset start)
    {
        var length = Length(cn);
        var stamp = _device.Profile.StampsPeriodEnd ? start + length : start;
        return new Measurement(cn, stamp.ToChina(), [.. _air.SelectMany(f => _model.ReadPeriod(f, start, length))]);
    }

    /// <summary>Length of the period of a command: 2051 by the profile's minute interval, 2061 an hour, 2031 a day.</summary>
    public TimeSpan Length(string cn) => cn switch
    {
        "2051" => TimeSpan.FromMinutes(_device.Profile.MinuteInterval),
        "2061" => TimeSpan.FromHours(1),
        "2031" => TimeSpan.FromDays(1),
        _ => throw new ArgumentOutOfRangeException(nameof(cn), cn, "Only 2051, 2061 and 2031 stand for a period."),
    };

    /// <summary>Start of the period of <paramref name="cn"/> that holds <paramref name="time"/>, China time.</summary>
    public DateTimeOffset PeriodStart(string cn, DateTimeOffset time)
    {
        var local = time.ToChina();
        return new DateTimeOffset(local.Ticks - (local.Ticks % Length(cn).Ticks), ChinaTime.Offset);
    }

    private static DateTimeOffset WholeSecond(DateTimeOffset time)
    {
        var local = time.ToChina();
        return new DateTimeOffset(local.Ticks - (local.Ticks % TimeSpan.TicksPerSecond), ChinaTime.Offset);
    }

    private string Nozzle(DateTimeOffset time) =>
        (_device.Incident == Incident.RatioOutOfRange ? 3 : (time.ToUnixTimeSeconds() % _device.Nozzles) + 1).ToString("D3", CultureInfo.InvariantCulture);

    private string Text(string factor, DateTimeOffset time) =>
        _device.Profile.Factors.FirstOrDefault(f => f.Factor == factor) is { } mapping ? _model.Read(mapping, "", time).Text : "0";

    /// <summary>Refuellings of the day before, so that a receiver can judge a whole day at once: each twenty minutes from ten o'clock on.</summary>
    internal IEnumerable<Measurement> RefuellingsOfDayBefore(DateTimeOffset time)
    {
        var ten = time.DayStart().AddHours(-14);
        return Enumerable.Range(0, 8).Select(i => Refuelling(ten.AddMinutes(20 * i)));
    }

    // The three forms of hj212.md 13.2: absent quantities are 0 in both local ones. The private form of ours keeps the standard's frame, with
    // 2011 for what is measured all the time and 3020 for events.
    private Measurement Environment(DateTimeOffset time) => _device.Profile.Dialect switch
    {
        DeviceDialect.Chongqing2019 => new("3020", time,
        [
            new("i41028", "Info", Text("TankPressure", time)), new("i41029", "Info", "0"), new("i41030", "Info", Text("UnloadVapour", time)),
            new("i41031", "Info", "3.2"), new("i41032", "Info", "24.5"),
        ]),
        DeviceDialect.Guangzhou => new("2021", time,
        [
            new("DynbPress", "", "0"), new("TankPress", "", Text("TankPressure", time)), new("UnloadgasCon", "", Text("UnloadVapour", time)),
            new("DevicegasCon", "", "0"),
        ]),
        _ => new("2011", time, [.. _air.Select(f => _model.Read(f, "Rtd", time))]),
    };

    private Measurement Refuelling(DateTimeOffset time)
    {
        var (nozzle, ratio, volume, vapour) = (Nozzle(time), Text("AL", time), Text("FuelVolume", time), Text("VapourVolume", time));
        return _device.Profile.Dialect switch
        {
            DeviceDialect.Chongqing2019 => new("3020", time,
            [
                new("i41019", "Info", _device.Mn[^12..] + nozzle), new("i41020", "Info", ratio), new("i41021", "Info", "34.1"), new("i41022", "Info", vapour),
                new("i41023", "Info", "31.6"), new("i41024", "Info", volume), new("i41025", "Info", "0"), new("i41026", "Info", "0"), new("i41027", "Info", "0"),
            ]),
            DeviceDialect.Guangzhou => new("2011", time,
            [
                new("q0" + nozzle, "AlvR", ratio), new("q0" + nozzle, "GasCur", "35.0"), new("q0" + nozzle, "GasFlow", vapour),
                new("q0" + nozzle, "FuelCur", "31.2"), new("q0" + nozzle, "FuelFlow", volume), new("q0" + nozzle, "DynbPrs", "0"),
            ]),
            _ => new("3020", time, [new("AL@" + nozzle, "Rtd", ratio), new("FuelVolume@" + nozzle, "Rtd", volume), new("VapourVolume@" + nozzle, "Rtd", vapour)]),
        };
    }
}
