using BlueSky.Access;
using BlueSky.Queries;
using BlueSky.Reports;
using BlueSky.Violations;

namespace BlueSky.Web.Console;

/// <summary>A report in a list.</summary>
/// <param name="Row">The row.</param>
/// <param name="Loops">How each of its problems stands now; only those that the viewer sees.</param>
/// <param name="Hidden">Problems of it that are other units' alone.</param>
internal sealed record ReportListed(ReportRow Row, IReadOnlyList<LoopSummary> Loops, int Hidden);

/// <summary>A report as its page shows it.</summary>
/// <param name="View">The report; null when the viewer may not see it, and then <paramref name="Refusal"/> says why.</param>
/// <param name="Problems">Its problems, as far as the viewer sees them.</param>
/// <param name="Refusal">Why it is not shown, in the viewer's language; empty when it is.</param>
internal sealed record ReportShown(ReportView? View, IReadOnlyList<ViolationView> Problems, Decisions.Refusal? Refusal);

/// <summary>
/// Reads reports for their pages. How far a report is its problems say, so a page asks those of its rows, never more.
/// </summary>
internal sealed class ReportReader(ReportDesk desk, IGrainFactory grains, IQueries queries)
{
    /// <summary>A page of the list, as far as the viewer sees.</summary>
    public async Task<Page<ReportListed>> Page(ReportFilter filter, PageRequest page, Actor by, CancellationToken cancellation)
    {
        var rows = await queries.Reports(ReportDesk.Narrow(filter, by), page, cancellation);
        var listed = await Task.WhenAll(rows.Items.Select(async row =>
        {
            var problems = await Problems(row.Problems, by);
            return new ReportListed(row, [.. problems.Select(p => p.Loop)], row.Problems.Count - problems.Count);
        }));
        return new([.. listed], rows.Total, rows.Number, rows.Size);
    }

    /// <summary>One report; null when there is none.</summary>
    public async Task<ReportShown?> One(string key, Actor by)
    {
        var (view, refusal) = await desk.Find(key, by);
        if (view is null) return refusal is null ? null : new ReportShown(null, [], refusal);
        return new ReportShown(view, await Problems(view.Problems, by), null);
    }

    private async Task<List<ViolationView>> Problems(IEnumerable<string> ids, Actor by)
    {
        var views = await Task.WhenAll(ids.Select(id => grains.GetGrain<IViolationGrain>(id).Get()));
        return [.. views.OfType<ViolationView>().Where(v => Sight.MaySee(v, by))];
    }
}
