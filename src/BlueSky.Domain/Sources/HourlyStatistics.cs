using BlueSky.Sources.Rules;
using BlueSky.Time;

namespace BlueSky.Sources;

/// <summary>Hourly values from scratch: the same figures as the running engine gives, for hours that it no longer holds.</summary>
public static class HourlyStatistics
{
    /// <summary>
    /// Hourly values of every factor with data in the hour that ends at <paramref name="hourEnding"/>, in the order of first
    /// appearance. <paramref name="observations"/> are those of the source with DataTime in the hour, in order of arrival;
    /// others are ignored. The version is the greatest arrival among those used, at least 1.
    /// </summary>
    public static IReadOnlyList<HourlyValue> Compute(
        SourceRegistration registration, SourceKind kind, DateTimeOffset hourEnding, IEnumerable<Observation> observations)
    {
        ArgumentNullException.ThrowIfNull(registration);
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(observations);
        var start = hourEnding.ToChina().AddHours(-1);
        var slots = new Dictionary<string, (PeriodSlot Slot, FactorSpec Factor)>(StringComparer.Ordinal);
        var order = new List<string>();
        long version = 1;
        foreach (var o in observations)
        {
            if (o.DataTime.HourStart() != start || o.Period is not (Period.Instant or Period.Minute or Period.Hour) || IsForeign(o.Mn) || Liveness.IsFromFuture(o)) continue;
            version = Math.Max(version, o.Arrival);
            foreach (var reading in o.Readings)
            {
                var channel = kind.Channels[reading.Channel];
                if (!reading.Quality.IsUsable() || channel.Factor is not { Hourly: true } factor || !Counts(o, channel, kind)) continue;
                Add(channel.FactorAtPoint, factor, o, reading.Value);
                if (factor.Conversion is null) continue;
                var (value, how) = Conversion.Of(registration, kind, o, channel, reading.Value);
                if (how != Converted.AbnormalOxygen) Add(channel.ConvertedAtPoint, factor, o, value);
            }
        }

        return [.. order.Select(key => slots[key].Slot.ToHourly(registration.Id, key, slots[key].Factor.Digits, kind.ValidHourMinutes.Value, version))];

        void Add(string key, FactorSpec factor, Observation o, decimal value)
        {
            if (!slots.TryGetValue(key, out var entry))
            {
                entry = (new PeriodSlot { Start = start }, factor);
                slots.Add(key, entry);
                order.Add(key);
            }

            if (o.Period == Period.Hour) entry.Slot.Device = value;
            else entry.Slot.Add(o.Period, value, o.DataTime, o.PeriodSeconds, 60);
        }
    }

    /// <summary>
    /// True when the channel is the one value of its factor in this observation that enters means: Rtd of moments, Avg of
    /// means; the other of the two only where the proper one is missing (2051 packets with -Rtd do occur).
    /// </summary>
    internal static bool Counts(Observation o, ChannelInfo channel, SourceKind kind)
    {
        var proper = o.Period == Period.Instant ? ChannelField.Rtd : ChannelField.Avg;
        if (channel.Field == proper) return true;
        if (channel.Field is not (ChannelField.Rtd or ChannelField.Avg)) return false;
        foreach (var reading in o.Readings)
        {
            var other = kind.Channels[reading.Channel];
            if (other.Field == proper && other.FactorIndex == channel.FactorIndex && other.Point == channel.Point) return false;
        }

        return true;
    }

    private static bool IsForeign(string mn) =>
        mn.StartsWith("station:", StringComparison.Ordinal) || mn.StartsWith("context:", StringComparison.Ordinal);
}
