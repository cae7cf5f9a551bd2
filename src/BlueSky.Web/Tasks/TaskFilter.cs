using BlueSky.Queries;
using BlueSky.Tasks;

namespace BlueSky.Web;

/// <summary>Which tasks of the ledger, and in which order; null means any. The same for the API and the console.</summary>
/// <param name="Category">Category, or the beginning of it.</param>
/// <param name="Lead">Code of a lead unit.</param>
/// <param name="Unit">Code of a unit that leads, helps or has a share.</param>
/// <param name="Standing">Standing.</param>
/// <param name="Supervised">True for those under dual supervision.</param>
/// <param name="Computed">True for those that the system counts itself.</param>
/// <param name="Text">Part of key task or measure.</param>
internal sealed record TaskFilter(
    string? Category = null, string? Lead = null, string? Unit = null, TaskStanding? Standing = null, bool? Supervised = null, bool? Computed = null,
    string? Text = null)
{
    private static readonly Dictionary<string, Func<TaskRow, IComparable?>> Orders = new(StringComparer.Ordinal)
    {
        ["number"] = t => t.Number,
        ["due"] = t => t.Due,
        ["standing"] = t => t.Standing,
        ["approved"] = t => t.Approved,
        ["computed"] = t => t.Computed?.Percent,
    };

    /// <summary>Columns that the list can be ordered by; the plan's order without any.</summary>
    public static IReadOnlyList<string> Sortable { get; } = [.. Orders.Keys];

    /// <summary>A page of the tasks that fit.</summary>
    public Page<TaskRow> Page(IEnumerable<(TaskRow Row, PlanTask Task)> tasks, PageRequest page)
    {
        var rows = tasks.Where(t => Fits(t.Row, t.Task)).Select(t => t.Row).ToList();
        var order = Orders[page.Sort.Length > 0 ? page.Sort : "number"];
        var known = rows.OrderBy(t => order(t) is null);
        var sorted = (page.Descending ? known.ThenByDescending(order) : known.ThenBy(order)).ThenBy(t => t.Number);
        return new([.. sorted.Skip((page.Number - 1) * page.Size).Take(page.Size)], rows.Count, page.Number, page.Size);
    }

    private bool Fits(TaskRow row, PlanTask task) =>
        (Category is null || row.Category.StartsWith(Category, StringComparison.Ordinal))
        && (Lead is null || task.Item.LeadUnits.Any(u => u.Code == Lead))
        && (Unit is null || task.Item.LeadUnits.Concat(task.Item.CooperatingUnits).Any(u => u.Code == Unit) || task.Shares.Any(s => s.Town == Unit))
        && (Standing is null || row.Standing == Standing) && (Supervised is null || row.Supervised == Supervised)
        && (Computed is null || row.Computed is not null == Computed)
        && (Text is null || row.KeyTask.Contains(Text, StringComparison.OrdinalIgnoreCase) || row.Measure.Contains(Text, StringComparison.OrdinalIgnoreCase));
}
