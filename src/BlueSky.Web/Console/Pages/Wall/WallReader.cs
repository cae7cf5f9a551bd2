using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Web.Console;

/// <summary>Where a source is and how it is.</summary>
/// <param name="At">Position.</param>
/// <param name="Status">Status.</param>
public sealed record WallPoint(GeoPoint At, SourceStatus Status);

/// <summary>Sources of the map.</summary>
/// <param name="Points">Those with a position, at most <see cref="WallReader.MostPoints"/> rows read.</param>
/// <param name="Total">Sources of the register in the viewer's sight.</param>
/// <param name="At">When they were read.</param>
public sealed record WallSources(IReadOnlyList<WallPoint> Points, long Total, DateTimeOffset At)
{
    /// <summary>What is seen of them: when they were read changes with every read.</summary>
    internal object Looks => this with { At = default };
}

/// <summary>What happened today, China time.</summary>
/// <param name="Found">Problems that began today.</param>
/// <param name="Closed">Problems that were closed today; null for a unit, whose own closings nobody counts.</param>
public sealed record TodayNow(long Found, long? Closed);

/// <summary>Reads what only the wall screen shows.</summary>
internal sealed class WallReader(IQueries queries, TimeProvider clock)
{
    /// <summary>Rows of sources that a map reads at most.</summary>
    public const int MostPoints = 2_000;

    private const int PageSize = 500;

    /// <summary>Sources in the viewer's sight, the worst status first, so that what is left out of too many is what is well.</summary>
    public async Task<WallSources> Sources(SourceFilter sight, CancellationToken cancellation)
    {
        var points = new List<WallPoint>();
        var total = 0L;
        for (var number = 1; number <= MostPoints / PageSize; number++)
        {
            var page = await queries.Sources(sight, new PageRequest(number, PageSize, "status", Descending: true), cancellation);
            total = page.Total;
            points.AddRange(page.Items.Where(r => r.Registration.Location is not null).Select(r => new WallPoint(r.Registration.Location!.Value, r.Summary.Status)));
            if (page.Items.Count < PageSize) break;
        }

        return new WallSources(points, total, clock.GetUtcNow());
    }

    /// <summary>Counts of today. Closings are counted in the audit log, which has an entry for each; it knows of no unit's sight.</summary>
    public async Task<TodayNow> Today(ViolationFilter sight, bool isWhole, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().ToChina();
        var today = now.DayStart();
        var one = new PageRequest(1, 1);
        var found = await queries.Violations(sight with { From = today }, one, cancellation);
        var closed = isWhole ? await queries.Audit("violation.closed", null, today, null, one, cancellation) : null;
        return new TodayNow(found.Total, closed?.Total);
    }
}
