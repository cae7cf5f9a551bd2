using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Storage;

/// <summary>
/// The hourly value of a channel that no factor of its kind is made of (a state, a flow total, a device's own minimum): what
/// remains of it when its readings are dropped. Named by the whole channel; never valid for an assessment.
/// </summary>
internal static class ChannelHour
{
    /// <summary>Hourly values of the channels of one hour that <paramref name="has"/> does not have.</summary>
    /// <param name="sourceId">The source.</param>
    /// <param name="hour">Start of the hour.</param>
    /// <param name="observations">Everything of that hour.</param>
    /// <param name="has">True for a name (factor with point, or channel) that has an hourly value.</param>
    public static IEnumerable<HourlyValue> Missing(
        string sourceId, DateTimeOffset hour, IReadOnlyList<Observation> observations, Func<string, bool> has)
    {
        var channels = observations.SelectMany(o => o.Readings).Where(r => !has(r.FactorAtPoint) && !has(r.Channel))
            .Select(r => r.Channel).Distinct(StringComparer.Ordinal);
        return channels.Select(channel => Of(sourceId, hour, channel, observations));
    }

    private static HourlyValue Of(string sourceId, DateTimeOffset hour, string channel, IReadOnlyList<Observation> observations)
    {
        var values = new List<decimal>();
        var minutes = new HashSet<long>();
        long version = 1;
        foreach (var one in observations)
        {
            foreach (var reading in one.Readings)
            {
                if (reading.Channel == channel)
                {
                    version = Math.Max(version, one.Arrival);
                    if (reading.Quality.IsUsable())
                    {
                        values.Add(reading.Value);
                        minutes.Add(one.DataTime.UtcTicks / TimeSpan.TicksPerMinute);
                    }
                }
            }
        }

        decimal? mean = values.Count == 0 ? null : Mean(values);
        return new HourlyValue(
            sourceId, channel, hour.ToChina().AddHours(1), mean, values.Count == 0 ? null : values.Min(),
            values.Count == 0 ? null : values.Max(), values.Count, minutes.Count, IsValid: false, FromDevice: false, version);
    }

    /// <summary>One digit more than the values have, half to even (GB/T 8170). Summed as parts, so that no sum can overflow.</summary>
    private static decimal Mean(List<decimal> values)
    {
        var mean = values.Sum(v => v / values.Count);
        return decimal.Round(mean, Math.Min(28, values.Max(v => v.Scale) + 1), MidpointRounding.ToEven);
    }
}
