using System.Globalization;
using System.IO.Compression;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using SheetCell = DocumentFormat.OpenXml.Spreadsheet.Cell;

namespace BlueSky.Web;

/// <summary>A cell as a file has it.</summary>
/// <param name="Text">Its text, or its number as the file writes it; empty when there is none.</param>
/// <param name="IsNumber">True for a number, which is how a spreadsheet keeps a date.</param>
/// <param name="IsFormula">True when a formula stands behind it; its last result is not taken.</param>
internal readonly record struct SheetCellText(string Text, bool IsNumber = false, bool IsFormula = false);

/// <summary>A row with its number in the sheet, from 1.</summary>
internal sealed record SheetRow(int Number, IReadOnlyList<SheetCellText> Cells);

/// <summary>
/// Reads the first sheet of a workbook that a stranger made, in bounded memory: packed parts are unpacked only as far as the bounds go,
/// whatever their headers say; nothing is calculated, nothing outside the file is followed.
/// </summary>
internal static class SheetReader
{
    private const int MostParts = 200, MostColumns = 100, LongestCell = 2_000;
    private const long MostUnpacked = 64L * 1024 * 1024, MostCharactersInPart = 32L * 1024 * 1024, SmallPart = 1024 * 1024;

    /// <summary>How many times its packed size a part may have: tables pack about tenfold, a bomb a thousandfold. [D]</summary>
    private const int MostRatio = 150;

    public static bool IsWorkbook(byte[] file) => file is [(byte)'P', (byte)'K', ..];

    /// <exception cref="InvalidRequestException">It is no workbook, or larger than the bounds.</exception>
    public static List<SheetRow> Read(byte[] file, int mostRows)
    {
        try
        {
            CheckSizes(file);
            using var document = SpreadsheetDocument.Open(new MemoryStream(file, writable: false), false, new OpenSettings { MaxCharactersInPart = MostCharactersInPart });
            var book = document.WorkbookPart ?? throw NoWorkbook();
            var sheet = book.Workbook?.Sheets?.Elements<Sheet>().FirstOrDefault(s => s.State is null || s.State.Value == SheetStateValues.Visible);
            return sheet?.Id?.Value is { } id && book.GetPartById(id) is WorksheetPart part ? Rows(part, Shared(book), mostRows) : throw NoWorkbook();
        }
        catch (Exception e) when (e is InvalidDataException or OpenXmlPackageException or XmlException or FileFormatException or ArgumentException or FormatException or NotSupportedException)
        {
            throw NoWorkbook();
        }
    }

    // What the directory of the archive says; that it may lie is what the bound on characters is for.
    private static void CheckSizes(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file, writable: false));
        var isBomb = archive.Entries.Count > MostParts || archive.Entries.Sum(e => e.Length) > MostUnpacked
            || archive.Entries.Any(e => e.Length > SmallPart && e.Length > e.CompressedLength * MostRatio);
        if (isBomb) throw TooLarge();
    }

    private static List<string> Shared(WorkbookPart book)
    {
        var texts = new List<string>();
        if (book.SharedStringTablePart is not { } part) return texts;
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
            if (reader.IsStartElement && reader.ElementType == typeof(SharedStringItem)) texts.Add(TextOf(reader.LoadCurrentElement()!));
        return texts;
    }

    private static List<SheetRow> Rows(WorksheetPart part, List<string> shared, int mostRows)
    {
        var rows = new List<SheetRow>();
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (!reader.IsStartElement || reader.ElementType != typeof(Row)) continue;
            var row = (Row)reader.LoadCurrentElement()!;
            var cells = Cells(row, shared);
            if (cells.TrueForAll(c => c is { Text: "", IsFormula: false })) continue;
            rows.Add(new SheetRow((int)(row.RowIndex?.Value ?? (uint)(rows.LastOrDefault()?.Number ?? 0) + 1), cells));
            if (rows.Count > mostRows)
                throw new InvalidRequestException("file", "too-many-rows", $"一次最多 {mostRows} 行，请分成几个文件。At most {mostRows} rows: split the file.");
        }

        return rows;
    }

    private static List<SheetCellText> Cells(Row row, List<string> shared)
    {
        var cells = new List<SheetCellText>();
        foreach (var cell in row.Elements<SheetCell>())
        {
            var column = cell.CellReference?.Value is { } reference ? ColumnOf(reference) : cells.Count;
            if (column >= MostColumns) continue;
            while (cells.Count < column) cells.Add(new SheetCellText(""));
            if (cells.Count == column) cells.Add(TextOf(cell, shared));
        }

        return cells;
    }

    private static SheetCellText TextOf(SheetCell cell, List<string> shared)
    {
        if (cell.CellFormula is not null) return new SheetCellText("", IsFormula: true);
        var value = cell.CellValue?.Text ?? "";
        if (cell.DataType is null || cell.DataType.Value == CellValues.Number) return new SheetCellText(value.Trim(), IsNumber: value.Length > 0);
        var text = cell.DataType.Value == CellValues.SharedString
            ? int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < shared.Count ? shared[index] : ""
            : cell.DataType.Value == CellValues.InlineString ? cell.InlineString is { } inline ? TextOf(inline) : "" : value;
        return new SheetCellText((text.Length > LongestCell ? text[..LongestCell] : text).Trim());
    }

    // Phonetic hints are not part of the text.
    private static string TextOf(OpenXmlElement item) =>
        string.Concat(item.Descendants<Text>().Where(t => t.Parent is not PhoneticRun).Select(t => t.Text));

    private static int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var c in reference)
        {
            if (!char.IsAsciiLetter(c) || column > MostColumns) break;
            column = (column * 26) + (char.ToUpperInvariant(c) - 'A' + 1);
        }

        return Math.Max(0, column - 1);
    }

    private static InvalidRequestException NoWorkbook() =>
        new("file", "no-workbook", "不是可读取的 XLSX 文件，请用模板另存。Not a workbook that can be read: save it as XLSX from the template.");

    private static InvalidRequestException TooLarge() =>
        new("file", "too-large-unpacked", "文件解压后过大，请用模板另存后再导入。The file unpacks to too much: save it anew from the template.");
}
