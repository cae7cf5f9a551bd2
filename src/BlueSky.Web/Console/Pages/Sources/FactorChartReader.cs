using BlueSky.Queries;
using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>Reads what a chart of one factor shows.</summary>
internal sealed class FactorChartReader(IQueries queries, SourceKindCatalog kinds, TimeProvider clock)
{
    /// <summary>Readings that are drawn at most: a day of one each 15 seconds.</summary>
    public const int MostReadings = 5_760;

    private const int PageSize = 500, MostProblems = 100;

    /// <summary>The chart of a factor of a source over what <paramref name="choose"/> makes of now.</summary>
    public async Task<FactorChart> Read(SourceRegistration source, FactorAt factor, Func<DateTimeOffset, ChartPeriod> choose, CancellationToken cancellation)
    {
        var period = choose(clock.GetUtcNow());
        var (points, leftOut) = period.IsRaw ? await Readings(source.Id, factor, period, cancellation) : (await Hours(source.Id, factor, period, cancellation), 0);
        var limits = kinds.Find(source.Kind) is { } kind ? FactorLimits.Of(kind, source, factor, period) : [];
        return new FactorChart(factor, period, points, limits, await ProblemsOf(source.Id, factor, period, cancellation), leftOut);
    }

    private async Task<IReadOnlyList<ChartPoint>> Hours(string source, FactorAt factor, ChartPeriod period, CancellationToken cancellation) =>
        [.. (await queries.Hours(source, factor.ToString(), period.From, period.To, cancellation)).Select(h => new ChartPoint(h.HourEnding, h.Mean, h.IsValid))];

    private async Task<(IReadOnlyList<ChartPoint> Points, long LeftOut)> Readings(string source, FactorAt factor, ChartPeriod period, CancellationToken cancellation)
    {
        var first = await PageOf(1);
        // The newest matter most, and lists begin with the oldest.
        var pages = (first.Total + PageSize - 1) / PageSize;
        var from = Math.Max(1, pages - (MostReadings / PageSize) + 1);
        var points = new List<ChartPoint>();
        for (var page = from; page <= pages; page++) points.AddRange((page == 1 ? first : await PageOf((int)page)).Items.Select(v => new ChartPoint(v.DataTime, v.Value, v.Quality.IsUsable())));
        return (points, (from - 1) * PageSize);

        Task<Page<StoredValue>> PageOf(int number) => queries.Values(source, factor.Channel, period.From, period.To, new PageRequest(number, PageSize), cancellation);
    }

    private async Task<IReadOnlyList<ProblemSpan>> ProblemsOf(string source, FactorAt factor, ChartPeriod period, CancellationToken cancellation)
    {
        // What began before the span may reach into it, so the newest that began before its end are looked at.
        var rows = await queries.Violations(new ViolationFilter { SourceId = source, To = period.To }, new PageRequest(1, MostProblems), cancellation);
        return [.. rows.Items.Where(r => Concerns(r, factor)).Select(r => SpanOf(r, period)).Where(p => p.To >= period.From)];
    }

    private static bool Concerns(ViolationRow row, FactorAt factor) =>
        FactorAt.Parse(row.Last.Factor).Code == factor.Code && (row.Last.Point.Length == 0 || row.Last.Point == factor.Point);

    private static ProblemSpan SpanOf(ViolationRow row, ChartPeriod period) => new(
        row.First.ViolationId, row.First.Start, row.IsOpen || row.Last.At > period.To ? period.To : row.Last.At, row.Last);
}
