using BlueSky.Tables;

namespace BlueSky.AirQuality;

/// <summary>
/// Running means 滑动平均 of one station over the 24 clock hours that end with the last one added. Missing hours may be left out or
/// added with null values. Not thread-safe.
/// </summary>
/// <param name="rules">How many hours a mean needs.</param>
public sealed class RunningMeans(ValidityRules rules)
{
    private const int Hours = 24;
    private readonly decimal?[,] _ring = new decimal?[6, Hours];
    private long _last = -1;

    /// <summary>True when <paramref name="label"/> is later than every hour added so far; only such an hour may be added.</summary>
    public bool Accepts(DateTimeOffset label) => Number(label) > _last;

    /// <summary>Adds an hour.</summary>
    /// <exception cref="ArgumentException">The hour is not later than the last one.</exception>
    public void Add(AirHour hour)
    {
        var number = Number(hour.Label);
        if (number <= _last) throw new ArgumentException("Hours must be added in the order of time, each once.", nameof(hour));
        for (var gap = Math.Max(_last + 1, number - Hours); gap <= number; gap++)
            for (var p = 0; p < 6; p++) _ring[p, gap % Hours] = gap == number ? hour.Values[p] : null;
        _last = number;
    }

    /// <summary>
    /// Mean of the hours t-7 … t of the last hour t, exact; null with fewer than 6 valid hours (GB 3095 table 4). It runs over
    /// midnight.
    /// </summary>
    public decimal? OfEightHours(Pollutant pollutant) => Mean(pollutant, 8, rules.OzoneWindowHours);

    /// <summary>Mean of the hours t-23 … t of the last hour t, exact; null with fewer than the demanded valid hours (20).</summary>
    public decimal? OfDay(Pollutant pollutant) => Mean(pollutant, Hours, rules.RunningDayHours);

    /// <summary>
    /// The running 8 h mean as CNEMC publishes it: it starts afresh at 01:00 (one value, at 02:00 two … from 08:00 eight) and asks for
    /// no more than one hour. Exact; null when none of the hours is valid. Not the standard's: it only checks published fields.
    /// </summary>
    public decimal? OfPublishedEightHours(Pollutant pollutant) =>
        _last < 0 ? null : Mean(pollutant, Math.Min(8, new DateTimeOffset(_last * TimeSpan.TicksPerHour, TimeSpan.Zero).HourOfNaturalDay()), 1);

    private decimal? Mean(Pollutant pollutant, int hours, int demanded)
    {
        var (sum, count) = (0m, 0);
        for (var number = Math.Max(0, _last - hours + 1); number <= _last; number++)
        {
            if (_ring[(int)pollutant, number % Hours] is not { } value) continue;
            sum += value;
            count++;
        }
        return count > 0 && count >= demanded ? sum / count : null;
    }

    private static long Number(DateTimeOffset label) => label.UtcTicks / TimeSpan.TicksPerHour;
}
