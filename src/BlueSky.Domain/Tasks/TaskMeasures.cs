using System.Globalization;
using System.Text;
using BlueSky.Tables;

namespace BlueSky.Tasks;

/// <summary>Which tasks the system computes, and how: <c>task-measures.csv</c>.</summary>
public sealed class TaskMeasures
{
    private const string FileName = "task-measures.csv";
    private static readonly string[] Needs = ["address", "location", "industry", "reference-station"];

    private static readonly Dictionary<string, MeasureForm> Forms = new(StringComparer.Ordinal)
    {
        ["register-complete"] = MeasureForm.RegisterComplete,
        ["connected"] = MeasureForm.Connected,
        ["checked"] = MeasureForm.Checked,
        ["recorded"] = MeasureForm.Recorded,
        ["weighted-share"] = MeasureForm.WeightedShare,
        ["cleared"] = MeasureForm.Cleared,
        ["three-lists"] = MeasureForm.ThreeLists,
        ["closed-trucks"] = MeasureForm.ClosedTrucks,
    };

    private TaskMeasures(IReadOnlyList<TaskMeasure> all) => All = all;

    /// <summary>The measures in the order of the file; at most one a task.</summary>
    public IReadOnlyList<TaskMeasure> All { get; }

    /// <summary>Loads the measures of a plan's tasks.</summary>
    /// <param name="directory">Folder of the district.</param>
    /// <param name="plan">The plan whose tasks they measure.</param>
    /// <param name="kinds">Codes of the kinds of source that there are.</param>
    /// <exception cref="TaskPlanException">It has faults; all are told, with line, column and fix.</exception>
    public static TaskMeasures Load(string directory, TaskPlan plan, IReadOnlyCollection<string> kinds)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) throw new TaskPlanException([new TableFault(FileName, 0, "(file)", path, "the file; without measures it has a header alone")]);
        using var text = new StreamReader(path, Encoding.UTF8);
        return Read(text, FileName, plan, kinds);
    }

    /// <summary>Reads measures as CSV.</summary>
    public static TaskMeasures Read(TextReader text, string file, TaskPlan plan, IReadOnlyCollection<string> kinds)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var table = new CsvTable(text, file);
        string[] names = ["number", "measure", "kinds", "needs", "size_class", "channel", "weight", "within_days", "target", "numerator", "denominator", "mark", "citation"];
        var at = names.ToDictionary(n => n, table.Demand, StringComparer.Ordinal);
        var measures = new List<TaskMeasure>();
        if (table.Faults.Count == 0)
        {
            while (table.Read())
            {
                var before = table.Faults.Count;
                var measure = Row(table, name => table.Fields[at[name]], plan, kinds);
                if (measures.Any(m => m.Number == measure.Number)) table.Fault("number", table.Fields[at["number"]], "each task at most once");
                if (table.Faults.Count == before) measures.Add(measure);
            }
        }

        return table.Faults.Count == 0 ? new TaskMeasures(measures) : throw new TaskPlanException(table.Faults);
    }

    private static TaskMeasure Row(CsvTable table, Func<string, string> field, TaskPlan plan, IReadOnlyCollection<string> kinds)
    {
        void Demand(bool holds, string column, string expected)
        {
            if (!holds) table.Fault(column, field(column), expected);
        }

        var number = Whole(field("number"));
        Demand(number >= 1 && number <= plan.Items.Count, "number", $"a task of the plan, 1 to {plan.Items.Count}");
        var isForm = Forms.TryGetValue(field("measure"), out var form);
        Demand(isForm, "measure", $"one of {string.Join(", ", Forms.Keys)}");
        var kindList = field("kinds").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Demand(kindList.Length > 0 && kindList.All(kinds.Contains), "kinds", $"kinds of source joined by blanks: {string.Join(", ", kinds)}");
        var needs = field("needs").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Demand(needs.All(Needs.Contains), "needs", $"fields joined by blanks: {string.Join(", ", Needs)}");
        Demand(form is not (MeasureForm.RegisterComplete or MeasureForm.ThreeLists) || needs.Length > 0, "needs", "at least one field that a complete entry gives");
        Demand(form is not (MeasureForm.Recorded or MeasureForm.WeightedShare) || field("channel").Length > 0, "channel", "the channel of the record or share");
        Demand(form is not MeasureForm.WeightedShare || field("weight").Length > 0, "weight", "the parameter of the entry that weighs the share");
        var days = field("within_days").Length == 0 ? (int?)null : Whole(field("within_days"));
        Demand(days is null or >= 1 and <= 3660, "within_days", "a number of days, or nothing for the year");
        var target = Whole(field("target"));
        Demand(target is >= 1 and <= 100, "target", "a percentage from 1 to 100");
        foreach (var column in new[] { "numerator", "denominator", "citation" }) Demand(field(column).Length > 0, column, "words for people");
        Demand(field("mark") is "T" or "S" or "K" or "D", "mark", "one of T, S, K, D");
        return new TaskMeasure(
            number, form, kindList, needs, field("size_class"), field("channel"), field("weight"), days, target, field("numerator"),
            field("denominator"), field("mark"), field("citation"));
    }

    private static int Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
