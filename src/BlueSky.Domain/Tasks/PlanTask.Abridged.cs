namespace BlueSky.Tasks;

/// <summary>What lists need of a task.</summary>
public sealed partial record PlanTask
{
    /// <summary>
    /// The task without history and without the texts and decided predecessors of reports: as small as it can be and still stand as the
    /// whole task stands, at any moment.
    /// </summary>
    public PlanTask Abridged()
    {
        var kept = Reports.GroupBy(r => r.Unit.Code, StringComparer.Ordinal)
            .SelectMany(g => new[] { g.LastOrDefault(r => r.State == ReportState.Approved), g.Last() })
            .OfType<TaskReport>().Distinct().OrderBy(r => r.Number);
        return this with { History = [], Reports = [.. kept.Select(r => r with { Text = "", Words = "", Evidence = [] })] };
    }
}
