namespace BlueSky.AirQuality;

/// <summary>Days of a period by their AQI; for sand-dust the days of the hours that are not reduced.</summary>
/// <param name="Valid">Days whose AQI is certain (<see cref="StationDay.IsValid"/>).</param>
/// <param name="Good">Valid days with AQI up to 100 (优良天数).</param>
/// <param name="Heavy">Valid days with AQI above 200 (重污染天数).</param>
public sealed record DayCounts(int Valid, int Good, int Heavy)
{
    private const int GoodUpTo = 100;
    private const int HeavyAbove = 200;

    /// <summary>Good-day ratio 优良天数比例 over the VALID days, percent, one decimal, half to even; null without valid days.</summary>
    public decimal? GoodRatio => Ratio(Good);

    /// <summary>Heavy-pollution-day ratio 重污染天数比例 over the valid days, percent, one decimal; null without valid days.</summary>
    public decimal? HeavyRatio => Ratio(Heavy);

    /// <summary>Counts the days of a period.</summary>
    public static DayCounts Of(AirPeriod period, IEnumerable<StationDay> days)
    {
        var (valid, good, heavy) = (0, 0, 0);
        foreach (var day in days)
        {
            if (day.Day < period.First || day.Day > period.Last || !day.IsValid) continue;
            valid++;
            var aqi = day.EvaluateAqi().Value;
            if (aqi <= GoodUpTo) good++;
            if (aqi > HeavyAbove) heavy++;
        }
        return new DayCounts(valid, good, heavy);
    }

    private decimal? Ratio(int days) => Valid == 0 ? null : Rounding.Statistic(days * 100m / Valid, 1);
}
