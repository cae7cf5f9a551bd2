using System.Globalization;
using BlueSky.Districts;
using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Simulator;

/// <summary>
/// The world that a device measures: every value is a function of (seed, MN, factor, second) and of nothing else, so a value is the same
/// whether it is sent live, again, or from history. Figures are invented and only shaped like real ones.
/// </summary>
internal sealed class SignalModel(SimulatedDevice device, int seed)
{
    private static readonly DateTimeOffset Still = new(2021, 8, 1, 12, 0, 0, ChinaTime.Offset);

    /// <summary>The value of one factor at a whole second, in the unit of the kind's factor table.</summary>
    internal double Value(string factor, DateTimeOffset second)
    {
        var time = device.Incident == Incident.ConstantValue ? Still : second;
        return factor switch
        {
            "a34002" => Dust(time),
            "a34004" => Dust(time) * 0.45,
            "a34001" => Dust(time) * 1.8,
            "LA" => 58 + (6 * Day(time)) + (4 * Noise(factor, time)),
            "a01001" => 18 + (7 * Day(time)) + Noise(factor, time),
            "a01002" => 60 - (15 * Day(time)) + (3 * Noise(factor, time)),
            "a01007" => 2 + Math.Abs(Noise(factor, time)),
            "a01008" => 180 + (120 * Noise(factor, time)),
            "a21004" => 34 + (8 * Day(time)) + (4 * Noise(factor, time)),
            "a05024" => 95 + (55 * Day(time)) + (6 * Noise(factor, time)),
            "a21005" => 0.7 + (0.1 * Noise(factor, time)),
            "a21026" when device.Kind == AirStationSource.Kind => 12 + (2 * Noise(factor, time)),
            "a21026" => 20 + (5 * Noise(factor, time)),
            "a21002" => NitrogenOxides(factor, time),
            "a34013" => 4 + Noise(factor, time),
            "a19001" => (IsLean ? 18.5 : 10.5) + (0.2 * Noise(factor, time)),
            "a00000" => 30_000 + (1_500 * Noise(factor, time)),
            "a01011" => 11 + (0.6 * Noise(factor, time)),
            "a01012" => 95 + (4 * Noise(factor, time)),
            "a01014" => 9 + (0.5 * Noise(factor, time)),
            "a34041" => IsFanOn(time) ? (device.Incident == Incident.PurifierOff ? 3.6 : 0.5) + (0.2 * Noise(factor, time)) : 0.02,
            "a34000" => IsFanOn(time) ? 2.2 + (0.4 * Noise(factor, time)) : 0.1,
            "a24088" => IsFanOn(time) ? 4 + (0.8 * Noise(factor, time)) : 0.6,
            "SB7" => IsFanOn(time) ? 1 : 0,
            "SB8" => IsFanOn(time) && device.Incident != Incident.PurifierOff ? 1 : 0,
            // A tight system breathes: over and under atmospheric pressure by turns (GB 20952-2020 Annex E takes standing pressure as a leak).
            "TankPressure" => (400 * Math.Sin(time.ToUnixTimeSeconds() / 900.0)) + (20 * Noise(factor, time)),
            "VapourConcentration" => device.Incident == Incident.VapourLeak ? 9_500 + (400 * Noise(factor, time)) : 900 + (150 * Noise(factor, time)),
            "UnloadVapour" => 300 + (60 * Noise(factor, time)),
            "AL" => device.Incident == Incident.RatioOutOfRange ? 0.7 + (0.08 * Noise(factor, time)) : 1.1 + (0.08 * Noise(factor, time)),
            "FuelVolume" => 28 + (10 * Noise(factor, time)),
            "VapourVolume" => Value("AL", time) * Value("FuelVolume", time),
            _ => 10 + Noise(factor, time),
        };
    }

    /// <summary>The value as the device sends it: by its code, in its unit, with its decimals.</summary>
    internal SignalValue Read(FactorMapping mapping, string field, DateTimeOffset second) =>
        new(mapping.Code, field, Format(mapping, Value(mapping.Factor, second)));

    /// <summary>Mean, minimum and maximum over a period, from twelve moments of it.</summary>
    internal IEnumerable<SignalValue> ReadPeriod(FactorMapping mapping, DateTimeOffset start, TimeSpan length)
    {
        const int moments = 12;
        var values = Enumerable.Range(0, moments).Select(i => Value(mapping.Factor, start.AddSeconds(Math.Floor(length.TotalSeconds * i / moments)))).ToList();
        yield return new(mapping.Code, "Min", Format(mapping, values.Min()));
        yield return new(mapping.Code, "Avg", Format(mapping, values.Average()));
        yield return new(mapping.Code, "Max", Format(mapping, values.Max()));
        yield return new(mapping.Code, "Flag", "N");
    }

    private static string Format(FactorMapping mapping, double value)
    {
        var decimals = mapping.Factor is "SB7" or "SB8" ? 0 : mapping.Scale >= 100 ? 4 : mapping.Factor is "AL" or "a34041" or "VapourVolume" ? 3 : 1;
        return decimal.Round((decimal)value / mapping.Scale, decimals).ToString("F" + decimals, CultureInfo.InvariantCulture);
    }

    private double Dust(DateTimeOffset time) => device.Incident == Incident.HighDust
        ? 330 + (20 * Day(time)) + (25 * Noise("dust", time))
        : 70 + (20 * Day(time)) + (12 * Noise("dust", time));

    // Brick and ceramic kilns run with much air; 110 mg/m3 at 18.5 % O2 is 132 at 18 %, 160 at 10.5 % is at least 167 at 10 % or less.
    private double NitrogenOxides(string factor, DateTimeOffset time) => device.Incident == Incident.HighNitrogenOxides
        ? (IsLean ? 110 : 160) + (6 * Noise(factor, time))
        : 48 + (5 * Noise(factor, time));

    private bool IsLean => device.Industry is "brick" or "ceramics";

    private bool IsFanOn(DateTimeOffset time) =>
        device.Incident is Incident.PurifierOff or Incident.ConstantValue || time.ToChina().Hour is (>= 10 and < 14) or (>= 16 and < 22);

    /// <summary>-1 at four in the morning, +1 at four in the afternoon.</summary>
    private static double Day(DateTimeOffset time) => -Math.Cos((time.ToChina().TimeOfDay.TotalHours - 4) / 12 * Math.PI);

    /// <summary>-1..1, each second and factor its own.</summary>
    private double Noise(string factor, DateTimeOffset time) =>
        (new SeededRandom(seed, string.Create(CultureInfo.InvariantCulture, $"{device.Mn}|{factor}|{time.ToUnixTimeSeconds()}")).NextDouble() * 2) - 1;
}
