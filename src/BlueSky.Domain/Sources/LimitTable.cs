namespace BlueSky.Sources;

/// <summary>Over what time a value is formed before it is held against a limit.</summary>
public enum AveragingKind
{
    /// <summary>瞬时: each reading.</summary>
    Instant = 0,

    /// <summary>分钟: means over clock-aligned periods of n minutes.</summary>
    Minutes = 1,

    /// <summary>小时: valid hourly means.</summary>
    Hour = 2,

    /// <summary>日: mean of the valid hours of a natural day.</summary>
    Day = 3,

    /// <summary>记录: the value of one record (manual test, survey).</summary>
    Record = 4,
}

/// <summary>Averaging with its length.</summary>
/// <param name="Kind">What is formed.</param>
/// <param name="Minutes">Length in minutes for <see cref="AveragingKind.Minutes"/>, a divisor of 60; else 0.</param>
public readonly record struct Averaging(AveragingKind Kind, int Minutes)
{
    /// <summary>As the kind file writes it: instant, 15min, hour, day, record.</summary>
    public override string ToString() => Kind switch
    {
        AveragingKind.Instant => "instant",
        AveragingKind.Minutes => FormattableString.Invariant($"{Minutes}min"),
        AveragingKind.Hour => "hour",
        AveragingKind.Day => "day",
        _ => "record",
    };

    /// <summary>Reads the form of <see cref="ToString"/>; minutes must divide 60.</summary>
    public static bool TryParse(string text, out Averaging averaging)
    {
        ArgumentNullException.ThrowIfNull(text);
        averaging = default;
        switch (text)
        {
            case "instant": return true;
            case "hour": averaging = new(AveragingKind.Hour, 0); return true;
            case "day": averaging = new(AveragingKind.Day, 0); return true;
            case "record": averaging = new(AveragingKind.Record, 0); return true;
        }

        if (!text.EndsWith("min", StringComparison.Ordinal)
            || !int.TryParse(text.AsSpan(0, text.Length - 3), out var minutes)
            || minutes is < 1 or > 30 || 60 % minutes != 0)
        {
            return false;
        }

        averaging = new(AveragingKind.Minutes, minutes);
        return true;
    }
}

/// <summary>One row of a limit table.</summary>
/// <param name="Factor">Factor code.</param>
/// <param name="Averaging">Over what the value is formed.</param>
/// <param name="Level">Names one of several limits of the same factor, e.g. <c>alarm</c>; empty for the only one.</param>
/// <param name="Zone">Control zone it holds for; null for all.</param>
/// <param name="SizeClass">Size class; null for all.</param>
/// <param name="Industry">Branch of industry; null for all.</param>
/// <param name="ValidFrom">First day of the data's date, China time, inclusive; null from ever.</param>
/// <param name="ValidTo">Last day, inclusive; null for no end.</param>
/// <param name="Upper">Upper bound; exactly at it is not over, unless <paramref name="Inclusive"/>.</param>
/// <param name="Lower">Lower bound; exactly at it is not under, unless <paramref name="Inclusive"/>.</param>
/// <param name="Inclusive">True when reaching the bound already counts (达到即超).</param>
/// <param name="Unit">Unit; must be the factor's.</param>
/// <param name="ReferenceOxygen">Reference oxygen, %, the limit speaks of; null for none of its own.</param>
/// <param name="From">Where it comes from.</param>
public sealed record LimitRow(
    string Factor, Averaging Averaging, string Level, string? Zone, string? SizeClass, string? Industry,
    DateOnly? ValidFrom, DateOnly? ValidTo, decimal? Upper, decimal? Lower, bool Inclusive, string Unit,
    decimal? ReferenceOxygen, Provenance From)
{
    /// <summary>True when <paramref name="value"/> (in <see cref="Unit"/>, not rounded: 全数值比较, GB/T 8170) breaks the limit.</summary>
    public bool IsBrokenBy(decimal value) => Inclusive
        ? (Upper is { } u && value >= u) || (Lower is { } l && value <= l)
        : (Upper is { } upper && value > upper) || (Lower is { } lower && value < lower);

    /// <summary>The bound that <paramref name="value"/> breaks or is nearest to.</summary>
    public decimal BoundFor(decimal value) =>
        Upper is { } upper && (Lower is not { } lower || value >= (upper + lower) / 2) ? upper : Lower ?? 0m;

    internal int Specificity => (Zone is null ? 0 : 1) + (SizeClass is null ? 0 : 1) + (Industry is null ? 0 : 1);

    internal bool SameSubject(LimitRow other) =>
        Factor == other.Factor && Averaging == other.Averaging && Level == other.Level;

    internal bool Holds(DateOnly day) => (ValidFrom is not { } from || day >= from) && (ValidTo is not { } to || day <= to);

    internal bool Fits(string? zone, string? sizeClass, string? industry) =>
        (Zone is null || Zone == zone) && (SizeClass is null || SizeClass == sizeClass) && (Industry is null || Industry == industry);

    internal bool OverlapsInTime(LimitRow other) =>
        (ValidFrom ?? DateOnly.MinValue) <= (other.ValidTo ?? DateOnly.MaxValue)
        && (other.ValidFrom ?? DateOnly.MinValue) <= (ValidTo ?? DateOnly.MaxValue);

    internal bool CanMeet(LimitRow other) =>
        Compatible(Zone, other.Zone) && Compatible(SizeClass, other.SizeClass) && Compatible(Industry, other.Industry);

    private static bool Compatible(string? a, string? b) => a is null || b is null || a == b;
}

/// <summary>All limits of one kind. The most specific row that is valid on the DATA's date wins.</summary>
public sealed class LimitTable
{
    private readonly LimitRow[] _rows;

    /// <summary>A table of <paramref name="rows"/>, which must not be ambiguous (see <see cref="FindAmbiguity"/>).</summary>
    public LimitTable(IReadOnlyList<LimitRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _rows = [.. rows];
    }

    /// <summary>The rows in the order of the file.</summary>
    public IReadOnlyList<LimitRow> Rows => _rows;

    /// <summary>
    /// The row for a source of that zone, size class and industry on <paramref name="day"/> (China time); null when the
    /// table has none.
    /// </summary>
    public LimitRow? Find(
        string factor, Averaging averaging, string level, string? zone, string? sizeClass, string? industry, DateOnly day)
    {
        LimitRow? best = null;
        foreach (var row in _rows)
        {
            if (row.Factor == factor && row.Averaging == averaging && row.Level == level && row.Holds(day)
                && row.Fits(zone, sizeClass, industry) && (best is null || row.Specificity > best.Specificity))
            {
                best = row;
            }
        }

        return best;
    }

    /// <summary>
    /// The first two rows (by index) that could both be the most specific one for the same source on the same day; null
    /// when every question has one answer.
    /// </summary>
    public static (int First, int Second)? FindAmbiguity(IReadOnlyList<LimitRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        for (var i = 0; i < rows.Count; i++)
        {
            for (var j = i + 1; j < rows.Count; j++)
            {
                if (rows[i].SameSubject(rows[j]) && rows[i].OverlapsInTime(rows[j]) && rows[i].CanMeet(rows[j])
                    && rows[i].Specificity == rows[j].Specificity)
                {
                    return (i, j);
                }
            }
        }

        return null;
    }
}
