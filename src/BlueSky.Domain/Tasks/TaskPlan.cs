using System.Globalization;
using System.Text;
using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Tables;

namespace BlueSky.Tasks;

/// <summary>The ledger of a year's plan: its rows in order, numbered from 1 without gaps.</summary>
public sealed class TaskPlan
{
    private const string FileName = "tasks.csv";
    private static readonly string[] Marks = ["T", "S", "K", "D"];

    private TaskPlan(int year, IReadOnlyList<PlanItem> items) => (Year, Items) = (year, items);

    /// <summary>Year of the plan.</summary>
    public int Year { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<PlanItem> Items { get; }

    /// <summary>Loads <c>tasks.csv</c> from the district's folder.</summary>
    /// <exception cref="TaskPlanException">The file is missing or has faults; all of them are told, with line, column and fix.</exception>
    public static TaskPlan Load(string directory, District district)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) throw new TaskPlanException([new TableFault(FileName, 0, "(file)", path, "the file; add it with the plan's ledger")]);
        using var text = new StreamReader(path, Encoding.UTF8);
        return Read(text, FileName, district);
    }

    /// <summary>Reads a ledger as CSV.</summary>
    /// <param name="text">The table.</param>
    /// <param name="file">Name for the faults.</param>
    /// <param name="district">Its towns and departments are the units that rows may name.</param>
    /// <exception cref="TaskPlanException">It has faults.</exception>
    public static TaskPlan Read(TextReader text, string file, District district)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(district);
        var table = new CsvTable(text, file);
        var columns = new Columns(table);
        var items = new List<PlanItem>();
        if (table.Faults.Count == 0)
        {
            int? year = null;
            for (var expected = 1; table.Read(); expected++)
                if (Row(table, columns, district, expected, ref year) is { } item) items.Add(item);
            if (items.Count == 0 && table.Faults.Count == 0) table.Fault("(line)", "", "at least one row of the plan");
        }

        return table.Faults.Count == 0 ? new TaskPlan(items[0].Plan, items) : throw new TaskPlanException(table.Faults);
    }

    private static PlanItem? Row(CsvTable table, Columns at, District district, int expected, ref int? year)
    {
        var faults = table.Faults.Count;
        var plan = Whole(table, at.Plan, "plan", 2000, 2099, "the year of the plan");
        var number = Whole(table, at.Number, "number", 1, 999, "the number of the row in the ledger");
        if (number is not null && number != expected) table.Fault("number", table.Fields[at.Number], $"{expected}: rows are numbered in order without gaps");
        if (plan is not null && plan != (year ??= plan)) table.Fault("plan", table.Fields[at.Plan], $"{year} as in the rows before");
        var (category, keyTask, measure) = (table.Text(at.Category), table.Text(at.KeyTask), table.Text(at.Measure));
        var printed = table.Fields[at.Deadline];
        var deadline = TaskDeadline.Read(printed, plan ?? 2000);
        if (deadline is null) table.Fault("deadline", printed, TaskDeadline.Expected);
        var questions = table.Fields[at.OpenQuestions].Split('；', StringSplitOptions.RemoveEmptyEntries);
        var lead = table.Text(at.Lead) is { } leadText ? Units(table, "lead", leadText, questions, district) : [];
        var cooperating = Units(table, "cooperating", table.Fields[at.Cooperating], questions, district);
        if (deadline?.Form == DeadlineForm.NotGiven && !questions.Any(q => q.Contains("时限", StringComparison.Ordinal)))
            table.Fault("open_questions", table.Fields[at.OpenQuestions], "a question about the 完成时限, because the deadline is empty");
        if (measure?.Contains('？', StringComparison.Ordinal) == true && !questions.Any(q => q.Contains('？', StringComparison.Ordinal)))
            table.Fault("open_questions", table.Fields[at.OpenQuestions], "a question about the “？” in the measure");
        if (!Marks.Contains(table.Fields[at.Mark], StringComparer.Ordinal)) table.Fault("mark", table.Fields[at.Mark], "one of T, S, K, D");
        _ = table.Text(at.Citation);
        return table.Faults.Count > faults ? null : new PlanItem
        {
            Plan = plan!.Value, Number = number!.Value, Category = category!, KeyTask = keyTask!, Measure = measure!, Deadline = deadline!,
            Lead = table.Fields[at.Lead], Cooperating = table.Fields[at.Cooperating], LeadUnits = lead, CooperatingUnits = cooperating,
            OpenQuestions = questions,
        };
    }

    private static IReadOnlyList<Unit> Units(CsvTable table, string column, string text, string[] questions, District district)
    {
        var (units, unknown) = PrintedUnits.Read(text, district);
        foreach (var name in unknown.Where(name => !questions.Any(q => q.Contains(name, StringComparison.Ordinal))))
            table.Fault(column, name, "a unit of departments.csv or towns.csv; add it there, correct it, or ask about it by name in open_questions");
        return units;
    }

    private static int? Whole(CsvTable table, int column, string name, int least, int most, string meaning)
    {
        if (int.TryParse(table.Fields[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        table.Fault(name, table.Fields[column], string.Create(CultureInfo.InvariantCulture, $"{meaning}, from {least} to {most}"));
        return null;
    }

    private sealed class Columns(CsvTable table)
    {
        public int Plan { get; } = table.Demand("plan");

        public int Number { get; } = table.Demand("number");

        public int Category { get; } = table.Demand("category");

        public int KeyTask { get; } = table.Demand("key_task");

        public int Measure { get; } = table.Demand("measure");

        public int Deadline { get; } = table.Demand("deadline");

        public int Lead { get; } = table.Demand("lead");

        public int Cooperating { get; } = table.Demand("cooperating");

        public int OpenQuestions { get; } = table.Demand("open_questions");

        public int Mark { get; } = table.Demand("mark");

        public int Citation { get; } = table.Demand("citation");
    }
}
