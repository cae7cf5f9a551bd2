using System.Globalization;

namespace BlueSky.Tasks;

/// <summary>One row of the plan's ledger as its document prints it, read here without the program's loader.</summary>
internal sealed record PrintedRow(int Number, string Category, string KeyTask, string Measure, string Deadline, string Lead, string Cooperating);

/// <summary>
/// The ledger's pages as text: cells between tabs, seven to a line, a header on each page. What a page break does to a table
/// is undone here, case by case.
/// </summary>
internal static class PrintedLedger
{
    public static IReadOnlyList<PrintedRow> Rows { get; } = Read();

    private static List<PrintedRow> Read()
    {
        var rows = new List<PrintedRow>();
        var (category, keyTask) = ("", "");
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "plan", "plan-2021-ledger.txt")))
        {
            var cells = line.Replace("PM <sub>10</sub> ", "PM10", StringComparison.Ordinal).Split('\t');
            if (cells.Length != 7 || cells[0] == "类别") continue;

            // Two rows (25, 26) begin with their number, without the empty cells of category and key task.
            if (cells[0].Length > 0 && char.IsAsciiDigit(cells[0][0])) cells = ["", "", cells[0], .. cells[2..6]];
            if (cells[2].Length == 0)
            {
                // The rest of a row that a page break cut.
                var cut = rows[^1];
                keyTask = cut.KeyTask + cells[1];
                rows[^1] = new PrintedRow(
                    cut.Number, cut.Category, keyTask, cut.Measure + cells[3], cut.Deadline + cells[4], cut.Lead + cells[5], cut.Cooperating + cells[6]);
                continue;
            }

            var number = int.Parse(cells[2], CultureInfo.InvariantCulture);

            // A lone 控 before 60 belongs to a cell that cannot be told; the loader's file asks about it.
            if (cells[0].Length > 0 && cells[0] != "控" && !SameWords(cells[0], category)) category = cells[0];
            if (cells[1].Length > 0) keyTask = cells[1];
            if (number == 40)
            {
                // The key task of 39 and 40 runs over both lines of its cell.
                keyTask = rows[^1].KeyTask + cells[1];
                rows[^1] = rows[^1] with { KeyTask = keyTask };
            }

            rows.Add(new PrintedRow(number, category, keyTask, cells[3], cells[4], cells[5], cells[6]));
        }

        return rows;
    }

    private static bool SameWords(string a, string b) =>
        a.Replace(" ", "", StringComparison.Ordinal) == b.Replace(" ", "", StringComparison.Ordinal);
}
