using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace BlueSky.Console.Tests;

/// <summary>What a downloaded bulletin (通报) says of each unit, by its name.</summary>
/// <param name="Status">Place and composite index in its tier.</param>
/// <param name="Improvement">Place and rate of improvement in its tier.</param>
/// <param name="Compensation">Score and money.</param>
internal sealed record BulletinFile(
    IReadOnlyDictionary<string, (decimal? Rank, decimal? Value)> Status, IReadOnlyDictionary<string, (decimal? Rank, decimal? Value)> Improvement,
    IReadOnlyDictionary<string, (decimal? Score, decimal? Money)> Compensation)
{
    /// <summary>Reads the workbook as a spreadsheet would.</summary>
    public static BulletinFile Read(string path)
    {
        using var document = SpreadsheetDocument.Open(path, isEditable: false);
        var ranking = Rows(document, "城区与镇街排名");
        var status = new Dictionary<string, (decimal?, decimal?)>(StringComparer.Ordinal);
        var improvement = new Dictionary<string, (decimal?, decimal?)>(StringComparer.Ordinal);
        for (var heading = 0; heading < ranking.Count; heading++)
        {
            if (ranking[heading] is not [var title, ..] || !Text(title).Contains("：综合指数排名", StringComparison.Ordinal)) continue;
            // Two rankings side by side under three rows of headings: place, unit, figure each.
            foreach (var row in ranking.Skip(heading + 3).TakeWhile(r => r.Length >= 7 && (Number(r[0]) ?? Number(r[4])) is not null))
            {
                if (Number(row[0]) is { } left) status.Add(Text(row[1]), (left, Number(row[2])));
                if (Number(row[4]) is { } right) improvement.Add(Text(row[5]), (right, Number(row[6])));
            }
        }

        var compensation = Rows(document, "生态补偿").Where(r => r.Length >= 6 && Number(r[2]) is not null).ToDictionary(r => Text(r[0]), r => (Number(r[2]), Number(r[4])), StringComparer.Ordinal);
        return new BulletinFile(status, improvement, compensation);
    }

    private static List<Cell[]> Rows(SpreadsheetDocument document, string name)
    {
        var book = document.WorkbookPart!;
        var sheet = (WorksheetPart)book.GetPartById(book.Workbook!.Sheets!.Elements<Sheet>().Single(s => s.Name == name).Id!);
        return [.. sheet.Worksheet!.Descendants<Row>().Select(r => r.Elements<Cell>().ToArray())];
    }

    private static string Text(Cell cell) => cell.InlineString?.Text?.Text ?? "";

    private static decimal? Number(Cell cell) =>
        cell.DataType?.Value == CellValues.Number && cell.CellValue?.Text is { Length: > 0 } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
}
