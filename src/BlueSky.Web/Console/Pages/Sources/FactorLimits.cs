using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Web.Console;

/// <summary>The limits that a chart may draw: of values formed the way the chart's are, valid on the day they stand at.</summary>
internal static class FactorLimits
{
    /// <summary>Limits of one factor of a source over a span. Limits of a factor that is converted speak of the converted value alone.</summary>
    public static IReadOnlyList<LimitSpan> Of(SourceKind kind, SourceRegistration source, FactorAt factor, ChartPeriod period)
    {
        var isConverted = kind.FindFactor(factor.Code)?.Conversion is not null;
        if (isConverted != factor.IsConverted) return [];
        var subjects = kind.Limits.Rows.Where(r => r.Factor == factor.Code && Fits(r.Averaging, period.IsRaw))
            .Select(r => (r.Averaging, r.Level)).Distinct().ToList();
        var zone = source.Zone ?? kind.DefaultZone?.Value;
        return [.. subjects.SelectMany(s => Spans(day => kind.Limits.Find(factor.Code, s.Averaging, s.Level, zone, source.SizeClass, source.Industry, day), period))];
    }

    // Minutes are means of readings, so they are drawn over them; each is named by what it is formed of.
    private static bool Fits(Averaging averaging, bool isRaw) =>
        isRaw ? averaging.Kind is AveragingKind.Instant or AveragingKind.Minutes : averaging.Kind == AveragingKind.Hour;

    private static IEnumerable<LimitSpan> Spans(Func<DateOnly, LimitRow?> on, ChartPeriod period)
    {
        LimitSpan? open = null;
        for (var from = period.From; from < period.To;)
        {
            var next = from.ToChina().DayStart().AddDays(1);
            var to = next < period.To ? next : period.To;
            var row = on(from.Day());
            if (open is not null && open.Row == row)
            {
                open = open with { To = to };
            }
            else
            {
                if (open is not null) yield return open;
                open = row is null ? null : new LimitSpan(row, from, to);
            }

            from = to;
        }

        if (open is not null) yield return open;
    }
}
