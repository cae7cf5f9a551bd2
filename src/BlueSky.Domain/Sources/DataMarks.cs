namespace BlueSky.Sources;

/// <summary>Data marks (-Flag) of HJ 212 (hj212.md 8.4).</summary>
public static class DataMarks
{
    /// <summary>
    /// Quality that a mark stands for. 2017: N, F, M, S, D, C, T, B; 2005 besides: P power fault, F source stopped, S set
    /// value, and for air stations 0 calibration, 1 weather parameter, 2 abnormal, 3 normal. Letters in either case.
    /// A missing or empty mark is <see cref="Quality.Unmarked"/>, not N. An unknown mark is also
    /// <see cref="Quality.Unmarked"/>: it proves nothing against the value, which stays usable, and the mark itself is
    /// kept by the caller as a text reading, so that a person sees it.
    /// </summary>
    public static Quality ToQuality(string? mark)
    {
        if (string.IsNullOrWhiteSpace(mark)) return Quality.Unmarked;
        var text = mark.AsSpan().Trim();
        if (text.Length != 1) return Quality.Unmarked;
        return char.ToUpperInvariant(text[0]) switch
        {
            'N' or '3' or '1' => Quality.Valid,
            'F' or 'D' or 'B' or 'P' or '2' => Quality.Fault,
            'M' => Quality.Maintenance,
            'S' => Quality.Manual,
            'C' or '0' => Quality.Calibration,
            'T' => Quality.OverRange,
            _ => Quality.Unmarked,
        };
    }

    /// <summary>True for a mark that <see cref="ToQuality"/> knows; the others are worth showing to a person.</summary>
    public static bool IsKnown(string mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        var text = mark.AsSpan().Trim();
        return text.Length == 1 && "NFMSDCTBP0123".Contains(char.ToUpperInvariant(text[0]), StringComparison.Ordinal);
    }
}

/// <summary>What one value says of its own quality, without looking at any other.</summary>
public static class IntrinsicQuality
{
    /// <summary>
    /// Flags of a value: its mark, negative where the factor cannot be, a sentinel of the factor (over range), late.
    /// <paramref name="factor"/> is null for a factor that the kind does not know: then only mark and lateness speak.
    /// </summary>
    public static Quality Of(FactorSpec? factor, decimal value, string? mark, bool isLate)
    {
        var quality = DataMarks.ToQuality(mark);
        if (isLate) quality |= Quality.Late;
        if (factor is null) return quality;
        var isSentinel = false;
        for (var i = 0; i < factor.Sentinels.Count; i++) isSentinel |= factor.Sentinels[i] == value;
        if (isSentinel) return quality | Quality.OverRange;
        return value < 0 && !factor.CanBeNegative ? quality | Quality.Negative : quality;
    }
}

/// <summary>Live or back-filled? Asked once, before the append; the engine only reads the stamped flag.</summary>
public static class Liveness
{
    /// <summary>What a live observation may be behind at least (hj212.md section 16).</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>
    /// True when the observation came more than max(5 min, one period) after its end, or when it ends more than that before
    /// <paramref name="watermark"/>, the newest end already seen of the same device and period; null when none was.
    /// Exactly at the bound is still live. A record that a person enters (MN <c>manual:…</c>) is never late: the entry is
    /// the moment it becomes known.
    /// </summary>
    public static bool IsLate(Observation observation, DateTimeOffset? watermark)
    {
        ArgumentNullException.ThrowIfNull(observation);
        if (observation.Period == Period.Record && observation.Mn.StartsWith("manual:", StringComparison.Ordinal)) return false;
        var period = TimeSpan.FromSeconds(observation.PeriodSeconds);
        var allowed = period > Grace ? period : Grace;
        return observation.ReceivedAt - observation.End > allowed
            || (watermark is { } newest && newest - observation.End > allowed);
    }

    /// <summary>
    /// What a device's clock may be ahead. Beyond it an observation is kept in the journal but moves neither hours nor rules:
    /// one packet dated next year must not make the source deaf until then.
    /// </summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromHours(1);

    /// <summary>True when the observation claims a time more than <see cref="MostAhead"/> after its arrival.</summary>
    public static bool IsFromFuture(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        return observation.DataTime - observation.ReceivedAt > MostAhead;
    }

    /// <summary><see cref="IsLate(Observation, DateTimeOffset?)"/> by arrival alone.</summary>
    public static bool IsLate(Observation observation) => IsLate(observation, null);
}
