namespace BlueSky.AirQuality;

/// <summary>
/// Over how long a concentration is averaged. In an hourly (real-time) report the values are the hour's mean and the running means
/// that end with the hour; in a daily report they are the largest 1 h mean, the largest 8 h mean and the mean of the natural day.
/// </summary>
public enum Averaging
{
    /// <summary>One hour.</summary>
    OneHour,

    /// <summary>Eight hours.</summary>
    EightHours,

    /// <summary>Twenty-four hours.</summary>
    Day,
}

/// <summary>
/// The concentrations one report is made from: for each pollutant up to three averages, in the pollutant's own unit, null when
/// missing. Mutable so that a stream of hours can reuse one; not thread-safe.
/// </summary>
public sealed class ConcentrationSet
{
    private const int Averages = 3;
    private readonly decimal?[] _values = new decimal?[6 * Averages];

    /// <summary>The concentration of <paramref name="pollutant"/> averaged over <paramref name="averaging"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative concentration is set.</exception>
    public decimal? this[Pollutant pollutant, Averaging averaging]
    {
        get => _values[((int)pollutant * Averages) + (int)averaging];
        set
        {
            if (value is { } amount) ArgumentOutOfRangeException.ThrowIfNegative(amount);
            _values[((int)pollutant * Averages) + (int)averaging] = value;
        }
    }

    /// <summary>Makes all values missing.</summary>
    public void Clear() => Array.Clear(_values);

    internal static Averaging Parse(string text) => text switch
    {
        "1h" => Averaging.OneHour,
        "8h" => Averaging.EightHours,
        "24h" => Averaging.Day,
        _ => throw new InvalidDataException($"No averaging {text}."),
    };
}
