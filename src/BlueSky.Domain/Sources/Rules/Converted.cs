using BlueSky.Time;

namespace BlueSky.Sources.Rules;

/// <summary>How a value that limits are held against came about.</summary>
internal enum Converted
{
    /// <summary>The factor has no conversion.</summary>
    Raw = 0,

    /// <summary>Computed here from the raw value and the oxygen of the same observation, or from the register's figures.</summary>
    ByUs = 1,

    /// <summary>The device's own converted value, because the oxygen is absent.</summary>
    ByDevice = 2,

    /// <summary>The figures for a conversion are not known; the raw value stands.</summary>
    NotPossible = 3,

    /// <summary>The oxygen is abnormal: no value.</summary>
    AbnormalOxygen = 4,
}

/// <summary>Finds the converted value of a reading in its observation.</summary>
internal static class Conversion
{
    public static (decimal Value, Converted How) Of(
        SourceRegistration source, SourceKind kind, Observation observation, ChannelInfo channel, decimal raw) =>
        channel.Factor!.Conversion switch
        {
            OxygenConversion oxygen => ByOxygen(source, kind, observation, channel, raw, oxygen),
            StoveConversion stoves => ByStoves(source, raw, stoves),
            _ => (raw, Converted.Raw),
        };

    private static (decimal Value, Converted How) ByOxygen(
        SourceRegistration source, SourceKind kind, Observation observation, ChannelInfo channel, decimal raw, OxygenConversion spec)
    {
        if (ReferenceOxygen(source, kind, channel.Code, spec, observation.DataTime) is not { } reference) return (raw, Converted.NotPossible);
        decimal? deviceOwn = null;
        foreach (var reading in observation.Readings)
        {
            var other = kind.Channels[reading.Channel];
            if (!reading.Quality.IsUsable() || other.Point != channel.Point) continue;
            if (other.Code == spec.OxygenFactor && other.Field is ChannelField.Rtd or ChannelField.Avg)
            {
                return Conversions.ToReferenceOxygen(raw, reading.Value, reference, spec.Ambient, spec.AbnormalAt) is { } converted
                    ? (converted, Converted.ByUs)
                    : (raw, Converted.AbnormalOxygen);
            }

            if (other.Code == channel.Code && other.Field is ChannelField.ConvertedRtd or ChannelField.ConvertedAvg) deviceOwn = reading.Value;
        }

        return deviceOwn is { } own ? (own, Converted.ByDevice) : (raw, Converted.NotPossible);
    }

    private static (decimal Value, Converted How) ByStoves(SourceRegistration source, decimal raw, StoveConversion spec) =>
        source.Parameters.TryGetValue(spec.FlowParameter, out var flow)
        && source.Parameters.TryGetValue(spec.StovesParameter, out var stoves)
        && Conversions.ToReferenceStoves(raw, flow, stoves, spec.FlowPerStove) is { } converted
            ? (converted, Converted.ByUs)
            : (raw, Converted.NotPossible);

    private static decimal? ReferenceOxygen(
        SourceRegistration source, SourceKind kind, string factor, OxygenConversion spec, DateTimeOffset at)
    {
        var day = at.Day();
        var zone = source.Zone ?? kind.DefaultZone?.Value;
        LimitRow? best = null;
        foreach (var row in kind.Limits.Rows)
        {
            if (row.ReferenceOxygen is not null && row.Factor == factor && row.Holds(day) && row.Fits(zone, source.SizeClass, source.Industry)
                && (best is null || row.Specificity > best.Specificity))
            {
                best = row;
            }
        }

        if (best is not null) return best.ReferenceOxygen;
        return source.Industry is { } industry && spec.ByIndustry.TryGetValue(industry, out var own) ? own.Value : null;
    }
}
